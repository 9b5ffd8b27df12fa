"""A Customer Qualification from save to effect: protect, complete, decide, publish."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.engine.money import NotANumber, decimal
from cqs_app.engine.qualification.stages import ENDED, IN_FORCE, OPENING, Action, Stage, actions_at
from cqs_app.erp.compliance import clearance, vies
from cqs_app.erp.credit import content
from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import (
	commercial,
	completeness,
	contract,
	documents,
	moves,
	notices,
	onboarding,
	party,
	protection,
	requirements,
	score,
	standing,
	statements,
)

LARGEST = 10**12
SETTLED = frozenset({Stage.CONTRACT, *IN_FORCE, *ENDED})


def validate(doc) -> None:
	before = doc.get_doc_before_save()
	protection.protect(doc, before)
	if not before and not doc.flags.by_cqs:
		doc.opened_by, doc.opened_on = frappe.session.user, now_datetime()
	check_request(doc)
	party.settle(doc, before)
	refuse_late_changes(doc, before)
	settle(doc, before)
	moves.move(doc, before)
	describe(doc)


def on_update(doc) -> None:
	"""What the new stage brings about, in the same transaction."""
	before = doc.get_doc_before_save()
	if doc.flags.cqs_self_approved:
		doc.add_comment(
			"Comment", _("Done by one person, as CQS Settings allow: {0}").format(doc.flags.cqs_self_approved)
		)
		doc.flags.cqs_self_approved = None
	if before and not before.approved_on and doc.approved_on:
		onboarding.open_account(doc)
	elif contract.is_complete(doc):
		onboarding.activate(doc)
	if before and Stage(before.stage) in OPENING and Stage(doc.stage) not in (*OPENING, *ENDED):
		vies.ask_later(doc)
	standing.publish(doc)
	if not before or before.stage != doc.stage or before.compliance_status != doc.compliance_status:
		notices.tell(doc, before)


def settle(doc, before) -> None:
	"""What is worked out from what was typed. After the decision only what lives on is: documents, the contract, and
	until the end compliance."""
	documents.settle(doc)
	contract.settle(doc, before)
	if not before or Stage(before.stage) not in ENDED:
		clearance.settle(doc)
	if is_settled(doc, before):
		return
	statements.settle(doc)
	completeness.settle(doc)
	commercial.settle(doc)
	score.settle(doc)
	doc.restructuring_history = contract.restructurings(doc.customer, doc.company)
	doc.approval_level = next(iter(cases.approver_roles(doc)), "")


def is_settled(doc, before) -> bool:
	return bool(before) and (bool(before.approved_on) or Stage(before.stage) in ENDED)


def check_request(doc) -> None:
	for field, least in (("requested_limit", 0), ("approved_limit", -1)):
		label = _(doc.meta.get_label(field))
		try:
			amount = decimal(doc.get(field))
		except NotANumber as error:
			frappe.throw(f"{label}: {error}")
		if not least < amount <= LARGEST:
			frappe.throw(_("{0} must be more than {1} and at most {2}.").format(label, least, f"{LARGEST:,}"))
	if doc.cash_only and doc.approved_limit:
		frappe.throw(_("Either cash only or a limit to approve, not both."))


def refuse_late_changes(doc, before) -> None:
	"""What was approved or rejected stays as it was; compliance data may change and are then looked at again."""
	if not is_settled(doc, before) or doc.flags.by_cqs:
		return
	fields = [*cases.REQUEST, *cases.FINANCIAL, *cases.GRANTED]
	if Stage(before.stage) in ENDED:
		fields += (*cases.COMPLIANCE, *cases.EVIDENCE)
	for field in content.differing(doc, before, fields):
		label = frappe.bold(_(doc.meta.get_label(field)))
		message = _(
			"{0} was decided and stays as it is. Renew the qualification, or make a Credit Limit Change."
		)
		frappe.throw(message.format(label), NotEditable)


def describe(doc) -> None:
	"""What is missing and whose turn it is, for everybody who may see the dossier."""
	doc.missing = "\n".join(requirements.missing_now(doc))
	doc.next_step = next_step(doc)


def next_step(doc) -> str:
	case = cases.case_of(doc)
	waiting = [
		action for action in actions_at(case) if action not in (Action.REJECT, Action.REQUEST_INFORMATION)
	]
	if case.stage in IN_FORCE or not waiting:
		return ""
	named = [
		f"{_(action.value)}: {', '.join(map(_, moves.roles_of(doc, case, action)))}" for action in waiting
	]
	return "\n".join(named)


def on_trash(doc) -> None:
	if Stage(doc.stage) is not Stage.INQUIRY:
		frappe.throw(
			_("A dossier that was worked on is part of the audit trail. Reject it instead."), NotEditable
		)
