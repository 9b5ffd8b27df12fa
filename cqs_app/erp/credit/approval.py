"""Who may decide: independent of who asked, and high enough for the amount."""

from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.credit.policy import Policy
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent
from cqs_app.erp.credit.settings import allows_self_approval

CREDIT_ROLES = ("Credit Analyst", "Credit Manager", "Credit Director")


def require_approver(policy: Policy, amount: Decimal, user: str | None = None) -> None:
	"""Raise NotAnApprover unless a role of the user reaches the amount. Administrator must hold it by role too."""
	roles = policy.approver_roles(amount)
	if not set(roles) & set(frappe.get_roles(user or frappe.session.user)):
		frappe.throw(
			_("{0} may only be decided by: {1}.").format(
				frappe.format_value(float(amount), {"fieldtype": "Currency"}),
				", ".join(_(role) for role in roles) or _("nobody; the policy has no approval level for it"),
			),
			NotAnApprover,
			title=_("Not Your Approval Level"),
		)


def require_independent(*askers: str | None) -> bool:
	"""Raise NotIndependent when the user is one of those who asked.

	Returns True when the emergency setting let him through, so that the caller marks it in the audit trail.
	"""
	if frappe.session.user not in {asker for asker in askers if asker}:
		return False
	if allows_self_approval():
		return True
	frappe.throw(
		_("You asked for this yourself or made the document; somebody else has to decide."),
		NotIndependent,
		title=_("A Second Person Must Decide"),
	)
	return False
