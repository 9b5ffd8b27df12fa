"""What is asked about a party, as plain JSON values that are stored with each screening and can be asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject


def to_query(party: Subject) -> dict[str, Any]:
	"""`from_query(id, to_query(party)) == party`, whose id is no part of the question."""
	return {
		"schema": party.schema.value,
		"names": [[name.text, int(name.weak)] for name in party.names],
		"countries": sorted(party.countries),
		"born": sorted(party.born),
		"identifiers": [[one.kind.value, one.value, one.country] for one in party.identifiers],
		"gender": party.gender,
	}


def from_query(id: str, query: Mapping[str, Any]) -> Subject:
	return Subject(
		id,
		Schema(query["schema"]),
		tuple(Alias(text, bool(weak)) for text, weak in query["names"]),
		frozenset(query["countries"]),
		frozenset(query["born"]),
		tuple(
			Identifier(IdentifierKind(kind), value, country) for kind, value, country in query["identifiers"]
		),
		query["gender"],
	)


def text_of(query: Mapping[str, Any]) -> str:
	"""One text for equal questions."""
	return json.dumps(query, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
	"""64 hex digits."""
	return sha256(text.encode("utf-8")).hexdigest()
