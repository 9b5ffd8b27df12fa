"""Compares a party with an entry of a list, and finds the entries of a list that a party may be.

The score of the best pair of names, lowered and raised by what else is known. Equal identifiers decide alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cqs_app.engine.compliance.acronyms import is_short
from cqs_app.engine.compliance.explanation import name_features, sentence, shortened
from cqs_app.engine.compliance.features import Effect, Feature, lowers
from cqs_app.engine.compliance.name_score import NameScore, compare_names
from cqs_app.engine.compliance.qualifiers import qualifying, same_identifier
from cqs_app.engine.compliance.schemas import Schema, schemas_meet
from cqs_app.engine.compliance.subjects import Alias, Subject

ALGORITHM = "cqs-names-2"

# Above the first a person looks at it; above the second two persons decide. A policy may set its own.
POSSIBLE = 0.7
LIKELY = 0.85
# A weak alias (a nickname, a war name) is borne by many, and more if it is an acronym.
WEAK = 0.15
# Three letters stand for thousands of names: on a list they open no match alone.
SHORT = 0.15
# A country or a birth date makes no match of names that have little in common.
LEAST_RAISED = 0.5
MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class ListMatch:
	"""`id` of the entry, score 0..1, and what it is made of: applied one after the other, the features give the score."""

	id: str
	score: float
	features: tuple[Feature, ...]
	sentence: str
	algorithm: str = ALGORITHM


def compare(mine: Subject, theirs: Subject) -> ListMatch:
	"""Over all names of both. 0 where a thing of the one kind is none of the other, unless a number is the same."""
	same = same_identifier(mine, theirs)
	best = _best_names(mine, theirs)
	if same:
		own, other = same
		decisive = Feature(own.kind.value, 1.0, 1.0, own.value, other.value, Effect.DECIDES)
		shown = (decisive, *(name_features(best[0]) if best else ()))
		names = f'"{_first(mine)}" and "{_first(theirs)}"'
		return ListMatch(
			theirs.id, 1.0, shown, f"1.00: {names}: decided by the same {own.kind.value} ({own.value})"
		)
	if best is None:
		return ListMatch(theirs.id, 0.0, (), "0.00: no names that can be compared")
	found, weak = best
	features = [*name_features(found), *weak]
	score = _lowered(found.score, weak)
	for feature in qualifying(mine, theirs):
		if feature.effect is Effect.LOWERS or score >= LEAST_RAISED:
			features.append(feature)
			score = feature.applied_to(score)
	return ListMatch(theirs.id, score, tuple(features), sentence(score, found, features))


def ranked(
	mine: Subject, entries: Iterable[Subject], threshold: float = POSSIBLE, most: int = 50
) -> list[ListMatch]:
	"""The entries that reach the threshold, the likeliest first."""
	found = (compare(mine, entry) for entry in entries)
	reached = sorted(
		(match for match in found if match.score >= threshold), key=lambda match: (-match.score, match.id)
	)
	return reached[:most]


def _best_names(mine: Subject, theirs: Subject) -> tuple[NameScore, list[Feature]] | None:
	"""The best pair of names, and the discounts if one of them is a weak alias or a short acronym."""
	if not schemas_meet(mine.schema, theirs.schema):
		return None
	schema = mine.schema if theirs.schema is Schema.ANY else theirs.schema
	best: tuple[float, NameScore, list[Feature]] | None = None
	for own in mine.names[:MOST_NAMES]:
		for other in theirs.names[:MOST_NAMES]:
			found = compare_names(own.text, other.text, schema)
			weak = [lowers("weak alias", WEAK, *_weak(own, other))] if own.weak or other.weak else []
			if found.acronym and is_short(found.mine.words, found.theirs.words):
				weak.append(lowers("short acronym", SHORT, shortened(own.text), shortened(other.text)))
			score = _lowered(found.score, weak)
			if best is None or score > best[0]:
				best = score, found, weak
	return (best[1], best[2]) if best else None


def _lowered(score: float, by: Sequence[Feature]) -> float:
	for feature in by:
		score = feature.applied_to(score)
	return score


def _weak(own: Alias, other: Alias) -> tuple[str, str]:
	return shortened(own.text) if own.weak else "", shortened(other.text) if other.weak else ""


def _first(party: Subject) -> str:
	return shortened(party.names[0].text) if party.names else party.id


def compare_text(name1: str, name2: str, schema: Schema) -> ListMatch:
	"""Two bare names: what `cqs match-pairs` scores."""
	found = compare_names(name1, name2, schema)
	features = name_features(found)
	return ListMatch("", found.score, tuple(features), sentence(found.score, found, features))


def score_from(features: Sequence[Feature]) -> float:
	"""The features applied one after the other: what the score of a match can be recomputed from."""
	score = 0.0
	for feature in features:
		if feature.effect is Effect.DECIDES:
			return 1.0
		score = feature.applied_to(score)
	return score
