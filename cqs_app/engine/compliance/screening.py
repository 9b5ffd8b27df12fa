"""A list in memory that can be asked for a party: the index finds names, the matcher compares, identifiers decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cqs_app.engine.compliance.index import CANDIDATES, ListedName, NameIndex, index_of
from cqs_app.engine.compliance.matcher import POSSIBLE, ListMatch, compare
from cqs_app.engine.compliance.qualifiers import identifiers_of
from cqs_app.engine.compliance.subjects import IdentifierKind, Subject

MOST_ASKED = 20


class ScreeningIndex:
	"""`entries`: every entry that is in force, once. Made once per version of a list; asking changes nothing.

	`names`: the index of exactly these entries, where one was stored.
	"""

	def __init__(self, entries: Iterable[Subject], names: NameIndex | None = None) -> None:
		self.entries = list(entries)
		self.names = names or index_of(listed_names(self.entries))
		self._numbers: dict[tuple[IdentifierKind, str], list[int]] = defaultdict(list)
		for place, entry in enumerate(self.entries):
			for identifier in identifiers_of(entry):
				if identifier.bare:
					self._numbers[(identifier.kind, identifier.bare)].append(place)

	def screen(self, party: Subject, threshold: float = POSSIBLE, most: int = 50) -> list[ListMatch]:
		"""The entries that reach the threshold, the likeliest first."""
		matches = [compare(party, entry) for entry in self.candidates(party)]
		reached = sorted(
			(match for match in matches if match.score >= threshold),
			key=lambda match: (-match.score, match.id),
		)
		return reached[:most]

	def candidates(self, party: Subject, most: int = CANDIDATES) -> list[Subject]:
		"""Entries that have a similar name (with these names only, not all their aliases) or the same number."""
		found: dict[int, set[str]] = {}
		for identifier in identifiers_of(party):
			for place in self._numbers.get((identifier.kind, identifier.bare), ()):
				found[place] = {name.text for name in self.entries[place].names}
		for name in party.names[:MOST_ASKED]:
			for at in self.names.candidates(name.text, party.schema, most):
				listed = self.names.names[at]
				found.setdefault(listed.entry, set()).add(listed.text)
		return [_only(self.entries[place], texts) for place, texts in found.items()]

	def size(self) -> dict[str, int]:
		return {"entries": len(self.entries), **self.names.size()}


def listed_names(entries: Iterable[Subject]) -> Iterator[ListedName]:
	"""What `index_of` files: every name of every entry, in their order."""
	for place, entry in enumerate(entries):
		for name in entry.names:
			yield ListedName(place, name.text, entry.schema)


def _only(entry: Subject, texts: set[str]) -> Subject:
	"""The entry with those of its names that were found: the others have nothing in common with the party's."""
	names = tuple(name for name in entry.names if name.text in texts)
	return Subject(
		entry.id, entry.schema, names, entry.countries, entry.born, entry.identifiers, entry.gender
	)
