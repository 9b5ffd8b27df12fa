"""Read access of the credit roles to the ERPNext documents that they decide about.

ERPNext's own permissions are copied once to Custom DocPerm, as the Role Permission Manager does it; at uninstall our
lines go, and a DocType whose permissions were only copied for us returns to its standard ones.
"""

import frappe
from frappe.permissions import reset_perms, setup_custom_perms

ROLES = ("Credit Analyst", "Credit Manager", "Credit Director", "Compliance Officer", "Credit Auditor")
READABLE = (
	"Customer",
	"Quotation",
	"Sales Order",
	"Delivery Note",
	"Sales Invoice",
	"POS Invoice",
	"Payment Entry",
	"Journal Entry",
	"Company",
	"Payment Terms Template",
	# What their own documents link to, and so let them choose from.
	"Customer Group",
	"Territory",
	"Currency",
	"Bank",
	"Payment Term",
	"Role",
	# Whom they qualify.
	"Lead",
	"Prospect",
	"Industry Type",
	"Address",
	"Contact",
)
# What reports of ours are about.
REPORTED = ("Customer",)
RIGHTS = (
	"select",
	"read",
	"write",
	"create",
	"delete",
	"submit",
	"cancel",
	"amend",
	"report",
	"export",
	"import",
	"print",
	"email",
	"share",
	"if_owner",
)


def grant() -> None:
	for doctype in READABLE:
		setup_custom_perms(doctype)
		known = frappe.get_all(
			"Custom DocPerm", filters={"parent": doctype, "permlevel": 0, "if_owner": 0}, pluck="role"
		)
		for role in sorted(set(ROLES) - set(known)):
			line = {"parent": doctype, "parenttype": "DocType", "parentfield": "permissions"}
			frappe.get_doc({"doctype": "Custom DocPerm", **line, "role": role, "read": 1}).db_insert()
		if doctype in REPORTED:
			ours = {"parent": doctype, "role": ("in", ROLES), "permlevel": 0, "if_owner": 0, "read": 1}
			frappe.db.set_value("Custom DocPerm", ours, "report", 1)
		frappe.clear_cache(doctype=doctype)


def revoke() -> None:
	for doctype in READABLE:
		frappe.db.delete("Custom DocPerm", {"parent": doctype, "role": ("in", ROLES)})
		if _lines("Custom DocPerm", doctype) == _lines("DocPerm", doctype):
			reset_perms(doctype)
		frappe.clear_cache(doctype=doctype)


def _lines(table: str, doctype: str) -> list[tuple]:
	"""Permissions as comparable values, whatever order they stand in."""
	rows = frappe.get_all(
		table, filters={"parent": doctype}, fields=["role", "permlevel", *(f"`{right}`" for right in RIGHTS)]
	)
	return sorted((row.role, row.permlevel, *(int(row[right] or 0) for right in RIGHTS)) for row in rows)
