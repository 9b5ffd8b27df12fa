"""What an order or a delivery still adds to the exposure, row by row.

For a row of an order, all measured in the amount of the order's row (in its quantity, where the row is free);
delivered and returned goods by quantity, what is billed by amount:

	open share      = (ordered - max(delivered, billed)) / ordered, never below 0
	unbilled share  = (delivered - returned - billed) / delivered, never below 0

The open share is worth the row's value. The unbilled share is worth that of its deliveries, but no less than the
order gave those goods. Values are in company currency and carry their part of the document's charges. What is
billed stands in the receivable balance. A closed order is no longer open, but what was delivered from it is still
owed, as far as its quantities were not billed. Returned goods are neither: delivering them again is a new check.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import ZERO, cents


@dataclass(frozen=True, slots=True)
class OrderRow:
	"""`value` and `delivered_value` are gross and in company currency, the rest in the row's own measure."""

	ordered: Decimal
	value: Decimal
	delivered: Decimal = ZERO
	delivered_value: Decimal = ZERO
	returned: Decimal = ZERO
	billed: Decimal = ZERO
	due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
	"""A delivered row that belongs to no order row. `value` is gross and in company currency, the rest in the row's
	own measure."""

	delivered: Decimal
	value: Decimal
	returned: Decimal = ZERO
	billed: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Commitment:
	"""Gross, company currency, rounded to its precision. `open_by_date` splits `open_orders` by delivery date."""

	open_orders: Decimal = ZERO
	delivered_unbilled: Decimal = ZERO
	pos_unpaid: Decimal = ZERO
	open_by_date: tuple[tuple[date | None, Decimal], ...] = ()

	def open_until(self, horizon: date | None) -> Decimal:
		"""Open orders due up to `horizon`; without one, or without a date, all of them count."""
		if horizon is None:
			return self.open_orders
		return sum((amount for day, amount in self.open_by_date if day is None or day <= horizon), ZERO)


def order_commitment(rows: Iterable[OrderRow], *, closed: bool, precision: int = 2) -> Commitment:
	"""Commitment of one submitted order."""
	by_date: dict[date | None, Decimal] = {}
	unbilled = ZERO
	for row in rows:
		reached = max(row.delivered, row.billed, ZERO)
		if row.ordered > 0 and not closed and reached < row.ordered:
			share = row.value * (row.ordered - reached) / row.ordered
			by_date[row.due_on] = by_date.get(row.due_on, ZERO) + share
		if row.ordered > 0:
			worth = max(row.delivered_value, row.value * row.delivered / row.ordered)
			unbilled += _unbilled(row.delivered, worth, row.returned, row.billed)
	if sum(by_date.values(), ZERO) < 0:
		by_date = {}
	dated = tuple((day, cents(amount, precision)) for day, amount in sorted(by_date.items(), key=_date_order))
	return Commitment(
		open_orders=sum((amount for _day, amount in dated), ZERO),
		delivered_unbilled=cents(max(unbilled, ZERO), precision),
		open_by_date=dated,
	)


def delivery_commitment(rows: Iterable[DeliveryRow], *, precision: int = 2) -> Commitment:
	"""Commitment of the rows of one submitted delivery that came from no order."""
	total = sum((_unbilled(row.delivered, row.value, row.returned, row.billed) for row in rows), ZERO)
	return Commitment(delivered_unbilled=cents(max(total, ZERO), precision))


def _unbilled(delivered: Decimal, value: Decimal, returned: Decimal, billed: Decimal) -> Decimal:
	left = delivered - max(returned, ZERO) - max(billed, ZERO)
	return value * left / delivered if delivered > 0 and left > 0 else ZERO


def _date_order(item: tuple[date | None, Decimal]) -> tuple[bool, date]:
	return (item[0] is not None, item[0] or date.min)
