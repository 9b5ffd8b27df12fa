"""Amounts: a `Decimal` and its currency. The one door through which numbers become money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


class CurrencyMismatch(ValueError):
	"""Two amounts of different currencies met in one sum or comparison."""


class NotANumber(ValueError):
	"""A value that should be an amount is not a finite number."""


def decimal(value: object) -> Decimal:
	"""Return `value` (int, str, float, Decimal or None, which is 0) as a finite Decimal.

	A float goes through its shortest text, so that 0.1 is 0.1. Raises NotANumber.
	"""
	if isinstance(value, Decimal):
		number = value
	elif value is None or value == "":
		return ZERO
	else:
		try:
			number = Decimal(str(value).strip())
		except InvalidOperation as error:
			raise NotANumber(f"{value!r} is not a number") from error
	if not number.is_finite():
		raise NotANumber(f"{value!r} is not a finite number")
	return number


def cents(value: Decimal, precision: int = 2) -> Decimal:
	"""Round half away from zero to `precision` decimals, as ledgers do."""
	return value.quantize(Decimal(1).scaleb(-precision), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
	"""An amount in a currency (ISO 4217 code). Sums and comparisons across currencies raise CurrencyMismatch."""

	amount: Decimal
	currency: str

	def _of(self, other: Money) -> Decimal:
		if other.currency != self.currency:
			raise CurrencyMismatch(f"{self.currency} and {other.currency}")
		return other.amount

	def __add__(self, other: Money) -> Money:
		return Money(self.amount + self._of(other), self.currency)

	def __sub__(self, other: Money) -> Money:
		return Money(self.amount - self._of(other), self.currency)

	def __lt__(self, other: Money) -> bool:
		return self.amount < self._of(other)

	def __le__(self, other: Money) -> bool:
		return self.amount <= self._of(other)

	def __str__(self) -> str:
		return f"{self.currency} {cents(self.amount):,}"
