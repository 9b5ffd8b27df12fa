"""What history made of the sales that the policy held: losses avoided, and false holds.

A held sale is judged by the invoices that followed from it (an invoice by itself), by its days late when the last
cent was settled:

	loss        settled more than 90 days late, or unpaid and more than 90 days past due when the data ends
	late        settled 1 to 90 days late
	on time     settled by its due date: a false hold
	undecided   unpaid, not yet 90 days past due when the data ends
	not billed  an order without an invoice

Losses avoided = the amount of held sales that are losses, and that stayed out (under Enforce: not cured, for a sale
cured is a sale made). This is what the hold would have kept off the books if the customer had walked away; a part of
such money is recovered in the end, and a customer on hold might have paid older debts sooner. Neither is guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from cqs_app.engine.credit.vocabulary import HoldStatus
from cqs_app.engine.money import ZERO
from cqs_app.sandbox.entries import Kind
from cqs_app.sandbox.history import History, Sale
from cqs_app.sandbox.metrics import days_late
from cqs_app.sandbox.records import Hold
from cqs_app.sandbox.replay import Run

LOSS_AFTER = 90


class Verdict(str, Enum):
	LOSS = "loss"
	LATE = "late"
	ON_TIME = "on time"
	UNDECIDED = "undecided"
	NOT_BILLED = "not billed"


_SEVERITY = (Verdict.LOSS, Verdict.UNDECIDED, Verdict.LATE, Verdict.ON_TIME)


def verdict_of(sale: Sale, history: History) -> Verdict:
	"""An order is as bad as the worst of its invoices."""
	if sale.kind is Kind.INVOICE:
		return _of_invoice(sale, history.as_of)
	found = {_of_invoice(invoice, history.as_of) for invoice in history.billing.get(sale.document, ())}
	return next((verdict for verdict in _SEVERITY if verdict in found), Verdict.NOT_BILLED)


def _of_invoice(invoice: Sale, as_of: date) -> Verdict:
	late = days_late(invoice)
	if late is None:
		waited = (as_of - (invoice.due or invoice.day)).days
		return Verdict.LOSS if waited > LOSS_AFTER else Verdict.UNDECIDED
	if late > LOSS_AFTER:
		return Verdict.LOSS
	return Verdict.LATE if late > 0 else Verdict.ON_TIME


@dataclass(frozen=True)
class Tally:
	count: int = 0
	amount: Decimal = ZERO

	def add(self, amount: Decimal) -> Tally:
		return Tally(self.count + 1, self.amount + amount)


@dataclass(frozen=True)
class Outcome:
	"""Of one run. `holds` counts a sale once: an invoice whose order was held too belongs to that order."""

	judged: Tally
	holds: Tally
	by_verdict: dict[Verdict, Tally]
	by_status: dict[HoldStatus, Tally]
	losses_avoided: Decimal
	sales_lost: Decimal
	late_share_of_holds: float | None
	late_share_of_passed: float | None

	@property
	def false_holds(self) -> Tally:
		return self.by_verdict.get(Verdict.ON_TIME, Tally())


def distinct(holds: Iterable[Hold]) -> list[Hold]:
	listed = list(holds)
	orders = {hold.sale.document for hold in listed if hold.sale.kind is Kind.ORDER}
	return [hold for hold in listed if not (hold.sale.order and hold.sale.order in orders)]


def outcome_of(run: Run, history: History) -> Outcome:
	"""Judge every hold of the run by what history tells of it."""
	by_verdict: dict[Verdict, Tally] = {}
	by_status: dict[HoldStatus, Tally] = {}
	holds, avoided, lost = Tally(), ZERO, ZERO
	for hold in distinct(run.holds):
		verdict, amount = verdict_of(hold.sale, history), hold.sale.amount
		holds = holds.add(amount)
		by_verdict[verdict] = by_verdict.get(verdict, Tally()).add(amount)
		by_status[hold.status] = by_status.get(hold.status, Tally()).add(amount)
		if hold.status is not HoldStatus.CURED:
			avoided += amount if verdict is Verdict.LOSS else ZERO
			lost += amount if verdict in (Verdict.LATE, Verdict.ON_TIME) else ZERO
	held = {(hold.sale.kind, hold.sale.document) for hold in run.holds}
	judged = {(check.facts.document.checkpoint, check.facts.document.name) for check in run.checks}
	names = {(Kind.ORDER if key[0].value == "Sales Order" else Kind.INVOICE, key[1]) for key in judged}
	total = Tally()
	for sale in history.sales:
		if (sale.kind, sale.document) in names and not sale.order:
			total = total.add(sale.amount)
	return Outcome(
		total,
		holds,
		by_verdict,
		by_status,
		avoided,
		lost,
		_late_share([s for s in history.sales if (s.kind, s.document) in held], history),
		_late_share([s for s in history.sales if (s.kind, s.document) in names - held], history),
	)


def _late_share(sales: list[Sale], history: History) -> float | None:
	"""Share, by number, of decided sales that were paid late or lost."""
	verdicts = [verdict_of(sale, history) for sale in sales]
	decided = [verdict for verdict in verdicts if verdict not in (Verdict.UNDECIDED, Verdict.NOT_BILLED)]
	if not decided:
		return None
	return sum(verdict is not Verdict.ON_TIME for verdict in decided) / len(decided)
