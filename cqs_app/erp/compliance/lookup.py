"""A name that somebody looks up. Nobody's status changes by it; the question and its answer are kept."""

import json

import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.lists.birth_date import partial_date
from cqs_app.engine.compliance.queries import text_of, to_query
from cqs_app.engine.compliance.schemas import Schema, schema_from
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject
from cqs_app.erp.compliance import bands, evidence, provider
from cqs_app.erp.credit.record import after_transaction

REASON = "Looked up"
LONGEST_NAME, MOST_IDENTIFIERS = 300, 20
BORN, KIND = ("birth_date", "date_of_birth", "born"), ("schema", "kind_of_party")
KINDS = {
	**{kind.value.lower().replace(" ", "_"): kind for kind in IdentifierKind},
	"registration_number": IdentifierKind.REGISTRATION,
	"registration": IdentifierKind.REGISTRATION,
	"tax_id": IdentifierKind.TAX,
	"tax_number": IdentifierKind.TAX,
	"vat": IdentifierKind.TAX,
	"lei": IdentifierKind.LEI,
	"bic": IdentifierKind.BIC,
	"swift": IdentifierKind.BIC,
	"imo": IdentifierKind.IMO,
	"passport": IdentifierKind.PASSPORT,
	"national_id": IdentifierKind.NATIONAL_ID,
}


def look_up(name: str, country: str | None, identifiers: str | dict | list | None) -> list[dict]:
	"""Ranked; empty where nothing fits. Raises ValidationError for a question that cannot be asked, or nobody to answer."""
	subject = _subject(name, country, identifiers)
	threshold = bands.USUAL.threshold
	try:
		answer = provider.ask(subject, threshold)
	except provider.CannotAnswer as error:
		frappe.throw(_("The lists cannot be asked: {0}").format(frappe.utils.escape_html(str(error))))
	asked = evidence.Asked(subject.names[0].text[:140], text_of(to_query(subject)), threshold, REASON)
	after_transaction(lambda: evidence.of_a_question(asked, answer))
	return [
		{
			"list": found.screening_list,
			"entry": found.entry_id,
			"name": found.entry_name,
			"schema": found.schema,
			"programs": found.programs,
			"score": round(found.match.score, 4),
			"explanation": found.match.sentence,
			"features": [
				{
					"name": one.name,
					"effect": one.effect.value,
					"score": round(one.score, 4),
					"weight": round(one.weight, 4),
				}
				for one in found.match.features
			],
			"algorithm": found.match.algorithm,
		}
		for found in answer.found
	]


def _subject(name: object, country: object, identifiers: object) -> Subject:
	written = " ".join(str(name).split()) if isinstance(name, str) else ""
	if not written or len(written) > LONGEST_NAME or not any(letter.isalnum() for letter in written):
		frappe.throw(_("Give a name of 1 to {0} letters.").format(LONGEST_NAME))
	code = country_code(country) if isinstance(country, str) else ""
	if country and not code:
		shown = frappe.utils.escape_html(str(country)[:100])
		frappe.throw(_("{0} is no country; give its name or its code of two letters.").format(shown))
	numbers, born, schema = [], [], Schema.ANY
	for kind, value, issuer in _identifiers(identifiers):
		if kind in BORN:
			born.append(_day(value))
		elif kind in KIND:
			schema = schema_from(value)
		else:
			numbers.append(
				Identifier(KINDS.get(kind, IdentifierKind.OTHER), value, country_code(issuer) or code)
			)
	countries = frozenset([code]) if code else frozenset()
	return Subject("", schema, (Alias(written),), countries, frozenset(born), tuple(numbers))


def _identifiers(given: object) -> list[tuple[str, str, str]]:
	"""(kind, value, country of who issued it)."""
	if isinstance(given, str):
		try:
			given = json.loads(given) if given.strip() else None
		except ValueError:
			given = "no JSON"
	if not given:
		return []
	rows = (
		[{"kind": kind, "value": value} for kind, value in given.items()]
		if isinstance(given, dict)
		else given
	)
	if (
		not isinstance(rows, list)
		or len(rows) > MOST_IDENTIFIERS
		or not all(isinstance(row, dict) and isinstance(row.get("value"), str | int) for row in rows)
	):
		frappe.throw(
			_(
				'Give identifiers as {"tax_id": "..."} or as a list of {"kind", "value", "country"}, at most {0}.'
			).replace("{0}", str(MOST_IDENTIFIERS))
		)
	return [
		(
			str(row.get("kind") or "").strip().lower().replace(" ", "_"),
			str(row["value"]).strip()[:LONGEST_NAME],
			str(row.get("country") or ""),
		)
		for row in rows
		if str(row["value"]).strip()
	]


def _day(text: str) -> str:
	if known := partial_date(text):
		return known
	try:
		return getdate(text).isoformat()
	except (ValueError, TypeError, AttributeError, OverflowError, frappe.ValidationError):
		frappe.throw(_("{0} is no date such as 1970-04-12.").format(frappe.utils.escape_html(text[:40])))
		raise
