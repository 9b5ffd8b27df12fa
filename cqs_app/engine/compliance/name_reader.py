"""One door to the readers of names, with a memory: lists and customers repeat their names."""

from __future__ import annotations

from functools import lru_cache

from cqs_app.engine.compliance.organisation_names import read_organisation
from cqs_app.engine.compliance.parsed_names import ParsedName
from cqs_app.engine.compliance.person_names import read_person
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.vessel_names import read_vessel


@lru_cache(maxsize=20_000)
def parsed(name: str, schema: Schema) -> ParsedName:
	"""Without words where the text has no letter and no digit. ANY is read as an organisation."""
	if schema is Schema.PERSON:
		return read_person(name)
	if schema is Schema.VESSEL:
		return read_vessel(name)
	return read_organisation(name, schema)
