"""The UN Security Council's consolidated list. https://www.un.org/securitycouncil/content/un-sc-consolidated-list"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cqs_app.engine.compliance.lists.birth_date import BirthDate, birth_date, partial_date
from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry, IdentifierKind, NameKind, Schema
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.safe_xml import Records, text_of, texts_of
from cqs_app.engine.compliance.lists.source import SourceFile

ROOT = "CONSOLIDATED_LIST"
SOURCE_URL = "https://www.un.org/securitycouncil/content/un-sc-consolidated-list"
_SCHEMAS = {"INDIVIDUAL": Schema.PERSON, "ENTITY": Schema.LEGAL_ENTITY}
_ALIASES = {"low": NameKind.WEAK_ALIAS, "f.k.a.": NameKind.FORMER}


def entries(file: SourceFile, notes: Notes) -> Iterator[Entry]:
	records = Records(file, ROOT, frozenset(_SCHEMAS))
	for line, element in records:
		notes.published = records.head.get(f"{ROOT}.dateGenerated", "")
		yield _entry(element, file.name, line, notes)


def _entry(element: Element, file: str, line: int, notes: Notes) -> Entry:
	entry_id = text_of(element, "DATAID")
	if not entry_id:
		raise ListRefused("an entry without DATAID", file, line)
	kind = element.tag
	draft = Draft(entry_id, _SCHEMAS[kind], f"{file}, line {line}")
	draft.source_url = SOURCE_URL
	parts = (text_of(element, f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH"))
	draft.name(" ".join(part for part in parts if part))
	draft.name(text_of(element, "NAME_ORIGINAL_SCRIPT"), NameKind.SCRIPT)
	draft.program(text_of(element, "UN_LIST_TYPE"))
	for nationality in texts_of(element, "NATIONALITY/VALUE"):
		draft.nationality(nationality)
	for alias in element.iterfind(f"{kind}_ALIAS"):
		quality = text_of(alias, "QUALITY").lower()
		draft.name(text_of(alias, "ALIAS_NAME"), _ALIASES.get(quality, NameKind.ALIAS))
	for address in element.iterfind(f"{kind}_ADDRESS"):
		_address(draft, address)
	for born in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
		_born(draft, born)
	for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
		draft.birth_place(_joined(place, "CITY", "STATE_PROVINCE", "COUNTRY"))
	for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
		_document(draft, document)
	_remarks(draft, element)
	return draft.finish(notes)


def _joined(element: Element, *tags: str) -> str:
	return ", ".join(text for tag in tags if (text := text_of(element, tag)))


def _address(draft: Draft, address: Element) -> None:
	parts = [text_of(address, tag) for tag in ("STREET", "ZIP_CODE", "STATE_PROVINCE")]
	draft.address(*parts, city=text_of(address, "CITY"), country=text_of(address, "COUNTRY"))
	draft.remark(text_of(address, "NOTE"), "Address")


def _born(draft: Draft, born: Element) -> None:
	is_circa = text_of(born, "TYPE_OF_DATE").upper() == "APPROXIMATELY"
	first, last = partial_date(text_of(born, "FROM_YEAR")), partial_date(text_of(born, "TO_YEAR"))
	if first and last:
		draft.birth_date(BirthDate(min(first, last), max(first, last), is_circa))
	else:
		draft.birth_date(
			birth_date(text_of(born, "DATE") or text_of(born, "YEAR") or first or last, is_circa)
		)
	draft.remark(text_of(born, "NOTE"), "Date of birth")


def _document(draft: Draft, document: Element) -> None:
	label = text_of(document, "TYPE_OF_DOCUMENT") or text_of(document, "TYPE_OF_DOCUMENT2")
	is_passport = any(word in label.lower() for word in ("passport", "passeport", "pasaporte"))
	kind = IdentifierKind.PASSPORT if is_passport else IdentifierKind.NATIONAL_ID
	country = text_of(document, "ISSUING_COUNTRY") or text_of(document, "COUNTRY_OF_ISSUE")
	draft.identifier(kind, text_of(document, "NUMBER"), country, label)
	draft.remark(text_of(document, "NOTE"), label or "Document")


def _remarks(draft: Draft, element: Element) -> None:
	draft.remark(text_of(element, "REFERENCE_NUMBER"), "Reference")
	draft.remark(text_of(element, "LISTED_ON"), "Listed on")
	for label, path in (("Title", "TITLE/VALUE"), ("Designation", "DESIGNATION/VALUE")):
		for text in texts_of(element, path):
			draft.remark(text, label)
	draft.remark(text_of(element, "COMMENTS1"))
