"""What the session user may do with a hold. Screens show their buttons by it; each decision checks again."""

import frappe
from frappe import _

from cqs_app.engine.money import decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import approval
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.settings import allows_self_approval
from cqs_app.ledger.links import Party


def of_hold(hold: frappe._dict) -> dict:
	"""`may_decide`, `why_not` (a sentence for the user who may not), and `may_ask` for a release."""
	return {**_decision(hold), "may_ask": may_ask(hold)}


def of_decided(change) -> dict:
	"""`may_submit`, `why_not`: who it waits for, and `approvers`: the roles that reach it."""
	roles = change.approver_roles()
	named = approval.named(roles)
	asked = frappe.session.user in change.askers() and not allows_self_approval()
	may = bool(set(roles) & set(frappe.get_roles())) and not asked
	waiting = _("Waiting for somebody else: {0}.") if asked else _("Waiting for: {0}.")
	return {"may_submit": may, "why_not": "" if may else waiting.format(named), "approvers": named}


def may_ask(hold: frappe._dict) -> bool:
	"""Who may write the document may ask for it."""
	doctype, name = hold.reference_doctype, hold.reference_name
	if not frappe.db.exists(doctype, name):
		return False
	return bool(frappe.has_permission(doctype, "write", doc=frappe.get_doc(doctype, name)))


def _decision(hold: frappe._dict) -> dict:
	party = Party(hold.customer, hold.company)
	row = accounts.read(party)
	roles = policy_for(party, row.risk_class if row else None).approver_roles(decimal(hold.amount))
	if not set(roles) & set(frappe.get_roles()):
		named = ", ".join(_(role) for role in roles) or _("nobody; the policy has no level for it")
		return {"may_decide": False, "why_not": _("It may be released by: {0}.").format(named)}
	if frappe.session.user in approval.askers_of(hold) and not allows_self_approval():
		return {
			"may_decide": False,
			"why_not": _("You wrote it or asked for it; somebody else has to decide."),
		}
	return {"may_decide": True, "why_not": ""}
