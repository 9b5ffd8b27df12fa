"""One page of the customers that a report is about, as far as the user may see them."""

from collections.abc import Mapping

import frappe
from frappe.utils import cint

PAGE = 100
FIELDS = ["name", "customer_name", "customer_group", "territory"]


def page_of(filters: Mapping, more: Mapping | None = None) -> list[frappe._dict]:
	"""By name. Filters: customer, customer_group with all below it, territory with all below it, page (from 1)."""
	wanted = dict(more or {})
	if name := filters.get("customer"):
		wanted["name"] = name
	for field, doctype in (("customer_group", "Customer Group"), ("territory", "Territory")):
		if root := filters.get(field):
			wanted[field] = ("in", [root, *frappe.db.get_descendants(doctype, root)])
	start = (max(cint(filters.get("page")), 1) - 1) * PAGE
	return frappe.get_list(
		"Customer", filters=wanted, fields=FIELDS, order_by="name", limit_start=start, limit_page_length=PAGE
	)


def column(name: str, label: str, kind: str, options: str, width: int) -> dict:
	return {"fieldname": name, "label": label, "fieldtype": kind, "options": options, "width": width}
