"""All limit changes and who approved them: the rows of the report `Credit Limit Changes`."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import add_days, getdate

COLUMNS = (
	("happened_on", "When", "Datetime", "", 190),
	("customer", "Customer", "Link", "Customer", 160),
	("company", "Company", "Link", "Company", 110),
	("change_type", "Change", "Data", "", 110),
	("old_limit", "Limit Before", "Currency", "currency", 115),
	("new_limit", "Limit After", "Currency", "currency", 115),
	("requested_by", "Asked By", "Data", "", 160),
	("approved_by", "Approved By", "Data", "", 160),
	("approval", "Approved How", "Data", "", 130),
	("reason", "Why", "Data", "", 220),
	("old_value", "Position Before", "Data", "", 220),
	("new_value", "Position After", "Data", "", 220),
	("reference_doctype", "Document Type", "Data", "", 150),
	("reference_name", "Document", "Dynamic Link", "reference_doctype", 160),
	("currency", "Currency", "Data", "", 80),
)
EXACT = ("customer", "company", "change_type", "approved_by")


def columns() -> list[dict]:
	return [
		{"fieldname": field, "label": _(label), "fieldtype": kind, "options": options, "width": width}
		for field, label, kind, options, width in COLUMNS
	]


def rows(filters: Mapping) -> list[dict]:
	"""Newest first, as far as the user may see the customers. -1 stands for an unlimited account and is left empty:
	the text beside it says so."""
	found = frappe.get_list(
		"Credit Limit History",
		filters=_conditions(filters),
		fields=[column[0] for column in COLUMNS],
		order_by="happened_on desc, account asc, chain_index desc",
		limit_page_length=0,
	)
	for row in found:
		for field in ("old_limit", "new_limit"):
			row[field] = None if row[field] < 0 else row[field]
	return found


def _conditions(filters: Mapping) -> list[list]:
	conditions = [[field, "=", filters[field]] for field in EXACT if filters.get(field)]
	first, last = filters.get("from_date"), filters.get("to_date")
	if first and last and getdate(first) > getdate(last):
		frappe.throw(_("The first day lies after the last."))
	if first:
		conditions.append(["happened_on", ">=", getdate(first)])
	if last:
		conditions.append(["happened_on", "<", add_days(getdate(last), 1)])
	return conditions
