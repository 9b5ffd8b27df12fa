"""The agreed terms appear by themselves on a new quotation, order or invoice."""

import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.credit.terms import Instalment, Template, schedule_of
from cqs_app.engine.money import HUNDRED, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import terms
from cqs_app.erp.credit.impact import parties_of
from cqs_app.erp.credit.policy import policy_for


def fill(doc) -> None:
	"""Give a new document the agreed template where its writer chose none, and where all that it has is what ERPNext
	proposes for the customer. A change made by a person after the first save stays: the gate judges it."""
	if not doc.is_new() or not _sold_on_terms(doc):
		return
	chosen, rows = doc.get("payment_terms_template"), doc.get("payment_schedule")
	if not chosen and (rows or doc.get("ignore_default_payment_terms_template")):
		return
	(party,) = parties_of(doc)
	row = accounts.read(party) or frappe._dict(customer=party.customer, company=party.company)
	agreed = terms.described_template(row, _policy(party, row))
	if not agreed or agreed == chosen:
		return
	if chosen and not _is_proposal(doc, chosen, terms.proposed(row)):
		return
	_set(doc, agreed)
	if chosen:
		text = _("Payment terms {0}, as agreed with the customer, instead of {1}.")
		frappe.msgprint(text.format(*map(frappe.bold, (agreed, chosen))), alert=True, indicator="blue")


def _sold_on_terms(doc) -> bool:
	given_back = doc.get("is_return") or doc.get("is_pos") or doc.get("is_opening") == "Yes"
	return bool(not given_back and not doc.get("amended_from") and parties_of(doc))


def _policy(party, row):
	try:
		return policy_for(party, row.get("risk_class"))
	except frappe.ValidationError:
		# The gate holds a document that no policy matches, and says why; a draft may be written all the same.
		frappe.clear_last_message()
		return None


def _is_proposal(doc, chosen: str, proposed: str | None) -> bool:
	"""Whether template and schedule are untouched from what ERPNext proposes for this customer and day."""
	if chosen != proposed:
		return False
	rows = doc.get("payment_schedule") or []
	day = getdate(doc.get("posting_date") or doc.get("transaction_date"))
	return not rows or _rows(rows) == _rows_of(terms.template(chosen), day)


def _rows(rows) -> list[tuple]:
	return sorted(
		(getdate(row.due_date), decimal(row.invoice_portion), decimal(row.discount)) for row in rows
	)


def _rows_of(template: Template, day) -> list[tuple]:
	dues: tuple[Instalment, ...] = schedule_of(template, day, HUNDRED)
	return sorted(
		(row.due, term.portion, term.discount) for row, term in zip(dues, template.terms, strict=True)
	)


def _set(doc, template: str) -> None:
	doc.payment_terms_template = template
	doc.payment_schedule = []
	if doc.doctype == "Sales Invoice":
		doc.due_date = None
