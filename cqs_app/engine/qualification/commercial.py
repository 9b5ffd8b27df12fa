"""What a customer is worth over his contract: margin a year after consideration payable, discounted, against what it
costs to win him.

For year t = 1, 2, ... up to the end of the contract, the last one in proportion to its months:

	revenue     (projected + cross-sell x its probability) x (1 + growth) ^ (t - 1)
	rebate      revenue x rebate; consideration payable to a customer reduces revenue (IFRS 15.70)
	margin      revenue x gross margin - rebate; what the goods cost does not change by a rebate
	survival    retention ^ (t - 1): the first year is certain
	discount    1 / (1 + discount rate) ^ t: counted at the end of each year
	present value = margin x survival x discount

The lifetime value is the sum of the present values. Payback counts the months until their running sum has earned the
acquisition cost, each year's value spread evenly over its months. No clock, no rounding before the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from cqs_app.engine.money import HUNDRED, ZERO, cents

MONTHS = 12
LARGEST = Decimal(10**12)
TENTH = Decimal("0.1")
LESS_RETENTION = Decimal(10)
LESS_MARGIN = Decimal(20)

PERCENT = (ZERO, HUNDRED)
AMOUNT = (ZERO, LARGEST)
BOUNDS: dict[str, tuple[Decimal, Decimal]] = {
	"projected_revenue": AMOUNT,
	"projected_margin": PERCENT,
	"contract_months": (Decimal(1), Decimal(240)),
	"retention_probability": PERCENT,
	"revenue_growth": (-HUNDRED, Decimal(1000)),
	"cross_sell_revenue": AMOUNT,
	"cross_sell_probability": PERCENT,
	"acquisition_cost": AMOUNT,
	"rebate_percent": PERCENT,
	"discount_rate": PERCENT,
}
WITHOUT_IS_NOTHING = frozenset(
	{
		"revenue_growth",
		"cross_sell_revenue",
		"cross_sell_probability",
		"acquisition_cost",
		"rebate_percent",
	}
)


class BadAssumption(ValueError):
	"""An input lies outside its bounds. `field` is its name, `least` and `most` the bounds."""

	def __init__(self, field: str, least: Decimal, most: Decimal) -> None:
		self.field, self.least, self.most = field, least, most
		super().__init__(f"{field} must lie between {least} and {most}")


@dataclass(frozen=True, slots=True)
class Assumptions:
	"""Amounts in company currency a year, rates in percent."""

	projected_revenue: Decimal
	projected_margin: Decimal
	contract_months: int
	discount_rate: Decimal
	retention_probability: Decimal = ZERO
	revenue_growth: Decimal = ZERO
	cross_sell_revenue: Decimal = ZERO
	cross_sell_probability: Decimal = ZERO
	acquisition_cost: Decimal = ZERO
	rebate_percent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Year:
	"""One year of the contract. `months` is less than 12 in a last, incomplete one; `survival` and `discount` are
	factors."""

	number: int
	months: int
	revenue: Decimal
	rebate: Decimal
	margin: Decimal
	survival: Decimal
	discount: Decimal

	@property
	def net_revenue(self) -> Decimal:
		return self.revenue - self.rebate

	@property
	def present_value(self) -> Decimal:
		return self.margin * self.survival * self.discount


@dataclass(frozen=True, slots=True)
class Evaluation:
	"""`lifetime_value` to the cent, before acquisition cost. `payback_months` to a tenth; None = never within the
	contract. The two last: the lifetime value with retention 10 points lower, and with 20 % less gross margin."""

	years: tuple[Year, ...]
	lifetime_value: Decimal
	acquisition_cost: Decimal
	payback_months: Decimal | None
	less_retention: Decimal
	less_margin: Decimal

	@property
	def net_value(self) -> Decimal:
		return self.lifetime_value - self.acquisition_cost


def missing_of(given: Mapping[str, Decimal | None]) -> list[str]:
	"""Fields without which nothing can be worked out, in their order; [] also when no assumption was made at all.

	Growth, cross-sell, rebates and acquisition cost may be absent, which means that there are none; but cross-sell needs
	both of its fields, and retention is needed only beyond the first year.
	"""
	known = {field for field in BOUNDS if given.get(field) is not None}
	if not known:
		return []
	needed = set(BOUNDS) - WITHOUT_IS_NOTHING
	if (months := given.get("contract_months")) is not None and months <= MONTHS:
		needed.discard("retention_probability")
	cross_sell = {"cross_sell_revenue", "cross_sell_probability"}
	if known & cross_sell:
		needed |= cross_sell
	return [field for field in BOUNDS if field in needed - known]


def assumptions_of(given: Mapping[str, Decimal | None]) -> Assumptions | None:
	"""None while something is missing. Raises BadAssumption for whatever is out of bounds, complete or not."""
	for field, (least, most) in BOUNDS.items():
		value = given.get(field)
		if value is not None and not least <= value <= most:
			raise BadAssumption(field, least, most)
	known = {field: value for field in BOUNDS if (value := given.get(field)) is not None}
	if not known or missing_of(given):
		return None
	months = int(known.pop("contract_months"))
	return Assumptions(contract_months=months, **known)


def evaluate(assumptions: Assumptions) -> Evaluation:
	"""Raises BadAssumption when the assumptions multiply to more than can be kept."""
	years = years_of(assumptions)
	value = _value(years)
	retention = max(assumptions.retention_probability - LESS_RETENTION, ZERO)
	margin = assumptions.projected_margin * (HUNDRED - LESS_MARGIN) / HUNDRED
	return Evaluation(
		years=years,
		lifetime_value=value,
		acquisition_cost=assumptions.acquisition_cost,
		payback_months=payback(years, assumptions.acquisition_cost),
		less_retention=_value(years_of(replace(assumptions, retention_probability=retention))),
		less_margin=_value(years_of(replace(assumptions, projected_margin=margin))),
	)


def years_of(assumptions: Assumptions) -> tuple[Year, ...]:
	given = assumptions
	a_year = given.projected_revenue + given.cross_sell_revenue * given.cross_sell_probability / HUNDRED
	growth, retention = 1 + given.revenue_growth / HUNDRED, given.retention_probability / HUNDRED
	discount = 1 + given.discount_rate / HUNDRED
	found = []
	for number in range(1, -(-given.contract_months // MONTHS) + 1):
		months = min(given.contract_months - (number - 1) * MONTHS, MONTHS)
		revenue = a_year * _power(growth, number - 1) * months / MONTHS
		rebate = revenue * given.rebate_percent / HUNDRED
		found.append(
			Year(
				number=number,
				months=months,
				revenue=revenue,
				rebate=rebate,
				margin=revenue * given.projected_margin / HUNDRED - rebate,
				survival=_power(retention, number - 1),
				discount=1 / _power(discount, number),
			)
		)
	return tuple(found)


def payback(years: tuple[Year, ...], cost: Decimal) -> Decimal | None:
	"""Months until the present values have earned the cost; 0 when winning him cost nothing, None = never."""
	earned = months = ZERO
	if cost <= 0:
		return ZERO
	for year in years:
		value = year.present_value
		if value > 0 and earned + value >= cost:
			part = (cost - earned) / value * year.months
			return (months + part).quantize(TENTH, rounding=ROUND_HALF_UP)
		earned += value
		months += year.months
	return None


def _value(years: tuple[Year, ...]) -> Decimal:
	value = sum((year.present_value for year in years), ZERO)
	if abs(value) > LARGEST:
		raise BadAssumption("lifetime_value", -LARGEST, LARGEST)
	return cents(value)


def _power(base: Decimal, exponent: int) -> Decimal:
	"""0 to the power of 0 is 1 here: who is certain in the first year is so even if nobody stays afterwards."""
	return base**exponent if exponent else Decimal(1)
