"""How customers paid: figures over all invoices of the history, whatever a policy would have done.

Days late of an invoice = days from its due date to the day it was settled in full, never below 0. Unpaid invoices
have no days late; they show in the aging.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.money import ZERO
from cqs_app.sandbox.aging import by_age
from cqs_app.sandbox.history import History, Sale

DSO_WINDOW = 90


@dataclass(frozen=True)
class PaymentMetrics:
	"""Shares are 0 to 1; None = nothing to divide by. `dso`: see `days_sales_outstanding`."""

	invoices: int
	customers: int
	paid: int
	unpaid: int
	billed: Decimal
	late_share: float | None
	mean_days_late: float | None
	mean_days_late_of_late: float | None
	disputed_share: float | None
	late_share_disputed: float | None
	late_share_undisputed: float | None
	mean_days_to_pay: float | None
	dso: float | None

	def as_dict(self) -> dict[str, object]:
		return {**asdict(self), "billed": str(self.billed)}


def days_late(invoice: Sale) -> int | None:
	"""None = not settled in full."""
	paid = invoice.paid_on
	return None if paid is None else max((paid - (invoice.due or invoice.day)).days, 0)


def payment_metrics(history: History) -> PaymentMetrics:
	invoices = history.invoices
	paid = [(invoice, late) for invoice in invoices if (late := days_late(invoice)) is not None]
	lates = [late for _invoice, late in paid]
	return PaymentMetrics(
		invoices=len(invoices),
		customers=len({invoice.customer for invoice in invoices}),
		paid=len(paid),
		unpaid=len(invoices) - len(paid),
		billed=sum((invoice.amount for invoice in invoices), ZERO),
		late_share=_mean([late > 0 for late in lates]),
		mean_days_late=_mean(lates),
		mean_days_late_of_late=_mean([late for late in lates if late > 0]),
		disputed_share=_mean([invoice.disputed for invoice in invoices]),
		late_share_disputed=_mean([late > 0 for invoice, late in paid if invoice.disputed]),
		late_share_undisputed=_mean([late > 0 for invoice, late in paid if not invoice.disputed]),
		mean_days_to_pay=_mean([(i.paid_on - i.day).days for i, _late in paid if i.paid_on]),
		dso=days_sales_outstanding(history),
	)


def days_sales_outstanding(history: History) -> float | None:
	"""Mean over the month ends of open invoices / invoiced in the last 90 days x 90.

	Counted from the first month end with 90 days behind it to the last one before the last sale.
	"""
	day = month_end(history.first_sale + timedelta(days=DSO_WINDOW))
	values = []
	while day <= history.last_sale:
		since = day - timedelta(days=DSO_WINDOW)
		sold = sum((i.amount for i in history.invoices if since < i.day <= day), ZERO)
		if sold > 0:
			values.append(open_at(history, day) / sold * DSO_WINDOW)
		day = month_end(day + timedelta(days=1))
	return _mean(values)


def open_at(history: History, day: date) -> Decimal:
	"""Open part of all invoices at the end of `day`."""
	return sum((_left(invoice, day) for invoice in history.invoices), ZERO)


def aging_at(history: History, day: date) -> tuple[Decimal, ...]:
	"""Open part of all invoices by age at the end of `day`, in the order of `aging.BUCKETS`."""
	aged = [
		AgedItem((day - due).days, left)
		for invoice in history.invoices
		if (left := _left(invoice, day)) > 0 and (due := invoice.due or invoice.day) < day
	]
	return by_age(open_at(history, day), aged)


def _left(invoice: Sale, day: date) -> Decimal:
	if invoice.day > day:
		return ZERO
	return invoice.amount - sum((part.amount for part in invoice.settlements if part.day <= day), ZERO)


def month_end(day: date) -> date:
	after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
	return after - timedelta(days=1)


def _mean(values: Sequence[int | bool | Decimal]) -> float | None:
	return float(sum(values, ZERO) / len(values)) if values else None
