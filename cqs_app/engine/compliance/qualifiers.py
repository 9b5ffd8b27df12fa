"""What else is known of both: country, birth, gender, numbers. It raises or lowers what the names say.

Only what both sides have is compared; what one of them lacks says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqs_app.engine.compliance.features import Feature, lowers, raises
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import Identifier, IdentifierKind, Subject
from cqs_app.engine.compliance.vessel_names import imo_in

SAME_COUNTRY, OTHER_COUNTRY = 0.1, 0.15
SAME_DAY, SAME_YEAR, OTHER_DAY, OTHER_YEAR = 0.4, 0.15, 0.1, 0.3
# Lists often know a year of birth by and large.
NEAR_YEARS = 1
OTHER_GENDER = 0.2
OTHER_NUMBER = 0.15
# A hull keeps its IMO number for life, so another number is another ship.
OTHER_IMO = 0.6
SHOWN = 3


def same_identifier(mine: Subject, theirs: Subject) -> tuple[Identifier, Identifier] | None:
	"""A number of one kind and value, of one country where both name it. A number that is only OTHER proves nothing."""
	for own in identifiers_of(mine):
		for other in identifiers_of(theirs):
			if own.kind is not IdentifierKind.OTHER and _same_number(own, other):
				return own, other
	return None


def identifiers_of(party: Subject) -> list[Identifier]:
	"""Its own, and the IMO number that stands in a vessel's name."""
	written = [imo_in(name.text) for name in party.names] if party.schema is Schema.VESSEL else []
	return [
		*party.identifiers,
		*(Identifier(IdentifierKind.IMO, imo) for imo in dict.fromkeys(written) if imo),
	]


def _same_number(one: Identifier, other: Identifier) -> bool:
	countries = {one.country, other.country} - {""}
	return one.kind is other.kind and len(countries) < 2 and len(one.bare) >= 4 and one.bare == other.bare


def qualifying(mine: Subject, theirs: Subject) -> Iterator[Feature]:
	yield from _country(mine.countries, theirs.countries)
	yield from _born(mine.born, theirs.born)
	if mine.gender and theirs.gender and mine.gender != theirs.gender:
		yield lowers("gender", OTHER_GENDER, mine.gender, theirs.gender)
	yield from _numbers(mine, theirs)


def _country(mine: frozenset[str], theirs: frozenset[str]) -> Iterator[Feature]:
	if not mine or not theirs:
		return
	shown = _listed(mine), _listed(theirs)
	yield (
		raises("country", SAME_COUNTRY, *shown) if mine & theirs else lowers("country", OTHER_COUNTRY, *shown)
	)


def _born(mine: frozenset[str], theirs: frozenset[str]) -> Iterator[Feature]:
	"""The best of all pairs of dates counts: a list may give several."""
	effects = [
		effect for one in mine for other in theirs if (effect := _birth_effect(one, other)) is not None
	]
	if not effects:
		return
	best = max(effects)
	shown = _listed(mine), _listed(theirs)
	if best > 0:
		yield raises("birth date", best, *shown)
	elif best < 0:
		yield lowers("birth date", -best, *shown)


def _birth_effect(one: str, other: str) -> float | None:
	"""None where one of them is no date. Day and month the other way round are a typing error."""
	if not (one[:4].isdigit() and other[:4].isdigit()):
		return None
	apart = abs(int(one[:4]) - int(other[:4]))
	if apart > NEAR_YEARS:
		return -OTHER_YEAR
	if apart:
		return 0.0
	if len(one) < 10 or len(other) < 10:
		return SAME_YEAR
	if one[:10] == other[:10]:
		return SAME_DAY
	return SAME_YEAR if sorted((one[5:7], one[8:10])) == sorted((other[5:7], other[8:10])) else -OTHER_DAY


def _numbers(mine: Subject, theirs: Subject) -> Iterator[Feature]:
	"""Numbers of one kind, of which none agrees. Of one country, as everybody has another number in each."""
	own, others = identifiers_of(mine), identifiers_of(theirs)
	if not own or not others:
		return
	for kind in IdentifierKind:
		pairs = [(one, other) for one in own for other in others if one.kind is other.kind is kind]
		if kind is IdentifierKind.OTHER:
			if any(_same_number(one, other) for one, other in pairs):
				yield raises(kind.value, SAME_DAY, _numbers_of(own, kind), _numbers_of(others, kind))
			continue
		pairs = [(one, other) for one, other in pairs if one.country == other.country]
		if pairs and not any(_same_number(one, other) for one, other in pairs):
			share = OTHER_IMO if kind is IdentifierKind.IMO else OTHER_NUMBER
			yield lowers(kind.value, share, _numbers_of(own, kind), _numbers_of(others, kind))


def _numbers_of(identifiers: Iterable[Identifier], kind: IdentifierKind) -> str:
	return _listed({one.value for one in identifiers if one.kind is kind})


def _listed(values: Iterable[str]) -> str:
	shown = sorted(values)
	return ", ".join(shown[:SHOWN]) + (" ..." if len(shown) > SHOWN else "")
