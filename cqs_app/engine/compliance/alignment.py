"""Which word of one name stands for which of the other, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cqs_app.engine.compliance.parsed_names import ParsedName, Role, Word
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.unvocalised import consonants_agree
from cqs_app.engine.compliance.word_similarity import general, personal, spelling

# Below this two words are not each other.
LEAST = 0.66
# Words written together or apart must agree nearly to the letter.
LEAST_GLUED = 0.88
GLUED = 0.97
INITIAL = 0.9
PIECES = 3


@dataclass(frozen=True, slots=True)
class Pair:
	"""Words of one name (`mine`) that stand for words of the other, and how surely. Several where one is glued."""

	mine: tuple[Word, ...]
	theirs: tuple[Word, ...]
	similarity: float

	@property
	def weight(self) -> float:
		mine, theirs = _weight(self.mine), _weight(self.theirs)
		if self.mine[0].role is self.theirs[0].role:
			return (mine + theirs) / 2
		return min(mine, theirs)


@dataclass(frozen=True, slots=True)
class Alignment:
	"""`left_mine`, `left_theirs`: words without a counterpart."""

	pairs: tuple[Pair, ...]
	left_mine: tuple[Word, ...]
	left_theirs: tuple[Word, ...]


Spans = tuple[int, int, int, int]


def aligned(mine: ParsedName, theirs: ParsedName) -> Alignment:
	"""The surest and heaviest pairs first, every word in one pair at most."""
	similarity_of = personal if mine.schema is Schema.PERSON else general
	if mine.unvocalised or theirs.unvocalised:
		similarity_of = _by_consonants
	candidates = [
		(similarity * min(_weight(one), _weight(other)), similarity, spans)
		for spans, one, other in _spans(mine.words, theirs.words)
		if (similarity := _similarity(one, other, similarity_of)) >= LEAST
	]
	candidates.sort(key=lambda found: (-found[0], -found[1], abs(found[2][0] - found[2][2]), found[2]))
	used_mine: set[int] = set()
	used_theirs: set[int] = set()
	pairs = []
	for _value, similarity, (start, end, other_start, other_end) in candidates:
		own, other = set(range(start, end)), set(range(other_start, other_end))
		if not own & used_mine and not other & used_theirs:
			used_mine |= own
			used_theirs |= other
			pairs.append(Pair(mine.words[start:end], theirs.words[other_start:other_end], similarity))
	return Alignment(
		tuple(pairs),
		tuple(word for place, word in enumerate(mine.words) if place not in used_mine),
		tuple(word for place, word in enumerate(theirs.words) if place not in used_theirs),
	)


def _spans(
	mine: Sequence[Word], theirs: Sequence[Word]
) -> Iterator[tuple[Spans, tuple[Word, ...], tuple[Word, ...]]]:
	for place, word in enumerate(mine):
		for other_place, other in enumerate(theirs):
			yield (place, place + 1, other_place, other_place + 1), (word,), (other,)
	for start, end, whole in _glued(mine, theirs):
		yield (start, end, whole, whole + 1), tuple(mine[start:end]), (theirs[whole],)
	for start, end, whole in _glued(theirs, mine):
		yield (whole, whole + 1, start, end), (mine[whole],), tuple(theirs[start:end])


def _glued(pieces: Sequence[Word], wholes: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
	"""Runs of two or three words that are about as long as one word of the other name."""
	for start in range(len(pieces) - 1):
		length = len(pieces[start].shown)
		for end in range(start + 2, min(start + PIECES, len(pieces)) + 1):
			length += len(pieces[end - 1].shown)
			for place, whole in enumerate(wholes):
				if abs(len(whole.shown) - length) <= 1 and length >= 4:
					yield start, end, place


def _similarity(
	mine: tuple[Word, ...], theirs: tuple[Word, ...], similarity_of: Callable[[str, str], float]
) -> float:
	if len(mine) + len(theirs) > 2:
		one, other = ("".join(word.shown for word in words) for words in (mine, theirs))
		alike = GLUED * spelling(one, other)
		return alike if alike >= LEAST_GLUED else 0.0
	one_word, other_word = mine[0], theirs[0]
	roles = {one_word.role, other_word.role}
	if Role.INITIAL in roles:
		return _initial(one_word, other_word)
	if one_word.text == other_word.text:
		return 1.0
	if roles in ({Role.PLACE}, {Role.USUAL}, {Role.PARTICLE}) or Role.NUMBER in roles:
		return 0.0
	return similarity_of(one_word.text, other_word.text)


def _by_consonants(one: str, other: str) -> float:
	return max(personal(one, other), consonants_agree(one, other))


def _initial(one: Word, other: Word) -> float:
	if one.text == other.text:
		return 1.0
	agrees = one.text[0] == other.text[0] and min(len(one.text), len(other.text)) == 1
	return INITIAL if agrees and Role.PARTICLE not in (one.role, other.role) else 0.0


def _weight(words: Sequence[Word]) -> float:
	return max(word.weight for word in words)
