"""An entry as plain JSON values, and the hash of what it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cqs_app.engine.compliance.lists.birth_date import BirthDate
from cqs_app.engine.compliance.lists.entry import (
	Address,
	Entry,
	Identifier,
	IdentifierKind,
	Name,
	NameKind,
	Schema,
)

# Raised when the same content is to count as changed: a field more in the entry, not a better parser.
HASH_VERSION = 1
SEVERAL = (
	"names",
	"countries",
	"nationalities",
	"birth_dates",
	"birth_places",
	"identifiers",
	"addresses",
	"programs",
)


def to_json(entry: Entry) -> dict[str, Any]:
	"""For storing: `from_json(to_json(entry)) == entry`."""
	return {**_content(entry), "source_url": entry.source_url, "position": entry.position}


def _content(entry: Entry) -> dict[str, Any]:
	return {
		"entry_id": entry.entry_id,
		"schema": entry.schema.value,
		"names": [[name.text, name.kind.value, name.language] for name in entry.names],
		"countries": list(entry.countries),
		"nationalities": list(entry.nationalities),
		"birth_dates": [[born.first, born.last, born.is_circa] for born in entry.birth_dates],
		"birth_places": list(entry.birth_places),
		"identifiers": [[one.kind.value, one.value, one.country, one.label] for one in entry.identifiers],
		"addresses": [[one.text, one.city, one.country] for one in entry.addresses],
		"programs": list(entry.programs),
		"remarks": entry.remarks,
	}


def from_json(stored: Mapping[str, Any]) -> Entry:
	return Entry(
		entry_id=stored["entry_id"],
		schema=Schema(stored["schema"]),
		names=tuple(Name(text, NameKind(kind), language) for text, kind, language in stored["names"]),
		countries=tuple(stored["countries"]),
		nationalities=tuple(stored["nationalities"]),
		birth_dates=tuple(BirthDate(first, last, circa) for first, last, circa in stored["birth_dates"]),
		birth_places=tuple(stored["birth_places"]),
		identifiers=tuple(
			Identifier(IdentifierKind(kind), value, country, label)
			for kind, value, country, label in stored["identifiers"]
		),
		addresses=tuple(Address(text, city, country) for text, city, country in stored["addresses"]),
		programs=tuple(stored["programs"]),
		remarks=stored["remarks"],
		source_url=stored.get("source_url", ""),
		position=stored.get("position", ""),
	)


def content_hash(entry: Entry) -> str:
	"""64 hex digits: equal for the same content in any order, wherever it stands in the file."""
	content = _content(entry)
	for key in SEVERAL:
		content[key] = sorted(content[key])
	text = json.dumps([HASH_VERSION, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return sha256(text.encode("utf-8")).hexdigest()
