"""Switches of CQS Settings about qualifications."""

import frappe

SEVERITIES = ("Low", "Medium", "High", "Critical")


def renewal_lead_days() -> int:
	return _days("renewal_lead_days", 30)


def grace_days() -> int:
	"""How long a qualification stays valid after its review date."""
	return _days("qualification_grace_days", 30)


def requalifies_on(severity: str) -> bool:
	"""Whether an alert of that severity opens a re-qualification."""
	least = frappe.db.get_single_value("CQS Settings", "requalify_on") or "Critical"
	return least != "Never" and SEVERITIES.index(severity) >= SEVERITIES.index(least)


def _days(field: str, usual: int) -> int:
	"""A saved 0 is an answer (it is kept as text)."""
	sql = "select value from tabSingles where doctype = 'CQS Settings' and field = %s"
	stored = frappe.db.sql(sql, field)
	return int(float(stored[0][0])) if stored and stored[0][0] else usual
