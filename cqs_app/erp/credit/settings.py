"""Switches of the site, read uncached where a decision hangs on them."""

import frappe

from cqs_app.engine.credit.vocabulary import Mode


def mode_of(company: str) -> Mode:
	"""Enforce, unless the company is listed as observing. The gate reads it with the account's row."""
	mode = frappe.db.get_value(
		"CQS Company Mode",
		{"parent": "CQS Settings", "parenttype": "CQS Settings", "company": company},
		"mode",
	)
	return Mode(mode) if mode else Mode.ENFORCE


def allows_self_approval() -> bool:
	return bool(frappe.db.get_single_value("CQS Settings", "allow_self_approval", cache=False))


def release_valid_days() -> int:
	return frappe.db.get_single_value("CQS Settings", "release_valid_days") or 7


def days_before_expiry(cover: bool) -> int:
	"""How many days before cover or a limit ends somebody is told."""
	field, usual = ("cover_alert_days", 30) if cover else ("limit_alert_days", 14)
	return frappe.db.get_single_value("CQS Settings", field) or usual
