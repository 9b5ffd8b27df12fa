"""Frappe's workflow around documents that are decided: what a state means to the document, and refusals that name who
may act. The workflow itself belongs to the user; see erp/setup/workflow.py."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model import workflow as frappes
from frappe.model.base_document import get_controller
from frappe.utils import escape_html, get_datetime, get_fullname, get_link_to_form, now_datetime, strip_html

from cqs_app.erp.credit import approval
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent, WrongState

DRAFT, PENDING, APPROVED, REJECTED = "Draft", "Pending Approval", "Approved", "Rejected"
REQUEST, APPROVE, REJECT, REOPEN = "Request Approval", "Approve", "Reject", "Reopen"
KEPT = ("rejected_by", "rejected_on", "rejection_reason")


def is_ours(doctype: str) -> bool:
	"""Documents that handle the actions of their workflow themselves (`apply_action`)."""
	try:
		return hasattr(get_controller(doctype), "apply_action")
	except (ImportError, frappe.DoesNotExistError, TypeError):
		return False


def follows(doc) -> bool:
	return bool(doc.meta.has_field("workflow_state"))


def asks_again(doc, before) -> bool:
	"""Whoever sends it to the approvers asks for it."""
	return follows(doc) and doc.workflow_state == PENDING != before.workflow_state


def note_state(doc, before) -> None:
	"""On a draft that is saved: a rejection is decided like an approval, and remembered until it is reopened."""
	reason = doc.flags.cqs_rejection_reason
	for field in KEPT:
		doc.set(field, before.get(field) if before else None)
	if not before:
		return
	if before.rejected_by and doc.changed_from(before):
		frappe.throw(_("It was rejected; reopen it before you change it."), WrongState)
	if doc.workflow_state == REJECTED != before.workflow_state:
		_reject(doc, (reason or "").strip())
	elif before.rejected_by and doc.workflow_state != REJECTED:
		for field in KEPT:
			doc.set(field, None)
	elif doc.workflow_state != before.workflow_state and _puts_in_force(doc):
		roles = approval.named(doc.approver_roles())
		message = _("{0} is not a state of a draft: use the action of the workflow, or submit it.")
		frappe.throw(f"{message.format(_(doc.workflow_state))} {_may_act(roles)}", WrongState)


def check_not_rejected(doc, before) -> None:
	"""On the way to being in force, on whatever path."""
	if not before or not before.get("rejected_by"):
		for field in KEPT if follows(doc) else ():
			doc.set(field, None)
		return
	message = _("It was rejected by {0}. Somebody has to reopen it first; then it may be approved by: {1}.")
	who = get_fullname(before.rejected_by)
	frappe.throw(message.format(who, approval.named(doc.approver_roles())), WrongState)


def check_transition(doc) -> None:
	"""Refuse a state that the workflow does not allow before anything is put in force: who swallows the exception
	that Frappe would raise later must not keep half of it."""
	if doc.meta.get_workflow():
		frappes.validate_workflow(doc)


def apply(document: Any, action: str):
	"""A workflow action, from a form or a list. Refuses a document that was changed since the form showed it."""
	posted = frappe.parse_json(document)
	doc = frappe.get_doc(posted["doctype"], posted["name"])
	if posted.get("modified") and get_datetime(posted["modified"]) != get_datetime(doc.modified):
		frappe.throw(
			_("It was changed after you opened it. Reload it, and decide on what it says now."),
			frappe.TimestampMismatchError,
		)
	return doc.apply_action(action, posted)


def act(doc, action: str, posted: dict):
	"""The action on a document that is decided; adds who may act to Frappe's own refusals."""
	doc.flags.cqs_rejection_reason = posted.get("rejection_reason")
	return _named(doc, lambda: frappes.apply_workflow(doc, action))


def apply_to_all(doctype: str, names: list[str], action: str) -> dict[str, list]:
	"""A workflow action on several documents, each by itself. Returns `done`, and `failed` as (name, why)."""
	result: dict[str, list] = {"done": [], "failed": []}
	for name in names:
		frappe.db.savepoint("cqs_workflow")
		try:
			apply({"doctype": doctype, "name": name}, action)
			result["done"].append(name)
		except Exception as error:
			frappe.db.rollback(save_point="cqs_workflow")
			frappe.clear_messages()
			frappe.flags.error_message = None
			result["failed"].append((name, strip_html(str(error)) or type(error).__name__))
	return result


def apply_and_tell(doctype: str, names: list[str], action: str) -> None:
	"""The same for a list; the user reads in a message, also after a background job, what failed and why."""
	result = apply_to_all(doctype, names, action)
	failed = [f"{get_link_to_form(doctype, name)}: {escape_html(why)}" for name, why in result["failed"]]
	head = _("{0} done, {1} refused").format(len(result["done"]), len(failed))
	frappe.msgprint(
		"<br>".join([head, *failed]),
		title=_("Workflow Status"),
		indicator="orange" if failed else "green",
		realtime=bool(frappe.job),
	)


def _named(doc, act: Callable[[], Any]) -> Any:
	try:
		return act()
	except (frappes.WorkflowTransitionError, frappes.WorkflowPermissionError) as error:
		_refuse(doc, str(error))
	except frappe.PermissionError as error:
		if isinstance(error, (NotAnApprover, NotIndependent)):
			raise
		_refuse(doc, str(error) or _("No permission"))


def _refuse(doc, said: str) -> None:
	frappe.clear_last_message()
	roles = doc.approver_roles()
	if doc.workflow_state == PENDING:
		approval.require_independent(*doc.askers(), roles=roles)
	message = f"{said.rstrip('.')}. {_may_act(approval.named(roles))}"
	frappe.throw(message, NotAnApprover, title=_("Not Your Approval Level"))


def _may_act(named: str) -> str:
	return _("It may be decided by: {0}.").format(named)


def _reject(doc, reason: str) -> None:
	doc.approve()
	doc.rejected_by, doc.rejected_on, doc.rejection_reason = frappe.session.user, now_datetime(), reason
	said = _("Rejected: {0}").format(escape_html(reason)) if reason else _("Rejected without a reason.")
	doc.add_comment("Comment", said)


def _puts_in_force(doc) -> bool:
	name = doc.meta.get_workflow()
	states = frappe.get_cached_doc("Workflow", name).states if name else []
	return any(row.state == doc.workflow_state and row.doc_status == "1" for row in states)
