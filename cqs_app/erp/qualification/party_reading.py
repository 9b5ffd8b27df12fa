"""Reads customers, leads and prospects with everything that tells one from another, many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import frappe

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
ByType = Mapping[str, list[str]]


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
	rows = _rows("Customer", customers, ["name", *fields.values()])
	return {row.name: {Ref(kind, row[field]) for kind, field in fields.items() if row[field]} for row in rows}


def _record(ref: Ref, values: Mapping[str, list]) -> PartyRecord:
	listed = {name: tuple(dict.fromkeys(filter(None, given))) for name, given in values.items()}
	return PartyRecord(id=ref.id, **listed)


def _rows(doctype: str, names: Iterable[str], fields: Iterable[str]) -> list[frappe._dict]:
	listed = tuple(names)
	if not listed:
		return []
	columns = ", ".join(f"`{field}`" for field in fields)
	sql = f"select {columns} from `tab{doctype}` where name in %(names)s order by name"
	return frappe.db.sql(sql, {"names": listed}, as_dict=True)


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


def _linked(parenttype: str, columns: str, joins: str, by_type: ByType) -> Iterator[tuple[frappe._dict, Ref]]:
	"""Rows of what is linked to these parties, each with its party. `link` is the Dynamic Link."""
	rows = frappe.db.sql(
		f"""select link.link_doctype as party_type, link.link_name as party, {columns}
		from `tabDynamic Link` link {joins}
		where link.parenttype = %(parenttype)s and link.link_doctype in %(types)s and link.link_name in %(names)s
		order by link.parent, link.name""",
		{"parenttype": parenttype, **_parties(by_type)},
		as_dict=True,
	)
	return ((row, Ref(row.party_type, row.party)) for row in rows)


def _parties(by_type: ByType) -> dict[str, tuple]:
	return {"types": tuple(by_type), "names": tuple(name for names in by_type.values() for name in names)}


def _read_addresses(by_type: ByType, found: Found) -> None:
	columns = ", ".join(f"address.`{name}`" for name in (*ADDRESS, "email_id", "phone"))
	joins = "join `tabAddress` address on address.name = link.parent and address.disabled = 0"
	for row, ref in _linked("Address", columns, joins, by_type):
		if values := found.get(ref):
			values["addresses"].append(_address(row))
			values["emails"].append(row.email_id)
			values["phones"].append(row.phone)


def _address(row: Mapping) -> PartyAddress | None:
	street = " ".join(filter(None, (row.get("address_line1"), row.get("address_line2"))))
	address = PartyAddress(street, row.get("pincode") or "", row.get("city") or "", row.get("country") or "")
	return address if street or address.postal_code else None


def _read_contacts(by_type: ByType, found: Found) -> None:
	for table, field, target in (
		("Contact Email", "email_id", "emails"),
		("Contact Phone", "phone", "phones"),
	):
		joins = f"join `tab{table}` line on line.parent = link.parent and line.parenttype = 'Contact'"
		for row, ref in _linked("Contact", f"line.`{field}` as value", joins, by_type):
			if values := found.get(ref):
				values[target].append(row.value)


def _read_bank_accounts(by_type: ByType, found: Found) -> None:
	for row, ref in _of_parties("Bank Account", ("iban", "bank_account_no"), by_type, "and disabled = 0"):
		if values := found.get(ref):
			values["bank_accounts"] += [row.iban, row.bank_account_no]


def _read_dossiers(by_type: ByType, found: Found) -> None:
	"""What a qualification knows of its party, above all of leads, which have no tax id of their own."""
	fields = (*ADDRESS, "tax_id", "bank_account_no", "contact_email", "contact_phone", "website")
	for row, ref in _of_parties("Customer Qualification", fields, by_type):
		if values := found.get(ref):
			values["addresses"].append(_address(row))
			values["tax_ids"].append(row.tax_id)
			values["bank_accounts"].append(row.bank_account_no)
			values["emails"].append(row.contact_email)
			values["phones"].append(row.contact_phone)
			values["websites"].append(row.website)


def _of_parties(
	doctype: str, fields: Iterable[str], by_type: ByType, condition: str = ""
) -> Iterator[tuple[frappe._dict, Ref]]:
	columns = ", ".join(f"`{field}`" for field in ("party_type", "party", *fields))
	rows = frappe.db.sql(
		f"""select {columns} from `tab{doctype}`
		where party_type in %(types)s and party in %(names)s {condition} order by name""",
		_parties(by_type),
		as_dict=True,
	)
	return ((row, Ref(row.party_type, row.party)) for row in rows)
