"""What a live payment plan asks of new orders: their payment schedule, and the prepayment before goods leave."""

from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from cqs_app.engine.credit.plans import (
	HUNDRED,
	LivePlan,
	Milestone,
	OrderSchedule,
	Portion,
	Prepayment,
	wanted_portions,
)
from cqs_app.engine.credit.vocabulary import DueWhen
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import plans, terms
from cqs_app.erp.credit.document_rows import continued, value_of
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.links import Party

# What was paid of the invoices of one order, each with the order's share of it. Credit notes are no payments.
PAID_BY_INVOICE = """select sum(item.base_net_amount) / nullif(invoice.base_net_total, 0) as share,
	case when invoice.is_pos = 1 then invoice.base_paid_amount - invoice.base_change_amount else 0 end as till,
	(select -sum(amount) from `tabPayment Ledger Entry` entry where entry.against_voucher_type = 'Sales Invoice'
		and entry.against_voucher_no = invoice.name and entry.delinked = 0
		and entry.voucher_type in ('Payment Entry', 'Journal Entry')) as paid
	from `tabSales Invoice` invoice join `tabSales Invoice Item` item on item.parent = invoice.name
	where item.sales_order = %(order)s and invoice.docstatus = 1 and invoice.is_return = 0
		and invoice.customer = %(customer)s and invoice.company = %(company)s
	group by invoice.name"""


def give_schedule(doc) -> None:
	"""A new order without a payment schedule of its own gets the one that its customer's live plan asks for. It comes
	before the usual terms, which leave a schedule alone."""
	if not doc.is_new() or doc.get("amended_from"):
		return
	if (milestones := required_of(doc)) and not _has_own_schedule(doc):
		_fill(doc, milestones)


def note_prepayment(doc) -> None:
	"""Keep on the order which prepayment was required when it was made; after it was submitted nothing changes it.
	Nothing was paid in advance on an order that is not submitted yet, whatever a client says."""
	before = doc.get_doc_before_save()
	if before and before.docstatus:
		doc.cqs_prepayment_percent = before.cqs_prepayment_percent
		return
	doc.advance_paid = 0
	due_at_order = (one.percent for one in required_of(doc) if one.when is DueWhen.ORDER)
	doc.cqs_prepayment_percent = float(sum(due_at_order, ZERO))


def required_of(doc) -> tuple[Milestone, ...]:
	"""The milestones that a live plan requires of this order; empty for a customer without one."""
	if not doc.customer or not doc.company:
		return ()
	party = Party(doc.customer, doc.company)
	locked = (doc.flags.cqs_locked or {}).get(party)
	status = locked.row.plan_status if locked else _plan_status(party)
	if status not in plans.LIVE:
		return ()
	found = (plans.milestones(plan.head) for plan in plans.stored(party, plans.LIVE))
	return next((milestones for milestones in found if milestones), ())


def schedule_of(impact) -> OrderSchedule | None:
	"""An order's payment schedule in percent of its amount; None for any other document."""
	doc = impact.doc
	if doc is None or doc.doctype != "Sales Order":
		return None
	rows = [row for row in doc.get("payment_schedule") or [] if row.due_date]
	total = sum((decimal(row.payment_amount) for row in rows), ZERO)
	portions = tuple(
		Portion(getdate(row.due_date), decimal(row.payment_amount) / total * HUNDRED) for row in rows if total
	)
	return OrderSchedule(getdate(doc.transaction_date), delivered_on(doc), portions)


def prepayments(impact, live: tuple[LivePlan, ...]) -> tuple[Prepayment, ...]:
	"""What must have been paid before this document's goods may leave: by order, and for goods without one."""
	doc = impact.doc
	if doc is None or doc.get("is_return") or not _moves_goods(doc):
		return ()
	link = "against_sales_order" if doc.doctype == "Delivery Note" else "sales_order"
	claims = [(row.get("so_detail"), row.get(link)) for row in doc.items]
	orders = continued(impact.party, "Sales Order", claims)
	names = sorted({row.parent for row in orders.values()})
	found = [_of_order(impact.party, name) for name in names]
	direct = sum((value_of(doc, row) for row in doc.items if row.get("so_detail") not in orders), ZERO)
	percent = max(plan.prepayment_percent for plan in live)
	if direct > 0 and percent > 0:
		found.append(Prepayment("", percent, cents(direct), _paid_with(impact.party, doc)))
	return tuple(one for one in found if one.percent > 0)


