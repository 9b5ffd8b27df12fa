"""Reads customers, leads and prospects with everything that tells one from another, many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from cqs_app.engine.qualification.addresses import PartyAddress
from cqs_app.engine.qualification.party_records import PartyRecord

PARTY_TYPES = ("Customer", "Lead", "Prospect")
# Field of the record -> fields of the DocType.
OWN_FIELDS = {
	"Customer": {"names": ("customer_name",), "tax_ids": ("tax_id",), "websites": ("website",)},
	"Lead": {
		"names": ("company_name", "lead_name"),
		"emails": ("email_id",),
		"phones": ("phone", "mobile_no"),
		"websites": ("website",),
	},
	"Prospect": {"names": ("company_name",), "websites": ("website",)},
}
ORIGINS = {"Lead": "lead_name", "Prospect": "prospect_name"}
ADDRESS = ("address_line1", "address_line2", "pincode", "city", "country")


class Ref(NamedTuple):
	"""A party of ERPNext."""

	party_type: str
	party: str

	@property
	def id(self) -> str:
		return f"{self.party_type}/{self.party}"

	@classmethod
	def of(cls, id: str) -> "Ref":
		return cls(*id.split("/", 1))


Found = dict[Ref, dict[str, list]]


def read(refs: Iterable[Ref]) -> dict[Ref, PartyRecord]:
	"""Those of the parties that exist; at most seven queries, whatever their number."""
	by_type: dict[str, list[str]] = defaultdict(list)
	for ref in dict.fromkeys(refs):
		if ref.party_type in PARTY_TYPES:
			by_type[ref.party_type].append(ref.party)
	found: Found = {}
	for party_type, names in by_type.items():
		_read_own(party_type, names, found)
	if not found:
		return {}
	_read_addresses(by_type, found)
	_read_contacts(by_type, found)
	_read_bank_accounts(by_type, found)
	_read_dossiers(by_type, found)
	return {ref: _record(ref, values) for ref, values in found.items()}


def origins(customers: Iterable[str]) -> dict[str, set[Ref]]:
	"""The leads and prospects that customers were made from: the same party, and no duplicate."""
	meta = frappe.get_meta("Customer")
	fields = {kind: field for kind, field in ORIGINS.items() if meta.has_field(field)}
	rows = _rows("Customer", list(customers), ["name", *fields.values()])
	return {row.name: {Ref(kind, row[field]) for kind, field in fields.items() if row[field]} for row in rows}


def _record(ref: Ref, values: Mapping[str, list]) -> PartyRecord:
	listed = {name: tuple(dict.fromkeys(filter(None, given))) for name, given in values.items()}
	return PartyRecord(id=ref.id, **listed)


def _rows(doctype: str, names: list[str], fields: list[str]) -> list[frappe._dict]:
	if not names:
		return []
	return frappe.get_all(doctype, filters={"name": ("in", names)}, fields=fields, limit=0, order_by="name")


def _read_own(party_type: str, names: list[str], found: Found) -> None:
	fields = OWN_FIELDS[party_type]
	wanted = list(dict.fromkeys(field for group in fields.values() for field in group))
	for row in _rows(party_type, names, ["name", *wanted]):
		values = defaultdict(list)
		for name, group in fields.items():
			values[name] += [row[field] for field in group]
		# The person of a lead that is a company is no name of the company.
		values["names"] = [name for name in values["names"] if name][:1]
		found[Ref(party_type, row.name)] = values


def _linked(by_type: Mapping[str, list[str]], parenttype: str):
	"""A query on the Dynamic Links of these parties, with the linked DocType as (link, parent)."""
	link, parent = DocType("Dynamic Link"), DocType(parenttype)
	condition = None
	for party_type, names in by_type.items():
		one = (link.link_doctype == party_type) & link.link_name.isin(names)
		condition = one if condition is None else condition | one
	query = (
		frappe.qb.from_(link)
		.inner_join(parent)
		.on(parent.name == link.parent)
		.where((link.parenttype == parenttype) & condition)
		.select(link.link_doctype, link.link_name)
		.orderby(parent.name)
	)
	return query, parent


def _read_addresses(by_type: Mapping[str, list[str]], found: Found) -> None:
	query, address = _linked(by_type, "Address")
	query = query.where(address.disabled == 0)
	fields = [address[name] for name in (*ADDRESS, "email_id", "phone")]
	for row in query.select(*fields).run(as_dict=True):
		values = found.get(Ref(row.link_doctype, row.link_name))
		if values is not None:
			values["addresses"].append(_address(row))
			values["emails"].append(row.email_id)
			values["phones"].append(row.phone)


def _address(row: Mapping) -> PartyAddress | None:
	street = " ".join(filter(None, (row.get("address_line1"), row.get("address_line2"))))
	address = PartyAddress(street, row.get("pincode") or "", row.get("city") or "", row.get("country") or "")
	return address if street or address.postal_code else None


def _read_contacts(by_type: Mapping[str, list[str]], found: Found) -> None:
	for table, field, target in (
		("Contact Email", "email_id", "emails"),
		("Contact Phone", "phone", "phones"),
	):
		query, contact = _linked(by_type, "Contact")
		row_of = DocType(table)
		query = query.inner_join(row_of).on(
			(row_of.parent == contact.name) & (row_of.parenttype == "Contact")
		)
		for row in query.select(row_of[field].as_("value")).run(as_dict=True):
			values = found.get(Ref(row.link_doctype, row.link_name))
			if values is not None:
				values[target].append(row.value)


def _read_bank_accounts(by_type: Mapping[str, list[str]], found: Found) -> None:
	rows = _of_parties("Bank Account", by_type, ["iban", "bank_account_no"], {"disabled": 0})
	for row in rows:
		values = found.get(Ref(row.party_type, row.party))
		if values is not None:
			values["bank_accounts"] += [row.iban, row.bank_account_no]


def _read_dossiers(by_type: Mapping[str, list[str]], found: Found) -> None:
	"""What a qualification knows of its party, above all of leads, which have no tax id of their own."""
	fields = [*ADDRESS, "tax_id", "bank_account_no", "contact_email", "contact_phone", "website"]
	for row in _of_parties("Customer Qualification", by_type, fields, {}):
		values = found.get(Ref(row.party_type, row.party))
		if values is not None:
			values["addresses"].append(_address(row))
			values["tax_ids"].append(row.tax_id)
			values["bank_accounts"].append(row.bank_account_no)
			values["emails"].append(row.contact_email)
			values["phones"].append(row.contact_phone)
			values["websites"].append(row.website)


def _of_parties(doctype: str, by_type: Mapping[str, list[str]], fields: list[str], filters: dict) -> list:
	names = [name for group in by_type.values() for name in group]
	wanted = {**filters, "party_type": ("in", list(by_type)), "party": ("in", names)}
	return frappe.get_all(
		doctype, filters=wanted, fields=["party_type", "party", *fields], limit=0, order_by="name"
	)
