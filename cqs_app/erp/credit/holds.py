"""The hold queue: opening, releasing, rejecting, and forced holds on customers."""

import json
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import add_days, get_datetime, now_datetime

from cqs_app.engine.credit.vocabulary import AccountStatus, Component, CreditStatus, HoldStatus, HoldType
from cqs_app.engine.findings import Finding, Outcome
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import approval, messages, notices, rights
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.settings import release_valid_days
from cqs_app.ledger.links import Party

FORCED_RULE = "Account Status"


@dataclass(frozen=True)
class PlannedHold:
	"""A hold whose name the refusal already quotes, written after the refused transaction has rolled back."""

	name: str
	doctype: str
	document: str
	party: Party
	hold_type: HoldType
	amount: Decimal
	increase: Decimal
	findings: tuple[Finding, ...]
	requested_by: str | None


def planned_hold(doc, checks) -> PlannedHold | None:
	"""One hold lists every reason, of all customers the document touches. None when no draft will be left to hold,
	or when a Block leaves nothing to release."""
	findings = tuple(finding for check in checks for finding in check.decision.findings)
	refusing = [check for check in checks if check.refuses]
	if not doc.name or not frappe.db.exists(doc.doctype, doc.name):
		return None
	if any(finding.outcome is Outcome.BLOCK for finding in findings):
		return None
	first = refusing[0]
	forced = any(check.locked.row.status == AccountStatus.FORCED_HOLD.value for check in refusing)
	# An approver who releases and submits in one step only decides; his failed attempt asks for nothing.
	decided = doc.flags.cqs_decided_hold
	return PlannedHold(
		name=decided or _open_hold_of(doc.doctype, doc.name) or f"CH-{frappe.generate_hash(length=10)}",
		doctype=doc.doctype,
		document=doc.name,
		party=first.impact.party,
		hold_type=HoldType.FORCED if forced else HoldType.POLICY,
		amount=first.impact.document_amount,
		increase=sum((max(check.facts.document.increase, ZERO) for check in refusing), ZERO),
		findings=findings,
		requested_by=None if decided else frappe.session.user,
	)


def open_hold(planned: PlannedHold) -> None:
	"""Write or renew the hold and mark the draft. A draft that was never saved leaves no hold behind."""
	if not frappe.db.exists(planned.doctype, {"name": planned.document}):
		return
	existing = _open_hold_of(planned.doctype, planned.document)
	hold = frappe.get_doc("Credit Hold", existing) if existing else frappe.new_doc("Credit Hold")
	row = accounts.read(planned.party)
	hold.update(
		{
			"reference_doctype": planned.doctype,
			"reference_name": planned.document,
			"customer": planned.party.customer,
			"company": planned.party.company,
			"account": row.name,
			"currency": row.currency,
			"hold_type": planned.hold_type.value,
			"status": HoldStatus.OPEN.value,
			"amount": float(planned.amount),
			"increase": float(planned.increase),
			"reasons": messages.reasons_html(list(planned.findings)),
			"findings": json.dumps([finding.as_dict() for finding in planned.findings]),
			"requested_by": hold.requested_by or planned.requested_by,
		}
	)
	_add_asker(hold, planned.requested_by)
	_void_releases(planned)
	hold.flags.by_cqs = True
	if existing:
		hold.save(ignore_permissions=True)
	else:
		hold.insert(ignore_permissions=True, set_name=planned.name)
	mark_document(hold, CreditStatus.ON_HOLD)


def release_hold(hold_name: str, reason: str, ceiling: Decimal | None, valid_upto) -> "frappe.Document":
	"""Let one document through once, up to a ceiling and until a date. Reserves its increase until then."""
	hold = _decidable(hold_name, reason)
	party = Party(hold.customer, hold.company)
	amount = _ceiling(hold, ceiling)
	until = _valid_upto(valid_upto)
	locked = accounts.lock(party)
	approval.require_approver(policy_for(party, locked.row.risk_class), max(amount, decimal(hold.amount)))
	self_approved = approval.require_independent(*approval.askers_of(hold))
	reserve = decimal(hold.increase) + max(amount - decimal(hold.amount), ZERO)
	_decide(hold, HoldStatus.RELEASED, reason, self_approved)
	hold.release_ceiling, hold.release_valid_upto, hold.reserved = float(amount), until, float(reserve)
	hold.save(ignore_permissions=True)
	accounts.add(party, {Component.RESERVED: reserve})
	mark_document(hold, CreditStatus.RELEASED)
	notices.decided(hold)
	return hold


