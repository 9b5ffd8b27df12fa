"""How late a customer pays: amount-weighted days between the due date and the payment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cqs_app.engine.money import ZERO

Dated = tuple[date, Decimal]
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Billed:
	"""An invoice in the currency of its receivable account: `instalments` by due date, `payments` by date.

	`credited`: taken off by credit notes, which nobody has to pay. `rate`: one unit in company currency.
	"""

	instalments: Sequence[Dated]
	payments: Sequence[Dated] = ()
	credited: Decimal = ZERO
	rate: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Behaviour:
	"""`days_beyond_terms` to a tenth of a day, None = nothing was settled or due. Paid early counts as on time.

	`weight`: the amount behind the average, in company currency; `late_weight`: the part of it that came late.
	"""

	days_beyond_terms: Decimal | None
	weight: Decimal = ZERO
	late_weight: Decimal = ZERO


def behaviour_of(invoices: Iterable[Billed], since: date, as_of: date) -> Behaviour:
	"""Over what was paid or fell due after `since` up to `as_of`; what is open and overdue counts up to `as_of`."""
	weight = late_weight = days_weighted = ZERO
	for invoice in invoices:
		for amount, days in _judged(invoice, since, as_of):
			worth = amount * invoice.rate
			weight += worth
			late_weight += worth if days > 0 else ZERO
			days_weighted += worth * days
	if not weight:
		return Behaviour(None)
	average = (days_weighted / weight).quantize(TENTH, rounding=ROUND_HALF_UP)
	return Behaviour(average, weight, late_weight)


def _judged(invoice: Billed, since: date, as_of: date) -> Iterator[tuple[Decimal, int]]:
	"""Parts of an invoice with their days late."""
	for due, paid_on, amount in _parts(invoice, as_of):
		fell_due = since < due <= as_of
		if paid_on is None:
			if due <= as_of:
				yield amount, (as_of - due).days
		elif fell_due or since < paid_on:
			yield amount, max((paid_on - due).days, 0)


def _parts(invoice: Billed, as_of: date) -> Iterator[tuple[date, date | None, Decimal]]:
	"""(due, paid on, amount): payments settle the earliest instalments, credit notes the latest."""
	owed = _less_credit(invoice)
	for paid_on, paid in sorted(invoice.payments):
		left = paid if paid_on <= as_of else ZERO
		while left > 0 and owed:
			due, open_part = owed[0]
			part = min(left, open_part)
			yield due, paid_on, part
			left -= part
			owed[0] = (due, open_part - part)
			if not owed[0][1]:
				owed.pop(0)
	for due, open_part in owed:
		yield due, None, open_part


def _less_credit(invoice: Billed) -> list[Dated]:
	owed, credit = [], invoice.credited
	for due, amount in sorted(invoice.instalments, reverse=True):
		off = min(credit, amount)
		credit -= off
		if amount > off:
			owed.append((due, amount - off))
	return owed[::-1]
