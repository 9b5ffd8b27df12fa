"""The class that people set against the score: one asks and says why, another one confirms.

Sales read the timeline but neither scores nor classes: comments say who did what, and the fields of the dossier, whose
versions are kept, say which class and why.
"""

import frappe
from frappe import _
from frappe.utils import escape_html, now_datetime

from cqs_app.engine.qualification.stages import UNDER_WAY, Stage
from cqs_app.erp.credit import approval
from cqs_app.erp.credit.exceptions import NotAnApprover
from cqs_app.erp.qualification import protection
from cqs_app.erp.qualification.exceptions import NotPossibleNow
from cqs_app.erp.qualification.score import policy_of_score

ASKERS = approval.CREDIT_ROLES
DECIDERS = ("Credit Manager", "Credit Director")
LONGEST = 100
FIELDS = (
	"override_class",
	"override_reason",
	"override_requested_by",
	"override_confirmed_by",
	"override_confirmed_on",
)


def request(doc, risk_class: str, reason: str) -> None:
	"""Asking again replaces what was asked or confirmed before."""
	_require_role(ASKERS, _("A class may only be overridden by: {0}."))
	_require_open(doc)
	_require_class(doc, risk_class)
	_require_plain(reason)
	doc.update(dict.fromkeys(FIELDS))
	doc.override_class, doc.override_reason = risk_class, reason
	doc.override_requested_by = frappe.session.user
	_save(doc, _("Asked for another class than that of the score; somebody else has to confirm it."))


def confirm(doc, risk_class: str | None = None) -> None:
	"""`risk_class`: what the person who confirms has read, None = whatever waits."""
	_require_decider(doc)
	if risk_class and risk_class != doc.override_class:
		message = _("Meanwhile class {0} was asked for. Read the reason, then decide.")
		frappe.throw(message.format(escape_html(doc.override_class)), NotPossibleNow)
	_require_class(doc, doc.override_class)
	himself = approval.require_independent(doc.override_requested_by, roles=list(DECIDERS))
	doc.override_confirmed_by, doc.override_confirmed_on = frappe.session.user, now_datetime()
	said = _("Confirmed the class that {0} asked for.").format(doc.override_requested_by)
	if himself:
		said += " " + _("Confirmed by the requester himself, as CQS Settings allow.")
	_save(doc, said)


def reject(doc, reason: str) -> None:
	"""The class of the score holds again; the reasons of both stay to be read."""
	_require_decider(doc)
	_require_plain(reason)
	approval.require_independent(doc.override_requested_by, roles=list(DECIDERS))
	asker = doc.override_requested_by
	refused = _("{0} refused class {1}: {2}").format(frappe.session.user, doc.override_class, reason)
	asked = _("{0} had asked for it: {1}").format(asker, doc.override_reason)
	doc.update(dict.fromkeys(FIELDS))
	doc.override_reason = f"{refused}\n{asked}"
	_save(doc, _("Refused the class that {0} asked for.").format(asker))


def rights_of(doc) -> dict:
	"""For the buttons: `classes` that may be asked for, the class that is `waiting`, `may_request`, `may_decide`."""
	asks = _has_role(ASKERS) and _is_open(doc) and bool(frappe.has_permission(doc.doctype, "write", doc=doc))
	waiting = doc.override_class if asks and _waits(doc) else ""
	decides = bool(waiting) and _has_role(DECIDERS) and _is_independent(doc)
	return {
		"classes": _classes(doc) if asks else [],
		"waiting": waiting,
		"may_request": asks,
		"may_decide": decides,
	}


def _classes(doc) -> list[str]:
	return [band.risk_class for band in policy_of_score(doc).limits.bands]


def _waits(doc) -> bool:
	return bool(doc.override_class) and not doc.override_confirmed_by


def _is_open(doc) -> bool:
	return Stage(doc.stage) in UNDER_WAY and not doc.approved_on


def _is_independent(doc) -> bool:
	return doc.override_requested_by != frappe.session.user or approval.allows_self_approval()


def _has_role(roles: tuple[str, ...]) -> bool:
	return bool(set(roles) & set(frappe.get_roles()))


def _require_role(roles: tuple[str, ...], message: str) -> None:
	if not _has_role(roles):
		frappe.throw(message.format(approval.named(list(roles))), NotAnApprover, title=_("Not Your Step"))


def _require_open(doc) -> None:
	if not _is_open(doc):
		message = _("In stage {0} the class stays as it is. Renew the qualification to score it again.")
		frappe.throw(message.format(_(doc.stage)), NotPossibleNow)


def _require_decider(doc) -> None:
	_require_role(DECIDERS, _("Another class may only be confirmed or refused by: {0}."))
	_require_open(doc)
	if not _waits(doc):
		frappe.throw(_("No other class waits for a decision."), NotPossibleNow)


def _require_class(doc, risk_class: str) -> None:
	known = _classes(doc)
	if risk_class not in known:
		message = _("{0} is no class of the policy; there are: {1}.")
		shown = escape_html(str(risk_class)[:LONGEST])
		frappe.throw(message.format(shown, ", ".join(map(escape_html, known)) or _("none")))


def _require_plain(reason: str) -> None:
	if protection.MARKUP.search(reason):
		frappe.throw(_("The reason contains markup or a script. Write plain text; nothing was stored."))


def _save(doc, said: str) -> None:
	doc.flags.by_cqs = True
	try:
		doc.save()
	finally:
		doc.flags.by_cqs = False
	doc.add_comment("Comment", escape_html(said))
