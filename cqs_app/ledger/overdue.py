"""Open items past their due date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.aging import OpenItem, overdue_items
from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.money import decimal
from cqs_app.ledger.commitments import day_of
from cqs_app.ledger.database import Database, chunks, in_list
from cqs_app.ledger.links import Party

# outstanding_amount is kept in the currency of the receivable account.
OPEN_INVOICES = """
select name, due_date, posting_date, outstanding_amount * case when party_account_currency = :currency then 1
	else conversion_rate end as outstanding
from `tabSales Invoice`
where customer = :customer and company = :company and docstatus = 1 and outstanding_amount > 0
"""

INSTALMENTS = """
select parent, due_date, base_payment_amount as amount from `tabPayment Schedule`
where parenttype = 'Sales Invoice' and parent in ({names}) order by parent, due_date
"""

# Debits booked by journal (opening balances, charges) that nothing has settled yet.
OPEN_JOURNALS = """
select against_voucher_no as name, min(due_date) as due_date, min(posting_date) as posting_date,
	sum(amount) as outstanding
from `tabPayment Ledger Entry`
where party_type = 'Customer' and party = :customer and company = :company and delinked = 0
	and against_voucher_type = 'Journal Entry' and account_type = 'Receivable'
group by against_voucher_no having sum(amount) > 0.005
"""


def overdue(db: Database, party: Party, currency: str, as_of: date) -> tuple[AgedItem, ...]:
	"""Overdue amounts in company currency by days past due. `currency` is the company's."""
	params = {"customer": party.customer, "company": party.company, "currency": currency}
	invoices = db.rows(OPEN_INVOICES, params)
	instalments = _instalments(db, [str(row["name"]) for row in invoices])
	items = [_item(row, instalments.get(row["name"], [])) for row in invoices]
	items += [_item(row, []) for row in db.rows(OPEN_JOURNALS, params)]
	return overdue_items(items, as_of)


def _instalments(db: Database, invoices: list[str]) -> dict[str, list[tuple[date, Decimal]]]:
	found: dict[str, list[tuple[date, Decimal]]] = {}
	for part in chunks(invoices):
		names, params = in_list("name", part)
		for row in db.rows(INSTALMENTS.format(names=names), params):
			due = day_of(row["due_date"])
			if due:
				found.setdefault(row["parent"], []).append((due, decimal(row["amount"])))
	return found


def _item(row: dict[str, Any], instalments: list[tuple[date, Decimal]]) -> OpenItem:
	due = day_of(row["due_date"]) or day_of(row["posting_date"])
	assert due is not None, "every posted item has a posting date"
	return OpenItem(due, decimal(row["outstanding"]), tuple(instalments))
