"""What yente is asked and how its answers are read."""

import pytest

from cqs_app.engine.compliance.matcher import score_from
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject, subject
from cqs_app.engine.compliance.yente_api import WrongAnswer, answers, queries, query

ME = subject("me", Schema.PERSON, "John Doe")
RESULT = {
	"id": "NK-1",
	"caption": "John DOE",
	"schema": "Person",
	"score": 0.91,
	"match": True,
	"datasets": ["us_ofac_sdn"],
	"properties": {"name": ["John DOE", "Jon Do"], "birthDate": ["1955"]},
	"features": {"name_literal_match": 0.0, "person_name_jaro_winkler": 0.91},
}


def answer(*results, **more):
	return {"responses": {"0": {"status": 200, "results": list(results), **more}}}


def read(*results, threshold=0.7):
	return answers(answer(*results), [ME], threshold, "yente/default")[0]


def test_a_person_in_the_words_of_yente():
	person = Subject(
		"1",
		Schema.PERSON,
		(Alias("John Doe"), Alias("Johnny", weak=True)),
		frozenset(("IQ",)),
		frozenset(("1955-01-15",)),
		(Identifier(IdentifierKind.PASSPORT, "A123", "IQ"), Identifier(IdentifierKind.OTHER, "9")),
		"male",
	)
	assert query(person) == {
		"schema": "Person",
		"properties": {
			"name": ["John Doe"],
			"weakAlias": ["Johnny"],
			"country": ["iq"],
			"birthDate": ["1955-01-15"],
			"gender": ["male"],
			"passportNumber": ["A123"],
			"idNumber": ["9"],
		},
	}


@pytest.mark.parametrize(
	("schema", "name", "born"),
	[
		(Schema.ORGANISATION, "Organization", "incorporationDate"),
		(Schema.VESSEL, "Vessel", "buildDate"),
		(Schema.ANY, "LegalEntity", "incorporationDate"),
	],
)
def test_other_kinds(schema, name, born):
	found = query(Subject("1", schema, (Alias("X"),), born=frozenset(("1999",))))
	assert (found["schema"], found["properties"][born]) == (name, ["1999"])


def test_each_party_goes_by_its_place():
	assert list(queries([ME, ME])["queries"]) == ["0", "1"]


def test_a_match_tells_its_score_and_reasons():
	(found,) = read(RESULT)
	assert (found.id, found.name, found.schema, found.programs) == (
		"NK-1",
		"John DOE",
		"Person",
		"us_ofac_sdn",
	)
	assert (found.match.score, found.match.algorithm) == (0.91, "yente/default")
	assert score_from(found.match.features) == pytest.approx(0.91)
	assert [one.name for one in found.match.features] == ["yente/default", "person_name_jaro_winkler"]
	assert (
		found.match.sentence
		== '0.91: "John Doe" and "John DOE" by yente/default: person_name_jaro_winkler 0.91'
	)


def test_explanations_of_newer_versions():
	told = {"name_match": {"score": 0.9, "query": "John Doe", "candidate": "Jon Do", "detail": None}}
	feature = read({**RESULT, "explanations": told})[0].match.features[1]
	assert (feature.name, feature.mine, feature.theirs) == ("name_match", "John Doe", "Jon Do")


def test_the_best_first_and_none_below_the_threshold():
	scores = [("a", 0.8), ("b", 0.95), ("c", 0.69), ("d", 0.7)]
	found = read(*({**RESULT, "id": id, "score": score} for id, score in scores))
	assert [one.id for one in found] == ["b", "a", "d"]


def test_the_hash_is_of_what_the_entry_says():
	same = {**RESULT, "properties": {"birthDate": ["1955"], "name": ["Jon Do", "John DOE"]}, "score": 0.8}
	other = {**RESULT, "properties": {"birthDate": ["1956"], "name": ["Jon Do", "John DOE"]}}
	hashes = [read(result)[0].hash for result in (RESULT, same, other)]
	assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize(
	"wrong",
	[
		None,
		[],
		{},
		{"responses": []},
		{"responses": {}},
		{"responses": {"0": None}},
		{"responses": {"0": {"results": None}}},
		answer(status=500),
		answer("x"),
		answer({**RESULT, "id": None}),
		answer({**RESULT, "score": "high"}),
		answer({**RESULT, "score": float("nan")}),
		answer({**RESULT, "properties": None}),
	],
)
def test_an_answer_that_is_none(wrong):
	with pytest.raises(WrongAnswer):
		answers(wrong, [ME], 0.7, "yente")
