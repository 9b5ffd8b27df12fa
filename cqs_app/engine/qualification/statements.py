"""A financial statement as a value. What was not reported is None, never 0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from cqs_app.engine.money import NotANumber
from cqs_app.engine.qualification.typed_figures import LARGEST, decimal_sign_of, figure

MOST_STATEMENTS = 5
FEWEST_MONTHS, MOST_MONTHS, YEAR = 1, 18, 12
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: 00:00:00)?")


class Assurance(str, Enum):
	AUDITED = "Audited"
	REVIEWED = "Reviewed"
	UNAUDITED = "Unaudited"


class Scale(str, Enum):
	UNITS = "Units"
	THOUSANDS = "Thousands"
	MILLIONS = "Millions"

	@property
	def factor(self) -> Decimal:
		return {"Units": Decimal(1), "Thousands": Decimal(1000), "Millions": Decimal(1_000_000)}[self.value]


class Severity(str, Enum):
	ERROR = "error"
	WARNING = "warning"


@dataclass(frozen=True, slots=True)
class StatementFinding:
	"""What is wrong or doubtful. `text` is a template whose {names} stand in `values`, for the shell to translate.

	`code` names the check, `field` the figure it is about ("" = the whole statement), `period` the period's end.
	"""

	severity: Severity
	code: str
	period: date | None
	field: str
	text: str
	values: Mapping[str, str]

	@property
	def is_error(self) -> bool:
		return self.severity is Severity.ERROR

	def message(self) -> str:
		return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Figure:
	"""`flow`: earned over the period, as opposed to held at its end. `signed`: may be negative."""

	label: str
	flow: bool = False
	signed: bool = False


FIGURES: dict[str, Figure] = {
	"cash": Figure("Cash and Equivalents"),
	"receivables": Figure("Trade Receivables"),
	"inventory": Figure("Inventory"),
	"current_assets": Figure("Current Assets"),
	"fixed_assets": Figure("Non-Current Assets"),
	"total_assets": Figure("Total Assets"),
	"payables": Figure("Trade Payables"),
	"short_term_debt": Figure("Short-Term Debt"),
	"current_liabilities": Figure("Current Liabilities"),
	"long_term_debt": Figure("Long-Term Debt"),
	"total_liabilities": Figure("Total Liabilities"),
	"retained_earnings": Figure("Retained Earnings", signed=True),
	"equity": Figure("Equity", signed=True),
	"intangibles": Figure("Intangible Assets"),
	"revenue": Figure("Revenue", flow=True),
	"cost_of_sales": Figure("Cost of Sales", flow=True),
	"ebit": Figure("EBIT", flow=True, signed=True),
	"depreciation": Figure("Depreciation and Amortisation", flow=True),
	"interest_expense": Figure("Interest Expense", flow=True),
	"net_income": Figure("Net Income", flow=True, signed=True),
	"operating_cash_flow": Figure("Operating Cash Flow", flow=True, signed=True),
	"capital_expenditure": Figure("Capital Expenditure", flow=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
	"""Figures in units of `currency`; flows over `months` months that end on `period_end`."""

	period_end: date
	months: int = YEAR
	currency: str = ""
	assurance: Assurance = Assurance.UNAUDITED
	cash: Decimal | None = None
	receivables: Decimal | None = None
	inventory: Decimal | None = None
	current_assets: Decimal | None = None
	fixed_assets: Decimal | None = None
	total_assets: Decimal | None = None
	payables: Decimal | None = None
	short_term_debt: Decimal | None = None
	current_liabilities: Decimal | None = None
	long_term_debt: Decimal | None = None
	total_liabilities: Decimal | None = None
	retained_earnings: Decimal | None = None
	equity: Decimal | None = None
	intangibles: Decimal | None = None
	revenue: Decimal | None = None
	cost_of_sales: Decimal | None = None
	ebit: Decimal | None = None
	depreciation: Decimal | None = None
	interest_expense: Decimal | None = None
	net_income: Decimal | None = None
	operating_cash_flow: Decimal | None = None
	capital_expenditure: Decimal | None = None

	def of(self, name: str) -> Decimal | None:
		"""The figure of that field name; KeyError for another name."""
		if name not in FIGURES:
			raise KeyError(name)
		value: Decimal | None = getattr(self, name)
		return value

	def given(self) -> dict[str, Decimal]:
		return {name: value for name in FIGURES if (value := self.of(name)) is not None}

	def annualised(self) -> Statement:
		"""Flows brought to twelve months in proportion; what is held at the end stays."""
		if self.months == YEAR:
			return self
		factor = Decimal(YEAR) / Decimal(self.months)
		flows: dict[str, Any] = {
			name: value * factor for name, value in self.given().items() if FIGURES[name].flow
		}
		return replace(self, **flows)


def tangible_net_worth(statement: Statement) -> Decimal | None:
	"""Equity less intangible assets. Intangibles that are not reported count as none, which a finding tells."""
	if statement.equity is None:
		return None
	return statement.equity - (statement.intangibles or Decimal(0))


def read_statement(row: Mapping[str, Any]) -> tuple[Statement | None, list[StatementFinding]]:
	"""A statement from a plain row whose figures are text; None with findings where something is no figure."""
	period = _date(row.get("period_end"))
	if period is None:
		text = "{value} is no date of a period's end"
		return None, [error("period", None, "period_end", text, value=_quoted(row.get("period_end")))]
	found: list[StatementFinding] = []
	values: dict[str, Any] = {"period_end": period, "currency": str(row.get("currency") or "").strip()}
	for name, read in (("months", _months), ("assurance", _assurance), ("scale", _scale)):
		values[name] = read(row.get(name))
		if values[name] is None:
			found.append(error(name, period, name, _WRONG[name], value=_quoted(row.get(name))))
	if not values["currency"]:
		found.append(error("currency", period, "currency", "The currency is missing"))
	figures, wrong = _figures(row, period, values.pop("scale") or Scale.UNITS, values["currency"])
	found += wrong
	return (None if found else Statement(**values, **figures)), found


def _figures(
	row: Mapping[str, Any], period: date, scale: Scale, currency: str
) -> tuple[dict[str, Any], list[StatementFinding]]:
	"""Rows are typed one by one, so the decimal sign of others only forbids here; it never decides what is meant."""
	in_units = has_units(scale, currency)
	try:
		sign = decimal_sign_of(text for name in FIGURES if isinstance(text := row.get(name), str))
	except NotANumber as mixed:
		return {}, [error("figure", period, "", "Figures: {problem}", problem=str(mixed))]
	values: dict[str, Any] = {}
	found = []
	for name, known in FIGURES.items():
		try:
			number = figure(row.get(name), decimal_sign=sign if in_units else None, in_units=in_units)
			values[name] = _scaled(number, scale)
		except NotANumber as problem:
			told = {"label": known.label, "value": _quoted(row.get(name)), "problem": str(problem)}
			found.append(error("figure", period, name, "{label}: {value} {problem}", **told))
	return values, found


def has_units(scale: Scale, currency: str) -> bool:
	"""Whether an amount cannot have three decimals."""
	return scale is Scale.UNITS and currency not in THREE_DECIMALS


def error(code: str, period: date | None, field: str, text: str, /, **values: object) -> StatementFinding:
	return _finding(Severity.ERROR, code, period, field, text, values)


def warning(code: str, period: date | None, field: str, text: str, /, **values: object) -> StatementFinding:
	return _finding(Severity.WARNING, code, period, field, text, values)


_WRONG = {
	"months": f"A statement covers {FEWEST_MONTHS} to {MOST_MONTHS} months, not {{value}}",
	"assurance": "{value} is none of Audited, Reviewed, Unaudited",
	"scale": "{value} is none of Units, Thousands, Millions",
}


def _finding(
	severity: Severity, code: str, period: date | None, field: str, text: str, values: Mapping[str, object]
) -> StatementFinding:
	return StatementFinding(
		severity, code, period, field, text, {name: str(told) for name, told in values.items()}
	)


def _scaled(number: Decimal | None, scale: Scale) -> Decimal | None:
	if number is not None and abs(number * scale.factor) > LARGEST:
		raise NotANumber(f"is larger than {LARGEST:,}")
	return None if number is None else number * scale.factor


def _quoted(value: object) -> str:
	text = "" if value is None else str(value)
	return f'"{text[:40]}…"' if len(text) > 41 else f'"{text}"'


def _date(value: object) -> date | None:
	if isinstance(value, date):
		return date(value.year, value.month, value.day)
	try:
		return date(*map(int, match.groups())) if (match := ISO_DATE.fullmatch(str(value).strip())) else None
	except ValueError:
		return None


def _months(value: object) -> int | None:
	text = str(YEAR if value in (None, "") else value).strip()
	if not (text.isascii() and text.isdigit() and len(text) <= 3):
		return None
	return int(text) if FEWEST_MONTHS <= int(text) <= MOST_MONTHS else None


def _assurance(value: object) -> Assurance | None:
	return next((one for one in Assurance if one.value == (value or Assurance.UNAUDITED.value)), None)


def _scale(value: object) -> Scale | None:
	return next((one for one in Scale if one.value == (value or Scale.UNITS.value)), None)
