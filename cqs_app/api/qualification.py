"""Qualification: where a dossier stands, its actions, and its renewal."""

import frappe

from cqs_app.api.arguments import READ, WRITE, endpoint, readable, reason_of
from cqs_app.erp.qualification import actions, renewal, rights
from cqs_app.erp.qualification.case import DOCTYPE


@endpoint(READ)
def qualification_rights(qualification: str) -> dict:
	"""The actions that are possible now: whether the user may take them (`allowed`), `why_not`, and what is `missing`."""
	return rights.of(readable(DOCTYPE, qualification))


@endpoint(WRITE)
def act_on_qualification(qualification: str, action: str, note: str | None = None) -> dict:
	"""Take an action (Start Review, Pass Financials, Clear Compliance, Approve, Reject, ...). Returns the dossier as the
	user may read it."""
	document = readable(DOCTYPE, qualification)
	actions.act(document, action, note)
	return as_shown(document.name)


@endpoint(WRITE)
def renew_qualification(qualification: str, reason: str) -> dict:
	"""Open the dossier that follows one in force or expired, filled from it. Returns the new one."""
	document = readable(DOCTYPE, qualification)
	frappe.has_permission(DOCTYPE, "create", throw=True)
	why = reason_of(reason)
	return as_shown(renewal.renew(document, why=why, by=frappe.session.user).name)


def as_shown(name: str) -> dict:
	document = frappe.get_doc(DOCTYPE, name)
	document.apply_fieldlevel_read_permissions()
	return document.as_dict()
