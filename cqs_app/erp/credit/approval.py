"""Who may decide: independent of who asked, and high enough for the amount."""

from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.credit.policy import Policy
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent
from cqs_app.erp.credit.settings import allows_self_approval

CREDIT_ROLES = ("Credit Analyst", "Credit Manager", "Credit Director")
UNLIMITED = Decimal(10**15)


def require_approver(policy: Policy, amount: Decimal, user: str | None = None) -> None:
	"""Raise NotAnApprover unless a role of the user reaches the amount. Administrator must hold it by role too."""
	roles = policy.approver_roles(amount)
	if not set(roles) & set(frappe.get_roles(user or frappe.session.user)):
		refuse_approver(roles, amount)


def refuse_approver(roles: list[str], amount: Decimal | None) -> None:
	"""Raise NotAnApprover, naming who may decide. `amount` None = the user may not even know what is at stake."""
	if amount is None:
		message = _("It may only be decided by: {0}.").format(named(roles))
		frappe.throw(message, NotAnApprover, title=_("Not Your Approval Level"))
	shown = (
		frappe.format_value(float(amount), {"fieldtype": "Currency"})
		if amount < UNLIMITED
		else _("Unlimited credit")
	)
	message = _("{0} may only be decided by: {1}.").format(shown, named(roles))
	frappe.throw(message, NotAnApprover, title=_("Not Your Approval Level"))


def named(roles: list[str]) -> str:
	return ", ".join(_(role) for role in roles) or _("nobody; the policy has no approval level for it")


def writers_of(doctype: str, name: str) -> set[str]:
	"""Who made a document or ever changed it: the figures are theirs, whoever saved it last."""
	changed_by = frappe.get_all("Version", filters={"ref_doctype": doctype, "docname": name}, pluck="owner")
	return {*changed_by, frappe.db.get_value(doctype, name, "owner")} - {None, ""}


def askers_of(hold) -> set[str]:
	"""Everybody who wrote the held document, tried to submit it or asked for its release, in this hold or before."""
	doctype, name = hold.reference_doctype, hold.reference_name
	asked = writers_of(doctype, name) | {frappe.db.get_value(doctype, name, "modified_by")}
	filters = {"reference_doctype": doctype, "reference_name": name}
	for row in frappe.get_all("Credit Hold", filters=filters, fields=["requested_by", "askers"]):
		asked |= {row.requested_by, *(row.askers or "").split("\n")}
	return asked - {None, ""}


def require_independent(*askers: str | None, roles: list[str] | None = None) -> bool:
	"""Raise NotIndependent when the user is one of those who asked. `roles`: who may decide, for the message.

	Returns True when the emergency setting let him through, so that the caller marks it in the audit trail.
	"""
	if frappe.session.user not in {asker for asker in askers if asker}:
		return False
	if allows_self_approval():
		return True
	message = _("You asked for this yourself or made the document; somebody else has to decide.")
	if roles:
		message += " " + _("It may be decided by: {0}.").format(named(roles))
	frappe.throw(
		message,
		NotIndependent,
		title=_("A Second Person Must Decide"),
	)
	return False
