"""Which documents a case needs: conditions, groups, facts that are not known, and rules that nobody could evaluate."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cqs_app.engine.qualification.requirements import (
	CaseFacts,
	Malformed,
	Operator,
	Requirement,
	condition_from,
	required,
)

ACME = CaseFacts(
	requested_limit=Decimal(60000),
	entity_type="Corporation",
	country="Germany",
	industry="Manufacturing",
	years_in_business=Decimal("2.5"),
	largest_owner_share=Decimal(60),
	party_type="Lead",
)


def asked(*conditions, facts=ACME):
	"""The sentence of why, None = not needed. A condition is (fact, operator, value) or with its group."""
	listed = tuple(condition_from(*condition) for condition in conditions)
	found = required([Requirement("Paper", conditions=listed)], facts)
	return found[0].sentence() if found else None


@pytest.mark.parametrize(
	("fact", "operator", "value", "met"),
	[
		("Requested Limit", ">=", "60000", True),
		("Requested Limit", ">=", "60000.01", False),
		("Requested Limit", ">", "60000", False),
		("Requested Limit", ">", "59999.99", True),
		("Requested Limit", "<", "60000", False),
		("Requested Limit", "<=", "60000", True),
		("Requested Limit", "=", "60000.00", True),
		("Requested Limit", "in", "1, 60000", True),
		("Years in Business", "<", "3", True),
		("Years in Business", "<", "2.5", False),
		("Largest Owner Share", ">=", "25", True),
		("Entity Type", "=", "corporation", True),
		("Entity Type", "!=", "Corporation", False),
		("Country", "in", "France, Germany", True),
		("Country", "not in", "France, Germany", False),
		("Country", "not in", "France", True),
		("Industry", "=", "Retail", False),
		("Party Type", "!=", "Customer", True),
	],
)
def test_a_condition(fact, operator, value, met):
	assert bool(asked((fact, operator, value))) is met


def test_the_reason_is_a_sentence_with_figures():
	assert asked(("Requested Limit", ">=", "50000")) == (
		"because the requested limit 60,000 is at least 50,000"
	)
	assert asked(("Years in Business", "<", "3"), ("Country", "in", "Germany,France")) == (
		"because the years in business 2.5 is less than 3 and the country Germany is one of Germany, France"
	)
	assert asked() == "because it is asked of everybody"


def test_lines_of_a_group_are_joined_by_and_groups_by_or():
	large, young = ("Requested Limit", ">=", "100000"), ("Years in Business", "<", "3")
	assert asked(large, young) is None
	assert asked((*large, 1), (*young, 2)) == "because the years in business 2.5 is less than 3"
	assert asked((*large, 1), ("Country", "=", "France", 2)) is None


@pytest.mark.parametrize("operator", [one.value for one in Operator])
def test_a_fact_that_is_not_known_asks_for_the_document(operator):
	nothing = CaseFacts(entity_type="")
	for fact in ("Requested Limit", "Largest Owner Share"):
		assert asked((fact, operator, "5"), facts=nothing) == f"because the {fact.lower()} is not known"
	if operator in ("=", "!=", "in", "not in"):
		assert asked(("Entity Type", operator, "X"), facts=nothing) == "because the entity type is not known"


def test_what_is_known_goes_before_what_is_only_taken_for_met():
	facts = replace(ACME, country=None)
	assert asked(("Country", "=", "X", 1), ("Requested Limit", ">", "1", 2), facts=facts) == (
		"because the requested limit 60,000 is more than 1"
	)
	assert asked(("Country", "=", "X"), ("Requested Limit", "<", "1"), facts=facts) is None


@pytest.mark.parametrize(
	("fact", "operator", "value", "said"),
	[
		("Colour", "=", "red", "no condition"),
		("Country", "like", "G", "no condition"),
		("Country", ">=", "Germany", "compare it with"),
		("Country", "in", "Germany,,France", "a value is missing"),
		("Country", "=", "  ", "a value is missing"),
		("Requested Limit", ">", "50 thousand", "is no number"),
		("Requested Limit", ">", "50.000,00", "is no number"),
		("Requested Limit", "in", "50,000,x", "is no number"),
		("Requested Limit", ">", "NaN", "is no number"),
		("Requested Limit", ">", "-1", "less than 0"),
		("Largest Owner Share", ">", "101", "more than 100"),
		("Country", "in", ",".join("abc" for _ in range(101)), "at most 100"),
	],
)
def test_a_rule_that_nobody_could_evaluate_is_refused(fact, operator, value, said):
	with pytest.raises(Malformed, match=said):
		condition_from(fact, operator, value)


def test_a_larger_limit_never_needs_fewer_documents():
	rules = [
		Requirement(str(limit), conditions=(condition_from("Requested Limit", ">=", str(limit)),))
		for limit in (0, 10, 20, 30)
	]
	counts = [len(required(rules, CaseFacts(requested_limit=Decimal(limit)))) for limit in (5, 10, 25, 31)]
	assert counts == [1, 2, 3, 4]
