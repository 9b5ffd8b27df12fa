"""Both sides of a match in the same words, and the score step by step."""

import pytest

from cqs_app.engine.compliance import known_facts
from cqs_app.engine.compliance.features import Effect, Feature, lowers, raises
from cqs_app.engine.compliance.lists.birth_date import BirthDate
from cqs_app.engine.compliance.lists.entry import (
	Address,
	Entry,
	Identifier,
	IdentifierKind,
	Name,
	NameKind,
	Schema,
)
from cqs_app.engine.compliance.matcher import score_from
from cqs_app.engine.compliance.parties import Role, company
from cqs_app.engine.compliance.queries import to_query
from cqs_app.engine.compliance.score_steps import steps

ENTRY = Entry(
	"7",
	Schema.PERSON,
	(Name("Иван Петров", NameKind.SCRIPT), Name("Vanya", NameKind.WEAK_ALIAS)),
	countries=("RU",),
	nationalities=("RU", "CY"),
	birth_dates=(BirthDate("1970", is_circa=True),),
	identifiers=(Identifier(IdentifierKind.PASSPORT, "123", "RU"),),
	addresses=(Address("1 Main St, London", "London", "GB"),),
	remarks="a remark",
)


def test_an_entry_and_a_query_are_told_in_the_same_words():
	theirs = known_facts.of_entry(ENTRY)
	assert theirs[known_facts.NAME] == ["Иван Петров (original script)"]
	assert theirs[known_facts.OTHER_NAMES] == ["Vanya (weak alias)"]
	assert (
		theirs[known_facts.COUNTRIES] == ["Russia (RU)", "Cyprus (CY)"]
		or len(theirs[known_facts.COUNTRIES]) == 2
	)
	assert theirs[known_facts.BORN] == ["circa 1970"]
	assert theirs[known_facts.NUMBERS] == ["Passport 123 (RU)"]
	assert theirs[known_facts.ADDRESSES] == ["1 Main St, London, United Kingdom (GB)"]
	party = company(Role.PARTY, ("Customer", "X"), ["Acme", "Acme Ltd"], countries=["DE"], tax_ids=["DE1"])
	mine = known_facts.of_query(to_query(party.subject))
	assert (mine[known_facts.NAME], mine[known_facts.OTHER_NAMES]) == (["Acme"], ["Acme Ltd"])
	assert mine[known_facts.COUNTRIES] == ["Germany (DE)"]
	assert set(mine) <= set(known_facts.LABELS) and set(theirs) <= set(known_facts.LABELS)
	assert known_facts.in_words({known_facts.NAME: ["a", "b", "c"]}, 2) == "Name: a, b (+1)"


BASE = Feature("name", 1.0, 0.8, "a", "b", Effect.BASE)


@pytest.mark.parametrize(
	("features", "after"),
	[
		((BASE, lowers("country", 0.25, "DE", "FR")), [0.8, 0.6]),
		((BASE, raises("birth date", 0.5, "1970", "1970")), [0.8, 0.9]),
		((Feature("passport", 1.0, 1.0, "1", "1", Effect.DECIDES), BASE), [1.0, 1.0]),
		((), []),
	],
)
def test_the_last_step_is_the_score(features, after):
	found = steps(features)
	assert [round(step.after, 6) for step in found] == after
	assert sum(step.change for step in found) == pytest.approx(score_from(features))