def reject_hold(hold_name: str, reason: str) -> "frappe.Document":
	"""Decide that the document stays refused. Submitting it again opens a new hold."""
	hold = _decidable(hold_name, reason)
	party = Party(hold.customer, hold.company)
	locked = accounts.lock(party)
	approval.require_approver(policy_for(party, locked.row.risk_class), ZERO)
	self_approved = approval.require_independent(*approval.askers_of(hold))
	_decide(hold, HoldStatus.REJECTED, reason, self_approved)
	hold.save(ignore_permissions=True)
	mark_document(hold, CreditStatus.NOT_CHECKED)
	notices.decided(hold)
	return hold


def request_release(hold_name: str, note: str) -> "frappe.Document":
	"""A sales user asks for a decision: his note stands on the hold and the approvers are told."""
	hold = frappe.get_doc("Credit Hold", hold_name, for_update=True)
	if hold.status != HoldStatus.OPEN.value:
		frappe.throw(_("Credit hold {0} is {1}.").format(hold.name, _(hold.status)), WrongState)
	if not rights.may_ask(hold):
		frappe.throw(_("Only who may write the document may ask for its release."), frappe.PermissionError)
	hold.flags.by_cqs = True
	hold.request_note = note
	hold.requested_by = hold.requested_by or frappe.session.user
	_add_asker(hold, frappe.session.user)
	hold.save(ignore_permissions=True)
	hold.add_comment("Comment", _("Release requested: {0}").format(frappe.utils.escape_html(note)))
	roles = policy_for(Party(hold.customer, hold.company)).approver_roles(decimal(hold.amount))
	subject = _("Release of {0} requested for {1}").format(hold.reference_name, hold.customer)
	notices.send(_users_with(roles) - {frappe.session.user}, "Credit Hold", hold.name, subject)
	return hold


def force_hold(party: Party, reason: str) -> frappe._dict:
	"""Hold everything of a customer in a company until somebody lifts it; payments and quotations go through."""
	locked = accounts.lock(party)
	if locked.row.status != AccountStatus.ACTIVE.value:
		frappe.throw(
			_("The credit account of {0} is {1}.").format(party.customer, _(locked.row.status)), WrongState
		)
	accounts.set_values(party, {"status": AccountStatus.FORCED_HOLD.value, "status_reason": reason})
	hold = frappe.new_doc("Credit Hold")
	hold.flags.by_cqs = True
	hold.update(
		{
			"reference_doctype": "Customer",
			"reference_name": party.customer,
			"customer": party.customer,
			"company": party.company,
			"account": locked.row.name,
			"currency": locked.row.currency,
			"hold_type": HoldType.FORCED.value,
			"status": HoldStatus.OPEN.value,
			"reasons": frappe.utils.escape_html(reason),
			"findings": "[]",
			"requested_by": frappe.session.user,
		}
	)
	hold.insert(ignore_permissions=True, set_name=f"CH-{frappe.generate_hash(length=10)}")
	return accounts.read(party)


def lift_forced_hold(party: Party, reason: str) -> frappe._dict:
	"""End a forced hold. Documents held meanwhile are evaluated again."""
	locked = accounts.lock(party)
	if locked.row.status != AccountStatus.FORCED_HOLD.value:
		frappe.throw(_("{0} is not on forced hold.").format(party.customer), WrongState)
	accounts.set_values(party, {"status": AccountStatus.ACTIVE.value, "status_reason": ""})
	filters = {
		"reference_doctype": "Customer",
		"customer": party.customer,
		"company": party.company,
		"hold_type": HoldType.FORCED.value,
		"status": HoldStatus.OPEN.value,
	}
	for name in frappe.get_all("Credit Hold", filters=filters, pluck="name", order_by="name"):
		hold = frappe.get_doc("Credit Hold", name, for_update=True)
		_decide(hold, HoldStatus.RELEASED, reason, self_approved=False)
		hold.used_on = now_datetime()
		hold.save(ignore_permissions=True)
	return accounts.read(party)


