"""The columns of an imported statement: their names, and the values of those that are no figures."""

from __future__ import annotations

import re
from datetime import date, datetime

from cqs_app.engine.money import NotANumber
from cqs_app.engine.qualification.statements import FEWEST_MONTHS, FIGURES, MOST_MONTHS, Assurance, Scale

LABELS = {
	"period_end": "Period End",
	"months": "Months",
	"currency": "Currency",
	"assurance": "Assurance",
	"scale": "Figures In",
	"source": "Source",
	**{name: known.label for name, known in FIGURES.items()},
}
COLUMNS = tuple(LABELS)
OTHER_NAMES = {
	"period_end": ("period", "date", "year end", "fiscal year end", "balance sheet date", "as of"),
	"months": ("period months", "number of months", "length"),
	"currency": ("ccy", "currency code"),
	"assurance": ("audit", "audited", "audit status"),
	"scale": ("unit", "units", "amounts in"),
	"cash": ("cash and cash equivalents", "cash at bank"),
	"receivables": ("receivables", "accounts receivable", "debtors", "trade debtors"),
	"inventory": ("inventories", "stock", "stocks"),
	"current_assets": ("total current assets",),
	"fixed_assets": ("fixed assets", "total non current assets", "noncurrent assets"),
	"total_assets": ("assets", "balance sheet total"),
	"payables": ("payables", "accounts payable", "creditors", "trade creditors"),
	"short_term_debt": ("short term borrowings", "current debt"),
	"current_liabilities": ("total current liabilities", "short term liabilities"),
	"long_term_debt": ("long term borrowings", "non current debt"),
	"total_liabilities": ("liabilities",),
	"retained_earnings": ("accumulated profits", "retained profits"),
	"equity": ("total equity", "shareholders equity", "shareholder s equity", "net assets"),
	"intangibles": ("intangibles", "goodwill and intangible assets"),
	"revenue": ("sales", "net sales", "turnover", "revenues"),
	"cost_of_sales": ("cost of goods sold", "cogs", "cost of revenue"),
	"ebit": ("operating profit", "operating income", "earnings before interest and taxes"),
	"depreciation": ("depreciation", "depreciation and amortization", "d a"),
	"interest_expense": ("interest", "interest paid", "finance costs"),
	"net_income": ("net profit", "profit for the year", "net earnings"),
	"operating_cash_flow": ("cash flow from operations", "cash flow from operating activities", "cfo"),
	"capital_expenditure": ("capex", "capital expenditures"),
}
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def field_of(word: str) -> str | None:
	"""The field of a header in small letters without punctuation."""
	return _FIELDS.get(word)


def text_of(name: str, value: object) -> str:
	"""The text that the child table keeps of a cell; raises NotANumber with a reason for what is not allowed there."""
	shown = "" if value is None else str(value).strip()
	if name == "period_end":
		return _period(value).isoformat()
	if name == "months":
		return _months(shown)
	if name == "currency":
		if not re.fullmatch(r"[A-Za-z]{3}", shown):
			raise NotANumber("is no currency code of three letters")
		return shown.upper()
	if name == "assurance":
		return _one_of([one.value for one in Assurance], shown) or Assurance.UNAUDITED.value
	if name == "scale":
		return _one_of([one.value for one in Scale], shown) or Scale.UNITS.value
	if len(shown) > 140:
		raise NotANumber("is longer than 140 characters")
	return shown


def _period(value: object) -> date:
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, date):
		return value
	text = str(value or "").strip()
	try:
		if match := ISO.fullmatch(text):
			return date(*map(int, match.groups()))
		if match := DAY_FIRST.fullmatch(text):
			day, month, year = map(int, match.groups())
			return date(year, month, day)
		if match := SLASHES.fullmatch(text):
			return _with_slashes(*map(int, match.groups()))
	except NotANumber:
		raise
	except ValueError:
		pass
	raise NotANumber("is no date; write the last day of the period as YYYY-MM-DD")


def _with_slashes(first: int, second: int, year: int) -> date:
	"""Day or month first: only where one of the two can be no month, or both are the same."""
	if first > 12 or first == second:
		return date(year, second, first)
	if second > 12:
		return date(year, first, second)
	raise NotANumber("could be two dates; write it as YYYY-MM-DD")


def _months(shown: str) -> str:
	number = re.fullmatch(r"([0-9]{1,2})(?:\.0)?", shown or "12")
	if not number or not FEWEST_MONTHS <= int(number[1]) <= MOST_MONTHS:
		raise NotANumber(f"is not within {FEWEST_MONTHS} and {MOST_MONTHS}")
	return number[1]


def _one_of(options: list[str], shown: str) -> str:
	if not shown:
		return ""
	for option in options:
		if shown.casefold() in (option.casefold(), option.casefold().removesuffix("s")):
			return option
	raise NotANumber(f"is none of {', '.join(options)}")


def word_of(label: str) -> str:
	"""Small letters and digits, with one blank for everything else."""
	return " ".join("".join(char if char.isalnum() else " " for char in label.casefold()).split())


_FIELDS = {
	word_of(word): name
	for name, label in LABELS.items()
	for word in (name, label, *OTHER_NAMES.get(name, ()))
}
