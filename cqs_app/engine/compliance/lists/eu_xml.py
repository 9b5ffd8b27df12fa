"""The EU's consolidated financial sanctions list, XML 1.1 (`xmlFullSanctionsList_1_1`).

https://webgate.ec.europa.eu/fsd/fsf
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry
from cqs_app.engine.compliance.lists.eu_facts import (
	add_address,
	add_birth,
	add_citizenship,
	add_identifier,
	add_name,
	schema_of,
)
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.safe_xml import Records, text_of, texts_of
from cqs_app.engine.compliance.lists.source import SourceFile

ROOT = "export"
_PARTS = {
	"nameAlias": add_name,
	"birthdate": add_birth,
	"citizenship": add_citizenship,
	"address": add_address,
	"identification": add_identifier,
}


def entries(file: SourceFile, notes: Notes) -> Iterator[Entry]:
	records = Records(file, ROOT, frozenset({"sanctionEntity"}))
	for line, element in records:
		notes.published = records.head.get(f"{ROOT}.generationDate", "")
		yield _entry(element, file.name, line, notes)


def _entry(element: Element, file: str, line: int, notes: Notes) -> Entry:
	entry_id = element.get("euReferenceNumber") or element.get("logicalId") or ""
	subject = element.find("subjectType")
	if not entry_id or subject is None:
		raise ListRefused(
			"an entity without euReferenceNumber and logicalId, or without subjectType", file, line
		)
	schema = schema_of(subject.get("code", ""), subject.get("classificationCode", ""))
	draft = Draft(entry_id, schema, f"{file}, line {line}")
	for child in element:
		if add := _PARTS.get(child.tag):
			add(draft, child.attrib)
			draft.remark(text_of(child, "remark"))
	for regulation in element.iterfind("regulation"):
		draft.program(regulation.get("programme"))
		draft.source_url = draft.source_url or text_of(regulation, "publicationUrl")
	draft.remark(element.get("unitedNationId"), "UN reference")
	draft.remark(element.get("designationDate"), "Designated on")
	draft.remark(element.get("designationDetails"))
	for remark in texts_of(element, "remark"):
		draft.remark(remark)
	return draft.finish(notes)
