"""OpenSanctions' `targets.nested.json` and other FollowTheMoney entities, one JSON object a line.

https://www.opensanctions.org/docs/bulk/json/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cqs_app.engine.compliance.lists.birth_date import birth_date
from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry, IdentifierKind
from cqs_app.engine.compliance.lists.ftm_schema import (
	COUNTRIES,
	ENTITY_URL,
	IDENTIFIERS,
	NAMES,
	NATIONALITIES,
	REMARKS,
	SCHEMAS,
	alias_kind,
)
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile, decoded

Properties = dict[str, list[Any]]


def entries(file: SourceFile, notes: Notes) -> Iterator[Entry]:
	"""Records that are no target (relatives, offices, addresses of a complete export) are passed over and counted."""
	passed = 0
	for number, line in enumerate(file.lines(), start=1):
		if not line.strip():
			continue
		record = _record(decoded(line, file.name, number), file.name, number)
		if record["schema"] not in SCHEMAS or record.get("target") is False:
			passed += 1
		else:
			yield _entry(record, f"{file.name}, line {number}", notes)
	if passed:
		notes.warnings.append(f"{passed:,} records of {file.name} are no targets and were passed over")


def _record(text: str, file: str, number: int) -> dict[str, Any]:
	try:
		record = json.loads(text)
	except (ValueError, RecursionError) as error:
		raise ListRefused(f"no JSON: the file is cut or damaged here ({error})", file, number) from None
	if not isinstance(record, dict) or not isinstance(record.get("properties"), dict):
		raise ListRefused("no entity: an object with id, schema and properties is expected", file, number)
	if not all(isinstance(record.get(key), str) and record[key] for key in ("id", "schema")):
		raise ListRefused("an entity without id or schema", file, number)
	return record


def _entry(record: dict[str, Any], position: str, notes: Notes) -> Entry:
	draft = Draft(record["id"], SCHEMAS[record["schema"]], position)
	draft.source_url = ENTITY_URL + record["id"]
	properties: Properties = record["properties"]
	_names(draft, record.get("caption"), properties)
	for key in COUNTRIES:
		for country in _texts(properties, key):
			draft.country(country)
	for key in NATIONALITIES:
		for country in _texts(properties, key):
			draft.nationality(country)
	for born in _texts(properties, "birthDate"):
		draft.birth_date(birth_date(born))
	for place in _texts(properties, "birthPlace"):
		draft.birth_place(place)
	for key, kind in IDENTIFIERS.items():
		for value in _texts(properties, key):
			draft.identifier(kind, value, label=key)
	_nested(draft, properties)
	for key in REMARKS:
		for text in _texts(properties, key):
			draft.remark(text, "" if key in ("notes", "summary", "description") else key.capitalize())
	return draft.finish(notes)


def _names(draft: Draft, caption: object, properties: Properties) -> None:
	"""The caption is the name that the publisher shows; the others are in no particular order."""
	names = _texts(properties, "name")
	primary = caption if isinstance(caption, str) and caption in names else next(iter(names), "")
	draft.name(primary)
	for key, kind in NAMES.items():
		for text in _texts(properties, key):
			if text != primary:
				draft.name(text, alias_kind(text, primary, kind))


def _nested(draft: Draft, properties: Properties) -> None:
	for address in _texts(properties, "address"):
		draft.address(address)
	for found in _objects(properties, "addressEntity"):
		full = next(iter(_texts(found, "full")), "") or ", ".join(
			text for key in ("street", "postalCode", "region") for text in _texts(found, key)
		)
		draft.address(
			full, city=next(iter(_texts(found, "city")), ""), country=next(iter(_texts(found, "country")), "")
		)
	for key in ("programId", "program"):
		for program in _texts(properties, key):
			draft.program(program)
	for sanction in _objects(properties, "sanctions"):
		for program in _texts(sanction, "program") or _texts(sanction, "authority"):
			draft.program(program)
		for reason in _texts(sanction, "reason"):
			draft.remark(reason)
	for key in ("passport", "identificiation", "identification"):
		for document in _objects(properties, key):
			_document(draft, document, is_passport=key == "passport")


def _document(draft: Draft, document: Properties, is_passport: bool) -> None:
	label = next(iter(_texts(document, "type")), "")
	kind = (
		IdentifierKind.PASSPORT if is_passport or "passport" in label.lower() else IdentifierKind.NATIONAL_ID
	)
	country = next(iter(_texts(document, "country")), "")
	for key in ("number", "passportNumber"):
		for number in _texts(document, key):
			draft.identifier(kind, number, country, label)


def _texts(properties: Properties, key: str) -> list[str]:
	values = properties.get(key)
	return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _objects(properties: Properties, key: str) -> list[Properties]:
	"""The properties of the entities nested under a property."""
	values = properties.get(key)
	nested = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
	return [value["properties"] for value in nested if isinstance(value.get("properties"), dict)]
