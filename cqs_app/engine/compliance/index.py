"""Finds the few names of a list that may be alike to a name, without reading the list.

Two steps: the words of the query find words of the list that can stand for them (by keys, then by the matcher's own
comparison), and those find the names that have them. How much is read depends on how usual the words are, never on
the length of the list: the rarest words come first, and once `MOST_READ` entries are read, more usual words only
confirm what rarer ones have found.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log

from cqs_app.engine.compliance.alignment import LEAST
from cqs_app.engine.compliance.name_keys import (
	acronym_keys,
	glued_keys,
	readings,
	told,
	turned,
	vowelless_keys,
	word_keys,
)
from cqs_app.engine.compliance.parsed_names import ParsedName, Role
from cqs_app.engine.compliance.schemas import Schema, schemas_meet
from cqs_app.engine.compliance.word_similarity import general, personal

MOST_READ = 6_000
# Names that are handed on to be compared in full.
CANDIDATES = 150
# Similar words that are followed for one word of the query.
MOST_WORDS_ALIKE = 120
# What a shared key of more than one word, or of an acronym, is worth against a shared word.
WHOLE_KEY = 0.9


@dataclass(frozen=True, slots=True)
class ListedName:
	"""A name of a list: whose it is (`entry`: position in the list), and of what kind that is."""

	entry: int
	text: str
	schema: Schema


@dataclass(slots=True)
class _Posting:
	"""A word or whole key of the list: what it is, and the names that have it, in ascending order."""

	text: str
	role: Role
	names: array[int]


class NameIndex:
	"""In memory; `names` in the order given. Adding happens only while it is built."""

	def __init__(self, names: Iterable[ListedName]) -> None:
		self.names: list[ListedName] = []
		self._postings: list[_Posting] = []
		self._by_word: dict[tuple[str, Role, bool], int] = {}
		self._by_key: dict[str, array[int]] = {}
		self._whole: dict[str, array[int]] = {}
		for name in names:
			self._add(name)
		self._by_word.clear()

	def _add(self, listed: ListedName) -> None:
		place = len(self.names)
		self.names.append(listed)
		for reading in readings(listed.text, listed.schema):
			for word in told(reading):
				self._file(word.text, word.role, reading.schema, place)
				if word.shown != word.text:
					self._file(word.shown, Role.NAME, reading.schema, place)
			for key in {*glued_keys(reading), *acronym_keys(reading), *vowelless_keys(reading)}:
				_append(self._whole.setdefault(key, array("I")), place)

	def _file(self, text: str, role: Role, schema: Schema, place: int) -> None:
		of_people = schema is Schema.PERSON
		at = self._by_word.get((text, role, of_people))
		if at is None:
			at = self._by_word[(text, role, of_people)] = len(self._postings)
			self._postings.append(_Posting(text, role, array("I")))
			for key in word_keys(text, role, Schema.PERSON if of_people else Schema.ORGANISATION):
				self._by_key.setdefault(f"{of_people:d}{key}", array("I")).append(at)
		_append(self._postings[at].names, place)

	def candidates(self, name: str, schema: Schema, most: int = CANDIDATES) -> list[int]:
		"""Positions in `names`, the likeliest first, at most `most`. They are not compared in full yet."""
		votes: dict[int, float] = {}
		for reading in readings(name, schema):
			for place, vote in self._votes(reading).items():
				votes[place] = max(votes.get(place, 0.0), vote)
		found = [
			(vote, -place) for place, vote in votes.items() if schemas_meet(schema, self.names[place].schema)
		]
		return [-place for _vote, place in nlargest(most, found)]

	def _votes(self, query: ParsedName) -> dict[int, float]:
		"""For each name found: the information in the words that it shares with the query."""
		votes: dict[int, float] = {}
		read = 0
		for weight, parts in sorted(self._asked(query), key=lambda asked: sum(len(p) for p, _s in asked[1])):
			best: dict[int, float] = {}
			size = sum(len(names) for names, _similarity in parts)
			if read and read + size > MOST_READ:
				_confirm(votes, parts, best)
			else:
				read += size
				for names, similarity in parts:
					for place in names[:MOST_READ]:
						if similarity > best.get(place, 0.0):
							best[place] = similarity
			told_by = weight * log(1 + len(self.names) / (1 + size))
			for place, similarity in best.items():
				votes[place] = votes.get(place, 0.0) + similarity * told_by
		return votes

	def _asked(self, query: ParsedName) -> Iterable[tuple[float, list[tuple[array[int], float]]]]:
		"""For each word of the query its weight, and the postings of the list's words that may stand for it."""
		for word in told(query):
			yield word.weight, self._alike(word.text, word.role, query.schema)
		whole = {*glued_keys(query), *acronym_keys(query)} | {turned(key) for key in vowelless_keys(query)}
		for key in whole:
			if names := self._whole.get(key):
				yield 1.0, [(names, WHOLE_KEY)]

	def _alike(self, text: str, role: Role, schema: Schema) -> list[tuple[array[int], float]]:
		of_people = schema is Schema.PERSON
		similarity_of = personal if of_people else general
		places: set[int] = set()
		for key in word_keys(text, role, Schema.PERSON if of_people else Schema.ORGANISATION):
			places.update(self._by_key.get(f"{of_people:d}{key}", ()))
		found = []
		for place in places:
			posting = self._postings[place]
			similarity = 1.0 if posting.text == text else similarity_of(text, posting.text)
			if similarity >= LEAST:
				found.append((similarity, place))
		return [(self._postings[place].names, similarity) for similarity, place in nlargest(MOST_WORDS_ALIKE, found)]

	def size(self) -> dict[str, int]:
		"""How many names, words, keys and references it holds."""
		filed = sum(len(posting.names) for posting in self._postings)
		return {
			"names": len(self.names),
			"words": len(self._postings),
			"keys": len(self._by_key) + len(self._whole),
			"references": filed + sum(map(len, self._by_key.values())) + sum(map(len, self._whole.values())),
		}


def _append(names: array[int], place: int) -> None:
	if not names or names[-1] != place:
		names.append(place)


def _confirm(
	votes: dict[int, float], parts: Sequence[tuple[array[int], float]], best: dict[int, float]
) -> None:
	"""Look up what has been found already, instead of reading a long posting."""
	for names, similarity in parts:
		for place in votes:
			at = bisect_left(names, place)
			if at < len(names) and names[at] == place and similarity > best.get(place, 0.0):
				best[place] = similarity
