"""The EU's consolidated financial sanctions list, CSV 1.1: semicolons, a header, one row per name, address, birth ...

The rows of an entity stand together; columns are found by their name, so that new ones do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cqs_app.engine.compliance.lists.draft import Draft, Notes
from cqs_app.engine.compliance.lists.entry import Entry
from cqs_app.engine.compliance.lists.eu_facts import (
	Facts,
	add_address,
	add_birth,
	add_citizenship,
	add_identifier,
	add_name,
	schema_of,
)
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.engine.compliance.lists.table import Table

ID_COLUMN = "Entity_LogicalId"
NEEDED = (ID_COLUMN, "Entity_SubjectType", "NameAlias_WholeName")
_PARTS: dict[str, Callable[[Draft, Facts], None]] = {
	"NameAlias": add_name,
	"BirthDate": add_birth,
	"Citizenship": add_citizenship,
	"Address": add_address,
	"Identification": add_identifier,
}


def entries(file: SourceFile, notes: Notes) -> Iterator[Entry]:
	rows = Table(file, delimiter=";").rows()
	header = next(rows, (1, []))[1]
	if missing := [column for column in NEEDED if column not in header]:
		raise ListRefused(f"the column {missing[0]} is missing", file.name, 1)
	notes.warnings.append(
		"this format tells nowhere how long it is: a file cut exactly at a line end cannot be told"
	)
	draft: Draft | None = None
	finished: set[str] = set()
	current = ""
	for line, row in rows:
		facts = {name: text for name, value in zip(header, row, strict=True) if (text := value.strip())}
		logical_id = facts.get(ID_COLUMN, "")
		if not logical_id:
			raise ListRefused(f"{ID_COLUMN} is empty", file.name, line)
		if logical_id != current:
			if logical_id in finished:
				raise ListRefused(f"the rows of entity {logical_id} do not stand together", file.name, line)
			if draft:
				yield draft.finish(notes)
			draft, current = _draft(facts, f"{file.name}, line {line}"), logical_id
			finished.add(logical_id)
			notes.published = notes.published or facts.get("fileGenerationDate", "")
		if draft:
			_add(draft, facts)
	if draft:
		yield draft.finish(notes)


def _draft(facts: Facts, position: str) -> Draft:
	kind, classification = (
		facts.get("Entity_SubjectType", ""),
		facts.get("Entity_SubjectType_ClassificationCode", ""),
	)
	entry_id = facts.get("Entity_EU_ReferenceNumber") or facts[ID_COLUMN]
	draft = Draft(entry_id, schema_of(kind, classification), position)
	draft.source_url = facts.get("Entity_Regulation_PublicationUrl", "")
	draft.remark(facts.get("Entity_UnitedNationId"), "UN reference")
	draft.remark(facts.get("Entity_DesignationDate"), "Designated on")
	draft.remark(facts.get("Entity_DesignationDetails"))
	return draft


def _add(draft: Draft, facts: Facts) -> None:
	draft.program(facts.get("Entity_Regulation_Programme"))
	draft.remark(facts.get("Entity_Remark"))
	for part, add in _PARTS.items():
		said = {
			name[len(part) + 1].lower() + name[len(part) + 2 :]: value
			for name, value in facts.items()
			if name.startswith(f"{part}_")
		}
		if said:
			add(draft, said)
			draft.remark(said.get("remark"))
