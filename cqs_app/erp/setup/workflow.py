"""The workflows of documents that somebody asks for and somebody else approves: seeded where missing, then the user's.

They say which buttons are shown to whom. Who may approve is decided by the documents themselves (`Decided`)."""

import frappe

from cqs_app.erp.credit.approval import CREDIT_ROLES
from cqs_app.erp.credit.workflow import APPROVE, APPROVED, DRAFT, PENDING, REJECT, REJECTED, REOPEN, REQUEST

DOCTYPES = ("Credit Limit Change", "Credit Limit Batch")
ASKERS = ("Sales Manager", *CREDIT_ROLES)
# Frappe brings Approved, Rejected, Approve and Reject.
STATES = {
	DRAFT: ("pencil", ""),
	PENDING: ("time", "Warning"),
	APPROVED: ("", "Success"),
	REJECTED: ("", "Danger"),
}
INDEPENDENT = """(doc.requested_by != frappe.session.user
	or frappe.db.get_value("CQS Settings", None, "allow_self_approval") in (1, "1"))"""
OWN_STATES, OWN_ACTIONS = (DRAFT, PENDING), (REQUEST, REOPEN)
STATE_FIELDS = ("Workflow Document State", "state"), ("Workflow Transition", "state")


def seed() -> None:
	"""One workflow for each DocType that has none."""
	for state, (icon, style) in STATES.items():
		ensure("Workflow State", state, workflow_state_name=state, icon=icon, style=style)
	for action in (REQUEST, APPROVE, REJECT, REOPEN):
		ensure("Workflow Action Master", action, workflow_action_name=action)
	for doctype in DOCTYPES:
		if not frappe.db.exists("Workflow", {"document_type": doctype}):
			insert(
				doctype="Workflow",
				workflow_name=doctype,
				document_type=doctype,
				is_active=1,
				workflow_state_field="workflow_state",
				states=_states(),
				transitions=_transitions(),
			)


def remove() -> None:
	"""The workflows go with their DocTypes; states and actions that we made go where nothing else uses them."""
	for name in frappe.get_all("Workflow", filters={"document_type": ("in", DOCTYPES)}, pluck="name"):
		frappe.delete_doc("Workflow", name, ignore_permissions=True, force=True)
	for state in OWN_STATES:
		made_by_us = frappe.db.exists("Workflow State", {"name": state, "icon": STATES[state][0]})
		if made_by_us and not any(frappe.db.exists(table, {field: state}) for table, field in STATE_FIELDS):
			frappe.delete_doc("Workflow State", state, ignore_permissions=True, force=True)
	for action in OWN_ACTIONS:
		if not frappe.db.exists("Workflow Transition", {"action": action}):
			frappe.delete_doc(
				"Workflow Action Master", action, ignore_permissions=True, force=True, ignore_missing=True
			)


def _states() -> list[dict]:
	rows = ((DRAFT, "0", "All"), (PENDING, "0", "All"), (APPROVED, "1", "Administrator"))
	rows += ((REJECTED, "0", "Administrator"),)
	return [
		{"state": state, "doc_status": status, "allow_edit": role, "send_email": 0}
		for state, status, role in rows
	]


def _transitions() -> list[dict]:
	"""Approve and Reject are shown to those whose level is reached and who did not ask. The document itself knows
	who asked, so that the workflow must not judge by its owner alone."""
	rows = [(DRAFT, REQUEST, PENDING, role, "") for role in ASKERS]
	for action, state in ((APPROVE, APPROVED), (REJECT, REJECTED)):
		for at, role in enumerate(CREDIT_ROLES, 1):
			reached = f"doc.approval_level in {CREDIT_ROLES[:at]!r}"
			rows.append((PENDING, action, state, role, f"{reached} and {INDEPENDENT}"))
	rows += [(REJECTED, REOPEN, DRAFT, role, "") for role in ASKERS]
	return [
		{
			"state": state,
			"action": action,
			"next_state": following,
			"allowed": role,
			"condition": condition,
			"allow_self_approval": 1,
		}
		for state, action, following, role, condition in rows
	]


def ensure(doctype: str, name: str, **values) -> None:
	if not frappe.db.exists(doctype, name):
		insert(doctype=doctype, **values)


def insert(**values) -> None:
	frappe.get_doc(values).insert(ignore_permissions=True)
