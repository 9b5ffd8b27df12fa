"""Compliance: numbers checked as somebody types, and VAT numbers asked of VIES."""

import frappe
from frappe import _

from cqs_app.api.arguments import READ, WRITE, endpoint, readable
from cqs_app.erp.compliance import party_numbers, tax_ids, vies

LONGEST = 200
DOSSIER = "Customer Qualification"
PARTIES = ("Customer", "Lead")


@endpoint(READ)
def check_identifier(
	country: str,
	kind: str,
	value: str,
	is_person: bool = False,
	party_type: str | None = None,
	party: str | None = None,
) -> dict:
	"""Whether such a number can exist: `status` (Valid, Invalid, Not Checked), `reason`, `label`, `value` as it is
	written, and `said` in one line. `kind`: VAT, Tax, Registration, Personal, Bank Account, LEI, IBAN, BIC, IMO, or a
	number's own name. Without a country, that of the party's address or of the company counts, and `country_from` says
	which."""
	if not any(frappe.has_permission(doctype, "read") for doctype in (DOSSIER, *PARTIES)):
		raise frappe.PermissionError(_("No permission to read any {0}").format(_(DOSSIER)))
	for name, text in (("country", country), ("kind", kind), ("value", value)):
		if not isinstance(text, str) or len(text) > LONGEST:
			frappe.throw(_("{0} is a text of at most {1} characters.").format(name, LONGEST))
	taken_from = ""
	if not country.strip():
		country, taken_from = party_numbers.country_of(_party(party_type, party))
	found = tax_ids.described(country, kind, value, is_person=bool(frappe.utils.cint(is_person)))
	return {**found, "country_from": taken_from}


@endpoint(WRITE)
def check_vat_number(qualification: str) -> dict:
	"""Ask VIES for the VAT number of a dossier now and keep the answer. Returns `name` of the VAT Check, `status` (Valid,
	Invalid, Unavailable), `reason`, `consultation_number`, `trader_name`, `trader_address`."""
	document = readable(DOSSIER, qualification)
	document.check_permission("write")
	kept = vies.ask(document)
	fields = (
		"name",
		"status",
		"reason",
		"consultation_number",
		"trader_name",
		"trader_address",
		"checked_on",
	)
	return {field: kept.get(field) for field in fields}


def _party(party_type: str | None, party: str | None):
	"""The record whose country is meant; a new customer where there is none yet."""
	if party_type and party_type not in PARTIES:
		frappe.throw(_("Give a Customer or a Lead."))
	if party:
		return readable(party_type or PARTIES[0], party)
	return frappe.new_doc(party_type or PARTIES[0])
