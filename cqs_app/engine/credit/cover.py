"""Guarantees: letters of credit, insurance, bank and parent guarantees, deposits. Cover raises the limit in its dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import ZERO

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Guarantee:
	"""One guarantee in force. `amount` is in the account's currency, None when no exchange rate is known.

	`order`: the Sales Order that it is bound to, "" = it covers everything. `order_exposure` is what stands open of
	that order already, billed or not. `latest_shipment_on`: a letter of credit pays for nothing that leaves later.
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

	def is_valid(self, as_of: date) -> bool:
		"""From its first day through its last."""
		if self.valid_from and as_of < self.valid_from:
			return False
		return not self.valid_upto or as_of <= self.valid_upto

	def covers(self, as_of: date, orders: Sequence[str] = (), increase: Decimal = ZERO) -> Decimal:
		"""What it adds to the limit: the covered part of its amount, bound to an order no more than that order owes."""
		if self.amount is None or not self.is_valid(as_of):
			return ZERO
		cover = self.amount * self.coverage_percent / HUNDRED
		if not self.order:
			return cover
		owed = self.order_exposure + (max(increase, ZERO) if self.order in orders else ZERO)
		return min(cover, max(owed, ZERO))


def covered(
	guarantees: Iterable[Guarantee], as_of: date, orders: Sequence[str] = (), increase: Decimal = ZERO
) -> Decimal:
	"""Cover of all guarantees, in the account's currency."""
	return sum((one.covers(as_of, orders, increase) for one in guarantees), ZERO)
