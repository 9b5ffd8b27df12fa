"""Who is qualified: what the Lead, Prospect or Customer says of itself fills what the dossier leaves empty."""

import frappe
from frappe import _
from frappe.contacts.doctype.address.address import get_default_address
from frappe.contacts.doctype.contact.contact import get_default_contact

from cqs_app.engine.qualification.stages import ENDED, IN_FORCE
from cqs_app.erp.qualification.exceptions import NotPossibleNow

PARTY_TYPES = ("Lead", "Prospect", "Customer")
NAMES = {"Lead": ("company_name", "lead_name"), "Prospect": ("company_name",), "Customer": ("customer_name",)}
COPIED = {
	"Lead": {
		"industry": "industry",
		"country": "country",
		"territory": "territory",
		"city": "city",
		"state": "state",
		"contact_name": "lead_name",
		"contact_email": "email_id",
		"contact_phone": "mobile_no",
		"website": "website",
	},
	"Prospect": {
		"industry": "industry",
		"territory": "territory",
		"customer_group": "customer_group",
		"website": "website",
	},
	"Customer": {
		"industry": "industry",
		"territory": "territory",
		"customer_group": "customer_group",
		"tax_id": "tax_id",
		"website": "website",
		"contact_email": "email_id",
		"contact_phone": "mobile_no",
	},
}
ADDRESS = ("address_line1", "address_line2", "city", "state", "pincode", "country")


def settle(doc, before) -> None:
	"""Name and customer always; the other fields only where they are empty and the party is new to the dossier."""
	if doc.party_type not in PARTY_TYPES or not frappe.db.exists(doc.party_type, doc.party):
		frappe.throw(_("{0} {1} does not exist.").format(_(doc.party_type), doc.party))
	record = frappe.get_doc(doc.party_type, doc.party)
	doc.party_name = next(
		(record.get(field) for field in NAMES[doc.party_type] if record.get(field)), doc.party
	)
	if not doc.approved_on:
		doc.customer = customer_of(doc.party_type, doc.party)
	doc.currency = frappe.get_cached_value("Company", doc.company, "default_currency")
	if before and (before.party_type, before.party) == (doc.party_type, doc.party):
		return
	for field, source in COPIED[doc.party_type].items():
		doc.set(field, doc.get(field) or record.get(source))
	for field in ("customer_group", "territory"):
		# Before anything is decided: the policy of the segment is that of the customer that he becomes.
		doc.set(field, doc.get(field) or frappe.db.get_single_value("Selling Settings", field))
	_fill_address(doc)
	_fill_contact(doc)
	refuse_twin(doc)


def customer_of(party_type: str, party: str) -> str | None:
	"""The customer that the party is, or has become."""
	if party_type == "Customer":
		return party
	field = {"Lead": "lead_name", "Prospect": "prospect_name"}[party_type]
	if not frappe.get_meta("Customer").has_field(field):
		return None
	return frappe.db.get_value("Customer", {field: party}, order_by="creation")


def refuse_twin(doc) -> None:
	"""One dossier at a time for a party in a company, whether it is known as lead, prospect or customer, so that nobody
	approves beside a colleague. The party's row is the lock, and the search a locking one, which sees what was committed
	meanwhile."""
	frappe.db.get_value(doc.party_type, doc.party, "name", for_update=True)
	stages = [stage.value for stage in IN_FORCE | ENDED]
	for party_type, party in _known_as(doc):
		filters = {"party_type": party_type, "party": party, "company": doc.company}
		filters |= {"stage": ("not in", stages), "name": ("!=", doc.name or "")}
		if twin := frappe.db.get_value("Customer Qualification", filters, for_update=True):
			frappe.throw(
				_("{0} is under way for {1} in {2} already; go on with it.").format(
					twin, frappe.bold(frappe.utils.escape_html(doc.party_name)), doc.company
				),
				NotPossibleNow,
				title=_("Already Under Way"),
			)


def _known_as(doc) -> list[tuple[str, str]]:
	"""The party, and what it was before it became a customer or has become since."""
	known = [(doc.party_type, doc.party)]
	if doc.customer:
		was = frappe.get_cached_doc("Customer", doc.customer)
		known += [("Customer", was.name), ("Lead", was.lead_name), ("Prospect", was.get("prospect_name"))]
	return [one for one in dict.fromkeys(known) if one[1]]


def _fill_address(doc) -> None:
	name = get_default_address(doc.party_type, doc.party)
	if name and not doc.address_line1:
		address = frappe.db.get_value("Address", name, ADDRESS, as_dict=True)
		for field in ADDRESS:
			doc.set(field, doc.get(field) or address.get(field))


def _fill_contact(doc) -> None:
	name = get_default_contact(doc.party_type, doc.party)
	if not name:
		return
	contact = frappe.db.get_value(
		"Contact", name, ["first_name", "last_name", "email_id", "phone", "mobile_no"], as_dict=True
	)
	full = " ".join(filter(None, (contact.first_name, contact.last_name)))
	doc.contact_name = doc.contact_name or full
	doc.contact_email = doc.contact_email or contact.email_id
	doc.contact_phone = doc.contact_phone or contact.phone or contact.mobile_no
