"""Finds the few names of a list that may be alike to a name, without reading the list.

Two steps: the words of the query find words of the list that can stand for them (by keys, then by the matcher's own
comparison), and those find the names that have them. How much is read depends on how usual the words are, never on
the length of the list: the rarest words come first, and once `MOST_READ` entries are read, more usual words only
confirm what rarer ones have found.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from cqs_app.engine.compliance.alignment import LEAST
from cqs_app.engine.compliance.key_table import KeyTable, KeyTableBuilder
from cqs_app.engine.compliance.name_keys import (
	is_filed_as_written,
	readings,
	told,
	turned,
	whole_keys,
	word_keys,
)
from cqs_app.engine.compliance.name_score import CONFLICT, MOST_SURPLUS, SURPLUS, scaled
from cqs_app.engine.compliance.parsed_names import ParsedName, Role
from cqs_app.engine.compliance.schemas import Schema, schemas_meet
from cqs_app.engine.compliance.word_similarity import general, personal

MOST_READ = 6_000
# Names that are handed on to be compared in full.
CANDIDATES = 150
# Similar words that are followed for one word of the query.
MOST_WORDS_ALIKE = 120
# What a shared key of glued words or of a word without vowels is worth, against a shared word.
WHOLE_KEY = 0.9
# An estimate of the score from the shared words. Names that stay below are not handed on; it is far below what
# anybody would screen with, because the estimate is no more than that.
LEAST_ESTIMATE = 0.35
# The share of the shorter name that must agree for such an estimate, whatever the rest.
LEAST_SHARE = 0.5


# Positions of names, ascending, and how surely their word stands for the word that was asked for.
_Part = tuple[Sequence[int], float]
_Asked = tuple[float, list[_Part]]


@dataclass(frozen=True, slots=True)
class ListedName:
	"""A name of a list: whose it is (`entry`: position in the list), and of what kind that is."""

	entry: int
	text: str
	schema: Schema


@dataclass(frozen=True, slots=True)
class ListedWord:
	"""A word of the list, as people's names are read or as others are. Its names are under its number."""

	text: str
	role: Role
	of_people: bool

	@property
	def keys(self) -> frozenset[str]:
		schema = Schema.PERSON if self.of_people else Schema.ORGANISATION
		return frozenset(f"{self.of_people:d}{key}" for key in word_keys(self.text, self.role, schema))


