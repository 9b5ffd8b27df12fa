"""What a site needs to qualify customers: the workflow and the contract's checklist. Seeded where missing, then the user's.

The workflow says which buttons are shown to whom; what a step means and who may take it is decided by the dossier."""

import frappe

from cqs_app.engine.qualification.stages import COMPLIANCE, CREDIT, SALES, Action, Stage
from cqs_app.erp.qualification import settings
from cqs_app.erp.qualification.case import DOCTYPE
from cqs_app.erp.setup.workflow import ensure, insert

STYLES = {
	Stage.ACTIVE: "Success",
	Stage.REJECTED: "Danger",
	Stage.EXPIRED: "Inverse",
	Stage.REVIEW_DUE: "Warning",
}
# Frappe brings these itself.
FRAPPES = {Stage.REJECTED.value, Action.APPROVE.value, Action.REJECT.value}
REVIEWED, CLEARED = 'doc.financial_status == "Passed"', 'doc.compliance_status == "Cleared"'
APPROVED = "doc.approved_on"
OPENING = (Stage.INQUIRY, Stage.INFORMATION_REQUESTED)
CHECKLIST = (
	{"item": "Terms of sale accepted and signed", "is_mandatory": 0, "days": 14, "above_limit": 0},
	{"item": "Signatures and authority checked", "is_mandatory": 0, "days": 14, "above_limit": 50000},
	{"item": "Performance terms reviewed", "is_mandatory": 0, "days": 14, "above_limit": 50000},
	{"item": "Letter of credit or guarantee reviewed", "is_mandatory": 0, "days": 14, "above_limit": 100000},
)


def seed() -> None:
	for stage in Stage:
		ensure(
			"Workflow State", stage.value, workflow_state_name=stage.value, style=STYLES.get(stage, "Primary")
		)
	for action in Action:
		ensure("Workflow Action Master", action.value, workflow_action_name=action.value)
	if not frappe.db.exists("Workflow", {"document_type": DOCTYPE}):
		insert(
			doctype="Workflow",
			workflow_name=DOCTYPE,
			document_type=DOCTYPE,
			is_active=1,
			workflow_state_field="stage",
			states=[
				{"state": stage.value, "doc_status": "0", "allow_edit": "All", "send_email": 0}
				for stage in Stage
			],
			transitions=transitions(),
		)
	seed_days()
	seed_checklist()


def seed_days() -> None:
	"""A field that an existing site has never seen reads as 0, which is an answer: give it the usual one before."""
	stored = frappe.db.sql_list("select field from tabSingles where doctype = 'CQS Settings'")
	for field, days in settings.USUAL_DAYS.items():
		if field not in stored:
			frappe.db.set_single_value("CQS Settings", field, days)


def seed_checklist() -> None:
	"""Once: an empty list is an answer too."""
	if frappe.db.get_default("cqs_contract_checklist_seeded"):
		return
	document = frappe.get_doc("CQS Settings")
	if not document.contract_checklist:
		document.extend("contract_checklist", CHECKLIST)
		document.flags.ignore_permissions = True
		document.flags.ignore_mandatory = True
		document.save()
	frappe.db.set_default("cqs_contract_checklist_seeded", "1")


def remove() -> None:
	"""The workflow goes with its DocType; states and actions of our own go where nothing else uses them."""
	for name in frappe.get_all("Workflow", filters={"document_type": DOCTYPE}, pluck="name"):
		frappe.delete_doc("Workflow", name, ignore_permissions=True, force=True)
	for stage in Stage:
		used = frappe.db.exists("Workflow Document State", {"state": stage.value})
		if stage.value not in FRAPPES and not used:
			_delete("Workflow State", stage.value)
	for action in Action:
		if action.value not in FRAPPES and not frappe.db.exists(
			"Workflow Transition", {"action": action.value}
		):
			_delete("Workflow Action Master", action.value)
	frappe.db.delete("DefaultValue", {"defkey": "cqs_contract_checklist_seeded"})


def transitions() -> list[dict]:
	"""Each way of `engine/qualification/stages.py`, with the state of the other review as condition."""
	rows = [
		(stage, Action.START_REVIEW, following, SALES + CREDIT, condition)
		for stage in OPENING
		for following, condition in _reviews()
	]
	rows += [(Stage.INQUIRY, Action.REQUEST_INFORMATION, Stage.INFORMATION_REQUESTED, SALES + CREDIT, "")]
	for stage in (Stage.FINANCIAL_REVIEW, Stage.COMPLIANCE_REVIEW):
		financial, compliance = 'doc.financial_status == "In Review"', 'doc.compliance_status == "In Review"'
		rows += [
			(
				stage,
				Action.PASS_FINANCIALS,
				Stage.COMPLIANCE_REVIEW,
				CREDIT,
				f"{financial} and not ({CLEARED})",
			),
			(stage, Action.PASS_FINANCIALS, Stage.CREDIT_APPROVAL, CREDIT, f"{financial} and {CLEARED}"),
			(
				stage,
				Action.CLEAR_COMPLIANCE,
				Stage.FINANCIAL_REVIEW,
				COMPLIANCE,
				f"{compliance} and not ({REVIEWED})",
			),
			(
				stage,
				Action.CLEAR_COMPLIANCE,
				Stage.CREDIT_APPROVAL,
				COMPLIANCE,
				f"{compliance} and {REVIEWED} and not {APPROVED}",
			),
			(
				stage,
				Action.CLEAR_COMPLIANCE,
				Stage.ACTIVE,
				COMPLIANCE,
				f"{compliance} and {REVIEWED} and {APPROVED}",
			),
			(
				stage,
				Action.REQUEST_INFORMATION,
				Stage.INFORMATION_REQUESTED,
				CREDIT + COMPLIANCE,
				f"not {APPROVED}",
			),
			(stage, Action.REJECT, Stage.REJECTED, CREDIT + COMPLIANCE, ""),
		]
	rows += [(stage, Action.REJECT, Stage.REJECTED, CREDIT, "") for stage in (*OPENING, Stage.CONTRACT)]
	rows += [
		(
			Stage.CREDIT_APPROVAL,
			Action.REQUEST_INFORMATION,
			Stage.INFORMATION_REQUESTED,
			CREDIT + COMPLIANCE,
			"",
		)
	]
	for at, role in enumerate(CREDIT, 1):
		reached = f"doc.approval_level in {CREDIT[:at]!r}"
		rows += [
			(Stage.CREDIT_APPROVAL, Action.APPROVE, Stage.CONTRACT, (role,), reached),
			(Stage.CREDIT_APPROVAL, Action.REJECT, Stage.REJECTED, (role,), reached),
		]
	rows += [(Stage.CONTRACT, Action.ACTIVATE, Stage.ACTIVE, CREDIT, "")]
	rows += [(Stage.REJECTED, Action.REOPEN, Stage.INQUIRY, SALES + CREDIT, "")]
	return [
		{
			"state": state.value,
			"action": action.value,
			"next_state": following.value,
			"allowed": role,
			"condition": condition,
			"allow_self_approval": 1,
		}
		for state, action, following, roles, condition in rows
		for role in roles
	]


def _reviews():
	"""Where the reviews begin: at the one that has not ended yet."""
	yield Stage.FINANCIAL_REVIEW, f"not ({REVIEWED})"
	yield Stage.COMPLIANCE_REVIEW, f"{REVIEWED} and not ({CLEARED})"
	yield Stage.CREDIT_APPROVAL, f"{REVIEWED} and {CLEARED}"


def _delete(doctype: str, name: str) -> None:
	frappe.delete_doc(doctype, name, ignore_permissions=True, force=True, ignore_missing=True)
