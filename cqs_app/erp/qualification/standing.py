"""What the credit account says of its customer's qualification; the gate reads it with the account's row."""

import frappe
from frappe import _
from frappe.utils import get_datetime

from cqs_app.engine.qualification.stages import UNDER_WAY, Stage
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.qualification import contract
from cqs_app.erp.qualification.case import DOCTYPE, party_of


def publish(doc) -> None:
	"""Write what was decided to the account, under its lock. A dossier under way decides nothing yet, and one that was
	decided before another nothing any more."""
	party = party_of(doc)
	if not party or (Stage(doc.stage) in UNDER_WAY and not doc.approved_on):
		return
	locked = accounts.lock(party)
	row = accounts.fresh(locked)
	if row.qualification and row.qualification != doc.name and _is_older(doc, row.qualification):
		return
	values = {
		"qualification": doc.name,
		"qualification_stage": doc.stage,
		"qualified_upto": doc.valid_upto,
		"qualification_note": note_of(doc),
		"next_review_date": doc.next_review_date,
	}
	if doc.approved_on:
		values |= {"risk_class": doc.risk_class or "", "score": doc.score or 0}
	if any(str(row.get(field) or "") != str(value or "") for field, value in values.items()):
		accounts.set_values(party, values)
	if doc.credit_account != row.name:
		doc.db_set("credit_account", row.name, update_modified=False)


def note_of(doc) -> str:
	"""What is missing or what happened, in words that sales may read."""
	stage = Stage(doc.stage)
	if stage is Stage.REJECTED:
		return doc.rejection_reason or ""
	if stage is Stage.CONTRACT:
		return (
			_("Missing: {0}.").format("; ".join(contract.open_items(doc))) if contract.open_items(doc) else ""
		)
	if stage is Stage.COMPLIANCE_REVIEW:
		return doc.reopened_because or ""
	if stage is Stage.EXPIRED:
		return doc.missing or _("A renewal has to be made and approved.")
	return ""


def _is_older(doc, governing: str) -> bool:
	other = frappe.db.get_value(DOCTYPE, governing, "decided_on")
	return bool(other) and get_datetime(doc.decided_on or doc.creation) < get_datetime(other)
