"""How likely two names are names of one thing: a score from 0 to 1 and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from cqs_app.engine.compliance.acronyms import WHOLE_NAME, stands_for
from cqs_app.engine.compliance.alignment import Alignment, aligned
from cqs_app.engine.compliance.given_names import is_given
from cqs_app.engine.compliance.name_factors import Factor, factors
from cqs_app.engine.compliance.name_reader import parsed
from cqs_app.engine.compliance.organisation_words import EMPTY_WEIGHT
from cqs_app.engine.compliance.parsed_names import ParsedName, Role, Word
from cqs_app.engine.compliance.schemas import Schema

# Words of either name that contradict each other. Each side loses one, so it counts twice.
CONFLICT = 2.0
# Words that only one name has: people leave out names, organisations less so, ships none.
SURPLUS = {
	Schema.PERSON: 0.25,
	Schema.ORGANISATION: 0.55,
	Schema.ANY: 0.55,
	Schema.VESSEL: 1.0,
}
# The first name, and a family name that a comma marks, are seldom left out: without it, it is a relative. And one
# given name alone (Ali) says little, a family name (Mugabe) something.
ESSENTIAL = 1.0
FAMILY_ALONE = 0.4
# Where usual words alone agree (Bank of China), any other word makes another name (Construction Bank of China).
SURPLUS_OF_THE_USUAL = 1.5
# More than so many times what agrees says nothing more: the long name of something is no less its name.
MOST_SURPLUS = {
	Schema.PERSON: 0.7,
	Schema.ORGANISATION: 1.0,
	Schema.ANY: 1.0,
	Schema.VESSEL: 1.0,
}
# Puts organisations on the scale of people.
SCALE = 0.85
_USUAL = frozenset((Role.USUAL, Role.PLACE, Role.PARTICLE, Role.NUMBER))


@dataclass(frozen=True, slots=True)
class NameScore:
	"""`words`: the score of the words before the factors. `acronym`: the one is the acronym of the other."""

	score: float
	words: float
	mine: ParsedName
	theirs: ParsedName
	alignment: Alignment
	factors: tuple[Factor, ...]
	acronym: bool = False


def compare_names(mine: str, theirs: str, schema: Schema) -> NameScore:
	"""The same for both ways round, but for whose word is whose.

	What may be a person or an organisation is read as both, unless a legal form or a usual word of organisations
	says which, and the better reading counts.
	"""
	one, other = parsed(mine, schema), parsed(theirs, schema)
	found = score_of(one, other)
	if schema is not Schema.ANY or _organised(one) or _organised(other):
		return found
	personal = score_of(parsed(mine, Schema.PERSON), parsed(theirs, Schema.PERSON))
	return max(found, personal, key=lambda result: result.score)


def _organised(name: ParsedName) -> bool:
	return bool(name.forms) or any(word.role is Role.USUAL for word in name.words)


def score_of(mine: ParsedName, theirs: ParsedName) -> NameScore:
	"""Both of one schema. 0 where one has no word at all."""
	if mine.text > theirs.text:
		return _turned(score_of(theirs, mine))
	found = aligned(mine, theirs)
	words = _words_score(found, mine.schema)
	lowering = tuple(factors(mine, theirs, found)) if words > 0 else ()
	score = words
	for factor in lowering:
		score *= factor.factor
	acronym = (
		score < WHOLE_NAME
		and mine.schema is not Schema.PERSON
		and (stands_for(mine.words, theirs.words) or stands_for(theirs.words, mine.words))
	)
	return NameScore(WHOLE_NAME if acronym else score, words, mine, theirs, found, lowering, acronym)


def _words_score(found: Alignment, schema: Schema) -> float:
	"""agreement / (agreement + 2 x contradiction + surplus), each the weight of the words concerned; then scaled.

	A pair that is no more than similar agrees as far as it is similar, and contradicts for the rest.
	"""
	agreement = contradiction = 0.0
	for pair in found.pairs:
		weight = pair.weight
		agreement += pair.similarity * weight
		contradiction += (1 - pair.similarity) * weight
	if agreement <= 0:
		return 0.0
	left_mine = sum(word.weight for word in found.left_mine)
	left_theirs = sum(word.weight for word in found.left_theirs)
	contradiction += min(sum(map(_against, found.left_mine)), sum(map(_against, found.left_theirs)))
	longer = found.left_mine if left_mine > left_theirs else found.left_theirs
	surplus = min(abs(left_mine - left_theirs), agreement * MOST_SURPLUS[schema])
	surplus *= _surplus_factor(longer, found, schema)
	return scaled(agreement / (agreement + CONFLICT * contradiction + surplus), schema)


def scaled(share: float, schema: Schema) -> float:
	"""Half of the words in common says more of organisations than of people, who share given names."""
	return share**SCALE if schema in (Schema.ORGANISATION, Schema.ANY) else share


def _against(word: Word) -> float:
	"""Agreement on a usual word says little, but Steel instead of Bank says as much as any other word."""
	says_something = word.role in (Role.USUAL, Role.PLACE) and word.weight > EMPTY_WEIGHT
	return 1.0 if says_something else word.weight


def _surplus_factor(words: tuple[Word, ...], found: Alignment, schema: Schema) -> float:
	if schema is not Schema.VESSEL and schema is not Schema.PERSON and not _tells(found):
		return SURPLUS_OF_THE_USUAL
	if schema is Schema.PERSON and (alone := _alone(found)):
		return ESSENTIAL if is_given(alone.text) else FAMILY_ALONE
	if not any(word.essential for word in words):
		return SURPLUS[schema]
	total = sum(word.weight for word in words)
	return sum(word.weight * (ESSENTIAL if word.essential else SURPLUS[schema]) for word in words) / total


def _alone(found: Alignment) -> Word | None:
	"""The only word of names that agrees, if it is one."""
	agreed = [word for pair in found.pairs for word in pair.mine if word.role is not Role.PARTICLE]
	return agreed[0] if len(agreed) == 1 else None


def _tells(found: Alignment) -> bool:
	"""Whether a word agrees that is not shared by many organisations."""
	return any(word.role not in _USUAL for pair in found.pairs for word in (*pair.mine, *pair.theirs))


def _turned(result: NameScore) -> NameScore:
	found = result.alignment
	return NameScore(
		result.score,
		result.words,
		result.theirs,
		result.mine,
		Alignment(
			tuple(
				type(pair)(pair.theirs, pair.mine, pair.similarity, pair.theirs_at, pair.mine_at)
				for pair in found.pairs
			),
			found.left_theirs,
			found.left_mine,
		),
		tuple(Factor(one.name, one.factor, one.theirs, one.mine) for one in result.factors),
		result.acronym,
	)


def score(one: str, other: str, schema: Schema) -> float:
	return compare_names(one, other, schema).score
