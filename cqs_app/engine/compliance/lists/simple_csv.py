"""OpenSanctions' `targets.simple.csv`. https://www.opensanctions.org/docs/bulk/csv/"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from cqs_app.engine.compliance.lists.birth_date import birth_date
from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry, IdentifierKind, NameKind
from cqs_app.engine.compliance.lists.ftm_schema import ENTITY_URL, SCHEMAS, alias_kind
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.engine.compliance.lists.table import Table

NEEDED = ("id", "schema", "name", "aliases", "birth_date", "countries")


def entries(file: SourceFile, notes: Notes) -> Iterator[Entry]:
	rows = Table(file).rows()
	header = next(rows, (1, []))[1]
	if missing := [column for column in NEEDED if column not in header]:
		raise ListRefused(f"the column {missing[0]} is missing", file.name, 1)
	for line, row in rows:
		facts = dict(zip(header, row, strict=True))
		if facts["schema"] not in SCHEMAS:
			raise ListRefused(f"unknown schema {facts['schema'][:30]!r}", file.name, line)
		if not facts["id"]:
			raise ListRefused("an entry without id", file.name, line)
		yield _entry(facts, f"{file.name}, line {line}", notes)


def _entry(facts: dict[str, str], position: str, notes: Notes) -> Entry:
	draft = Draft(facts["id"], SCHEMAS[facts["schema"]], position)
	draft.source_url = ENTITY_URL + facts["id"]
	draft.name(facts["name"])
	for alias in _several(facts["aliases"]):
		draft.name(alias, alias_kind(alias, facts["name"], NameKind.ALIAS))
	for born in _several(facts["birth_date"]):
		draft.birth_date(birth_date(born))
	for country in _several(facts["countries"]):
		draft.country(country)
	for address in _several(facts.get("addresses", "")):
		draft.address(address)
	for column, kind in (
		("identifiers", IdentifierKind.OTHER),
		("phones", IdentifierKind.PHONE),
		("emails", IdentifierKind.EMAIL),
	):
		for value in _several(facts.get(column, "")):
			draft.identifier(kind, value)
	for column in ("program_ids", "sanctions"):
		for program in _several(facts.get(column, "")):
			draft.program(program)
	draft.remark(facts.get("dataset"), "Dataset")
	return draft.finish(notes)


def _several(cell: str) -> list[str]:
	"""Values are separated by semicolons; one that holds a semicolon itself is quoted."""
	return [value for row in csv.reader([cell], delimiter=";") for value in row if value.strip()]
