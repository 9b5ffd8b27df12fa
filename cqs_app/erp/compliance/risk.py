"""How risky the country and the industry of a dossier are, by the site's tables, and what follows from it."""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.risk_tables import ORDER, Level, Rating, rate_country, rate_industry
from cqs_app.erp.compliance import explanations, risk_rows
from cqs_app.erp.compliance.risk_rows import COUNTRIES, INDUSTRIES
from cqs_app.erp.credit import clock

NOTE = "enhanced_due_diligence"


@dataclass(frozen=True)
class Rated:
	"""`what`: the country or the industry, and whose it is."""

	what: str
	rating: Rating

	@property
	def level(self) -> Level:
		return self.rating.level


def settle(doc) -> None:
	countries, industry = countries_of(doc), industry_of(doc)
	highest, today = countries[0].level, clock.today(doc.company)
	doc.country_risk = highest.value
	doc.country_risk_reason = "\n".join(
		_reason(one, today) for one in countries if one.level is highest or one.level is not Level.LOW
	)
	doc.industry_risk = industry.level.value
	doc.industry_risk_reason = _reason(industry, today)
	explanations.note(doc, NOTE, _high([*countries, industry]))


def missing(doc) -> list[str]:
	"""Prohibited stays so until the table says otherwise; High asks for a note on what was looked at beyond the usual."""
	countries, industry = countries_of(doc), industry_of(doc)
	today = clock.today(doc.company)
	found = [
		_("the table {0} is empty, so nothing is known of the risk: a Compliance Officer fills it").format(
			_(table)
		)
		for table in (COUNTRIES, INDUSTRIES)
		if not frappe.db.exists(table, {"enabled": 1})
	]
	for one, table in (*((country, COUNTRIES) for country in countries), (industry, INDUSTRIES)):
		if one.level is Level.PROHIBITED:
			text = _(
				"{0}: business is prohibited. If that does not bind you, a Compliance Officer lowers it in {1}"
			)
			found.append(text.format(_reason(one, today), _(table)))
	return [*found, *_unnoted(doc, _high([*countries, industry]))]


def _unnoted(doc, high: list[str]) -> list[str]:
	label = _(doc.meta.get_label(NOTE))
	if high and not (doc.get(NOTE) or "").strip():
		text = _("{0}: a Compliance Officer notes what was looked at beyond the usual in {1}")
		return [text.format(one, label) for one in high]
	if explanations.lacking(doc, NOTE, high):
		text = _("{0} was written for another risk; a Compliance Officer amends it for: {1}")
		return [text.format(label, "; ".join(high))]
	return []


def countries_of(doc) -> list[Rated]:
	"""Of the party and of its owners, the highest first. An owner without a country is not rated."""
	rows = risk_rows.rows_of(COUNTRIES)
	found = [
		Rated(
			_("{0}, country of the customer").format(_region(doc) or _("No country")),
			rate_country(_region(doc), rows),
		)
	]
	owners: dict[str, list[str]] = {}
	for row in doc.get("beneficial_owners") or []:
		if row.country:
			owners.setdefault(row.country, []).append(row.owner_name)
	for country, names in owners.items():
		named = ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")
		found.append(Rated(_("{0}, country of {1}").format(country, named), rate_country(country, rows)))
	return sorted(found, key=lambda one: -ORDER.index(one.level))


def industry_of(doc) -> Rated:
	industry = doc.get("industry") or ""
	return Rated(industry or _("No industry"), rate_industry(industry, risk_rows.rows_of(INDUSTRIES)))


def _region(doc) -> str:
	"""The country, or the region of it where the state is given as its ISO code (UA-43)."""
	country, state = doc.get("country") or "", (doc.get("state") or "").strip().upper()
	return state if country and state.startswith(f"{country_code(country)}-") else country


def _high(rated: list[Rated]) -> list[str]:
	"""What asks for a note, without the age of the rows, which changes by itself."""
	return [
		f"{one.what}: {_(one.level.value)} ({_(one.rating.reason)})"
		for one in rated
		if one.level is Level.HIGH
	]


def _reason(one: Rated, today: date) -> str:
	"""Who says so and since when; and that it has to be looked up again, if it is old."""
	text = f"{one.what}: {_(one.level.value)} ({_(one.rating.reason)})"
	for row in one.rating.rows:
		dated = _("as of {0}").format(formatdate(row.as_of)) if row.as_of else ""
		stale = _("stale, look it up again") if risk_rows.is_stale(row.as_of, today) else ""
		text += ". " + ", ".join(filter(None, (row.source, dated, stale)))
	return text
