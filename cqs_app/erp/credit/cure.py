"""Holds that end by themselves: cured because the document fits now, or expired because a release lapsed."""

import frappe
from frappe.utils import now_datetime

from cqs_app.engine.credit.vocabulary import CreditStatus, HoldStatus, HoldType
from cqs_app.engine.money import ZERO
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import notices, releases
from cqs_app.erp.credit.holds import mark_document
from cqs_app.erp.credit.preview import expected
from cqs_app.ledger.links import Party


def evaluate_holds(
	customer: str | None = None, company: str | None = None, *, commit: bool = False
) -> list[str]:
	"""Look again at open policy holds, oldest first; those that fit together are cured. Returns their names.

	Idempotent. One broken document stops nobody else. `commit` after each hold, so that a job's locks are short.
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
			# A deadlock ends the transaction and its savepoints; in a job each hold has one of its own.
			frappe.db.rollback(save_point=None if commit else savepoint)
			frappe.log_error(title=f"CQS: credit hold {hold.name} could not be evaluated")
		if commit:
			frappe.db.commit()
	return cured


def expire_releases() -> int:
	"""Releases past their date give their reserve back. Returns how many accounts were looked at."""
	due = frappe.get_all(
		"Credit Hold",
		filters={
			"status": HoldStatus.RELEASED.value,
			"used_on": ("is", "not set"),
			"release_valid_upto": ("<", now_datetime()),
		},
		fields=["name", "customer", "company", "reference_doctype", "reference_name", "requested_by"],
		order_by="customer, company, name",
	)
	parties = list(dict.fromkeys(Party(hold.customer, hold.company) for hold in due))
	for party in parties:
		releases.expire_due(party, accounts.lock(party))
	for hold in due:
		if frappe.db.get_value("Credit Hold", hold.name, "status") == HoldStatus.EXPIRED.value:
			notices.expired(hold)
	return len(parties)


def every_few_minutes() -> None:
	"""Scheduled: lapse releases, then look at the whole queue."""
	expire_releases()
	frappe.db.commit()
	evaluate_holds(commit=True)


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
	notices.cured(doc)
	return True
