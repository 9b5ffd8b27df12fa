"""Listed parties as bytes, beside the index of their names (`stored_index.py`)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any

from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.stored_index import DAMAGED
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject


def packed(parties: Iterable[Subject]) -> bytes:
	rows = [
		(
			party.id,
			party.schema.value,
			[name.text for name in party.names],
			[place for place, name in enumerate(party.names) if name.weak],
			sorted(party.countries),
			sorted(party.born),
			[(one.kind.value, one.value, one.country) for one in party.identifiers],
			party.gender,
		)
		for party in parties
	]
	return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)


def unpacked(stored: bytes) -> list[Subject]:
	"""Raises ValueError where it is damaged."""
	try:
		return [_party(*row) for row in json.loads(zlib.decompress(stored))]
	except (zlib.error, KeyError, TypeError, ValueError):
		raise ValueError(DAMAGED) from None


def _party(
	id: str,
	schema: str,
	names: list[str],
	weak: list[int],
	countries: list[str],
	born: list[str],
	identifiers: list[list[Any]],
	gender: str,
) -> Subject:
	return Subject(
		id,
		Schema(schema),
		tuple(Alias(text, place in weak) for place, text in enumerate(names)),
		frozenset(countries),
		frozenset(born),
		tuple(Identifier(IdentifierKind(kind), value, country) for kind, value, country in identifiers),
		gender,
	)
