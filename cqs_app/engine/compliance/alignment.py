"""Which word of one name stands for which of the other, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cqs_app.engine.compliance import acronyms
from cqs_app.engine.compliance.parsed_names import ParsedName, Role, Word
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.sounds import first_sound
from cqs_app.engine.compliance.syllabic_names import OTHER, syllables_agree
from cqs_app.engine.compliance.unvocalised import consonants_agree
from cqs_app.engine.compliance.word_similarity import general, personal, spelling

# Below this two words are not each other.
LEAST = 0.62
# Words written together or apart must agree nearly to the letter.
LEAST_GLUED = 0.88
GLUED = 0.97
INITIAL = 0.9
PIECES = 3
# Words of these roles are the same or they are not; `meaning_of` and the like have brought spellings together.
_EXACT = frozenset((Role.PLACE, Role.USUAL, Role.PARTICLE))

Words = tuple[Word, ...]
Similarity = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Pair:
	"""Words of one name (`mine`) that stand for words of the other, and how surely. Several where one is glued.

	`mine_at`, `theirs_at`: place of the first of them.
	"""

	mine: Words
	theirs: Words
	similarity: float
	mine_at: int
	theirs_at: int

	@property
	def weight(self) -> float:
		mine, theirs = heaviest(self.mine), heaviest(self.theirs)
		return (mine + theirs) / 2 if self.mine[0].role is self.theirs[0].role else min(mine, theirs)


@dataclass(frozen=True, slots=True)
class Alignment:
	"""`left_mine`, `left_theirs`: words without a counterpart."""

	pairs: tuple[Pair, ...]
	left_mine: Words
	left_theirs: Words


def aligned(mine: ParsedName, theirs: ParsedName) -> Alignment:
	"""The surest and heaviest pairs first, every word in one pair at most."""
	candidates = list(_single(mine.words, theirs.words, _kernel(mine, theirs)))
	candidates += _several(mine, theirs)
	candidates.sort(key=_rank)
	used_mine: set[int] = set()
	used_theirs: set[int] = set()
	pairs = []
	for pair in candidates:
		own = range(pair.mine_at, pair.mine_at + len(pair.mine))
		other = range(pair.theirs_at, pair.theirs_at + len(pair.theirs))
		if used_mine.isdisjoint(own) and used_theirs.isdisjoint(other):
			used_mine.update(own)
			used_theirs.update(other)
			pairs.append(pair)
	return Alignment(
		tuple(pairs),
		tuple(word for place, word in enumerate(mine.words) if place not in used_mine),
		tuple(word for place, word in enumerate(theirs.words) if place not in used_theirs),
	)


def _rank(pair: Pair) -> tuple[float, float, int, int]:
	weight = min(heaviest(pair.mine), heaviest(pair.theirs))
	return -pair.similarity * weight, -pair.similarity, abs(pair.mine_at - pair.theirs_at), pair.mine_at


def _kernel(mine: ParsedName, theirs: ParsedName) -> Similarity:
	if mine.syllabic and theirs.syllabic:
		return syllables_agree
	if mine.unvocalised or theirs.unvocalised:
		return _by_consonants
	return personal if mine.schema is Schema.PERSON else general


def _by_consonants(one: str, other: str) -> float:
	return max(personal(one, other), consonants_agree(one, other))


def _single(mine: Words, theirs: Words, similarity_of: Similarity) -> Iterator[Pair]:
	for place, word in enumerate(mine):
		for other_place, other in enumerate(theirs):
			similarity = _similarity(word, other, similarity_of)
			if similarity >= LEAST:
				yield Pair((word,), (other,), similarity, place, other_place)


def _similarity(one: Word, other: Word, similarity_of: Similarity) -> float:
	if one.text == other.text:
		return 1.0
	if one.role is Role.INITIAL or other.role is Role.INITIAL:
		return _initial(one, other)
	if (one.role is other.role and one.role in _EXACT) or Role.NUMBER in (one.role, other.role):
		return 0.0
	alike = similarity_of(one.text, other.text)
	if one.text == one.shown and other.text == other.shown:
		return alike
	# `shyp` is close to `ship`, less so to the shipping that `ship` stands for.
	return max(alike, similarity_of(one.shown, other.shown))


def _initial(one: Word, other: Word) -> float:
	short, long = sorted((one, other), key=lambda word: len(word.text))
	agrees = len(short.text) == 1 < len(long.text) and long.text[0] == short.text
	return INITIAL if agrees and long.role is not Role.PARTICLE else 0.0


def _several(mine: ParsedName, theirs: ParsedName) -> Iterator[Pair]:
	"""Pairs of one word with several: glued words and acronyms."""
	for start, end, place, similarity in _runs(mine, theirs):
		yield Pair(mine.words[start:end], (theirs.words[place],), similarity, start, place)
	for start, end, place, similarity in _runs(theirs, mine):
		yield Pair((mine.words[place],), theirs.words[start:end], similarity, place, start)


def _runs(pieces: ParsedName, wholes: ParsedName) -> Iterator[tuple[int, int, int, float]]:
	syllabic = pieces.syllabic and wholes.syllabic
	for start, end, place in _glued(pieces.words, wholes.words):
		similarity = _glued_similarity(pieces.words[start:end], wholes.words[place], syllabic)
		if similarity > 0:
			yield start, end, place, similarity
	if pieces.schema is not Schema.PERSON and len(pieces.words) >= acronyms.LEAST_LETTERS:
		for place, word in enumerate(wholes.words):
			if acronyms.could_be_one(word):
				for start, end in acronyms.runs_for(word, pieces.words):
					yield start, end, place, acronyms.SIMILARITY


def _glued_similarity(pieces: Words, whole: Word, syllabic: bool) -> float:
	glued = "".join(word.shown for word in pieces)
	if syllabic:
		agreeing = syllables_agree(glued, whole.shown)
		return agreeing if agreeing > OTHER else 0.0
	if first_sound(glued) != first_sound(whole.shown):
		return 0.0
	similarity = GLUED * spelling(glued, whole.shown)
	return similarity if similarity >= LEAST_GLUED else 0.0


def _glued(pieces: Sequence[Word], wholes: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
	"""Runs of two or three words that are about as long as one word of the other name."""
	for start in range(len(pieces) - 1):
		length = len(pieces[start].shown)
		for end in range(start + 2, min(start + PIECES, len(pieces)) + 1):
			length += len(pieces[end - 1].shown)
			for place, whole in enumerate(wholes):
				if -2 < len(whole.shown) - length < 2 and length >= 4:
					yield start, end, place


def heaviest(words: Words) -> float:
	return words[0].weight if len(words) == 1 else max(word.weight for word in words)
