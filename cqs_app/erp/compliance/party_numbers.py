"""The tax number of a Customer or Lead: told when it cannot exist, or refused where the site wants that."""

import frappe
from frappe import _
from frappe.contacts.doctype.address.address import get_default_address
from frappe.utils import escape_html

from cqs_app.engine.compliance.countries import country_name
from cqs_app.engine.compliance.tax_ids import Kind, Status, check

FIELD, SWITCH, REFUSE = "tax_id", "invalid_tax_id", "Refuse"


class ImpossibleNumber(frappe.ValidationError):
	"""A tax number that its country's rules exclude."""


def validate(doc) -> None:
	"""Only a number that is new or changed; old ones stay editable. Raises ImpossibleNumber if CQS Settings say so."""
	if (
		not doc.meta.has_field(FIELD)
		or not (doc.get(FIELD) or "").strip()
		or not doc.has_value_changed(FIELD)
	):
		return
	# What compliance has looked at in the dossier is not judged again when it becomes a customer.
	if doc.flags.cqs_from_dossier:
		return
	country, why = country_of(doc)
	is_person = doc.get("customer_type") in ("Individual", "Proprietorship")
	result = check(country, Kind.TAX, doc.get(FIELD), is_person)
	if result.status is not Status.INVALID:
		return
	text = _("Tax ID {0} cannot be one of {1}: {2}. {3}").format(
		frappe.bold(escape_html(doc.get(FIELD))), _(country_name(result.country)), _(result.reason), why
	)
	if frappe.db.get_single_value("CQS Settings", SWITCH) == REFUSE and not frappe.flags.in_migrate:
		advice = _(
			"Correct it, or leave it empty until it is known. CQS Settings say that such numbers are refused."
		)
		frappe.throw(f"{text} {advice}", ImpossibleNumber, title=_("Wrong Tax ID"))
	advice = _("It is saved all the same. Correct it, or enter the address of the right country.")
	frappe.msgprint(f"{text} {advice}", title=_("Wrong Tax ID"), indicator="orange")


def country_of(doc) -> tuple[str, str]:
	"""The country by whose rules the number is checked, and in words where it was taken from."""
	if doc.doctype == "Lead" and doc.get("country"):
		return doc.country, _("The country is that of the lead.")
	# What the short form of a new customer asks for; the address itself is made after the customer.
	if doc.is_new() and doc.get("address_line1") and doc.get("country"):
		return doc.country, _("The country is that of the address.")
	address = doc.get("customer_primary_address")
	if not address and not doc.is_new():
		address = get_default_address(doc.doctype, doc.name)
	if address and (country := frappe.db.get_value("Address", address, "country")):
		return country, _("The country is that of the address {0}.").format(escape_html(address))
	company = frappe.defaults.get_user_default("Company") or frappe.db.get_single_value(
		"Global Defaults", "default_company"
	)
	country = (frappe.get_cached_value("Company", company, "country") if company else None) or ""
	if not country:
		return "", _("No country is known.")
	return country, _("There is no address, so the country is that of the company {0}.").format(
		escape_html(company)
	)
