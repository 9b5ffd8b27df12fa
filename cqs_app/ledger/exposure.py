"""Whole components of one account, summed from the ledger. The gate keeps running totals; these prove them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.ledger.commitments import delivery_commitments, order_commitments, till_unpaid
from cqs_app.ledger.database import Database
from cqs_app.ledger.links import Party

RECEIVABLE = """
select sum(debit) - sum(credit) as amount from `tabGL Entry`
where party_type = 'Customer' and party = :customer and company = :company and is_cancelled = 0
"""

SUBMITTED = """
select name from `tab{doctype}`
where customer = :customer and company = :company and docstatus = 1 order by name
"""

# Money received that the bank has not cleared by `as_of`: it lowered the receivable and may still bounce.
_UNCLEARED = """
from `tabPayment Entry`
where party_type = 'Customer' and party = :customer and company = :company and docstatus = 1
	and payment_type = 'Receive' and (clearance_date is null or clearance_date > :as_of)
	and (reference_date > :as_of or mode_of_payment in (
		select name from `tabMode of Payment` where type = 'Bank'))
"""
UNCLEARED = "select sum(base_received_amount) as amount" + _UNCLEARED
UNCLEARED_PAYMENTS = (
	"select 'Payment Entry' as doctype, name, base_received_amount as amount, reference_date as due_date"
	f"{_UNCLEARED} order by base_received_amount desc, name limit 100"
)

# Kept in the currency of the receivable account, like outstanding_amount.
_DISPUTED_PART = """
(case when cqs_disputed_amount < outstanding_amount then cqs_disputed_amount else outstanding_amount end
	* case when party_account_currency = :currency then 1 else conversion_rate end)
"""
_DISPUTED = """
from `tabSales Invoice`
where customer = :customer and company = :company and docstatus = 1
	and outstanding_amount > 0 and cqs_disputed_amount > 0
"""
DISPUTED = f"select sum({_DISPUTED_PART}) as amount {_DISPUTED}"
DISPUTED_INVOICES = (
	f"select 'Sales Invoice' as doctype, name, {_DISPUTED_PART} as amount, due_date {_DISPUTED}"
	" order by amount desc, name limit 100"
)


def receivable(db: Database, party: Party) -> Decimal:
	"""GL balance of the customer in the company, in company currency."""
	return _amount(db, RECEIVABLE, _params(party))


def uncleared_payments(db: Database, party: Party, as_of: date) -> Decimal:
	return _amount(db, UNCLEARED, {**_params(party), "as_of": as_of.isoformat()})


def disputed(db: Database, party: Party, currency: str) -> Decimal:
	"""Open part of disputed invoices, in company currency."""
	return _amount(db, DISPUTED, {**_params(party), "currency": currency})


def submitted(db: Database, party: Party, doctype: str) -> list[str]:
	rows = db.rows(SUBMITTED.format(doctype=doctype), _params(party))
	return [str(row["name"]) for row in rows]


def documents(
	db: Database, party: Party, component: Component, currency: str, as_of: date
) -> list[dict[str, Any]]:
	"""The largest documents behind `uncleared_payments` or `disputed`: doctype, name, amount, due_date."""
	params = {**_params(party), "currency": currency, "as_of": as_of.isoformat()}
	sql = UNCLEARED_PAYMENTS if component is Component.UNCLEARED_PAYMENTS else DISPUTED_INVOICES
	return [{**row, "amount": cents(decimal(row["amount"]))} for row in db.rows(sql, params)]


def committed(db: Database, party: Party, precision: int = 2) -> Mapping[Component, Decimal]:
	"""`open_orders`, `delivered_unbilled` and `pos_unpaid` over all documents of the account."""
	orders = order_commitments(db, submitted(db, party, "Sales Order"), precision=precision)
	notes = delivery_commitments(db, submitted(db, party, "Delivery Note"), precision=precision)
	till = till_unpaid(db, submitted(db, party, "POS Invoice"), precision)
	return {
		Component.OPEN_ORDERS: sum((c.open_orders for c in orders.values()), ZERO),
		Component.DELIVERED_UNBILLED: sum(
			(c.delivered_unbilled for c in (*orders.values(), *notes.values())), ZERO
		),
		Component.POS_UNPAID: sum(till.values(), ZERO),
	}


def _params(party: Party) -> dict[str, Any]:
	return {"customer": party.customer, "company": party.company}


def _amount(db: Database, sql: str, params: Mapping[str, Any]) -> Decimal:
	return cents(decimal(db.rows(sql, params)[0]["amount"]))
