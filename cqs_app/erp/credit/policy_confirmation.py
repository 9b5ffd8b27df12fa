"""A second person confirms a version of a policy before limits are changed by it without anybody's approval."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.engine.credit.policy import Policy
from cqs_app.erp.credit import approval
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.settings import allows_self_approval

CONFIRMERS = ("Credit Manager", "Credit Director")
FIELDS = ["name", "version", "owner", "confirmed_by", "confirmed_on"]


def is_confirmed(policy: Policy) -> bool:
	filters = {"policy": policy.name, "version": policy.version}
	return bool(frappe.db.get_value("Credit Policy Version", filters, "confirmed_by"))


def state(policy) -> dict:
	"""Of the version in force: `confirmed_by`, `confirmed_on`, and whether the user `may_confirm` it."""
	current, authors = _current(policy)
	independent = frappe.session.user not in authors or allows_self_approval()
	allowed = bool(set(CONFIRMERS) & set(frappe.get_roles()))
	return {
		"version": current.version,
		"confirmed_by": current.confirmed_by,
		"confirmed_on": current.confirmed_on,
		"may_confirm": not current.confirmed_by and allowed and independent,
	}


def confirm(policy) -> dict:
	"""Note the user as the second person. Raises NotIndependent for who wrote a version since the last confirmed one."""
	frappe.only_for(CONFIRMERS, message=True)
	frappe.db.get_value("Credit Policy", policy.name, "name", for_update=True)
	current, authors = _current(policy)
	if current.confirmed_by:
		frappe.throw(_("Version {0} is confirmed already.").format(current.version), WrongState)
	approval.require_independent(*authors, roles=list(CONFIRMERS))
	values = {"confirmed_by": frappe.session.user, "confirmed_on": now_datetime()}
	frappe.db.set_value("Credit Policy Version", current.name, values)
	policy.add_comment("Info", _("confirmed version {0}").format(current.version))
	return state(policy)


def _current(policy) -> tuple[frappe._dict, set[str]]:
	"""The version in force, and who wrote versions since the last confirmed one."""
	versions = frappe.get_all(
		"Credit Policy Version", filters={"policy": policy.name}, fields=FIELDS, order_by="version desc"
	)
	current = next((row for row in versions if row.version == policy.version), None)
	if not current:
		frappe.throw(_("Save the policy first."), WrongState)
	authors = set()
	for row in versions:
		if row.confirmed_by:
			break
		authors.add(row.owner)
	return current, authors
