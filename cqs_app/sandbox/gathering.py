"""Facts of a check, gathered from the SQLite ledger by the same queries that the ERP runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.exposure import exposure_of
from cqs_app.engine.credit.facts import Account, AgedItem, Document, Facts
from cqs_app.engine.credit.plans import Arrangements
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.rules import needed_facts
from cqs_app.engine.credit.terms import Instalment, Offer
from cqs_app.engine.credit.vocabulary import Checkpoint, Component
from cqs_app.engine.money import ZERO
from cqs_app.ledger.commitments import delivery_commitments, order_commitments, till_unpaid
from cqs_app.ledger.exposure import disputed, receivable, submitted, uncleared_payments
from cqs_app.ledger.links import Links
from cqs_app.ledger.overdue import overdue
from cqs_app.sandbox.entries import Kind
from cqs_app.sandbox.history import Sale
from cqs_app.sandbox.ledger import Ledger

NOTHING = Commitment()
Components = Mapping[Component, Decimal]
CHECKPOINTS = {Kind.ORDER: Checkpoint.SALES_ORDER, Kind.INVOICE: Checkpoint.SALES_INVOICE}


@dataclass
class Gathering:
	"""Reads facts. What was read is kept until the customer's ledger changes (`forget`) or the horizon moves on.

	The commitments of orders are kept order by order, as the ERP keeps them; `study.proof_of` compares the sum with
	the one over all orders.
	"""

	ledger: Ledger
	policy: Policy
	_kept: dict[str, tuple[date, Components]] = field(default_factory=dict)
	_open_orders: dict[str, dict[str, Commitment]] = field(default_factory=dict)

	def forget(self, customer: str, order: str = "") -> None:
		"""The customer's ledger changed; `order` was posted, billed or closed. Orders that commit nothing are dropped."""
		self._kept.pop(customer, None)
		if not order:
			return
		kept = self._open_orders.setdefault(customer, {})
		kept.pop(order, None)
		found = order_commitments(self.ledger.db, [order]).get(order, NOTHING)
		if found.open_orders or found.delivered_unbilled:
			kept[order] = found

	def components(self, customer: str, as_of: date) -> Components:
		kept = self._kept.get(customer)
		if kept and (kept[0] == as_of or not self.policy.horizon_days):
			return kept[1]
		found = self._read(customer, as_of)
		self._kept[customer] = (as_of, found)
		return found

	def exposure(self, customer: str, as_of: date) -> Decimal:
		return exposure_of(self.components(customer, as_of), self.policy).total

	def overdue(self, customer: str, as_of: date) -> tuple[AgedItem, ...]:
		party = self.ledger.party(customer)
		return overdue(self.ledger.db, party, self.ledger.currency, as_of, arranged=False)

	def facts(
		self, sale: Sale, day: date, account: Account, customers: list[str], *, released: bool = False
	) -> Facts:
		"""Facts of a sale at the gate on `day`. `released`: its order was held, and went ahead all the same."""
		checkpoint = CHECKPOINTS[sale.kind]
		needed = needed_facts(self.policy, checkpoint)
		portfolio = None
		if "portfolio_exposure" in needed:
			portfolio = sum((self.exposure(name, day) for name in customers), ZERO)
		return Facts(
			as_of=day,
			account=account,
			document=self._document(sale, day, checkpoint, released),
			components=self.components(sale.customer, day),
			overdue=self.overdue(sale.customer, day) if "overdue" in needed else None,
			dunning_level=0 if "dunning_level" in needed else None,
			portfolio_exposure=portfolio,
			arrangements=Arrangements() if "arrangements" in needed else None,
		)

	def _document(self, sale: Sale, day: date, checkpoint: Checkpoint, released: bool) -> Document:
		changes = self._changes(sale, day)
		return Document(
			checkpoint,
			sale.document,
			sale.amount,
			exposure_of(changes, self.policy).total,
			continues=sale.kind is Kind.INVOICE and bool(sale.order),
			released_upstream=released,
			changes=changes,
			offer=Offer(sale.day, sale.amount, (Instalment(sale.due, sale.amount),))
			if sale.due and sale.kind is Kind.INVOICE
			else None,
		)

	def _changes(self, sale: Sale, day: date) -> Components:
		"""What the sale adds to each component: an invoice takes from its order what it bills."""
		if sale.kind is Kind.ORDER:
			horizon = self._horizon(day)
			counts = horizon is None or sale.due is None or sale.due <= horizon
			return {Component.OPEN_ORDERS: sale.amount if counts else ZERO}
		if not sale.order:
			return {Component.RECEIVABLE: sale.amount}
		overlay = {f"{sale.order}:1": Links(billed=sale.billed)}
		before = order_commitments(self.ledger.db, [sale.order]).get(sale.order)
		after = order_commitments(self.ledger.db, [sale.order], overlay=overlay).get(sale.order)
		if before is None or after is None:
			return {Component.RECEIVABLE: sale.amount}
		horizon = self._horizon(day)
		return {
			Component.RECEIVABLE: sale.amount,
			Component.OPEN_ORDERS: after.open_until(horizon) - before.open_until(horizon),
			Component.DELIVERED_UNBILLED: after.delivered_unbilled - before.delivered_unbilled,
		}

	def _horizon(self, day: date) -> date | None:
		return day + timedelta(days=self.policy.horizon_days) if self.policy.horizon_days else None

	def _read(self, customer: str, as_of: date) -> Components:
		db, party = self.ledger.db, self.ledger.party(customer)
		orders = self._open_orders.get(customer, {}).values()
		notes = delivery_commitments(db, submitted(db, party, "Delivery Note")).values()
		horizon = self._horizon(as_of)
		return {
			Component.RECEIVABLE: receivable(db, party),
			Component.OPEN_ORDERS: sum((found.open_until(horizon) for found in orders), ZERO),
			Component.DELIVERED_UNBILLED: sum(
				(found.delivered_unbilled for found in (*orders, *notes)), ZERO
			),
			Component.POS_UNPAID: sum(till_unpaid(db, submitted(db, party, "POS Invoice")).values(), ZERO),
			Component.UNCLEARED_PAYMENTS: uncleared_payments(db, party, as_of),
			Component.DISPUTED: disputed(db, party, self.ledger.currency),
		}
