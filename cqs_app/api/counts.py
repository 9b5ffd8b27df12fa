"""Counting what somebody may read, instead of what there is: a count with filters tells every field, letter by letter."""

import frappe
from frappe import client

from cqs_app.api.arguments import READ, endpoint

MODULE = "CQS App"


@endpoint(READ)
def get_count(
	doctype: str, filters: str | dict | list | None = None, debug: bool = False, cache: bool = False
) -> int:
	"""In place of `frappe.client.get_count`, which asks for no permission: the app's own documents are counted as they
	are listed for the user, all others as Frappe does it."""
	if frappe.db.get_value("DocType", doctype, "module", cache=True) != MODULE:
		return client.get_count(doctype, filters, debug, cache)
	listed = frappe.get_list(doctype, filters=frappe.parse_json(filters), fields=["count(name) as number"])
	return listed[0].number if listed else 0
