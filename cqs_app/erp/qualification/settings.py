"""Switches of CQS Settings about qualifications."""

from decimal import Decimal

import frappe

from cqs_app.engine.money import decimal

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


def statements_needed_from() -> Decimal:
	"""The requested limit, in company currency, from which the financial review needs statements; 0 = always."""
	stored = _stored("statements_needed_from")
	return decimal(stored) if stored else Decimal(50_000)


def _days(field: str, usual: int) -> int:
	stored = _stored(field)
	return int(float(stored)) if stored else usual


def _stored(field: str) -> str | None:
	"""As text, so that a saved 0 is an answer; None or empty = never saved."""
	sql = "select value from tabSingles where doctype = 'CQS Settings' and field = %s"
	stored = frappe.db.sql(sql, field)
	return stored[0][0] if stored else None
