"""What a customer buys and how late he pays, read from invoices and the payment ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.payment_behaviour import Behaviour, Billed, Dated, behaviour_of
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.ledger.commitments import day_of
from cqs_app.ledger.database import Database, chunks, in_list
from cqs_app.ledger.links import Party

# Opening invoices carry over a balance; nobody bought anything with them in the window.
_INVOICES = """
from `tabSales Invoice`
where customer = :customer and company = :company and docstatus = 1 and coalesce(is_opening, 'No') <> 'Yes'
	and posting_date <= :as_of
"""
PURCHASES = f"""
select sum(base_net_total) as net, sum(case when is_return = 0 then 1 else 0 end) as documents
{_INVOICES} and posting_date > :since
"""
FIRST_SALE = f"select min(posting_date) as day {_INVOICES} and is_return = 0"

_SETTLEMENTS = """
from `tabPayment Ledger Entry`
where party_type = 'Customer' and party = :customer and company = :company and delinked = 0
	and against_voucher_type = 'Sales Invoice' and account_type = 'Receivable'
"""
# Open, due in the window, or paid in it or after it: what was paid later was open on `as_of`.
JUDGED = f"""
select name, posting_date, due_date from `tabSales Invoice`
where customer = :customer and company = :company and docstatus = 1 and is_return = 0 and posting_date <= :as_of
	and (outstanding_amount > 0 or due_date > :since
		or name in (select against_voucher_no {_SETTLEMENTS} and posting_date > :since))
order by name
"""
SETTLEMENTS = f"""
select against_voucher_no as invoice, voucher_type, voucher_no, posting_date, amount,
	amount_in_account_currency as units,
	exists (select 1 from `tabJournal Entry` journal where journal.name = `tabPayment Ledger Entry`.voucher_no
		and voucher_type = 'Journal Entry' and journal.voucher_type = 'Credit Note') as moves_credit
{_SETTLEMENTS} and against_voucher_no in ({{names}}) order by posting_date, voucher_no
"""
# Credit notes that ERPNext keeps open beside their invoice until somebody reconciles the two.
OPEN_CREDIT = """
select return_against as invoice, outstanding_amount as units from `tabSales Invoice`
where return_against in ({names}) and customer = :customer and company = :company and docstatus = 1
	and is_return = 1 and outstanding_amount < 0 and posting_date <= :as_of order by name
"""
INSTALMENTS = """
select parent as invoice, due_date, base_payment_amount as amount from `tabPayment Schedule`
where parenttype = 'Sales Invoice' and parent in ({names}) order by parent, due_date
"""


@dataclass(frozen=True, slots=True)
class Purchases:
	"""`net`: billed before taxes less credit notes, in company currency; `documents`: invoices without credit notes."""

	net: Decimal
	documents: int


@dataclass
class _Invoice:
	"""An invoice while its rows are read; amounts in the currency of the receivable account."""

	due: date
	total: Decimal = ZERO
	worth: Decimal = ZERO
	credited: Decimal = ZERO
	payments: list[Dated] = field(default_factory=list)
	shares: list[Dated] = field(default_factory=list)

	def billed(self) -> Billed:
		rate = self.worth / self.total if self.total else Decimal(1)
		return Billed(self._instalments(), _net(self.payments), self.credited, rate)

	def _instalments(self) -> list[Dated]:
		"""The total, split as the payment schedule splits it; its last part takes what rounding leaves."""
		planned = sum((share for _due, share in self.shares), ZERO)
		if planned <= 0:
			return [(self.due, self.total)]
		parts = [(due, cents(self.total * share / planned)) for due, share in sorted(self.shares)]
		rest = self.total - sum((part for _due, part in parts), ZERO)
		return [*parts[:-1], (parts[-1][0], parts[-1][1] + rest)]


def purchases(db: Database, party: Party, since: date, as_of: date) -> Purchases:
	"""Billed after `since` up to and including `as_of`."""
	row = db.rows(PURCHASES, _params(party, since, as_of))[0]
	return Purchases(cents(decimal(row["net"])), int(row["documents"] or 0))


def first_sale(db: Database, party: Party, as_of: date) -> date | None:
	return day_of(db.rows(FIRST_SALE, _params(party, as_of, as_of))[0]["day"])


def payment_behaviour(db: Database, party: Party, since: date, as_of: date) -> Behaviour:
	"""Days beyond terms of what was paid or fell due after `since`, weighted by amount. See `behaviour_of`."""
	params = _params(party, since, as_of)
	invoices = {
		str(row["name"]): _Invoice(day_of(row["due_date"]) or day_of(row["posting_date"]) or as_of)
		for row in db.rows(JUDGED, params)
	}
	for names in chunks(list(invoices)):
		_read_settlements(db, params, names, invoices)
		_read_instalments(db, names, invoices)
	return behaviour_of([invoice.billed() for invoice in invoices.values()], since, as_of)


def _read_settlements(
	db: Database, params: dict[str, Any], names: Sequence[str], invoices: dict[str, _Invoice]
) -> None:
	marks, named = in_list("name", names)
	for row in db.rows(SETTLEMENTS.format(names=marks), {**params, **named}):
		invoice, units = invoices[row["invoice"]], decimal(row["units"])
		own = row["voucher_type"] == "Sales Invoice" and row["voucher_no"] == row["invoice"]
		if own and units > 0:
			invoice.total += units
			invoice.worth += decimal(row["amount"])
		elif row["moves_credit"] or (row["voucher_type"] == "Sales Invoice" and not own):
			invoice.credited -= units
		elif day := day_of(row["posting_date"]):
			# Paid at the till, it is a row of the invoice itself.
			invoice.payments.append((day, -units))
	for row in db.rows(OPEN_CREDIT.format(names=marks), {**params, **named}):
		invoices[row["invoice"]].credited -= decimal(row["units"])


def _read_instalments(db: Database, names: Sequence[str], invoices: dict[str, _Invoice]) -> None:
	marks, named = in_list("name", names)
	for row in db.rows(INSTALMENTS.format(names=marks), named):
		invoice = invoices[row["invoice"]]
		invoice.shares.append((day_of(row["due_date"]) or invoice.due, decimal(row["amount"])))


def _net(payments: Sequence[Dated]) -> list[Dated]:
	"""By day; money given back takes off the latest payments before it."""
	by_day: dict[date, Decimal] = defaultdict(Decimal)
	for day, amount in payments:
		by_day[day] += amount
	kept: list[Dated] = []
	for day, amount in sorted(by_day.items()):
		back = -amount
		while back > 0 and kept:
			last_day, last = kept.pop()
			if last > back:
				kept.append((last_day, last - back))
			back -= last
		if amount > 0:
			kept.append((day, amount))
	return kept


def _params(party: Party, since: date, as_of: date) -> dict[str, Any]:
	return {
		"customer": party.customer,
		"company": party.company,
		"since": since.isoformat(),
		"as_of": as_of.isoformat(),
	}
