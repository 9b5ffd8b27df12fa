"""What a sales document offers the customer: instalments, discount for early payment, discount on the price."""

from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from cqs_app.engine.credit.terms import Instalment, Offer, percent_of
from cqs_app.engine.credit.vocabulary import CreditStatus, RuleName
from cqs_app.engine.money import HUNDRED, ZERO, decimal
from cqs_app.erp.credit.commitments import Reference
from cqs_app.erp.credit.discounts import trade_discount


def offered(doc, today: date, with_discount: bool, on_credit: bool = True) -> Offer | None:
	"""None for what is given back. `today`: an invoice dated later offers days from today on. Discounts on the price
	are looked up only `with_discount`; what is paid at once (`on_credit` off) has no instalments."""
	if doc.get("is_return"):
		return None
	day = getdate(doc.get("posting_date") or doc.get("transaction_date") or today)
	if doc.doctype == "Sales Invoice":
		day = min(day, today)
	rows = doc.get("payment_schedule") or []
	total = _total(doc, rows)
	instalments = _instalments(doc, rows, total) if on_credit and total > 0 else ()
	discount, subject = trade_discount(doc, (day, today)) if with_discount else (None, "")
	return Offer(day, total, instalments, discount, subject)


def approved(upstream: list[Reference], today: date, with_discount: bool) -> Offer | None:
	"""The offer of the one order that a document continues, when an approver released its terms."""
	orders = [name for doctype, name in upstream if doctype == "Sales Order"]
	if len(orders) != 1:
		return None
	order = frappe.get_doc("Sales Order", orders[0])
	if order.cqs_credit_status != CreditStatus.RELEASED.value or not _terms_released(order):
		return None
	return offered(order, today, with_discount)


def _terms_released(order) -> bool:
	filters = {
		"reference_doctype": order.doctype,
		"reference_name": order.name,
		"status": "Released",
		"used_on": ("is", "set"),
	}
	found = frappe.get_all("Credit Hold", filters=filters, pluck="findings", order_by="creation")
	rules = {finding["rule"] for text in found for finding in frappe.parse_json(text or "[]")}
	return RuleName.PAYMENT_TERMS.value in rules


def _total(doc, rows) -> Decimal:
	"""What the instalments add up to, in the document's currency; ERPNext leaves advances out of them."""
	total = decimal(doc.get("rounded_total")) or decimal(doc.get("grand_total"))
	total -= decimal(doc.get("write_off_amount"))
	if decimal(doc.get("total_advance")):
		total = min(total, max(sum((decimal(row.payment_amount) for row in rows), ZERO), ZERO))
	return total


def _instalments(doc, rows, total: Decimal) -> tuple[Instalment, ...]:
	"""Rows of the schedule, and the due date of the whole where it lies later. A row without a date never falls due."""
	found = []
	for row in rows:
		amount = decimal(row.payment_amount) or total * decimal(row.invoice_portion) / HUNDRED
		discount = percent_of(decimal(row.discount), row.discount_type == "Amount", amount)
		upto = getdate(row.discount_date) if row.discount_date else None
		found.append(Instalment(getdate(row.due_date) if row.due_date else date.max, amount, discount, upto))
	if doc.get("due_date"):
		due = getdate(doc.due_date)
		if due > max((row.due for row in found), default=date.min):
			found.append(Instalment(due, ZERO if found else total))
	return tuple(found)
