"""Switches of CQS Settings about qualifications."""

from decimal import Decimal

import frappe

from cqs_app.engine.money import decimal

USUAL_DAYS = {"renewal_lead_days": 30, "qualification_grace_days": 30}
SEVERITIES = ("Low", "Medium", "High", "Critical")


def renewal_lead_days() -> int:
	return _days("renewal_lead_days")


def grace_days() -> int:
	"""How long a qualification stays valid after its review date."""
	return _days("qualification_grace_days")


def requalifies_on(severity: str) -> bool:
	"""Whether an alert of that severity opens a re-qualification."""
	least = frappe.db.get_single_value("CQS Settings", "requalify_on") or "Critical"
	return least != "Never" and SEVERITIES.index(severity) >= SEVERITIES.index(least)


def statements_needed_from() -> Decimal:
	"""The requested limit, in company currency, from which the financial review needs statements. A 0 is what Frappe
	saves for a field that a site has not seen yet, so it stands for the usual 50,000."""
	stored = frappe.db.get_single_value("CQS Settings", "statements_needed_from", cache=False)
	return decimal(stored) or Decimal(50_000)


def _days(field: str) -> int:
	"""A saved 0 is an answer (it is kept as text); see `setup.qualification.seed_days`."""
	sql = "select value from tabSingles where doctype = 'CQS Settings' and field = %s"
	stored = frappe.db.sql(sql, field)
	return int(float(stored[0][0])) if stored and stored[0][0] else USUAL_DAYS[field]
