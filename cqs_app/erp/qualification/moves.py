"""Actions on a dossier: who may take them, what has to be there first, and what they leave behind."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import add_days, add_months, escape_html, getdate, now_datetime

from cqs_app.engine.money import ZERO
from cqs_app.engine.qualification.people import conflict
from cqs_app.engine.qualification.stages import (
	COMPLIANCE,
	REVIEWS,
	Action,
	Case,
	NotPossible,
	Stage,
	after,
	inferred,
	reopened,
	roles_for,
)
from cqs_app.erp.credit import approval, content
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent, WrongState
from cqs_app.erp.credit.settings import allows_self_approval
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import contract, party, requirements, settings, steps
from cqs_app.erp.qualification.exceptions import Incomplete, NotPossibleNow

NEEDS_A_REASON = {Action.REJECT, Action.REQUEST_INFORMATION}
DECISIONS = {Action.PASS_FINANCIALS, Action.CLEAR_COMPLIANCE, Action.APPROVE, Action.REJECT}


def move(doc, before) -> None:
	"""Find out what this save does to the case, refuse what may not be, and write stage, reviews and times."""
	if not before:
		steps.write(doc, cases.case_of(doc))
	if not before or doc.flags.by_cqs:
		return
	was = cases.case_of(before)
	action = _action(doc, was)
	changed = _changed(doc, before)
	case = reopened(was, financial=bool(changed["financial"]), compliance=bool(changed["compliance"]))
	if action:
		_refuse_changes(doc, before, action, was)
		require(doc, was, action)
		case = after(was, action, by_compliance=_by_compliance(was))
		_record(doc, action)
	elif case != was or (was.approved and changed["compliance"]):
		doc.flags.cqs_reopened = True
		note_reopening(doc, was, _said(doc, changed), frappe.session.user)
	set_case(doc, case)
	if case != was:
		steps.write(doc, case, action.value if action else _("Changed"), _note(doc))


def set_case(doc, case: Case) -> None:
	doc.stage = case.stage.value
	doc.financial_status = case.financial.value
	doc.compliance_status = case.compliance.value


def require(doc, case: Case, action: Action) -> None:
	"""Raise unless the session user may take the action now and nothing is missing for it."""
	try:
		after(case, action)
	except NotPossible as error:
		frappe.throw(_("Not possible now. {0}").format(escape_html(str(error))), NotPossibleNow)
	_require_role(doc, case, action)
	_require_independent(doc, action)
	if action is Action.REOPEN:
		party.refuse_twin(doc)
	if action in NEEDS_A_REASON and not _note(doc):
		frappe.throw(_("Give a reason: whoever reads the dossier has to know what to do."))
	if missing := requirements.missing_for(doc, action):
		frappe.throw(
			_list(_("{0} is not possible yet. Missing:").format(_(action.value)), missing),
			Incomplete,
			title=_(action.value),
		)


def why_not(doc, case: Case, action: Action) -> str:
	"""A sentence for the screen when the session user may not take a possible action; empty when he may."""
	roles = roles_of(doc, case, action)
	if not set(roles) & set(frappe.get_roles()):
		return _("Waiting for: {0}.").format(approval.named(list(roles)))
	duty = _conflict(doc, action)
	if duty and not allows_self_approval():
		return _("Waiting for somebody else ({0}): you {1}.").format(
			approval.named(list(roles)), _(duty.value)
		)
	return ""


def roles_of(doc, case: Case, action: Action) -> tuple[str, ...]:
	return roles_for(action, case, cases.approver_roles(doc) if case.stage is Stage.CREDIT_APPROVAL else ())


def _action(doc, was: Case) -> Action | None:
	"""The action that was named, or the one that a new stage means."""
	if named := doc.flags.cqs_action:
		return Action(named)
	if doc.stage == was.stage.value:
		return None
	try:
		action = inferred(was, Stage(doc.stage))
	except ValueError:
		action = None
	if action is None:
		message = _("From {0} a qualification does not go to {1}.").format(_(was.stage.value), _(doc.stage))
		frappe.throw(message, WrongState)
	return action


def _changed(doc, before) -> dict[str, list[str]]:
	financial = content.differing(doc, before, (*cases.REQUEST, *cases.FINANCIAL))
	return {"financial": financial, "compliance": content.differing(doc, before, cases.COMPLIANCE)}


def _refuse_changes(doc, before, action: Action, was: Case) -> None:
	"""Who decides must decide on what was there, not edit it in the same step."""
	if action not in DECISIONS:
		return
	fields = (*cases.REQUEST, *cases.FINANCIAL, *cases.COMPLIANCE, *cases.EVIDENCE, *cases.GRANTED)
	if was.stage in REVIEWS and action is Action.PASS_FINANCIALS:
		fields = tuple(field for field in fields if field not in cases.GRANTED)
	for field in content.differing(doc, before, fields):
		label = _(doc.meta.get_label(field))
		frappe.throw(_("{0} was changed while deciding. Save the change first.").format(label), WrongState)


def _require_role(doc, case: Case, action: Action) -> None:
	roles = roles_of(doc, case, action)
	if set(roles) & set(frappe.get_roles()):
		return
	message = _("{0} may only be done by: {1}.").format(_(action.value), approval.named(list(roles)))
	frappe.throw(message, NotAnApprover, title=_("Not Your Step"))


def _require_independent(doc, action: Action) -> None:
	duty = _conflict(doc, action)
	if not duty:
		return
	if allows_self_approval():
		doc.flags.cqs_self_approved = action.value
		return
	message = _("{0} has to be done by somebody else: you {1}.").format(_(action.value), _(duty.value))
	frappe.throw(message, NotIndependent, title=_("A Second Person Must Decide"))


def _conflict(doc, action: Action):
	segregate = cases.policy_of_case(doc).segregate_duties
	people = cases.people_of(doc, deciding=action is Action.APPROVE)
	return conflict(action, frappe.session.user, people, segregate=segregate)


def _by_compliance(case: Case) -> bool:
	"""A rejection in the reviews fails compliance when a Compliance Officer says it."""
	return case.stage in REVIEWS and bool(set(COMPLIANCE) & set(frappe.get_roles()))


def _record(doc, action: Action) -> None:
	user, now = frappe.session.user, now_datetime()
	written: dict[Action, Callable[[], dict]] = {
		Action.PASS_FINANCIALS: lambda: {"financial_reviewer": user, "financial_reviewed_on": now},
		Action.CLEAR_COMPLIANCE: lambda: {
			"compliance_reviewer": user,
			"compliance_reviewed_on": now,
			"reopened_because": None,
			"reopened_by": None,
		},
		Action.APPROVE: lambda: _approval(doc, user, now),
		Action.REJECT: lambda: {
			"rejected_by": user,
			"rejected_on": now,
			"rejection_reason": _note(doc),
			"decided_on": now,
		},
		Action.REOPEN: lambda: dict.fromkeys(
			(
				"financial_reviewer",
				"financial_reviewed_on",
				"compliance_reviewer",
				"compliance_reviewed_on",
				"rejected_by",
				"rejected_on",
				"rejection_reason",
				"approved_by",
				"approved_on",
				"valid_upto",
				"next_review_date",
			)
		),
	}
	doc.update(written.get(action, dict)())
	if action is Action.PASS_FINANCIALS and not doc.cash_only and not doc.approved_limit:
		doc.approved_limit, doc.approved_terms = doc.proposed_limit, doc.approved_terms or doc.requested_terms


def _approval(doc, user: str, now) -> dict:
	policy = cases.policy_of_case(doc)
	band = policy.limits.band(doc.risk_class or "")
	months = (band.review_months if band else 0) or policy.review_months_default
	review = add_months(today(doc.company), months)
	if doc.cash_only:
		doc.approved_limit = float(ZERO)
	contract.fill(doc)
	return {
		"approved_by": user,
		"approved_on": now,
		"decided_on": now,
		"policy": _("{0}, version {1}").format(policy.name, policy.version),
		"next_review_date": review,
		"valid_upto": add_days(getdate(review), settings.grace_days()),
	}


def note_reopening(doc, was: Case, why: str, user: str) -> None:
	"""Nobody clears what he changed himself, and of an approved dossier everybody reads why it is looked at again."""
	if was.approved:
		doc.reopened_because = "; ".join(filter(None, (doc.reopened_because, why)))
		doc.reopened_by = "\n".join(dict.fromkeys(filter(None, (*(doc.reopened_by or "").split("\n"), user))))
	doc.add_comment("Info", _("Looked at again: {0}").format(escape_html(why)))


def _said(doc, changed: dict[str, list[str]]) -> str:
	fields = dict.fromkeys(field for fields in changed.values() for field in fields)
	labels = ", ".join(_(doc.meta.get_label(field)) for field in fields)
	return _("{0} changed, by {1}").format(labels, frappe.session.user)


def _note(doc) -> str:
	return (doc.flags.cqs_note or "").strip()


def _list(head: str, items: list[str]) -> str:
	return f"{head}<ul>{''.join(f'<li>{escape_html(item)}</li>' for item in items)}</ul>"
