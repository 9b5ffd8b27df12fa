"""Whether this site screens at all: a list is in force, or a live provider is chosen. A site that has neither is left as
it was."""

import frappe

LOCAL = "Local Lists"


def is_in_use() -> bool:
	wanted = frappe.db.get_single_value("CQS Settings", "screening_provider") or LOCAL
	return wanted != LOCAL or bool(frappe.db.exists("Screening List", {"enabled": 1, "version": (">", 0)}))