@dataclass(frozen=True, slots=True)
class NameIndex:
	"""Made by `index_of`, or by `stored_index.unpacked`. Asking changes nothing, so that threads may share it.

	`names` in the order given, `weights`: what their words weigh together. `words_by_key`: key -> numbers of words;
	`names_by_word`: number of a word -> positions of names; `names_by_whole`: keys of more than a word -> names.
	"""

	names: Sequence[ListedName]
	weights: array[float]
	words: Sequence[ListedWord]
	words_by_key: KeyTable
	names_by_word: KeyTable
	names_by_whole: KeyTable

	def candidates(self, name: str, schema: Schema, most: int = CANDIDATES) -> list[int]:
		"""Positions in `names`, the likeliest first, at most `most`. They are not compared in full yet."""
		estimates: dict[int, float] = {}
		for reading in readings(name, schema):
			for place, estimate in self._estimates(reading).items():
				estimates[place] = max(estimates.get(place, 0.0), estimate)
		found = [
			(estimate, -place)
			for place, estimate in estimates.items()
			if estimate >= LEAST_ESTIMATE and schemas_meet(schema, self.names[place].schema)
		]
		return [-place for _estimate, place in nlargest(most, found)]

	def _estimates(self, query: ParsedName) -> dict[int, float]:
		"""For each name that is found, its score if it had no other words than those that were found."""
		agreement: dict[int, float] = {}
		read = 0
		for weight, parts in sorted(self._asked(query), key=_length):
			best: dict[int, float] = {}
			size = _length((weight, parts))
			if read and read + size > MOST_READ:
				_confirm(agreement, parts, best)
			else:
				read += size
				_read(parts, best)
			for place, similarity in best.items():
				agreement[place] = agreement.get(place, 0.0) + similarity * weight
		asked = _weight(query)
		estimates = {}
		for place, found in agreement.items():
			theirs = self.weights[place]
			if found >= LEAST_SHARE * (asked if asked < theirs else theirs):
				estimates[place] = _estimate(found, asked, theirs, query.schema)
		for key in whole_keys(query):
			if key[0] == "a":
				estimates.update((place, 1.0) for place in self.names_by_whole.get(turned(key))[:MOST_READ])
		return estimates

	def _asked(self, query: ParsedName) -> Iterator[_Asked]:
		"""For each word of the query its weight, and the postings of the list's words that may stand for it."""
		for word in told(query):
			if parts := self._alike(word.text, word.role, query.schema):
				yield word.weight, parts
		for key in whole_keys(query):
			names = self.names_by_whole.get(turned(key))
			if names and key[0] != "a":
				yield 1.0, [(names, WHOLE_KEY)]

	def _alike(self, text: str, role: Role, schema: Schema) -> list[_Part]:
		asked = ListedWord(text, role, schema is Schema.PERSON)
		similarity_of = personal if asked.of_people else general
		numbers = {number for key in asked.keys for number in self.words_by_key.get(key)}
		found = []
		for number in numbers:
			listed = self.words[number].text
			similarity = 1.0 if listed == text else similarity_of(text, listed)
			if similarity >= LEAST:
				found.append((similarity, number))
		best = nlargest(MOST_WORDS_ALIKE, found)
		return [(self.names_by_word.get(str(number)), similarity) for similarity, number in best]

	def size(self) -> dict[str, int]:
		"""How many names, words, keys and references it holds."""
		tables = (self.words_by_key, self.names_by_word, self.names_by_whole)
		return {
			"names": len(self.names),
			"words": len(self.words),
			"keys": sum(table.keys for table in tables),
			"references": sum(table.references for table in tables),
		}


def index_of(names: Iterable[ListedName]) -> NameIndex:
	listed = list(names)
	words: dict[ListedWord, int] = {}
	by_key, by_word, by_whole = KeyTableBuilder(), KeyTableBuilder(), KeyTableBuilder()
	weights = array("f")
	for place, name in enumerate(listed):
		found = readings(name.text, name.schema)
		weights.append(min(map(_weight, found)))
		for reading in found:
			for word in _words_of(reading):
				if word not in words:
					words[word] = len(words)
					for key in word.keys:
						by_key.file(key, words[word])
				by_word.file(str(words[word]), place)
			for key in whole_keys(reading):
				by_whole.file(key, place)
	return NameIndex(listed, weights, list(words), by_key.table(), by_word.table(), by_whole.table())


def _words_of(reading: ParsedName) -> Iterator[ListedWord]:
	of_people = reading.schema is Schema.PERSON
	for word in told(reading):
		yield ListedWord(word.text, word.role, of_people)
		if is_filed_as_written(word):
			yield ListedWord(word.shown, Role.NAME, of_people)


def _weight(name: ParsedName) -> float:
	return sum(word.weight for word in told(name))


def _length(asked: _Asked) -> int:
	return sum(len(names) for names, _similarity in asked[1])


def _estimate(agreement: float, mine: float, theirs: float, schema: Schema) -> float:
	"""As `name_score` counts it."""
	agreement = min(agreement, mine, theirs)
	left = min(mine, theirs) - agreement
	longer = min(abs(mine - theirs), agreement * MOST_SURPLUS[schema])
	total = agreement + CONFLICT * left + SURPLUS[schema] * longer
	return scaled(agreement / total, schema) if total > 0 else 0.0


def _read(parts: Sequence[_Part], best: dict[int, float]) -> None:
	for names, similarity in parts:
		for place in names[:MOST_READ]:
			if similarity > best.get(place, 0.0):
				best[place] = similarity


def _confirm(found: dict[int, float], parts: Sequence[_Part], best: dict[int, float]) -> None:
	"""Look up what has been found already, instead of reading a long posting."""
	for names, similarity in parts:
		for place in found:
			at = bisect_left(names, place)
			if at < len(names) and names[at] == place and similarity > best.get(place, 0.0):
				best[place] = similarity
