"""What a mass adjustment makes of one limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum

from cqs_app.engine.money import ZERO, cents


class Method(str, Enum):
	PERCENT = "Percent"
	AMOUNT = "Amount"
	SET_TO = "Set To"
	AUTOMATIC = "Automatic"


class Rounding(str, Enum):
	NEAREST = "Nearest"
	UP = "Up"
	DOWN = "Down"


MODES = {Rounding.NEAREST: ROUND_HALF_UP, Rounding.UP: ROUND_CEILING, Rounding.DOWN: ROUND_FLOOR}


@dataclass(frozen=True, slots=True)
class Adjustment:
	"""`value` is a percentage for Percent, else an amount; it may be negative. `multiple` 0 = cents; `cap` and `floor`
	None = none. They hold after rounding."""

	method: Method
	value: Decimal = ZERO
	multiple: Decimal = ZERO
	rounding: Rounding = Rounding.NEAREST
	cap: Decimal | None = None
	floor: Decimal | None = None

	def of(self, limit: Decimal, proposed: Decimal | None = None) -> Decimal:
		"""The new limit, never below 0. `proposed` is what the policy's model gives, for Automatic."""
		rounded = self._rounded(self._raw(limit, proposed))
		if self.cap is not None:
			rounded = min(rounded, self.cap)
		if self.floor is not None:
			rounded = max(rounded, self.floor)
		return max(rounded, ZERO)

	def _raw(self, limit: Decimal, proposed: Decimal | None) -> Decimal:
		if self.method is Method.PERCENT:
			return limit + limit * self.value / 100
		if self.method is Method.AMOUNT:
			return limit + self.value
		if self.method is Method.SET_TO:
			return self.value
		if proposed is None:
			raise ValueError("an automatic adjustment needs a proposal")
		return proposed

	def _rounded(self, amount: Decimal) -> Decimal:
		if not self.multiple:
			return cents(amount)
		return (amount / self.multiple).quantize(Decimal(1), MODES[self.rounding]) * self.multiple
