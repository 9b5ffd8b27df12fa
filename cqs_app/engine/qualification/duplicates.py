"""Whether two records are the same party: a score from 0 to 1, and what it is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from cqs_app.engine.qualification.addresses import address_similarity
from cqs_app.engine.qualification.duplicate_model import POSSIBLE, PRIOR, Feature, evidence
from cqs_app.engine.qualification.party_keys import Key, KeyType, keys_of, worth_following
from cqs_app.engine.qualification.party_names import EVERY_WORD, Rarity, name_similarity
from cqs_app.engine.qualification.party_records import NormalParty, without_country

SHOWN = 80
CANDIDATES = 120

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Reason:
	"""`weight`: log odds that this feature adds; below 0 it speaks against. Both values as typed, shortened."""

	feature: Feature
	similarity: float
	weight: float
	mine: str
	theirs: str


@dataclass(frozen=True, slots=True)
class Match:
	"""`id` of the other record, score 0..1, and the reasons, what says most first."""

	id: str
	score: float
	reasons: tuple[Reason, ...]


def compare(mine: NormalParty, theirs: NormalParty, rarity: Rarity = EVERY_WORD) -> Match:
	"""Compare what both have; what one of them lacks says nothing."""
	reasons = [reason for reason in _reasons(mine, theirs, rarity) if reason]
	log_odds = PRIOR + sum(reason.weight for reason in reasons)
	reasons.sort(key=lambda reason: (-abs(reason.weight), reason.feature.value))
	return Match(theirs.id, 1 / (1 + exp(-log_odds)), tuple(reasons))


def ranked(
	mine: NormalParty,
	candidates: Iterable[NormalParty],
	rarity: Rarity = EVERY_WORD,
	threshold: float = POSSIBLE,
) -> list[Match]:
	"""The candidates that reach the threshold, most alike first."""
	found = (compare(mine, candidate, rarity) for candidate in candidates if candidate.id != mine.id)
	return sorted(
		(match for match in found if match.score >= threshold), key=lambda match: (-match.score, match.id)
	)


def _reasons(mine: NormalParty, theirs: NormalParty, rarity: Rarity) -> Iterator[Reason | None]:
	yield _best(Feature.TAX_ID, mine.tax_ids, theirs.tax_ids, tax_id_similarity)
	yield _best(Feature.BANK_ACCOUNT, mine.bank_accounts, theirs.bank_accounts, _equal)
	yield _best(
		Feature.NAME,
		mine.names,
		theirs.names,
		lambda one, other: name_similarity(one, other, rarity),
		" ".join,
	)
	yield _best(
		Feature.ADDRESS, mine.addresses, theirs.addresses, address_similarity, lambda value: value.text
	)
	yield _best(Feature.PHONE, mine.phones, theirs.phones, phone_similarity)
	same_mailbox = mine.emails & theirs.emails
	yield _best(Feature.EMAIL, same_mailbox, same_mailbox, _equal)
	if not same_mailbox:
		same_domain = mine.domains & theirs.domains
		yield _best(Feature.DOMAIN, same_domain, same_domain, _equal)


def _best(
	feature: Feature,
	mine: Iterable[V],
	theirs: Iterable[V],
	similarity_of: Callable[[V, V], float | None],
	shown: Callable[[V], str] = str,
) -> Reason | None:
	"""The most similar pair of values. None when there is none that can be compared."""
	found = [
		(similarity, shown(one), shown(other))
		for one in mine
		for other in theirs
		if (similarity := similarity_of(one, other)) is not None
	]
	if not found:
		return None
	similarity, one, other = min(found, key=lambda pair: (-pair[0], pair[1], pair[2]))
	return Reason(feature, similarity, evidence(feature, similarity), one[:SHOWN], other[:SHOWN])


def _equal(one: object, other: object) -> float:
	return float(one == other)


def tax_id_similarity(one: str, other: str) -> float:
	"""1 = the same; 0.95 = one has the country before it; 0.8 = one character differs: a typing error, or a sister."""
	if one == other:
		return 1.0
	bare, bare_other = without_country(one), without_country(other)
	if bare == bare_other and (bare == one or bare_other == other):
		return 0.95
	return 0.8 if min(len(one), len(other)) >= 8 and Levenshtein.distance(one, other) == 1 else 0.0


def phone_similarity(one: str, other: str) -> float:
	"""1 = the same, with or without the country; 0.8 = the same local number, where one has no area code."""
	if one == other:
		return 1.0
	short, long = sorted((one, other), key=len)
	if not long.endswith(short):
		return 0.0
	return 1.0 if len(short) >= 9 else 0.8


def rarity_of(parties: Sequence[NormalParty]) -> Rarity:
	"""How common each word is among these parties."""
	return rarity_from(Counter(key for party in parties for key in keys_of(party)), len(parties))


def rarity_from(holders: Mapping[Key, int], total: int) -> Rarity:
	"""The same from counts of keys (how many of `total` parties have each), as a database gives them."""
	return Rarity({value: count for (kind, value), count in holders.items() if kind is KeyType.WORD}, total)


def candidate_pairs(parties: Sequence[NormalParty], most: int = CANDIDATES) -> set[tuple[int, int]]:
	"""Positions of the pairs that share a key worth following: a small part of all pairs."""
	keys = [keys_of(party) for party in parties]
	holders: dict[Key, list[int]] = defaultdict(list)
	for position, own in enumerate(keys):
		for key in own:
			holders[key].append(position)
	counts = {key: len(found) for key, found in holders.items()}
	return {
		(min(position, other), max(position, other))
		for position, own in enumerate(keys)
		for key in worth_following(own, counts, most)
		for other in holders[key]
		if other != position
	}
