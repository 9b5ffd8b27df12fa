"""Text of a cell to a date, an amount or a yes. Each raises ValueError with what is wrong with it."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from cqs_app.engine.money import NotANumber, decimal

ISO_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.+Z-]+)?$")
PARTS = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: [\d:]+)?$")
GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")
LARGEST = Decimal("1e11")
CENT = Decimal("0.01")

YES = frozenset({"yes", "y", "true", "t", "1", "x"})
NO = frozenset({"", "no", "n", "false", "f", "0"})


def day_from(text: str, date_format: str = "mdy") -> date:
	"""ISO dates always; otherwise `mdy`, `dmy` (parted by / . or -) or a strptime format."""
	text = text.strip()
	iso = ISO_DAY.match(text)
	if iso:
		return _real_day(text, *iso.group(1).split("-"))
	if "%" in date_format:
		try:
			return datetime.strptime(text, date_format).date()
		except ValueError:
			raise ValueError(f"{text!r} is no date like {date_format}") from None
	parts = PARTS.match(text)
	if not parts:
		raise ValueError(f"{text!r} is no date (expected 2024-12-31 or 12/31/2024; see --date-format)")
	first, second, year = parts.groups()
	month, day = (second, first) if date_format == "dmy" else (first, second)
	return _real_day(text, year, month, day, "" if date_format == "dmy" else "; see --date-format dmy")


def _real_day(text: str, year: str, month: str, day: str, hint: str = "") -> date:
	try:
		return date(int(year), int(month), int(day))
	except ValueError:
		raise ValueError(f"{text!r} is no day of the calendar{hint}") from None


def amount_from(text: str, decimal_comma: bool = False) -> Decimal:
	"""A positive or zero amount with at most two decimals."""
	plain = text.strip().replace("\u00a0", "").replace(" ", "")
	if decimal_comma:
		plain = plain.replace(".", "").replace(",", ".")
	elif GROUPED.match(plain):
		plain = plain.replace(",", "")
	if not plain:
		raise ValueError("the amount is empty")
	try:
		amount = decimal(plain)
	except NotANumber:
		hint = "; see --decimal-comma" if "," in plain else ""
		raise ValueError(f"{text.strip()!r} is not an amount{hint}") from None
	if amount < 0:
		raise ValueError(f"the amount {plain} is negative; enter it as a row of type credit_note")
	if amount >= LARGEST:
		raise ValueError(f"the amount {plain} is too large")
	if amount != amount.quantize(CENT):
		raise ValueError(f"the amount {plain} has more than two decimals")
	return amount.quantize(CENT)


def yes_from(text: str) -> bool:
	word = text.strip().lower()
	if word in YES:
		return True
	if word in NO:
		return False
	raise ValueError(f"disputed is {text.strip()!r}; expected yes or no")
