"""Puts an approved version of a Credit Group in force."""

from contextlib import ExitStack
from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import history
from cqs_app.erp.credit.approval import UNLIMITED
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.ledger.links import Party


def put_in_force(group) -> None:
	"""Move the members, old and new, in one step; the version before ends. The transaction holds all of them."""
	old = parties_of(group.replaces)
	new = [] if group.is_dissolved else [Party(row.customer, row.company) for row in group.members]
	if group.replaces != in_force(group.group_name, apart_from=group.name):
		raise WrongState(
			_("{0} was changed meanwhile. Cancel this version and make one anew.").format(group.group_name)
		)
	rows = {party: accounts.read(party) for party in {*old, *new}}
	for party, row in rows.items():
		if row.credit_group not in (None, "", group.replaces):
			_refuse_second_group(party, row.credit_group)
	with ExitStack() as records:
		for party, row in sorted(rows.items(), key=lambda item: accounts.account_key(item[0])):
			records.enter_context(history.recorded(party, group.change("Group Limit"), row))
		for party, row in rows.items():
			values = {"credit_group": group.name if party in new else None}
			accounts.set_values(party, {**values, "group_version": (row.group_version or 0) + 1})
	if group.replaces:
		frappe.db.set_value("Credit Group", group.replaces, "status", "Superseded", update_modified=False)
	group.status = "Dissolved" if group.is_dissolved else "In Force"


def in_force(group_name: str, apart_from: str | None = None) -> str | None:
	"""The version of a group that holds now."""
	filters = {
		"group_name": group_name,
		"docstatus": 1,
		"status": "In Force",
		"name": ("!=", apart_from or ""),
	}
	return frappe.db.get_value("Credit Group", filters, "name")


def parties_of(name: str | None) -> list[Party]:
	"""Members as a version of the group lists them."""
	if not name:
		return []
	filters = {"parent": name, "parenttype": "Credit Group"}
	rows = frappe.get_all(
		"Credit Group Member", filters=filters, fields=["customer", "company"], order_by="idx"
	)
	return [Party(row.customer, row.company) for row in rows]


def own_limit(party: Party) -> Decimal:
	"""What a member may owe without the group, without cover."""
	row = accounts.read(party)
	if not row:
		return ZERO
	return UNLIMITED if row.is_unlimited else max(decimal(row.credit_limit), decimal(row.temporary_limit))


def require_free(party: Party, replaces: str | None) -> None:
	"""Raise ValidationError when the account belongs to another group already."""
	row = accounts.read(party)
	if row and row.credit_group not in (None, "", replaces):
		_refuse_second_group(party, row.credit_group)


def _refuse_second_group(party: Party, group: str) -> None:
	title = frappe.db.get_value("Credit Group", group, "group_name")
	frappe.throw(
		_("{0} in {1} belongs to the credit group {2} already.").format(party.customer, party.company, title)
	)
