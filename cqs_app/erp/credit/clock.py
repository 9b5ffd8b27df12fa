"""What time it is, in the time zone of a company. The only place of the app that asks the machine."""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone


def utc_now() -> datetime:
	"""This moment, with its time zone. Tests fix the clock by replacing this function."""
	return datetime.now(timezone.utc)


def now_in(zone: str | None) -> datetime:
	"""Local time without a time zone, as the database keeps it; `zone` empty = the site's."""
	return utc_now().astimezone(ZoneInfo(zone or get_system_timezone())).replace(tzinfo=None)


def today_in(zone: str | None) -> date:
	return now_in(zone).date()


def today(company: str | None = None) -> date:
	"""Today where the company is; without one, where the site is."""
	return today_in(time_zone(company) if company else None)


def time_zone(company: str) -> str | None:
	"""The company's own time zone, None = the site's."""
	return frappe.db.get_value(
		"CQS Company Mode",
		{"parent": "CQS Settings", "parenttype": "CQS Settings", "company": company},
		"time_zone",
	)


def today_of(row) -> date:
	"""Today for an account's row, which usually brings its company's time zone with it."""
	return today_in(row.time_zone) if "time_zone" in row else today(row.company)
