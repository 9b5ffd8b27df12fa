"""What a provider's answer says of a party: figures by their path in JSON, on our scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from cqs_app.engine.money import HUNDRED, ZERO, NotANumber, decimal

LONGEST_TEXT = 140
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PATH = re.compile(r"[^.\[\]]+(\[\d+\])*(\.[^.\[\]]+(\[\d+\])*)*|(\[\d+\])+(\.[^.\[\]]+(\[\d+\])*)*")


class Target(str, Enum):
	"""A figure of a report."""

	SCORE = "Score"
	PROBABILITY = "Probability of Default"
	LIMIT = "Recommended Limit"
	CURRENCY = "Currency"
	DAYS = "Days Beyond Terms"
	RISK_TEXT = "Risk Text"
	REFERENCE = "Reference"
	REPORT_DATE = "Report Date"


class WrongAnswer(ValueError):
	"""The answer is not what the mapping expects; the message says where."""


@dataclass(frozen=True, slots=True)
class Scale:
	"""The provider's score runs from `lowest` to `highest`; ours from 0 to 100, higher is better."""

	lowest: Decimal = ZERO
	highest: Decimal = HUNDRED
	lower_is_better: bool = False

	def normalise(self, score: Decimal) -> Decimal:
		"""One decimal. Raises WrongAnswer beyond the scale: it is set wrong, or the answer is."""
		if not self.lowest <= score <= self.highest:
			raise WrongAnswer(f"score {score} lies beyond the scale from {self.lowest} to {self.highest}")
		share = HUNDRED * (score - self.lowest) / (self.highest - self.lowest)
		return (HUNDRED - share if self.lower_is_better else share).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Figures:
	"""None = the answer has none. `score` is ours, `raw_score` the provider's; `limit` in `currency`."""

	score: Decimal | None = None
	raw_score: str = ""
	probability_of_default: Decimal | None = None
	recommended_limit: Decimal | None = None
	currency: str = ""
	days_beyond_terms: Decimal | None = None
	risk_text: str = ""
	reference: str = ""
	report_date: date | None = None


def is_path(path: str) -> bool:
	"""`report.rating.score`, `reports[0].id`."""
	return bool(_PATH.fullmatch(path.strip()))


def at(answer: object, path: str) -> object:
	"""The value at a path; None where nothing is."""
	value = answer
	for name, index in _STEP.findall(path.strip()):
		if name and isinstance(value, Mapping):
			value = value.get(name)
		elif index and isinstance(value, list):
			value = value[int(index)] if int(index) < len(value) else None
		else:
			return None
	return value


def figures(answer: object, mapping: Mapping[Target, str], scale: Scale) -> Figures | None:
	"""Read an answer. None = it has none of the mapped figures: no data. Raises WrongAnswer for a value of a wrong kind."""
	found = {target: at(answer, path) for target, path in mapping.items()}
	if all(value is None or value == "" for value in found.values()):
		return None
	raw_score = _number(found, mapping, Target.SCORE)
	limit = _number(found, mapping, Target.LIMIT)
	if limit is not None and limit < 0:
		raise WrongAnswer(f"{mapping[Target.LIMIT]}: a limit is not negative")
	return Figures(
		score=None if raw_score is None else scale.normalise(raw_score),
		raw_score="" if raw_score is None else str(raw_score),
		probability_of_default=_number(found, mapping, Target.PROBABILITY),
		recommended_limit=limit,
		currency=_text(found, mapping, Target.CURRENCY).upper(),
		days_beyond_terms=_number(found, mapping, Target.DAYS),
		risk_text=_text(found, mapping, Target.RISK_TEXT),
		reference=_text(found, mapping, Target.REFERENCE),
		report_date=_date(found, mapping),
	)


def _number(found: Mapping[Target, object], mapping: Mapping[Target, str], target: Target) -> Decimal | None:
	value = found.get(target)
	if value is None or value == "":
		return None
	if isinstance(value, bool) or not isinstance(value, (int, float, str)):
		raise WrongAnswer(f"{mapping[target]}: a number is expected, not {_shown(value)}")
	try:
		return decimal(value)
	except NotANumber as error:
		raise WrongAnswer(f"{mapping[target]}: a number is expected, not {_shown(value)}") from error


def _text(found: Mapping[Target, object], mapping: Mapping[Target, str], target: Target) -> str:
	value = found.get(target)
	if value is None:
		return ""
	if isinstance(value, bool) or not isinstance(value, (int, float, str)):
		raise WrongAnswer(f"{mapping[target]}: a text is expected, not {_shown(value)}")
	return str(value).strip()[:LONGEST_TEXT]


def _date(found: Mapping[Target, object], mapping: Mapping[Target, str]) -> date | None:
	text = _text(found, mapping, Target.REPORT_DATE)
	if not text:
		return None
	try:
		return date.fromisoformat(text[:10])
	except ValueError as error:
		path = mapping[Target.REPORT_DATE]
		raise WrongAnswer(f"{path}: a date such as 2025-03-31 is expected, not {_shown(text)}") from error


def _shown(value: object) -> str:
	text = repr(value)
	return text if len(text) <= 40 else f"{text[:40]}..."
