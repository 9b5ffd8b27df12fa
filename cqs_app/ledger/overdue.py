"""Open items past their due date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.aging import OpenItem, overdue_items
from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.money import decimal
from cqs_app.ledger.commitments import day_of
from cqs_app.ledger.database import Database
from cqs_app.ledger.links import Party

# outstanding_amount is kept in the currency of the receivable account. An invoice comes once per instalment.
# Journals are debits (opening balances, charges) that nothing has settled yet.
OPEN_ITEMS = """
select invoice.name, invoice.due_date, invoice.posting_date, instalment.due_date as part_due_date,
	instalment.base_payment_amount as part_amount, invoice.outstanding_amount
	* case when invoice.party_account_currency = :currency then 1 else invoice.conversion_rate end as outstanding
from `tabSales Invoice` invoice left join `tabPayment Schedule` instalment
	on instalment.parent = invoice.name and instalment.parenttype = 'Sales Invoice'
where invoice.customer = :customer and invoice.company = :company and invoice.docstatus = 1
	and invoice.outstanding_amount > 0
union all
select against_voucher_no, min(due_date), min(posting_date), null, null, sum(amount)
from `tabPayment Ledger Entry`
where party_type = 'Customer' and party = :customer and company = :company and delinked = 0
	and against_voucher_type = 'Journal Entry' and account_type = 'Receivable'
group by against_voucher_no having sum(amount) > 0.005
"""


def overdue(db: Database, party: Party, currency: str, as_of: date) -> tuple[AgedItem, ...]:
	"""Overdue amounts in company currency by days past due. `currency` is the company's."""
	params = {"customer": party.customer, "company": party.company, "currency": currency}
	heads: dict[str, dict[str, Any]] = {}
	instalments: dict[str, list[tuple[date, Decimal]]] = {}
	for row in db.rows(OPEN_ITEMS, params):
		heads.setdefault(row["name"], row)
		if due := day_of(row["part_due_date"]):
			instalments.setdefault(row["name"], []).append((due, decimal(row["part_amount"])))
	return overdue_items([_item(row, instalments.get(name, [])) for name, row in heads.items()], as_of)


def _item(row: dict[str, Any], instalments: list[tuple[date, Decimal]]) -> OpenItem:
	due = day_of(row["due_date"]) or day_of(row["posting_date"])
	assert due is not None, "every posted item has a posting date"
	return OpenItem(due, decimal(row["outstanding"]), tuple(instalments))
