"""What strangers type into public forms: plain text within bounds. A problem is a sentence with the field's label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import NotANumber, decimal

LARGEST = Decimal(10**12)
EARLIEST = date(1600, 1, 1)
SHORT, LONG = 140, 2000
# An opening tag, or what browsers run in links and attributes. `<` beside a space or a figure is a plain word.
MARKUP = re.compile(
	r"<\s*[a-zA-Z!/?]|(java|vb)script\s*:|&#|\bon\w+\s*=\s*[\"']|data\s*:\s*text/html", re.IGNORECASE
)
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PHONE = re.compile(r"\+?[0-9 ()./\-]{4,30}")

# Characters that show nothing but turn the text around, break its line, or command a terminal.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
# What spreadsheets compute when the text is exported to one; numbers, also of phones, are none.
FORMULA = re.compile(r"\s*([=@]|[+-](?![\d\s()./,-]*((ext|x)\.?\s*\d+)?\s*$))", re.IGNORECASE)

PLAIN = "{label}: write plain text; markup and scripts are refused."
ONE_LINE = "{label}: write one line of plain text, without line breaks and invisible characters."
NO_FORMULA = "{label} must not begin with =, @, + or -; spreadsheets would compute it."
TOO_LONG = "{label}: at most {most} characters."
NO_NUMBER = "{label}: {value} is no number."
BETWEEN = "{label} must lie between {least} and {most}."
NO_DATE = "{label}: {value} is no date; write 2026-01-31."
FUTURE = "{label} must not lie in the future."
NO_EMAIL = "{label}: {value} is no e-mail address."
NO_PHONE = "{label}: {value} is no phone number."
NO_CHOICE = "{label}: {value} cannot be chosen."
MISSING = "{label} is missing."


@dataclass(frozen=True, slots=True)
class Problem:
	"""`text` is a template whose {names} stand in `values`; the shell translates both it and the label."""

	text: str
	label: str
	values: Mapping[str, str] = field(default_factory=dict)

	def sentence(self) -> str:
		return self.text.format(label=self.label, **self.values)


def text_problem(label: str, value: str, most: int = SHORT) -> Problem | None:
	if MARKUP.search(value) or UNSEEN.search(value):
		return Problem(PLAIN, label)
	return Problem(TOO_LONG, label, {"most": str(most)}) if len(value) > most else None


def line_problem(label: str, value: str) -> Problem | None:
	"""A name and the like: one line, and nothing that is computed where it is exported to."""
	if BREAKS.search(value) or UNSEEN.search(value):
		return Problem(ONE_LINE, label)
	return Problem(NO_FORMULA, label) if FORMULA.match(value) else None


def email_problem(label: str, value: str) -> Problem | None:
	good = len(value) <= SHORT and EMAIL.fullmatch(value)
	return None if good else Problem(NO_EMAIL, label, {"value": value[:80]})


def phone_problem(label: str, value: str) -> Problem | None:
	return None if PHONE.fullmatch(value) else Problem(NO_PHONE, label, {"value": value[:80]})


def number_problem(
	label: str, value: object, least: Decimal = Decimal(0), most: Decimal = LARGEST, *, above: bool = False
) -> Problem | None:
	"""`above`: the least itself is not enough."""
	try:
		number = decimal(value)
	except NotANumber:
		return Problem(NO_NUMBER, label, {"value": str(value)[:80]})
	if least <= number <= most and not (above and number == least):
		return None
	return Problem(BETWEEN, label, {"least": f"{least:,}", "most": f"{most:,}"})


def past_date_problem(label: str, value: object, today: date) -> Problem | None:
	day = day_of(value)
	if day is None:
		return Problem(NO_DATE, label, {"value": str(value)[:80]})
	if day > today:
		return Problem(FUTURE, label)
	return Problem(NO_DATE, label, {"value": str(value)[:80]}) if day < EARLIEST else None


def day_of(value: object) -> date | None:
	"""A date, or its text as YYYY-MM-DD; None for anything else."""
	if isinstance(value, date):
		return value
	try:
		return date.fromisoformat(str(value).strip()[:10])
	except ValueError:
		return None
