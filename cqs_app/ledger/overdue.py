"""Open items past their due date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.aging import OpenItem, overdue_items
from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.credit.plan_aging import Covering, rearranged
from cqs_app.engine.credit.plans import Installment
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


# What live plans have made of their invoices, one row per installment and per invoice. A broken plan arranges nothing.
PLANS = """
select plan.name, plan.grace_days, part.due_date, part.amount, null as invoice, null as start
from `tabPayment Plan` plan join `tabPayment Plan Installment` part on part.parent = plan.name
where plan.customer = :customer and plan.company = :company and plan.docstatus = 1 and plan.status = 'Active'
union all
select plan.name, plan.grace_days, null, null, covered.sales_invoice, covered.outstanding
from `tabPayment Plan` plan join `tabPayment Plan Invoice` covered on covered.parent = plan.name
where plan.customer = :customer and plan.company = :company and plan.docstatus = 1 and plan.status = 'Active'
"""


def overdue(
	db: Database,
	party: Party,
	currency: str,
	as_of: date,
	*,
	arranged: bool = True,
	excused: Mapping[str, Decimal] | None = None,
) -> tuple[AgedItem, ...]:
	"""Overdue amounts in company currency by days past due. `currency` is the company's.

	Invoices of a live payment plan count by its installments; `arranged` False: the customer has none. `excused`:
	amount by invoice that honoured promises to pay keep from counting.
	"""
	items = open_items(db, party, currency)
	for name, amount in (excused or {}).items():
		if name in items:
			items[name] = replace(items[name], excused=amount)
	plans = live_plans(db, party) if arranged else []
	return overdue_items(rearranged(items, plans, as_of) if plans else items.values(), as_of)


def live_plans(db: Database, party: Party) -> list[Covering]:
	"""The active payment plans with their installments and invoices."""
	installments: dict[str, list[Installment]] = {}
	starts: dict[str, dict[str, Decimal]] = {}
	grace: dict[str, int] = {}
	for row in db.rows(PLANS, {"customer": party.customer, "company": party.company}):
		grace[row["name"]] = int(row["grace_days"] or 0)
		if due := day_of(row["due_date"]):
			installments.setdefault(row["name"], []).append(Installment(due, decimal(row["amount"])))
		else:
			starts.setdefault(row["name"], {})[row["invoice"]] = decimal(row["start"])
	return [
		Covering(tuple(installments[name]), starts[name], grace[name])
		for name in sorted(grace)
		if name in installments and name in starts
	]


def open_items(db: Database, party: Party, currency: str) -> dict[str, OpenItem]:
	"""Open invoices and journals by name."""
	params = {"customer": party.customer, "company": party.company, "currency": currency}
	heads: dict[str, dict[str, Any]] = {}
	instalments: dict[str, list[tuple[date, Decimal]]] = {}
	for row in db.rows(OPEN_ITEMS, params):
		heads.setdefault(row["name"], row)
		if due := day_of(row["part_due_date"]):
			instalments.setdefault(row["name"], []).append((due, decimal(row["part_amount"])))
	return {name: _item(row, instalments.get(name, [])) for name, row in heads.items()}


def _item(row: dict[str, Any], instalments: list[tuple[date, Decimal]]) -> OpenItem:
	due = day_of(row["due_date"]) or day_of(row["posting_date"])
	assert due is not None, "every posted item has a posting date"
	return OpenItem(due, decimal(row["outstanding"]), tuple(instalments))
