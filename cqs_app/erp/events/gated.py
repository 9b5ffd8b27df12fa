"""Handlers that every gated DocType shares. Hooks call them with the document and the name of the event."""

import frappe
from frappe import _

from cqs_app.engine.money import ZERO
from cqs_app.erp.credit import account, gate, releases
from cqs_app.erp.credit.alerts import raise_alert
from cqs_app.erp.credit.gate import TOLERANCE
from cqs_app.erp.credit.impact import impacts_of
from cqs_app.erp.credit.position import credit_position
from cqs_app.ledger.commitments import CLOSED

# What was decided about a document never keeps it from being cancelled.
DECIDED = ("Credit Guarantee", "Payment Plan")
FIELDS = {"cqs_credit_status": "Not Checked", "cqs_credit_hold": None}


def before_validate(doc, method=None):
	keep_credit_fields(doc)
	begin_open(doc)
	if doc.get("_action") == "submit":
		gate.prepare(doc)


def before_submit(doc, method=None):
	gate.before_submit(doc)


def on_submit(doc, method=None):
	gate.on_submit(doc)


def before_cancel(doc, method=None):
	account.lock_all(gate.parties_of(doc))


def on_cancel(doc, method=None):
	committed = gate.recompute(doc)
	releases.cancel_for(doc)
	# A letter of credit bound to an order is no reason to keep the order.
	doc.ignore_linked_doctypes = (*(doc.get("ignore_linked_doctypes") or ()), *DECIDED)
	alert_if_raised(doc, committed)


def on_trash(doc, method=None):
	releases.cancel_for(doc)


def keep_credit_fields(doc) -> None:
	"""Only the app writes these, in the database; what a client sends is replaced by what stands there."""
	before = doc.get_doc_before_save()
	for field, default in FIELDS.items():
		doc.set(field, before.get(field) if before else default)


def begin_open(doc) -> None:
	"""Nothing is closed before it was submitted: a closed order would pass the gate as one that commits nothing."""
	before = doc.get_doc_before_save()
	if doc.get("status") in CLOSED and not (before and before.docstatus):
		doc.status = "Draft"


def alert_if_raised(doc, committed: dict) -> None:
	"""Cancelling a credit note, a return or a payment (a bounced cheque) raises the exposure: never refused, always
	told. `committed` is by how much the orders and deliveries of each account weigh more now."""
	for impact in impacts_of(doc):
		raised = committed.get(impact.party, ZERO) - impact.ledger
		if raised <= TOLERANCE:
			continue
		position = credit_position(impact.party)
		beyond = position["available"] is not None and position["available"] < 0
		raise_alert(
			impact.party,
			"Exposure Raised by Cancellation",
			"High" if beyond else "Medium",
			_("{0} {1} was cancelled: {2} are owed again; available credit is now {3}.").format(
				_(doc.doctype),
				doc.name,
				frappe.format_value(float(raised), {"fieldtype": "Currency"}),
				frappe.format_value(position["available"], {"fieldtype": "Currency"})
				if position["available"] is not None
				else _("unlimited"),
			),
			evidence={
				"amount": float(raised),
				"exposure": position["exposure"],
				"limit": position["effective_limit"],
			},
			reference=(doc.doctype, doc.name),
		)
