"""Published rules that python-stdnum leaves out. Each takes a number that python-stdnum accepted, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable

RANGE = "numbers of this range were never given out with these check digits"


def british_vat(number: str) -> str:
	"""Which of its two check sums a number may have depends on its range (HMRC's rule as VIES' format checks use it).

	The old sum (modulo 97) holds below 100,000, from 1,000,000 to 9,490,000 and from 9,700,001 to 9,990,000; the new
	one (55 more) above 1,000,000. Numbers of departments and health authorities (GD, HA) have neither.
	"""
	if not number[:9].isdigit():
		return ""
	body, check_digits = int(number[:7]), int(number[7:9])
	if not body:
		return "a number of zeros is none"
	weighted = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), number[:7], strict=True))
	old = (weighted + check_digits) % 97 == 0
	in_old_range = body < 9_990_001 and not 100_000 <= body <= 999_999 and not 9_490_001 <= body <= 9_700_000
	if (old and in_old_range) or (not old and body > 1_000_000):
		return ""
	return RANGE


def estonian_vat(number: str) -> str:
	"""All that were given out begin with 10 (Estonian Tax and Customs Board)."""
	return "" if number.startswith("10") else "it does not begin with 10"


EXTRA: dict[str, Callable[[str], str]] = {
	"stdnum.gb.vat": british_vat,
	"stdnum.ee.kmkr": estonian_vat,
}
