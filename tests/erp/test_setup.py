"""Install, migrate, uninstall, and who owns ERPNext's own limits meanwhile.

The whole cycle runs with the bench's own commands on a site of its own copy (see test_life_cycle); here is what can
be looked at inside one transaction.
"""

import json

import frappe
import pytest

from cqs_app.engine.credit.default_policy import NAME
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import native
from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.setup import install, permissions, uninstall
from tests.erp import factories as make
from tests.erp.credit import COMPANY, party_of


def test_seeds_are_there_and_made_once():
	before = frappe.db.count("Credit Policy"), frappe.db.count("Credit Policy Version")
	install.seed_policy()
	assert (frappe.db.count("Credit Policy"), frappe.db.count("Credit Policy Version")) == before
	assert frappe.db.get_single_value("CQS Settings", "default_policy") == NAME
	scope = frappe.db.get_value(
		"Credit Policy", NAME, ["company", "customer_group", "territory", "risk_class"]
	)
	assert not any(scope), "the seeded policy applies everywhere"


def test_every_hook_path_resolves():
	from cqs_app import hooks

	listed = [path for events in hooks.doc_events.values() for path in events.values()]
	paths = [path for paths in listed for path in ([paths] if isinstance(paths, str) else paths)]
	paths += [hooks.after_sync, hooks.after_migrate, hooks.before_uninstall, hooks.after_uninstall]
	paths += [path for jobs in hooks.scheduler_events["cron"].values() for path in jobs]
	paths += [
		path
		for often in ("hourly_long", "daily_long", "weekly_long")
		for path in hooks.scheduler_events[often]
	]
	assert paths
	for path in paths:
		assert callable(frappe.get_attr(path)), path


def test_native_limits_come_in_and_go_back():
	customer, frozen = make.make_customer(), make.make_customer()
	group = make.make_customer_group(name=make.unique("Group"))
	for parent, limit in ((customer, 5000), (group, 700)):
		row = frappe.new_doc("Customer Credit Limit")
		row.update(
			{
				"parent": parent.name,
				"parenttype": parent.doctype,
				"parentfield": "credit_limits",
				"company": COMPANY,
				"credit_limit": limit,
				"bypass_credit_limit_check": 1,
			}
		)
		row.db_insert()
	frappe.db.set_value("Customer", frozen.name, "is_frozen", 1)
	frappe.db.set_value("Company", COMPANY, "credit_limit", 900)
	frappe.db.set_single_value("Accounts Settings", "credit_controller", "Sales Manager")

	native.take_over()
	account = accounts.read(party_of(customer=customer))
	assert (account.is_assessed, account.credit_limit) == (1, 5000)
	assert accounts.read(party_of(customer=frozen)).status == "Forced Hold"
	assert not frappe.db.count("Customer Credit Limit")
	assert not frappe.db.get_single_value("Accounts Settings", "credit_controller")
	assert not frappe.db.get_value("Customer", frozen.name, "is_frozen")
	member, stranger = make.make_customer(group=group.name), make.make_customer()
	assert native.default_limit(party_of(customer=member)) == 700
	assert native.default_limit(party_of(customer=stranger)) == 900

	native.give_back()
	rows = frappe.get_all(
		"Customer Credit Limit",
		filters={"parent": ("in", [customer.name, group.name])},
		fields=["parent", "credit_limit", "bypass_credit_limit_check as bypass"],
		order_by="credit_limit",
	)
	assert [(row.parent, row.credit_limit, row.bypass) for row in rows] == [
		(group.name, 700, 1),
		(customer.name, 5000, 1),
	]
	assert frappe.db.get_value("Company", COMPANY, "credit_limit") == 900
	assert frappe.db.get_value("Customer", frozen.name, "is_frozen") == 1
	assert frappe.db.get_single_value("Accounts Settings", "credit_controller") == "Sales Manager"
	assert json.loads(frappe.db.get_single_value("CQS Settings", "native_limits")) == native._empty()


@pytest.mark.parametrize("role", permissions.ROLES)
def test_credit_roles_read_what_they_decide_about(role):
	for doctype in permissions.READABLE:
		assert frappe.db.exists("Custom DocPerm", {"parent": doctype, "role": role, "read": 1, "write": 0})


def test_permissions_return_to_standard():
	permissions.revoke()
	for doctype in permissions.READABLE:
		assert not frappe.db.exists("Custom DocPerm", {"parent": doctype}), doctype


def test_uninstall_knows_every_index():
	for doctype, (_columns, name) in uninstall.INDEXES.items():
		assert frappe.db.has_index(f"tab{doctype}", name), (doctype, name)


def test_no_row_is_saved_around_its_document():
	"""Whoever may write a document may, as Frappe has it, write each row by itself: unseen by checks and history."""
	tables = frappe.get_all(
		"DocType", filters={"module": "CQS App", "istable": 1}, pluck="name", order_by="name"
	)
	assert len(tables) > 10
	for doctype in tables:
		row = frappe.new_doc(doctype)
		row.update({"parent": "CQS Settings", "parenttype": "CQS Settings", "parentfield": "companies"})
		with pytest.raises(NotEditable):
			row.insert(ignore_mandatory=True, ignore_links=True)
