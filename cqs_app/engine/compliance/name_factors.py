"""What a name says besides its words: numbers, legal form, gender, generation, order. Each can only lower a score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cqs_app.engine.compliance.alignment import Alignment, Pair
from cqs_app.engine.compliance.legal_forms import forms_agree
from cqs_app.engine.compliance.parsed_names import ParsedName, Role
from cqs_app.engine.compliance.person_words import genders_differ
from cqs_app.engine.compliance.schemas import Schema

# Fund II and Fund III are two funds; Fund II and Fund may be one.
OTHER_NUMBERS = 0.6
ONE_NUMBER = 0.8
# An AG and a GmbH of one name are two companies, but mostly of one group.
OTHER_FORM = 0.9
# Ivanov and Ivanova may be a typing error; Aleksandr Ivanov and Aleksandra Ivanova are not.
OTHER_GENDER = 0.6
MAYBE_OTHER_GENDER = 0.85
OTHER_GENERATION = 0.7
# People and registers turn the family name to the front, others do not turn words; ships are called as painted.
OTHER_ORDER = {
	Schema.PERSON: 0.88,
	Schema.ORGANISATION: 0.97,
	Schema.ANY: 0.97,
	Schema.VESSEL: 0.8,
}


@dataclass(frozen=True, slots=True)
class Factor:
	"""`name`: numbers, legal form, gender, generation, order. The score is multiplied by `factor`, 0..1."""

	name: str
	factor: float
	mine: str
	theirs: str


def factors(mine: ParsedName, theirs: ParsedName, found: Alignment) -> Iterator[Factor]:
	"""Only those that lower it."""
	only_mine, only_theirs = mine.numbers - theirs.numbers, theirs.numbers - mine.numbers
	if only_mine or only_theirs:
		factor = OTHER_NUMBERS if only_mine and only_theirs else ONE_NUMBER
		yield Factor("numbers", factor, _listed(mine.numbers), _listed(theirs.numbers))
	if forms_agree(mine.forms, theirs.forms) is False:
		yield Factor("legal form", OTHER_FORM, _listed(mine.forms), _listed(theirs.forms))
	if mine.schema is Schema.PERSON:
		yield from _of_a_person(mine, theirs, found)
	if not _in_order(found, mine.schema):
		yield Factor("order", OTHER_ORDER[mine.schema], *_orders(found))


def _of_a_person(mine: ParsedName, theirs: ParsedName, found: Alignment) -> Iterator[Factor]:
	gendered = [
		pair
		for pair in found.pairs
		if len(pair.mine) == len(pair.theirs) == 1 and genders_differ(pair.mine[0].text, pair.theirs[0].text)
	]
	if gendered:
		yield Factor(
			"gender",
			OTHER_GENDER if len(gendered) > 1 else MAYBE_OTHER_GENDER,
			" ".join(pair.mine[0].shown for pair in gendered),
			" ".join(pair.theirs[0].shown for pair in gendered),
		)
	if mine.generation and theirs.generation and mine.generation != theirs.generation:
		yield Factor("generation", OTHER_GENERATION, mine.generation, theirs.generation)


def _in_order(found: Alignment, schema: Schema) -> bool:
	"""Whether the words that agree stand in the same order; other than for ships, also when it is turned round."""
	order = [pair.theirs_at for pair in _told(found)]
	if order == sorted(order):
		return True
	if schema is Schema.VESSEL:
		return False
	first = order.index(min(order))
	return order[first:] + order[:first] == sorted(order)


def _told(found: Alignment) -> list[Pair]:
	pairs = [pair for pair in found.pairs if pair.mine[0].role is not Role.PARTICLE]
	return sorted(pairs, key=lambda pair: pair.mine_at)


def _orders(found: Alignment) -> tuple[str, str]:
	mine = _told(found)
	theirs = sorted(mine, key=lambda pair: pair.theirs_at)
	return (
		" ".join(word.shown for pair in mine for word in pair.mine),
		" ".join(word.shown for pair in theirs for word in pair.theirs),
	)


def _listed(values: frozenset[str]) -> str:
	return " ".join(sorted(values))
