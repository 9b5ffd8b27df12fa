"""Reads and writes the score card of a policy. Bands are text, one a line, as people type them in the form:
`from value: points` for figures, `word: points` for words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cqs_app.engine.credit.criteria import CRITERIA, Criterion, IfMissing
from cqs_app.engine.credit.limit_model import RiskBand
from cqs_app.engine.credit.policy_values import BrokenPolicy, amount, choice, number, rows
from cqs_app.engine.credit.score_model import LOWEST, OTHER, Band, CriterionRow, ScoreModel, in_bounds

LOWEST_WORD = "-inf"


def score_model_from_dict(data: Mapping[str, Any]) -> ScoreModel:
	"""Raises BrokenPolicy naming row and line. Versions from before the score card have no criteria."""
	model = ScoreModel(tuple(_criterion(row, at) for at, row in enumerate(rows(data, "criteria"), 1)))
	named = [row.criterion.value for row in model.criteria]
	if twice := sorted({name for name in named if named.count(name) > 1}):
		raise BrokenPolicy(f"criteria: {', '.join(twice)} stands there twice")
	if model.criteria and not model.total_weight:
		raise BrokenPolicy("criteria: every weight is 0; at least one must count")
	return model


def score_model_to_dict(model: ScoreModel) -> dict[str, Any]:
	"""The inverse; JSON-ready, amounts as text."""
	return {
		"criteria": [
			{
				"criterion": row.criterion.value,
				"weight": str(row.weight),
				"bands": "\n".join(f"{_text(band.begins)}: {_text(band.points)}" for band in row.bands),
				"if_missing": row.if_missing.value,
			}
			for row in model.criteria
		]
	}


def check_classes(model: ScoreModel, bands: Sequence[RiskBand]) -> None:
	"""A score card must be able to tell the classes apart."""
	if not model.criteria:
		return
	by_score = sorted(bands, key=lambda band: band.from_score)
	for lower, upper in pairwise(by_score):
		if lower.from_score == upper.from_score:
			raise BrokenPolicy(
				f"risk_bands: {lower.risk_class} and {upper.risk_class} both begin at a score of {_text(lower.from_score)}"
			)


def _criterion(row: Mapping[str, Any], at: int) -> CriterionRow:
	criterion = choice(Criterion, row.get("criterion"), f"criteria, row {at}, criterion")
	where = f"criteria, row {at} ({criterion.value})"
	lines = [line.strip() for line in str(row.get("bands") or "").splitlines()]
	if not any(lines):
		raise BrokenPolicy(f"{where}: bands are missing, one a line, such as 50: 80")
	read = _words if CRITERIA[criterion].is_text else _figures
	bands = tuple(read(line, f"{where}, line {number_of}") for number_of, line in enumerate(lines, 1) if line)
	_check_bands(bands, where, is_text=CRITERIA[criterion].is_text)
	return CriterionRow(
		criterion=criterion,
		weight=amount(row.get("weight"), f"{where}, weight"),
		bands=bands,
		if_missing=choice(
			IfMissing, row.get("if_missing") or IfMissing.NO_SCORE.value, f"{where}, if_missing"
		),
	)


def _split(line: str, where: str) -> tuple[str, Decimal]:
	"""At the last colon, because a word may contain one."""
	begins, colon, points = line.rpartition(":")
	if not colon or not begins.strip() or not points.strip():
		raise BrokenPolicy(f"{where}: {line!r} is not of the form value: points")
	read = number(points, f"{where}, points")
	if not in_bounds(read):
		raise BrokenPolicy(f"{where}: {_text(read)} points do not lie between 0 and 100")
	return begins.strip(), read


def _figures(line: str, where: str) -> Band:
	begins, points = _split(line, where)
	return Band(LOWEST if begins.lower() == LOWEST_WORD else number(begins, where), points)


def _words(line: str, where: str) -> Band:
	return Band(*_split(line, where))


def _check_bands(bands: Sequence[Band], where: str, *, is_text: bool) -> None:
	begins = [band.begins.casefold() if isinstance(band.begins, str) else band.begins for band in bands]
	if twice := sorted({_text(value) for value in begins if begins.count(value) > 1}):
		raise BrokenPolicy(f"{where}: {', '.join(twice)} stands there twice")
	if is_text:
		if OTHER not in begins:
			raise BrokenPolicy(f"{where}: a line for the rest is missing, such as {OTHER}: 50")
	elif begins[0] != LOWEST:
		raise BrokenPolicy(
			f"{where}: the first line must begin at {LOWEST_WORD}, so that each figure has points"
		)
	elif begins != sorted(begins):
		raise BrokenPolicy(f"{where}: the lines must ascend")


def _text(value: Decimal | str) -> str:
	"""As people type it: 1000000, not 1E+6."""
	if isinstance(value, str):
		return value
	return LOWEST_WORD if value == LOWEST else format(value.normalize(), "f")
