"""Who hears of a step: whoever opened the dossier and sells to the customer, and whoever has to act next."""

import frappe
from frappe import _
from frappe.utils.user import get_users_with_role

from cqs_app.engine.qualification.stages import COMPLIANCE, CREDIT, Stage
from cqs_app.erp.credit import notices
from cqs_app.erp.qualification import case as cases

TOLD = 30


def tell(doc, before) -> None:
	"""Sales hear the stage in plain words; reviewers and approvers that it is their turn."""
	stage = Stage(doc.stage)
	if before:
		text = _("Qualification of {0}: {1}").format(doc.party_name, _(doc.stage))
		detail = {Stage.REJECTED: doc.rejection_reason, Stage.ACTIVE: _limit_words(doc)}.get(stage)
		notices.send(sellers(doc), doc.doctype, doc.name, f"{text}. {detail}" if detail else text)
	asked = next_people(doc, stage, before) - sellers(doc)
	notices.send(
		asked, doc.doctype, doc.name, _("{0}: {1} waits for you").format(doc.party_name, _(doc.stage))
	)


def sellers(doc) -> set[str]:
	"""Colleagues only: an applicant on the web reads the state of his application."""
	users = {doc.opened_by}
	if doc.party_type == "Lead":
		users.add(frappe.db.get_value("Lead", doc.party, "lead_owner"))
	if doc.party_type == "Prospect":
		users.add(frappe.db.get_value("Prospect", doc.party, "prospect_owner"))
	if doc.customer:
		users.add(frappe.db.get_value("Customer", doc.customer, "account_manager"))
	inside = {"name": ("in", list(users - {None, ""}) or [""]), "enabled": 1, "user_type": "System User"}
	return set(frappe.get_all("User", filters=inside, pluck="name"))


def next_people(doc, stage: Stage, before) -> set[str]:
	roles: list[str] = []
	if stage in (Stage.FINANCIAL_REVIEW, Stage.COMPLIANCE_REVIEW):
		was = before.stage if before else ""
		begins = was not in (Stage.FINANCIAL_REVIEW.value, Stage.COMPLIANCE_REVIEW.value)
		if begins and doc.financial_status == "In Review":
			roles.append(CREDIT[0])
		if begins and doc.compliance_status == "In Review":
			roles += COMPLIANCE
	elif stage is Stage.CREDIT_APPROVAL:
		roles += cases.approver_roles(doc)[:1]
	users = {user for role in roles for user in get_users_with_role(role)[:TOLD]}
	return users - {frappe.session.user}


def _limit_words(doc) -> str:
	if doc.cash_only:
		return _("Cash only")
	amount = frappe.utils.fmt_money(doc.approved_limit)
	return _("Limit {0} {1}, valid until {2}").format(
		doc.currency, amount, frappe.format_value(doc.valid_upto, {"fieldtype": "Date"})
	)
