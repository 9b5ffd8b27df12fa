"""Says in features and in one sentence why two names, and two subjects, got their score."""

from __future__ import annotations

from collections.abc import Sequence

from cqs_app.engine.compliance.alignment import Pair
from cqs_app.engine.compliance.features import Effect, Feature, lowers
from cqs_app.engine.compliance.name_score import NameScore
from cqs_app.engine.compliance.parsed_names import Role, Word

SHOWN_WORDS = 6
SHOWN_LETTERS = 80
EXACT = 0.995


def name_features(found: NameScore) -> list[Feature]:
	"""The names themselves first, then what lowers their score."""
	mine, theirs = shortened(found.mine.text), shortened(found.theirs.text)
	if found.acronym:
		return [Feature("acronym", 1.0, found.score, mine, theirs, Effect.BASE)]
	base = Feature("name", 1.0, found.words, mine, theirs, Effect.BASE)
	return [base, *(lowers(one.name, 1 - one.factor, one.mine, one.theirs) for one in found.factors)]


def name_sentence(found: NameScore) -> str:
	"""Which words agree, which are only similar, and which stand alone."""
	if found.acronym:
		return "one is the acronym of the other"
	if not found.alignment.pairs:
		return "no word of the names agrees"
	pairs = [pair for pair in found.alignment.pairs if pair.mine[0].role is not Role.PARTICLE]
	pairs.sort(key=lambda pair: pair.mine_at)
	same = [_shown(pair.mine) for pair in pairs if pair.similarity >= EXACT]
	similar = [
		f"{_shown(pair.mine)} ~ {_shown(pair.theirs)} ({_kind(pair)})"
		for pair in pairs
		if pair.similarity < EXACT
	]
	parts = [
		_part("same", same),
		_part("similar", similar),
		_part("only in the first", _told(found.alignment.left_mine)),
		_part("only in the second", _told(found.alignment.left_theirs)),
	]
	return "; ".join(part for part in parts if part) or "only small words of the names agree"


def sentence(score: float, found: NameScore, features: Sequence[Feature]) -> str:
	"""`0.81: "Usama Bin Ladin" and "Osama bin Laden": similar: ...; lowered by country (DE, SA)`."""
	names = f'"{shortened(found.mine.text)}" and "{shortened(found.theirs.text)}"'
	return f"{score:.2f}: {names}: " + "; ".join((name_sentence(found), *_effects(features)))


def _effects(features: Sequence[Feature]) -> list[str]:
	lowered = [_effect(one) for one in features if one.effect is Effect.LOWERS]
	raised = [_effect(one) for one in features if one.effect is Effect.RAISES]
	decided = [_effect(one) for one in features if one.effect is Effect.DECIDES]
	return [
		part
		for part in (
			_part("lowered by", lowered),
			_part("raised by", raised),
			_part("decided by the same", decided),
		)
		if part
	]


def _effect(feature: Feature) -> str:
	values = [value for value in (feature.mine, feature.theirs) if value]
	shown = " / ".join(dict.fromkeys(shortened(value) for value in values))
	return f"{feature.name} ({shown})" if shown else feature.name


def _kind(pair: Pair) -> str:
	if Role.INITIAL in (pair.mine[0].role, pair.theirs[0].role):
		return "initial"
	if len(pair.mine) + len(pair.theirs) == 2:
		return f"{pair.similarity:.2f}"
	return "written together" if pair.similarity > 0.86 else "acronym"


def _told(words: Sequence[Word]) -> list[str]:
	return [word.shown for word in words if word.role is not Role.PARTICLE]


def _shown(words: Sequence[Word]) -> str:
	return " ".join(word.shown for word in words)


def _part(what: str, values: Sequence[str]) -> str:
	if not values:
		return ""
	more = " ..." if len(values) > SHOWN_WORDS else ""
	return f"{what}: {', '.join(values[:SHOWN_WORDS])}{more}"


def shortened(text: str) -> str:
	text = " ".join(text.split())
	return text if len(text) <= SHOWN_LETTERS else f"{text[: SHOWN_LETTERS - 3]}..."
