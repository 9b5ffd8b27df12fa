"""Reads who is screened with customers, leads and prospects: the party, those who stand behind it or act for it, and who
answers for it. Many parties at once, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import frappe

from cqs_app.engine.compliance.parties import Role, Screened, company, joined, person

CUSTOMER, LEAD, PROSPECT, DOSSIER = "Customer", "Lead", "Prospect", "Customer Qualification"
PARTY_TYPES = (CUSTOMER, LEAD, PROSPECT)
# A dossier that ended says nothing any more of who stands behind the party.
ENDED = ("Rejected", "Expired")
OWN = {
	CUSTOMER: ("customer_name", "customer_type", "tax_id"),
	LEAD: ("lead_name", "company_name", "country"),
	PROSPECT: ("company_name",),
}
OF_DOSSIER = (
	"name",
	"party_type",
	"party",
	"customer",
	"party_name",
	"entity_type",
	"tax_id",
	"registration_number",
	"country",
	"contact_name",
)


class Ref(NamedTuple):
	"""A party of ERPNext."""

	party_type: str
	party: str


class Records(NamedTuple):
	"""Everything that was read, by party."""

	own: dict[Ref, frappe._dict]
	countries: dict[Ref, list[str]]
	contacts: dict[Ref, list[frappe._dict]]
	guarantees: dict[Ref, list[frappe._dict]]
	dossiers: dict[Ref, list[frappe._dict]]
	owners: dict[str, list[frappe._dict]]
	papers: dict[str, list[frappe._dict]]


def read(refs: Iterable[Ref]) -> dict[Ref, list[Screened]]:
	"""The party itself first. A party that does not exist has no place in the answer."""
	wanted = [ref for ref in dict.fromkeys(refs) if ref.party_type in PARTY_TYPES]
	records = _records(wanted)
	return {ref: _deduplicated(_screened(ref, records)) for ref in wanted if ref in records.own}


def _deduplicated(found: Iterable[Screened | None]) -> list[Screened]:
	"""One of each role and name, with everything that any record says of him: a later one, or a namesake, hides nothing."""
	known: dict[tuple[Role, str], Screened] = {}
	for screened in found:
		if screened:
			key = (screened.role, screened.name.casefold())
			known[key] = joined(known[key], screened) if key in known else screened
	return list(known.values())


def _screened(ref: Ref, records: Records) -> Iterator[Screened | None]:
	own, dossiers = records.own[ref], records.dossiers[ref]
	source = (ref.party_type, ref.party)
	names = [own.customer_name or own.company_name or own.lead_name]
	countries = [*records.countries[ref], own.country, *(dossier.country for dossier in dossiers)]
	kind = own.customer_type or ("Company" if own.company_name else "Individual")
	yield company(
		Role.PARTY,
		source,
		[*names, *(dossier.party_name for dossier in dossiers)],
		countries=countries,
		registration_numbers=[dossier.registration_number for dossier in dossiers],
		tax_ids=[own.tax_id, *(dossier.tax_id for dossier in dossiers)],
		kind=kind,
	)
	if ref.party_type == LEAD and own.company_name:
		yield person(Role.CONTACT, source, [own.lead_name])
	for dossier in dossiers:
		yield from _of_dossier(dossier, records.owners[dossier.name], records.papers[dossier.name])
	for contact in records.contacts[ref]:
		yield person(Role.CONTACT, ("Contact", contact.name), [contact.full_name])
	for guarantee in records.guarantees[ref]:
		yield from _of_guarantee(guarantee)


def _of_dossier(
	dossier: frappe._dict, owners: list[frappe._dict], papers: list[frappe._dict]
) -> Iterator[Screened | None]:
	by_holder = defaultdict(list)
	for paper in papers:
		by_holder[(paper.holder or "").strip().casefold()].append(paper)
	for row in owners:
		source = ("Qualification Owner", row.name)
		role = (
			Role.DIRECTOR
			if row.is_director and not (row.ownership_percent or row.has_control)
			else Role.OWNER
		)
		if row.owner_type == "Company":
			number = [row.registration_number]
			yield company(
				role, source, [row.owner_name], countries=[row.country], registration_numbers=number
			)
		else:
			yield person(
				role,
				source,
				[row.owner_name],
				countries=[row.country],
				born=row.date_of_birth,
				papers=by_holder[(row.owner_name or "").strip().casefold()],
				number=row.registration_number,
			)
	if dossier.contact_name:
		yield person(Role.CONTACT, (DOSSIER, dossier.name), [dossier.contact_name])


def _of_guarantee(guarantee: frappe._dict) -> Iterator[Screened | None]:
	source = ("Credit Guarantee", guarantee.name)
	yield company(Role.BANK, source, [guarantee.issuing_bank])
	yield company(Role.GUARANTOR, source, [guarantee.guarantor_name])
	if guarantee.issuer != guarantee.guarantor:
		yield company(Role.GUARANTOR, source, [guarantee.issuer], kind="Individual")


def _records(refs: list[Ref]) -> Records:
	by_type: dict[str, list[str]] = defaultdict(list)
	for ref in refs:
		by_type[ref.party_type].append(ref.party)
	own = {}
	for party_type, names in by_type.items():
		for row in _rows(party_type, ("name", *OWN[party_type]), "name in %(names)s", names=names):
			own[Ref(party_type, row.name)] = row
	dossiers = _dossiers(by_type)
	named = [row.name for rows in dossiers.values() for row in rows]
	return Records(
		own,
		_countries(by_type),
		_contacts(by_type),
		_guarantees(by_type[CUSTOMER]),
		dossiers,
		_children("Qualification Owner", named),
		_children("Qualification Identity", named),
	)


def _rows(
	doctype: str, fields: Iterable[str], where: str, order: str = "name", **values
) -> list[frappe._dict]:
	"""No query where one of the lists is empty."""
	if not all(values.values()):
		return []
	columns = ", ".join(field if field == "*" else f"`{field}`" for field in fields)
	sql = f"select {columns} from `tab{doctype}` where {where} order by {order}"
	return frappe.db.sql(sql, values, as_dict=True)


def _linked(parenttype: str, columns: str, joins: str, by_type: dict[str, list[str]]) -> dict[Ref, list]:
	found: dict[Ref, list] = defaultdict(list)
	names = [name for listed in by_type.values() for name in listed]
	if not names:
		return found
	for row in frappe.db.sql(
		f"""select link.link_doctype, link.link_name, {columns} from `tabDynamic Link` link {joins}
		where link.parenttype = %(parenttype)s and link.link_doctype in %(types)s and link.link_name in %(names)s
		order by link.parent""",
		{"parenttype": parenttype, "types": tuple(by_type), "names": tuple(names)},
		as_dict=True,
	):
		found[Ref(row.link_doctype, row.link_name)].append(row)
	return found


def _countries(by_type: dict[str, list[str]]) -> dict[Ref, list[str]]:
	joins = "join `tabAddress` address on address.name = link.parent and address.disabled = 0"
	found = _linked("Address", "address.country", joins, by_type)
	return defaultdict(list, {ref: [row.country for row in rows] for ref, rows in found.items()})


def _contacts(by_type: dict[str, list[str]]) -> dict[Ref, list[frappe._dict]]:
	"""Those who speak for the party: its primary and billing contacts, whichever of the two records says so."""
	joins = """left join `tabCustomer` customer
		on link.link_doctype = 'Customer' and customer.name = link.link_name
		join `tabContact` contact on contact.name = link.parent
		and (contact.is_primary_contact = 1 or contact.is_billing_contact = 1
		or contact.name = customer.customer_primary_contact)"""
	return _linked("Contact", "contact.name, contact.full_name", joins, by_type)


def _guarantees(customers: list[str]) -> dict[Ref, list[frappe._dict]]:
	found: dict[Ref, list] = defaultdict(list)
	fields = ("name", "customer", "issuing_bank", "guarantor", "issuer")
	where = "customer in %(names)s and docstatus < 2 and status != 'Expired'"
	rows = _rows("Credit Guarantee", fields, where, names=customers)
	titles = dict(
		frappe.get_all(
			CUSTOMER,
			filters={"name": ("in", [row.guarantor for row in rows if row.guarantor] or [""])},
			fields=["name", "customer_name"],
			as_list=True,
			order_by="name",
		)
	)
	for row in rows:
		row.guarantor_name = titles.get(row.guarantor)
		found[Ref(CUSTOMER, row.customer)].append(row)
	return found


def _dossiers(by_type: dict[str, list[str]]) -> dict[Ref, list[frappe._dict]]:
	"""Of each party, newest first; that of a lead which became a customer belongs to both."""
	found: dict[Ref, list] = defaultdict(list)
	names = [name for listed in by_type.values() for name in listed]
	where = "(party in %(names)s or customer in %(names)s) and stage not in %(ended)s"
	for row in _rows(DOSSIER, OF_DOSSIER, where, order="creation desc", names=names, ended=ENDED):
		parties = dict.fromkeys([Ref(row.party_type, row.party), Ref(CUSTOMER, row.customer)])
		for ref in parties:
			found[ref].append(row)
	return found


def _children(doctype: str, dossiers: list[str]) -> dict[str, list[frappe._dict]]:
	found: dict[str, list] = defaultdict(list)
	where = "parent in %(names)s and parenttype = 'Customer Qualification'"
	for row in _rows(doctype, ("*",), where, order="parent, idx", names=dossiers):
		found[row.parent].append(row)
	return found
