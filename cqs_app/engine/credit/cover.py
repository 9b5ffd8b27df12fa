"""Guarantees: letters of credit, insurance, bank and parent guarantees, deposits. Cover raises the limit in its dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cqs_app.engine.money import ZERO

HUNDRED = Decimal(100)
NO_GROWTH: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Guarantee:
	"""One guarantee in force. `amount` is in the account's currency, None when no exchange rate is known; where it was
	given in another one, `face_amount` in `currency` times `rate` (of `rate_on`) makes it.

	`order`: the Sales Order that it is bound to, "" = it covers everything. `order_exposure` is what stands open of
	that order already, billed or not. `latest_shipment_on`: a letter of credit pays for nothing that leaves later.
	`presentation_days`: how long after shipment the bank takes the documents; `missing_documents`: those it asks for
	that nobody has yet.
	"""

	name: str
	kind: str
	amount: Decimal | None
	coverage_percent: Decimal = HUNDRED
	valid_from: date | None = None
	valid_upto: date | None = None
	order: str = ""
	order_exposure: Decimal = ZERO
	latest_shipment_on: date | None = None
	currency: str = ""
	face_amount: Decimal | None = None
	rate: Decimal | None = None
	rate_on: date | None = None
	presentation_days: int = 0
	missing_documents: tuple[str, ...] = ()

	def is_valid(self, as_of: date) -> bool:
		"""From its first day through its last."""
		if self.valid_from and as_of < self.valid_from:
			return False
		return not self.valid_upto or as_of <= self.valid_upto

	def covers(self, as_of: date, growth: Mapping[str, Decimal] = NO_GROWTH) -> Decimal:
		"""What it adds to the limit: the covered part of its amount, bound to an order no more than that order owes.

		`growth`: by how much a document changes what each order owes.
		"""
		if self.amount is None or not self.is_valid(as_of):
			return ZERO
		cover = self.amount * self.coverage_percent / HUNDRED
		if not self.order:
			return cover
		return max(min(cover, self.order_exposure + growth.get(self.order, ZERO)), ZERO)

	@property
	def last_shipment_on(self) -> date | None:
		"""The last day on which goods may leave, None = any day. Nothing is paid that leaves after it has ended."""
		days = [day for day in (self.latest_shipment_on, self.valid_upto) if day]
		return min(days, default=None)

	def presentation_until(self, shipped_on: date) -> date | None:
		"""The last day on which the documents of a shipment may be presented, None = any day."""
		days = [self.valid_upto] if self.valid_upto else []
		if self.presentation_days:
			days.append(shipped_on + timedelta(days=self.presentation_days))
		return min(days, default=None)


def covered(
	guarantees: Iterable[Guarantee], as_of: date, growth: Mapping[str, Decimal] = NO_GROWTH
) -> Decimal:
	"""Cover of all guarantees, in the account's currency."""
	return sum((one.covers(as_of, growth) for one in guarantees), ZERO)
