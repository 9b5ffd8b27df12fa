"""Every day: qualifications in force whose country or industry the tables have come to prohibit are brought up."""

from collections.abc import Iterator

import frappe
from frappe import _

from cqs_app.engine.compliance.risk_tables import Level, rate_country, rate_industry
from cqs_app.engine.qualification.stages import IN_FORCE
from cqs_app.erp.compliance import risk, risk_rows
from cqs_app.erp.compliance.notices import OFFICER
from cqs_app.erp.compliance.party_records import DOSSIER
from cqs_app.erp.compliance.risk_rows import COUNTRIES, INDUSTRIES
from cqs_app.erp.credit import alerts
from cqs_app.erp.credit.jobs import one_by_one
from cqs_app.ledger.links import Party

OWNER = "Qualification Owner"
ALERT = "Prohibited Risk"


def every_day() -> None:
	"""Scheduled. One dossier that fails is logged and stops no other."""
	one_by_one(not_told(), look_at, lambda name: f"CQS: the risk of {name}")


def not_told() -> list[str]:
	"""Dossiers in force that a table may prohibit, and of which nobody was told yet."""
	told = set(frappe.get_all("Credit Alert", filters={"alert_type": ALERT}, pluck="reference_name"))
	stages = {"stage": ("in", [stage.value for stage in IN_FORCE]), "customer": ("is", "set")}
	found: set[str] = set()
	for wanted in _prohibited():
		found.update(frappe.get_all(DOSSIER, filters={**stages, **wanted}, pluck="name", limit=0))
	return sorted(found - told)


def look_at(name: str) -> bool:
	"""Whether an alert was raised. It stops nothing: an officer decides what it means for the customer."""
	doc = frappe.get_doc(DOSSIER, name)
	rated = [*risk.countries_of(doc), risk.industry_of(doc)]
	prohibited = [one.what for one in rated if one.level is Level.PROHIBITED]
	if not prohibited:
		return False
	text = _(
		"The risk tables prohibit business with {0}, whose qualification is in force. Hold the account, or lower the row."
	)
	alerts.raise_alert(
		Party(doc.customer, doc.company),
		ALERT,
		"High",
		text.format(doc.party_name),
		evidence={"prohibited": len(prohibited)},
		reference=(DOSSIER, name),
		role=OFFICER,
	)
	return True


def _prohibited() -> Iterator[dict]:
	"""Filters of dossiers: by countries, regions and industries that stand in them, and by countries of owners."""
	rows = risk_rows.rows_of(COUNTRIES)
	used = {*_used(DOSSIER, "country"), *_used(OWNER, "country")}
	barred = [name for name in used if rate_country(name, rows).level is Level.PROHIBITED]
	owned = {"country": ("in", barred), "parenttype": DOSSIER}
	parents = frappe.get_all(OWNER, filters=owned, pluck="parent", limit=0) if barred else []
	regions = [row.key for row in rows if "-" in row.key and row.level is Level.PROHIBITED]
	table = risk_rows.rows_of(INDUSTRIES)
	industries = [
		name for name in _used(DOSSIER, "industry") if rate_industry(name, table).level is Level.PROHIBITED
	]
	by_field = {"country": barred, "name": parents, "state": regions, "industry": industries}
	yield from ({field: ("in", values)} for field, values in by_field.items() if values)


def _used(doctype: str, field: str) -> list[str]:
	return frappe.get_all(
		doctype, filters={field: ("is", "set")}, pluck=field, distinct=True, order_by=field, limit=0
	)
