"""Numbers as people write them, read strictly: what could mean two things is refused, never guessed.

- Blank is not reported (None), `0` is nil.
- A minus in front (`-5`) or brackets (`(1,200)`) make a figure negative.
- Spaces and apostrophes group thousands. Of comma and point, the last one that stands there is the decimal sign when
  both occur (`1,234.50`, `1.234,50`), and one that occurs several times groups thousands (`1,234,500`).
- One comma or point with exactly three digits behind and one to three before (`1,234`) could be either, unless `0`
  stands before it (`0.125`). Amounts in units have at most two decimals, so there it groups thousands, and is refused
  where another figure of the same statement or file has that very sign before its decimals. In thousands, millions
  and currencies with three decimals it is refused, unless another figure of the same file shows the decimal sign.
- Groups must have three digits, and there are at most six decimals. Currency signs, percent signs, exponents and words are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from cqs_app.engine.money import NotANumber

LONGEST, MOST_DECIMALS = 40, 6
LARGEST = Decimal(10) ** 15
SPACES = " \u00a0\u2007\u2009\u202f'\u2019"
MINUS = "-\u2212"
PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+")
GROUPED_BY_SPACE = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")


class AmbiguousFigure(NotANumber):
	"""One separator before three digits: thousands or decimals?"""


def figure(value: object, *, decimal_sign: str | None = None, in_units: bool = False) -> Decimal | None:
	"""The number that `value` (text, int, float, Decimal or None) stands for; None = blank.

	`decimal_sign` ("." or ",") is what other figures use; `in_units`: three decimals cannot be. Raises NotANumber with
	a reason.
	"""
	if value is None:
		return None
	if isinstance(value, bool):
		raise NotANumber("is no number")
	if isinstance(value, (int, float, Decimal)):
		return _within(_of_number(value))
	text = str(value).strip(SPACES + "\t\r\n")
	return _within(_of_text(text, decimal_sign, in_units)) if text else None


def decimal_sign_of(texts: Iterable[str]) -> str | None:
	"""The decimal sign that the unambiguous ones among `texts` use; None when none shows it. Raises NotANumber when
	some use the point and others the comma."""
	shown = {sign for text in texts if (sign := _shown_sign(text))}
	if len(shown) > 1:
		raise NotANumber("some figures use the point and others the comma for decimals")
	return shown.pop() if shown else None


def plain(value: Decimal) -> str:
	"""The text of a number that reads back as the same number."""
	text = f"{value:f}"
	if "." in text:
		text = text.rstrip("0").rstrip(".")
	if text in ("", "-", "-0"):
		return "0"
	return f"{text}0" if _is_ambiguous(text.lstrip("-"), ".") else text


def _of_number(value: int | float | Decimal) -> Decimal:
	number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
	if not number.is_finite():
		raise NotANumber("is no number")
	if isinstance(value, float) and abs(number) <= LARGEST:
		number = number.quantize(Decimal("0.000001"), ROUND_HALF_UP)
	return number


def _within(number: Decimal) -> Decimal:
	if abs(number) > LARGEST:
		raise NotANumber(f"is larger than {LARGEST:,}")
	return number


def _of_text(text: str, decimal_sign: str | None, in_units: bool) -> Decimal:
	if len(text) > LONGEST:
		raise NotANumber("is too long for a number")
	negative, digits = _sign_of(text)
	digits = _without_spaces(digits)
	if not PLAIN.fullmatch(digits):
		raise NotANumber(
			"is no number; write digits only, a minus for negative, and leave blank what is unknown"
		)
	with_point = _with_point(digits, decimal_sign, in_units)
	if len(with_point.partition(".")[2]) > MOST_DECIMALS:
		raise NotANumber(f"has more than {MOST_DECIMALS} decimals")
	number = Decimal(with_point)
	return -number if negative else number


def _sign_of(text: str) -> tuple[bool, str]:
	if text.startswith("(") and text.endswith(")"):
		return True, text[1:-1].strip(SPACES)
	if text[0] in MINUS:
		return True, text[1:].strip(SPACES)
	return False, text


def _without_spaces(digits: str) -> str:
	if not any(space in digits for space in SPACES) or set(digits) - set(SPACES + "0123456789.,"):
		return digits
	if not GROUPED_BY_SPACE.fullmatch(digits):
		raise NotANumber("is not grouped by three digits")
	return re.sub(f"[{SPACES}]", "", digits)


def _with_point(digits: str, decimal_sign: str | None, in_units: bool) -> str:
	"""Plain digits with a decimal point; raises NotANumber."""
	signs = [char for char in digits if char in ".,"]
	if not signs:
		return digits
	last = signs[-1]
	if len(set(signs)) == 2:
		if signs.count(last) > 1 or (decimal_sign and last != decimal_sign):
			raise NotANumber("mixes point and comma")
		return _ungrouped(digits.rpartition(last)[0], signs[0]) + "." + digits.rpartition(last)[2]
	if len(signs) > 1:
		if decimal_sign == last:
			raise NotANumber("has more than one decimal sign")
		return _ungrouped(digits, last)
	if decimal_sign and last != decimal_sign:
		return _ungrouped(digits, last)
	if _is_ambiguous(digits, last) and in_units is bool(decimal_sign):
		raise _ambiguous(digits, last)
	if _is_ambiguous(digits, last) and in_units:
		return _ungrouped(digits, last)
	return digits.replace(last, ".")


def _ambiguous(digits: str, sign: str) -> AmbiguousFigure:
	whole, _, rest = digits.partition(sign)
	return AmbiguousFigure(
		f"could mean {whole}{rest} or {whole}.{rest}; write {whole}{rest}, or {whole}.{rest}0 for the smaller one"
	)


def _is_ambiguous(digits: str, sign: str) -> bool:
	whole, found, rest = digits.partition(sign)
	return bool(found) and len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")


def _ungrouped(digits: str, sign: str) -> str:
	first, *groups = digits.split(sign)
	if not 1 <= len(first) <= 3 or first.startswith("0") or any(len(group) != 3 for group in groups):
		raise NotANumber("is not grouped by three digits")
	return first + "".join(groups)


def _shown_sign(text: str) -> str | None:
	"""The decimal sign that a text shows beyond doubt; None for what is no number, too."""
	signs = [char for char in text if char in ".,"]
	try:
		if not signs or figure(text) is None:
			return None
	except NotANumber:
		return None
	last = signs[-1]
	return last if signs.count(last) == 1 else {".": ",", ",": "."}[last]
