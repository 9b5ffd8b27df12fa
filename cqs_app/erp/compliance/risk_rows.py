"""The rows of Country Risk and Industry Risk: what may stand there, and how old it is."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import escape_html, getdate

from cqs_app.engine.compliance.countries import country_code, country_name
from cqs_app.engine.compliance.risk_seeds import INDUSTRY_TYPES
from cqs_app.engine.compliance.risk_tables import COUNTRY_RISKS, INDUSTRY_RISKS, SECTIONS, Level, RiskRow
from cqs_app.erp.credit import clock

COUNTRIES, INDUSTRIES = "Country Risk", "Industry Risk"
STALE_DAYS = 180


def validate_country(row) -> None:
	"""Raises ValidationError for what is no country and no region."""
	given = (row.risk_key or "").strip()
	region = given.upper() if len(given) > 3 and given[2] == "-" else ""
	code = country_code(given[:2] if region else given)
	if not code:
		frappe.throw(
			_(
				"{0} is no known country. Give its name, its ISO code (DE), or the ISO code of a region (UA-43)."
			).format(frappe.bold(escape_html(given)))
		)
	row.risk_key = region or code
	row.title = f"{country_name(code)} ({region})" if region else country_name(code)
	_check_day(row)


def validate_industry(row) -> None:
	"""Raises ValidationError for what is no NACE code and no Industry Type."""
	given = (row.risk_key or "").strip()
	code = INDUSTRY_TYPES.get(given, given).upper()
	known = frappe.db.exists("Industry Type", given) or code in SECTIONS or code.partition(".")[0].isdigit()
	if not known:
		text = _(
			"{0} is no industry. Give a NACE code such as 25.4, a section such as K, or an Industry Type."
		)
		frappe.throw(text.format(frappe.bold(escape_html(given))))
	row.risk_key = given if frappe.db.exists("Industry Type", given) and given not in INDUSTRY_TYPES else code
	# What the industry is stands before the colon of the reason, as in the seeds.
	row.title = f"{row.risk_key} {(row.reason or '').partition(':')[0]}".strip()[:140]
	_check_day(row)


def rows_of(doctype: str) -> list[RiskRow]:
	"""The rows in force."""
	listed = frappe.get_all(
		doctype,
		filters={"enabled": 1},
		fields=["risk_key", "level", "reason", "source", "as_of"],
		order_by="risk_key, name",
		limit=0,
	)
	return [
		RiskRow(row.risk_key, Level(row.level), row.reason, row.source, str(row.as_of or ""))
		for row in listed
	]


def freshness(row) -> str:
	"""In words, for the form; empty where the row states no day."""
	if not row.as_of:
		return _("No day given: a judgement of the house")
	days = age_of(str(row.as_of))
	if days > STALE_DAYS:
		return _("Stale: {0} days old. Look the source up, correct the row and the day.").format(days)
	return _("{0} days old").format(days)


def age_of(as_of: str, today: date | None = None) -> int:
	return ((today or clock.today()) - getdate(as_of)).days


def is_stale(as_of: str, today: date | None = None) -> bool:
	return bool(as_of) and age_of(as_of, today) > STALE_DAYS


def seed() -> None:
	"""The rows of the engine, where a table is empty."""
	for doctype, rows in ((COUNTRIES, COUNTRY_RISKS), (INDUSTRIES, INDUSTRY_RISKS)):
		if frappe.db.count(doctype):
			continue
		for row in rows:
			frappe.get_doc(
				doctype=doctype,
				risk_key=row.key,
				level=row.level.value,
				reason=row.reason,
				source=row.source,
				as_of=row.as_of or None,
				enabled=1,
			).insert(ignore_permissions=True)


def _check_day(row) -> None:
	if row.as_of and getdate(row.as_of) > clock.today():
		frappe.throw(_("As Of is the day on which the source said so; it cannot lie in the future."))
