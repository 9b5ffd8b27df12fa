"""Uninstall: ERPNext's own limits come back; roles, indexes, columns and stored lists of the app go."""

import frappe

from cqs_app.erp.compliance import list_index
from cqs_app.erp.credit import native
from cqs_app.erp.setup import documents, permissions, qualification, workflow
from cqs_app.erp.setup.install import INDEXES


def before_uninstall() -> None:
	native.give_back()
	permissions.revoke()
	workflow.remove()
	documents.remove()
	qualification.remove()


def after_uninstall() -> None:
	for doctype, (_columns, name) in INDEXES.items():
		if frappe.db.table_exists(doctype) and frappe.db.has_index(f"tab{doctype}", name):
			frappe.db.sql_ddl(f"alter table `tab{doctype}` drop index `{name}`")
	for role in permissions.ROLES:
		frappe.db.delete("Has Role", {"role": role})
		if frappe.db.exists("Role", role):
			frappe.delete_doc("Role", role, ignore_permissions=True, force=True)
	list_index.remove_all()
	# Frappe commits before it calls us, and not again.
	frappe.db.commit()
