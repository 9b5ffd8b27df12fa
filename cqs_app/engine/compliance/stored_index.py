"""An index as bytes, so that it is made once per version of a list and read by every process."""

from __future__ import annotations

import json
import zlib
from array import array

from cqs_app.engine.compliance.index import ListedName, ListedWord, NameIndex
from cqs_app.engine.compliance.key_table import KeyTable
from cqs_app.engine.compliance.matcher import ALGORITHM
from cqs_app.engine.compliance.parsed_names import Role
from cqs_app.engine.compliance.schemas import Schema

# Raised when the layout, the keys or the reading of names change; an index of another version is made anew.
VERSION = f"{ALGORITHM}/3"
_LENGTH = 8
DAMAGED = "The stored index is damaged or of another version."


def packed(index: NameIndex) -> bytes:
	head = json.dumps(
		{
			"version": VERSION,
			"names": [(name.entry, name.text, name.schema.value) for name in index.names],
			"words": [(word.text, word.role.value, word.of_people) for word in index.words],
		},
		ensure_ascii=False,
	).encode()
	tables = (index.words_by_key, index.names_by_word, index.names_by_whole)
	parts = [head, index.weights.tobytes(), *(part for table in tables for part in table.to_bytes())]
	return zlib.compress(b"".join(len(part).to_bytes(_LENGTH, "little") + part for part in parts), 1)


def unpacked(stored: bytes) -> NameIndex:
	"""Raises ValueError where it is damaged or of another version."""
	try:
		head, weights, *parts = _parts(zlib.decompress(stored))
		told = json.loads(head)
		if told["version"] != VERSION or len(parts) != 9:
			raise ValueError(DAMAGED)
		own = array("f")
		own.frombytes(weights)
		tables = [KeyTable.from_bytes(parts[start : start + 3]) for start in (0, 3, 6)]
		names = [ListedName(entry, text, Schema(schema)) for entry, text, schema in told["names"]]
		words = [ListedWord(text, Role(role), of_people) for text, role, of_people in told["words"]]
	except (zlib.error, KeyError, TypeError, ValueError):
		raise ValueError(DAMAGED) from None
	return NameIndex(names, own, words, *tables)


def _parts(stored: bytes) -> list[bytes]:
	parts = []
	start = 0
	while start < len(stored):
		length = int.from_bytes(stored[start : start + _LENGTH], "little")
		start += _LENGTH
		parts.append(stored[start : start + length])
		start += length
	return parts
