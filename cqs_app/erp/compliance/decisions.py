"""A Compliance Officer decides on a match. Above the upper band, and to take back a confirmation, two of them do."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.erp.compliance import alerts, bands, matches, notices, registry, standing
from cqs_app.erp.compliance.matches import CLEARED, CONFIRMED, MATCH, SECOND
from cqs_app.erp.compliance.party_records import CUSTOMER, DOSSIER, Ref
from cqs_app.erp.credit import approval
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent, WrongState
from cqs_app.erp.credit.settings import allows_self_approval

CLEAR, CONFIRM, REOPEN = "Clear", "Confirm", "Reopen"


def decide(name: str, decision: str, reason: str, seen: str | None = None):
	"""`seen`: the match's `modified` as the officer saw it. Raises NotAnApprover, NotIndependent, WrongState. Returns the
	match."""
	if notices.OFFICER not in frappe.get_roles():
		message = _("A match is decided by: {0}.").format(_(notices.OFFICER))
		frappe.throw(message, NotAnApprover, title=_("Not Your Decision"))
	values = frappe.db.get_value(MATCH, name, ["party_type", "party"])
	ref = Ref(*values)
	registry.lock(ref)
	match = frappe.get_doc(MATCH, name, for_update=True)
	if seen and str(match.modified) != str(seen):
		frappe.throw(_("The match has changed since you opened it. Reload it and look again."), WrongState)
	known = {CLEAR: _clear, CONFIRM: _confirm, REOPEN: _reopen}
	if decision not in known:
		frappe.throw(_("Decide with one of: {0}.").format(", ".join(map(_, known))), WrongState)
	by_maker = approval.require_independent(*makers_of(ref), roles=[notices.OFFICER])
	known[decision](match, ref, reason)
	matches.save(match)
	if by_maker:
		match.add_comment("Comment", _("Decided by who made the record, as CQS Settings allow."))
	standing.publish(ref)
	if match.decision == CONFIRMED:
		alerts.confirmed(match)
	return match


def refusal(ref: Ref) -> str:
	"""Why the user may not decide on matches of this party, in words; empty where he may."""
	if notices.OFFICER not in frappe.get_roles():
		return _("A match is decided by: {0}.").format(_(notices.OFFICER))
	if frappe.session.user in makers_of(ref) and not allows_self_approval():
		return _("You made the party or asked for its qualification; another {0} decides.").format(
			_(notices.OFFICER)
		)
	return ""


def needs_two(match, ref: Ref) -> bool:
	"""By the policy of today and by that of the day it was found: weakening the policy clears nothing."""
	return (
		match.decision == CONFIRMED
		or match.band == bands.LIKELY
		or bands.of(ref).band_of(match.score) == bands.LIKELY
	)


def _clear(match, ref: Ref, reason: str) -> None:
	if match.decision == CLEARED:
		frappe.throw(_("It is cleared already."), WrongState)
	if not needs_two(match, ref):
		return _put(match, CLEARED, reason)
	if not match.proposed_by:
		match.update(
			{"proposed_by": frappe.session.user, "proposed_on": now_datetime(), "proposed_reason": reason}
		)
		match.waits_for = SECOND
		matches.note(match, matches.PROPOSED, reason)
		notices.tell_second(match)
		return None
	if match.proposed_by == frappe.session.user and not allows_self_approval():
		message = _("You proposed to clear it; a second Compliance Officer decides.")
		frappe.throw(message, NotIndependent, title=_("A Second Person Must Decide"))
	return _put(match, CLEARED, reason)


def _confirm(match, ref: Ref, reason: str) -> None:
	if match.decision == CONFIRMED and not match.proposed_by:
		frappe.throw(_("It is confirmed already."), WrongState)
	match.update(dict.fromkeys(("proposed_by", "proposed_on", "proposed_reason")))
	_put(match, CONFIRMED, reason)


def _reopen(match, ref: Ref, reason: str) -> None:
	"""A cleared match is looked at again. What was confirmed is taken back by clearing it, which takes two."""
	if match.decision != CLEARED:
		frappe.throw(_("Only a cleared match is opened again."), WrongState)
	matches.open_again(match, reason)


def _put(match, decision: str, reason: str) -> None:
	match.update(
		{
			"decision": decision,
			"waits_for": "",
			"decided_by": frappe.session.user,
			"decided_on": now_datetime(),
			"decision_reason": reason,
		}
	)
	matches.note(match, decision, reason)


def makers_of(ref: Ref) -> set[str]:
	"""Who made the party or asked for its qualification has an interest in clearing it."""
	makers = {frappe.db.get_value(ref.party_type, ref.party, "owner")}
	filters = (
		{"customer": ref.party}
		if ref.party_type == CUSTOMER
		else {"party_type": ref.party_type, "party": ref.party}
	)
	for row in frappe.get_all(DOSSIER, filters=filters, fields=["owner", "opened_by"], order_by="name"):
		makers |= {row.owner, row.opened_by}
	return makers - {None, ""}
