"""Holds that end by themselves: cured because the document fits now, or expired because a release lapsed."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.engine.credit.vocabulary import CreditStatus, HoldStatus, HoldType
from cqs_app.engine.money import ZERO
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import releases
from cqs_app.erp.credit.holds import mark_document
from cqs_app.erp.credit.preview import expected
from cqs_app.ledger.links import Party


def evaluate_holds(customer: str | None = None, company: str | None = None) -> list[str]:
	"""Look again at open policy holds, oldest first; those that fit together are cured. Returns their names.

	Idempotent. Each hold is decided in a transaction of its own, so that one broken document stops nobody else.
	"""
	filters = {"status": HoldStatus.OPEN.value, "reference_doctype": ("!=", "Customer")}
	filters |= {"customer": customer} if customer else {}
	filters |= {"company": company} if company else {}
	open_holds = frappe.get_all(
		"Credit Hold",
		filters=filters,
		fields=["name", "customer", "company", "reference_doctype", "reference_name"],
		order_by="creation, name",
	)
	cured: list[str] = []
	promised: dict[Party, object] = {}
	for hold in open_holds:
		party = Party(hold.customer, hold.company)
		savepoint = "cqs_cure"
		frappe.db.savepoint(savepoint)
		try:
			increase = _fits(hold, promised.get(party, ZERO))
			if increase is not None and _cure(hold):
				promised[party] = promised.get(party, ZERO) + increase
				cured.append(hold.name)
		except Exception:
			frappe.db.rollback(save_point=savepoint)
			frappe.log_error(title=f"CQS: credit hold {hold.name} could not be evaluated")
	return cured


def expire_releases() -> int:
	"""Releases past their date give their reserve back. Returns how many accounts were looked at."""
	rows = frappe.get_all(
		"Credit Hold",
		filters={
			"status": HoldStatus.RELEASED.value,
			"used_on": ("is", "not set"),
			"release_valid_upto": ("<", now_datetime()),
		},
		fields=["customer", "company"],
		distinct=True,
		order_by="customer",
	)
	for row in rows:
		party = Party(row.customer, row.company)
		releases.expire_due(party, accounts.lock(party))
	return len(rows)


def every_few_minutes() -> None:
	"""Scheduled: lapse releases, then look at the whole queue."""
	expire_releases()
	frappe.db.commit()
	evaluate_holds()


def _fits(hold: frappe._dict, promised):
	"""The document's increase when nothing refuses it any more, else None. A vanished document is cancelled."""
	if not frappe.db.exists(hold.reference_doctype, hold.reference_name):
		releases.cancel_for(frappe._dict(doctype=hold.reference_doctype, name=hold.reference_name))
		return None
	doc = frappe.get_doc(hold.reference_doctype, hold.reference_name)
	if doc.docstatus != 0:
		# What was refused is a change of a submitted document, and nobody stored it: trying it again closes the hold.
		return None
	parts = expected(doc, already=promised)
	if any(part.decision.refuses for part in parts):
		return None
	return sum((part.facts.document.increase for part in parts), ZERO)


def _cure(hold: frappe._dict) -> bool:
	accounts.lock(Party(hold.customer, hold.company))
	doc = frappe.get_doc("Credit Hold", hold.name, for_update=True)
	if doc.status != HoldStatus.OPEN.value:
		return False
	doc.flags.by_cqs = True
	doc.status = HoldStatus.CURED.value
	doc.hold_type = doc.hold_type or HoldType.POLICY.value
	doc.decided_on = now_datetime()
	doc.save(ignore_permissions=True)
	mark_document(doc, CreditStatus.NOT_CHECKED)
	_tell_requester(doc)
	return True


def _tell_requester(hold) -> None:
	if not hold.requested_by or hold.requested_by in ("Administrator", "Guest"):
		return
	frappe.get_doc(
		{
			"doctype": "Notification Log",
			"for_user": hold.requested_by,
			"type": "Alert",
			"document_type": hold.reference_doctype,
			"document_name": hold.reference_name,
			"subject": _("{0} {1} fits its credit now and can be submitted").format(
				_(hold.reference_doctype), hold.reference_name
			),
		}
	).insert(ignore_permissions=True)
