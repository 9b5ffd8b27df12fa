"""Makes the Customer that an approved lead or prospect becomes, with address, contact and tax id."""

import frappe
from frappe.utils import cstr

from cqs_app.erp.qualification.party import customer_of

COPIED = ("tax_id", "website", "industry")


def make(doc) -> str:
	"""The customer's name; one that the party became meanwhile is taken, not doubled."""
	if known := customer_of(doc.party_type, doc.party):
		return known
	customer = frappe.new_doc("Customer")
	customer.update(
		{
			"customer_name": doc.party_name,
			"customer_type": "Individual" if doc.entity_type == "Sole Proprietor" else "Company",
			"customer_group": doc.customer_group,
			"territory": doc.territory,
		}
	)
	if doc.party_type == "Lead":
		customer.lead_name = doc.party
	elif customer.meta.has_field("prospect_name"):
		customer.prospect_name = doc.party
	for field in COPIED:
		customer.set(field, doc.get(field))
	# The dossier was checked for twins and its identity is what compliance has just cleared.
	customer.flags.cqs_from_dossier = doc.name
	customer.flags.ignore_permissions = True
	customer.insert()
	_link_to_prospect(doc, customer)
	_make_address(doc, customer)
	_make_contact(doc, customer)
	return customer.name


def _link_to_prospect(doc, customer) -> None:
	if doc.party_type == "Prospect":
		for doctype in ("Address", "Contact"):
			for name in _linked(doctype, "Prospect", doc.party):
				_link(doctype, name, customer.name)


def _make_address(doc, customer) -> None:
	"""ERPNext links those of a lead itself."""
	if _linked("Address", "Customer", customer.name) or not (doc.address_line1 and doc.city and doc.country):
		return
	frappe.get_doc(
		doctype="Address",
		address_title=customer.customer_name,
		address_type="Billing",
		is_primary_address=1,
		address_line1=doc.address_line1,
		address_line2=doc.address_line2,
		city=doc.city,
		state=doc.state,
		pincode=doc.pincode,
		country=doc.country,
		email_id=doc.contact_email,
		links=[{"link_doctype": "Customer", "link_name": customer.name}],
	).insert(ignore_permissions=True)


def _make_contact(doc, customer) -> None:
	if _linked("Contact", "Customer", customer.name) or not doc.contact_name:
		return
	first, _space, last = cstr(doc.contact_name).partition(" ")
	contact = frappe.get_doc(
		doctype="Contact",
		first_name=first,
		last_name=last,
		is_primary_contact=1,
		links=[{"link_doctype": "Customer", "link_name": customer.name}],
	)
	if doc.contact_email:
		contact.add_email(doc.contact_email, is_primary=True)
	if doc.contact_phone:
		contact.add_phone(doc.contact_phone, is_primary_phone=True)
	contact.insert(ignore_permissions=True)


def _linked(doctype: str, to: str, name: str) -> list[str]:
	filters = {"parenttype": doctype, "link_doctype": to, "link_name": name}
	return frappe.get_all("Dynamic Link", filters=filters, pluck="parent", order_by="creation")


def _link(doctype: str, name: str, customer: str) -> None:
	document = frappe.get_doc(doctype, name)
	document.append("links", {"link_doctype": "Customer", "link_name": customer})
	document.save(ignore_permissions=True)
