"""OFAC's classic XML, sdn.xml and consolidated.xml. https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cqs_app.engine.compliance.lists.birth_date import birth_date
from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry, IdentifierKind, NameKind, Schema
from cqs_app.engine.compliance.lists.ofac_csv import SOURCE_URL
from cqs_app.engine.compliance.lists.ofac_labels import kind_of
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.safe_xml import Records, text_of, texts_of
from cqs_app.engine.compliance.lists.source import SourceFile

ROOT = "sdnList"
_SCHEMAS = {
	"individual": Schema.PERSON,
	"entity": Schema.LEGAL_ENTITY,
	"vessel": Schema.VESSEL,
	"aircraft": Schema.AIRCRAFT,
}
# In `idList` beside documents and numbers: facts of other kinds.
_NO_DOCUMENTS = (
	"Gender",
	"Secondary sanctions risk",
	"Additional Sanctions Information",
	"Transactions Prohibited",
	"Executive Order",
	"Organization",
	"Listing Date",
	"Effective Date",
	"Target Type",
	"CAATSA",
	"Purchase/Sales",
	"Aircraft Model",
	"Aircraft Operator",
	"Aircraft Manufacture Date",
	"Nationality of Registration",
)


def entries(file: SourceFile, notes: Notes) -> Iterator[Entry]:
	records = Records(file, ROOT, frozenset({"sdnEntry"}))
	for line, element in records:
		yield _entry(element, file.name, line, notes)
	notes.published = records.head.get("Publish_Date", "")
	count = records.head.get("Record_Count", "")
	notes.expected = int(count) if count.isdigit() else None


def _entry(element: Element, file: str, line: int, notes: Notes) -> Entry:
	entry_id, kind = text_of(element, "uid"), text_of(element, "sdnType").lower()
	if not entry_id:
		raise ListRefused("an entry without uid", file, line)
	if kind not in _SCHEMAS:
		raise ListRefused(f"entry {entry_id} is of unknown type {kind[:30]!r}", file, line)
	draft = Draft(entry_id, _SCHEMAS[kind], f"{file}, line {line}")
	draft.source_url = SOURCE_URL + entry_id
	draft.name(_name(element))
	for program in texts_of(element, "programList/program"):
		draft.program(program)
	for alias in element.iterfind("akaList/aka"):
		draft.name(_name(alias), _alias_kind(alias))
	for address in element.iterfind("addressList/address"):
		lines = [
			text_of(address, tag)
			for tag in ("address1", "address2", "address3", "stateOrProvince", "postalCode")
		]
		draft.address(*lines, city=text_of(address, "city"), country=text_of(address, "country"))
	_person(draft, element)
	for document in element.iterfind("idList/id"):
		_document(draft, document)
	_vessel(draft, element)
	draft.remark(text_of(element, "title"), "Title")
	draft.remark(text_of(element, "remarks"))
	return draft.finish(notes)


def _name(element: Element) -> str:
	"""`LAST, First`, as the CSV has it."""
	return ", ".join(part for tag in ("lastName", "firstName") if (part := text_of(element, tag)))


def _alias_kind(alias: Element) -> NameKind:
	if text_of(alias, "type").lower().startswith("f"):
		return NameKind.FORMER
	return NameKind.WEAK_ALIAS if text_of(alias, "category").lower() == "weak" else NameKind.ALIAS


def _person(draft: Draft, element: Element) -> None:
	for path in ("nationalityList/nationality/country", "citizenshipList/citizenship/country"):
		for country in texts_of(element, path):
			draft.nationality(country)
	for born in texts_of(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
		draft.birth_date(birth_date(born))
	for place in texts_of(element, "placeOfBirthList/placeOfBirthItem/placeOfBirth"):
		draft.birth_place(place)


def _document(draft: Draft, document: Element) -> None:
	label, value = text_of(document, "idType"), text_of(document, "idNumber")
	country = text_of(document, "idCountry")
	if label.startswith("Nationality of Registration"):
		draft.country(value or country)
	if label.startswith(_NO_DOCUMENTS):
		draft.remark(value, label.rstrip(":"))
		return
	kind = IdentifierKind.IMO if value.startswith("IMO ") else kind_of(label)
	draft.identifier(kind, value.removeprefix("IMO "), country, label)


def _vessel(draft: Draft, element: Element) -> None:
	draft.identifier(IdentifierKind.CALL_SIGN, text_of(element, "vesselInfo/callSign"))
	draft.country(text_of(element, "vesselInfo/vesselFlag"))
	for label, tag in (
		("Vessel type", "vesselType"),
		("Tonnage", "tonnage"),
		("Gross registered tonnage", "grossRegisteredTonnage"),
		("Vessel owner", "vesselOwner"),
	):
		draft.remark(text_of(element, f"vesselInfo/{tag}"), label)
