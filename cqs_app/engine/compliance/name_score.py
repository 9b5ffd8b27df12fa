"""How likely two names are names of one thing: a score from 0 to 1 and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from cqs_app.engine.compliance.acronyms import ACRONYM, stands_for
from cqs_app.engine.compliance.alignment import Alignment, aligned
from cqs_app.engine.compliance.legal_forms import forms_agree
from cqs_app.engine.compliance.parsed_names import ParsedName, Role, parsed
from cqs_app.engine.compliance.person_words import genders_differ
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.sounds import sound

# Words that contradict each other (each name has one that the other lacks).
CONFLICT = 2.0
# Words that only one name has: people leave out names, organisations less so.
SURPLUS = {Schema.PERSON: 0.35, Schema.ORGANISATION: 0.55, Schema.VESSEL: 1.0, Schema.ANY: 0.55}
LETTERS = 0.0
SPELL = 1.0
ELSEWHERE = 1.0
NUMBERS, ONE_NUMBER, FORMS, GENDER, ONE_GENDER, GENERATION = 0.6, 0.8, 0.95, 0.6, 0.85, 0.7
ORDER = {Schema.PERSON: 0.93, Schema.ORGANISATION: 0.97, Schema.VESSEL: 0.8, Schema.ANY: 0.97}


@dataclass(frozen=True, slots=True)
class Part:
	"""`factor`: what the score so far is multiplied by."""

	name: str
	factor: float
	mine: str
	theirs: str


@dataclass(frozen=True, slots=True)
class NameScore:
	score: float
	words: float
	letters: float
	alignment: Alignment
	parts: tuple[Part, ...]


def name_score(mine: ParsedName, theirs: ParsedName) -> NameScore:
	found = aligned(mine, theirs)
	words = words_score(found, mine, theirs)
	letters = Indel.normalized_similarity(_letters(mine), _letters(theirs))
	parts = tuple(_parts(mine, theirs, found))
	score = (1 - LETTERS) * words + LETTERS * letters
	for part in parts:
		score *= part.factor
	if mine.schema is not Schema.PERSON and (stands_for(mine, theirs) or stands_for(theirs, mine)):
		score = max(score, ACRONYM)
	return NameScore(score, words, letters, found, parts)


def words_score(found: Alignment, mine, theirs) -> float:
	matched = spelled = 0.0
	for pair in found.pairs:
		matched += pair.similarity * pair.weight
		spelled += (1 - pair.similarity) * pair.weight
	left_mine = sum(word.weight for word in found.left_mine)
	left_theirs = sum(word.weight for word in found.left_theirs)
	conflict = min(left_mine, left_theirs)
	surplus = max(left_mine, left_theirs) - conflict
	if matched <= 0:
		return 0.0
	if ELSEWHERE < 1 and conflict:
		same = same_place(found, mine, theirs)
		conflict, other = min(conflict,same), max(conflict - same,0)
		conflict += ELSEWHERE * other
	return matched / (matched + SPELL * CONFLICT * spelled + CONFLICT * conflict + SURPLUS[mine.schema] * surplus)


def same_place(found, mine, theirs):
	"""Weight of the words left over that stand at the same place between words that agree."""
	if not found.pairs: return 99
	pairs = sorted((mine.words.index(p.mine[0]), theirs.words.index(p.theirs[0])) for p in found.pairs)
	if [b for _,b in pairs] != sorted(b for _,b in pairs): return 99
	from collections import Counter
	ca, cb = Counter(), Counter()
	for w in found.left_mine:
		i = mine.words.index(w); ca[sum(a < i for a,_ in pairs)] += w.weight
	for w in found.left_theirs:
		i = theirs.words.index(w); cb[sum(b < i for _,b in pairs)] += w.weight
	return sum(min(ca[k], cb[k]) for k in ca)


@lru_cache(maxsize=100_000)
def _letters(name: ParsedName) -> str:
	return " ".join(sorted(sound(word.text) for word in name.words if word.role is not Role.PARTICLE))


def _parts(mine: ParsedName, theirs: ParsedName, found: Alignment):
	if mine.numbers != theirs.numbers:
		only_mine, only_theirs = mine.numbers - theirs.numbers, theirs.numbers - mine.numbers
		yield Part("numbers", NUMBERS if only_mine and only_theirs else ONE_NUMBER, "", "")
	if forms_agree(mine.forms, theirs.forms) is False:
		yield Part("forms", FORMS, "", "")
	if mine.schema is Schema.PERSON:
		n = sum(
			genders_differ(p.mine[0].text, p.theirs[0].text) for p in found.pairs if len(p.mine) == len(p.theirs) == 1
		)
		if n:
			yield Part("gender", GENDER if n > 1 else ONE_GENDER, "", "")
		if mine.generation and theirs.generation and mine.generation != theirs.generation:
			yield Part("generation", GENERATION, "", "")
	if not _in_order(mine, theirs, found):
		yield Part("order", ORDER[mine.schema], "", "")


def _in_order(mine, theirs, found):
	pairs = sorted((mine.words.index(p.mine[0]), theirs.words.index(p.theirs[0])) for p in found.pairs if p.mine[0].role is not Role.PARTICLE)
	o = [b for _,b in pairs]
	if o == sorted(o): return True
	if mine.schema is Schema.VESSEL: return False
	k = o.index(min(o))
	return o[k:]+o[:k] == sorted(o)


def score(one: str, other: str, schema: Schema) -> float:
	return name_score(parsed(one, schema), parsed(other, schema)).score
