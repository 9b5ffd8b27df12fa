"""The one thing a host must offer: rows for a query with named parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

CHUNK = 500


class Database(Protocol):
	"""`rows` runs a SELECT. Parameters stand in it as `:name`; each row maps column to value."""

	def rows(self, sql: str, params: Mapping[str, Any]) -> list[dict[str, Any]]: ...


def in_list(prefix: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
	"""Placeholders and parameters of an `IN (...)`: (":p0, :p1", {"p0": ..., "p1": ...})."""
	params = {f"{prefix}{at}": value for at, value in enumerate(values)}
	return ", ".join(f":{name}" for name in params), params


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
	for start in range(0, len(values), CHUNK):
		yield values[start : start + CHUNK]