def delivered_on(doc) -> date:
	"""When the order is due to be delivered: its own date, else the latest of its rows, never before it is made."""
	days = [getdate(day) for day in (row.get("delivery_date") for row in doc.items) if day]
	planned = getdate(doc.delivery_date) if doc.get("delivery_date") else max(days, default=None)
	ordered = getdate(doc.transaction_date)
	return max(planned or ordered, ordered)


def _moves_goods(doc) -> bool:
	return doc.doctype == "Delivery Note" or bool(
		doc.doctype in ("Sales Invoice", "POS Invoice") and doc.get("update_stock")
	)


def _of_order(party: Party, name: str) -> Prepayment:
	"""What was paid for the order, in advance or with its invoices. ERPNext may name one payment in both places, so
	that the larger of the two counts."""
	fields = """cqs_prepayment_percent advance_paid party_account_currency currency grand_total
		base_grand_total""".split()
	order = frappe.db.get_value("Sales Order", name, fields, as_dict=True)
	worth = decimal(order.base_grand_total)
	same = order.party_account_currency in (None, "", order.currency)
	total = decimal(order.grand_total if same else order.base_grand_total)
	advance = decimal(order.advance_paid) / total * worth if total else ZERO
	params = {"order": name, "customer": party.customer, "company": party.company}
	invoices = frappe.db.sql(PAID_BY_INVOICE, params, as_dict=True)
	billed = sum(((decimal(row.till) + decimal(row.paid)) * decimal(row.share) for row in invoices), ZERO)
	return Prepayment(name, decimal(order.cqs_prepayment_percent), worth, cents(max(advance, billed)))


def _paid_with(party: Party, doc) -> Decimal:
	"""Of goods without an order: what is paid with the document itself, or was with the invoices that it delivers."""
	paid = decimal(doc.get("base_paid_amount")) if doc.get("is_pos") or doc.doctype == "POS Invoice" else ZERO
	if doc.doctype != "Delivery Note":
		return paid
	claims = [(row.get("si_detail"), row.get("against_sales_invoice")) for row in doc.items]
	billed = continued(party, "Sales Invoice", claims)
	for name in sorted({row.parent for row in billed.values()}):
		fields = [
			"base_grand_total",
			"grand_total",
			"outstanding_amount",
			"currency",
			"party_account_currency",
		]
		row = frappe.db.get_value("Sales Invoice", name, fields, as_dict=True)
		same = row.party_account_currency == row.currency
		total = decimal(row.grand_total if same else row.base_grand_total)
		open_share = decimal(row.outstanding_amount) / total if total else ZERO
		paid += decimal(row.base_grand_total) * (1 - open_share)
	return cents(paid)


def _plan_status(party: Party) -> str:
	filters = {"account_key": accounts.account_key(party)}
	return frappe.db.get_value("Credit Account", filters, "plan_status") or ""


def _has_own_schedule(doc) -> bool:
	"""Rows that somebody wrote; those of the terms that the customer usually has are nobody's wish."""
	template = doc.get("payment_terms_template")
	if not template:
		return bool(doc.get("payment_schedule"))
	party = Party(doc.customer, doc.company)
	row = accounts.read(party)
	usual = {terms.proposed(row), terms.described_template(row, policy_for(party, row.risk_class))}
	return template not in usual


def _fill(doc, milestones: tuple[Milestone, ...]) -> None:
	doc.payment_terms_template = None
	doc.set("payment_schedule", [])
	for portion in wanted_portions(milestones, getdate(doc.transaction_date), delivered_on(doc)):
		row = {"due_date": portion.due_date, "invoice_portion": float(portion.percent)}
		doc.append("payment_schedule", {**row, "description": portion.description})
