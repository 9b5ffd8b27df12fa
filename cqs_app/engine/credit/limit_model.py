"""How a policy works out limits by itself: the model behind proposals, reviews, triggers and seasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from cqs_app.engine.money import ZERO

HUNDRED = Decimal(100)


class Metric(str, Enum):
	TRANSACTION_VELOCITY = "Transaction Velocity"
	CUMULATIVE_SPEND = "Cumulative Spend"


class Comparison(str, Enum):
	AT_LEAST = "At Least"
	AT_MOST = "At Most"


@dataclass(frozen=True, slots=True)
class RiskBand:
	"""`limit_cap`: the most that a customer of the class is given, 0 = no credit, None = the class has no cap."""

	risk_class: str
	from_score: Decimal = ZERO
	review_months: int = 0
	limit_cap: Decimal | None = None
	limit_factor: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class PaymentFactor:
	"""Who pays up to so many days beyond terms (inclusive) gets this percentage."""

	up_to_days_beyond_terms: Decimal
	factor_percent: Decimal


@dataclass(frozen=True, slots=True)
class LimitTrigger:
	"""Moves a limit by `adjust_percent` (negative = down) when a figure of the last `window_days` crosses a line.

	`cap`: the highest limit that this trigger reaches, needed to raise one.
	"""

	trigger_name: str
	metric: Metric
	comparison: Comparison
	threshold: Decimal
	window_days: int
	adjust_percent: Decimal
	cap: Decimal = ZERO
	cool_down_days: int = 0

	@property
	def raises(self) -> bool:
		return self.adjust_percent > 0

	def since(self, as_of: date) -> date:
		"""The day before the first one of the window, which ends on `as_of`."""
		return as_of - timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True)
class Season:
	"""Days of the year (both inclusive) in which limits are `percent` higher; it may run across new year."""

	season_name: str
	from_month: int
	from_day: int
	upto_month: int
	upto_day: int
	percent: Decimal


@dataclass(frozen=True, slots=True)
class LimitModel:
	"""Amounts in company currency; 0 never means unlimited. `maximum` None = the policy names none.

	`unclassified_percent` stands for the factor of customers without a class of the policy. A change is within
	tolerance when it stays within both, the percentage of the limit in force and the amount.
	"""

	enabled: bool = False
	history_months: int = 12
	credit_months: Decimal = Decimal(2)
	rounding: Decimal = HUNDRED
	starter: Decimal = ZERO
	minimum: Decimal = ZERO
	maximum: Decimal | None = None
	net_worth_percent: Decimal = Decimal(10)
	unclassified_percent: Decimal = HUNDRED
	tolerance_percent: Decimal = ZERO
	tolerance_amount: Decimal = ZERO
	overdue_days: int = 0
	review_days: int = 90
	bands: tuple[RiskBand, ...] = ()
	payment_factors: tuple[PaymentFactor, ...] = ()
	triggers: tuple[LimitTrigger, ...] = ()
	seasons: tuple[Season, ...] = ()

	def band(self, risk_class: str) -> RiskBand | None:
		return next((band for band in self.bands if band.risk_class == risk_class), None)

	def ceiling(self, risk_class: str) -> Decimal | None:
		"""The lower of the class cap and the policy's own maximum; None = neither is named."""
		band = self.band(risk_class)
		caps = [cap for cap in (band.limit_cap if band else None, self.maximum) if cap is not None]
		return min(caps, default=None)

	def within_tolerance(self, limit: Decimal, new_limit: Decimal) -> bool:
		change = abs(new_limit - limit)
		return change <= limit * self.tolerance_percent / HUNDRED and change <= self.tolerance_amount

	def rounded(self, amount: Decimal) -> Decimal:
		"""Down to the multiple, so that rounding never lifts a limit above a cap."""
		return amount // self.rounding * self.rounding if self.rounding else amount