def mark_document(hold, status: CreditStatus) -> None:
	"""Show on the draft what its hold says. A submitted document (Update Items, re-opening) keeps the status it
	passed with and only learns of the hold, so that a release is found."""
	if hold.reference_doctype == "Customer":
		return
	values = {"cqs_credit_hold": hold.name}
	if frappe.db.get_value(hold.reference_doctype, hold.reference_name, "docstatus") == 0:
		values["cqs_credit_status"] = status.value
	frappe.db.set_value(hold.reference_doctype, hold.reference_name, values, update_modified=False)


def _decidable(name: str, reason: str) -> "frappe.Document":
	if not (reason or "").strip():
		frappe.throw(_("Give a reason; it stands in the audit trail."), WrongState)
	hold = frappe.get_doc("Credit Hold", name, for_update=True)
	if hold.status != HoldStatus.OPEN.value:
		frappe.throw(_("Credit hold {0} is already {1}.").format(hold.name, _(hold.status)), WrongState)
	if hold.reference_doctype == "Customer":
		frappe.throw(_("A forced hold is lifted on the customer, not released."), WrongState)
	return hold


def _decide(hold, status: HoldStatus, reason: str, self_approved: bool) -> None:
	hold.flags.by_cqs = True
	hold.status = status.value
	hold.release_reason = reason.strip()
	if self_approved:
		hold.release_reason += "\n" + _("Decided by the requester himself, as CQS Settings allow.")
	hold.decided_by = frappe.session.user
	hold.decided_on = now_datetime()


def _valid_upto(value):
	until = get_datetime(value) if value else add_days(now_datetime(), release_valid_days())
	if until <= now_datetime():
		frappe.throw(_("The release would have expired already."), WrongState)
	return until


def _ceiling(hold, ceiling: Decimal | None) -> Decimal:
	amount = decimal(hold.amount) if ceiling is None else ceiling
	if amount <= 0:
		frappe.throw(_("The ceiling must be more than 0."), WrongState)
	if amount < decimal(hold.amount):
		worth, most = (messages.money(float(value), hold.currency) for value in (hold.amount, amount))
		frappe.throw(_("The document is worth {0}; the ceiling is {1}.").format(worth, most), WrongState)
	return amount


def _add_asker(hold, user: str | None) -> None:
	asked = [asker for asker in (hold.askers or "").split("\n") if asker]
	hold.askers = "\n".join(dict.fromkeys([*asked, *([user] if user else [])]))


def _open_hold_of(doctype: str, name: str) -> str | None:
	filters = {"reference_doctype": doctype, "reference_name": name, "status": HoldStatus.OPEN.value}
	return frappe.db.get_value("Credit Hold", filters, "name")


def _void_releases(planned: PlannedHold) -> None:
	"""An earlier release did not cover the document any more: it lapses and frees its reserve."""
	from cqs_app.erp.credit import releases

	document = frappe._dict(doctype=planned.doctype, name=planned.document)
	for hold in releases.holds_of(document, ("Released",)):
		if not hold.used_on:
			releases.close(hold, HoldStatus.EXPIRED)


def _users_with(roles: list[str]) -> set[str]:
	users = frappe.get_all(
		"Has Role",
		filters={"role": ("in", roles), "parenttype": "User"},
		pluck="parent",
		order_by="parent",
	)
	enabled = {"name": ("in", users), "enabled": 1, "user_type": "System User"}
	return set(frappe.get_all("User", filters=enabled, pluck="name", order_by="name")) - {"Administrator"}
