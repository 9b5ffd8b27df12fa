"""From an application that was sent to a dossier: the party, the owners, the references, the terms as accepted."""

import frappe
from frappe import _
from frappe.utils.user import get_users_with_role

from cqs_app.engine.qualification.stages import Stage
from cqs_app.erp.credit import notices
from cqs_app.erp.qualification import application_form as form

DOSSIER = "Customer Qualification"
SAME_NAME = (
	"company",
	"requested_limit",
	"entity_type",
	"registration_number",
	"tax_id",
	"founded_on",
	"industry",
	"country",
	"address_line1",
	"address_line2",
	"city",
	"state",
	"pincode",
	"contact_name",
	"contact_email",
	"contact_phone",
	"bank_name",
	"terms_accepted_by",
	"terms_accepted_on",
)
TOLD = ("Sales Manager", "Credit Analyst")
OUTCOME = {Stage.ACTIVE.value: form.ACCEPTED, Stage.REJECTED.value: form.DECLINED}


def open_dossier(doc) -> str:
	"""Make the dossier, of the applicant as its opener, and tell sales and credit. Returns its name."""
	party_type, party = verified_party(frappe.session.user) or ("Lead", _make_lead(doc))
	dossier = frappe.new_doc(DOSSIER)
	dossier.update({field: doc.get(field) for field in SAME_NAME})
	dossier.update(
		{
			"party_type": party_type,
			"party": party,
			"stage": Stage.INQUIRY.value,
			"application": doc.name,
			"opened_by": frappe.session.user,
			"reason": _reason(doc),
			"requested_terms": _known_terms(doc),
			"beneficial_owners": [_owner(row) for row in doc.owners],
			"trade_references": [*map(_reference, doc.trade_references), *_bank(doc)],
		}
	)
	dossier.flags.by_cqs = True
	dossier.insert(ignore_permissions=True)
	lead = party if party_type == "Lead" else None
	doc.db_set({"qualification": dossier.name, "lead": lead}, update_modified=False)
	subject = _("{0} has applied for credit: {1}").format(doc.company_name, dossier.name)
	notices.send(
		{user for role in TOLD for user in get_users_with_role(role)}, DOSSIER, dossier.name, subject
	)
	return dossier.name


def follow(dossier) -> None:
	"""The applicant sees in his list what became of it."""
	status = OUTCOME.get(dossier.get("stage"))
	if status and dossier.get("application"):
		frappe.db.set_value(form.DOCTYPE, dossier.application, "status", status)


def verified_party(user: str) -> tuple[str, str] | None:
	"""The customer or lead that the user is known to be: by his login or its e-mail address, never by what he typed. More
	than one customer is nobody for certain."""
	email = frappe.db.get_value("User", user, "email")
	if not email or user in ("Administrator", "Guest"):
		return None
	customers = _customers_of(user, email)
	lead = frappe.db.get_value("Lead", {"email_id": email}, order_by="creation")
	if lead and not customers:
		customers = set(frappe.get_all("Customer", filters={"lead_name": lead}, pluck="name"))
	if len(customers) == 1:
		return "Customer", customers.pop()
	return ("Lead", lead) if lead else None


def _customers_of(user: str, email: str) -> set[str]:
	"""Through the portal users of a customer, and through contacts with the login or its address that a colleague made:
	Frappe lets anybody who is logged in make contacts of his own, linked to whatever he likes."""
	contacts = set(frappe.get_all("Contact", filters={"user": user}, pluck="name"))
	contacts |= set(frappe.get_all("Contact Email", filters={"email_id": email}, pluck="parent"))
	made_by = frappe.get_all(
		"Contact", filters={"name": ("in", list(contacts) or [""])}, fields=["name", "owner"]
	)
	trusted = [row.name for row in made_by if row.owner != user and _is_colleague(row.owner)]
	linked = frappe.get_all(
		"Dynamic Link",
		filters={"parenttype": "Contact", "parent": ("in", trusted or [""]), "link_doctype": "Customer"},
		pluck="link_name",
	)
	portal = frappe.get_all("Portal User", filters={"user": user, "parenttype": "Customer"}, pluck="parent")
	return {*linked, *portal}


def _is_colleague(user: str) -> bool:
	return frappe.db.get_value("User", user, "user_type") == "System User"


def _make_lead(doc) -> str:
	lead = frappe.new_doc("Lead")
	lead.update(
		{
			"company_name": doc.company_name,
			"lead_name": doc.contact_name,
			"email_id": frappe.db.get_value("User", frappe.session.user, "email"),
			"phone": doc.contact_phone,
			"industry": doc.industry,
			"country": doc.country,
			"city": doc.city,
			"state": doc.state,
			"company": doc.company,
			# Frappe would make the applicant the owner of himself.
			"lead_owner": "",
		}
	)
	return lead.insert(ignore_permissions=True).name


def _reason(doc) -> str:
	"""Terms that are no template of the site stand in words beside the purpose."""
	asked = doc.requested_terms if doc.requested_terms and not _known_terms(doc) else ""
	return "\n".join(filter(None, [doc.purpose, asked and _("Requested payment terms: {0}").format(asked)]))


def _known_terms(doc) -> str | None:
	return frappe.db.exists("Payment Terms Template", doc.requested_terms) if doc.requested_terms else None


def _owner(row) -> dict:
	fields = ("owner_name", "ownership_percent", "country", "date_of_birth")
	return {field: row.get(field) for field in fields}


def _reference(row) -> dict:
	return {
		"reference_type": "Trade",
		**{name: row.get(name) for name in ("referee", "contact_name", "email")},
	}


def _bank(doc) -> list[dict]:
	if not doc.bank_name:
		return []
	return [
		{
			"reference_type": "Bank",
			"referee": doc.bank_name,
			"contact_name": doc.bank_contact,
			"email": doc.bank_email,
		}
	]
