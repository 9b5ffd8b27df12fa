"""Dates of birth as lists give them: a day, a month, a year, a range, or about one of these."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
	name: number + 1 for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*|[+-]\d\d:\d\d|Z)?")
_WORDS = re.compile(r"(?:(?:(\d{1,2}) )?([A-Za-z]{3})[a-z]*\.? )?(\d{4})")
_YEARS = re.compile(r"(\d{4})\s*[-/–]\s*(\d{4})")
_ABOUT = re.compile(r"^(?:circa|approximately|about|c\.|ca\.)\s*", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class BirthDate:
	"""From `first` to `last`, each `1962`, `1962-05` or `1962-05-03`; the same twice when it is one. `is_circa`: about."""

	first: str
	last: str = ""
	is_circa: bool = False

	def __post_init__(self) -> None:
		if not self.last:
			object.__setattr__(self, "last", self.first)

	def earliest(self) -> date:
		year, month, day = _parts(self.first)
		return date(year, month or 1, day or 1)

	def latest(self) -> date:
		year, month, day = _parts(self.last)
		month = month or 12
		return date(year, month, day or calendar.monthrange(year, month)[1])

	def __str__(self) -> str:
		about = "circa " if self.is_circa else ""
		return f"{about}{self.first}" if self.first == self.last else f"{about}{self.first} to {self.last}"


def _parts(text: str) -> tuple[int, int, int]:
	year, month, day, *_rest = [*(int(part) for part in text.split("-")), 0, 0]
	return year, month, day


def partial_date(text: str) -> str:
	"""`15 Jan 1955`, `Jan 1955`, `1955`, `1955-01-15`, `1955-01-15T00:00` -> ISO, as far as it goes; empty for no date."""
	text = " ".join(text.split())
	if match := _ISO.fullmatch(text):
		return _checked(int(match[1]), int(match[2] or 0), int(match[3] or 0))
	if match := _WORDS.fullmatch(text):
		month = _MONTHS.get((match[2] or "").lower(), 0)
		if match[2] and not month:
			return ""
		return _checked(int(match[3]), month, int(match[1] or 0))
	return ""


def _checked(year: int, month: int, day: int) -> str:
	"""`00` for an unknown month or day is left out; a day that does not exist is no date."""
	if not 1000 <= year <= 2999 or month > 12:
		return ""
	if not month:
		return f"{year:04d}"
	if not day:
		return f"{year:04d}-{month:02d}"
	if day > calendar.monthrange(year, month)[1]:
		return ""
	return f"{year:04d}-{month:02d}-{day:02d}"


def birth_date(text: str, is_circa: bool = False) -> BirthDate | None:
	"""`circa 1951`, `1929 to 1930`, `01 Jan 1963 to 31 Dec 1964`; None for what is no date."""
	bare = _ABOUT.sub("", text.strip())
	is_circa = is_circa or bare != text.strip()
	first, _to, last = _YEARS.sub(r"\1 to \2", bare).partition(" to ")
	start, end = partial_date(first), partial_date(_ABOUT.sub("", last.strip()))
	if not start or (last and not end):
		return None
	if last and end < start:
		start, end = end, start
	return BirthDate(start, end, is_circa)
