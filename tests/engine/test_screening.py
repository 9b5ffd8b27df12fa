"""Parties against entries of a list: qualifiers, identifiers, weak aliases, and the index that finds the entries."""

from dataclasses import replace

import pytest

from cqs_app.engine.compliance.features import Effect
from cqs_app.engine.compliance.index import ListedName, index_of
from cqs_app.engine.compliance.key_table import KeyTable, KeyTableBuilder
from cqs_app.engine.compliance.matcher import (
	ALGORITHM,
	LIKELY,
	POSSIBLE,
	WEAK,
	compare,
	ranked,
	score_from,
)
from cqs_app.engine.compliance.name_keys import keys_of, probes_of
from cqs_app.engine.compliance.name_score import score
from cqs_app.engine.compliance.schemas import Schema, schema_from
from cqs_app.engine.compliance.screening import ScreeningIndex
from cqs_app.engine.compliance.stored_index import packed, unpacked
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject, subject

PERSON, COMPANY, VESSEL, ANY = Schema.PERSON, Schema.ORGANISATION, Schema.VESSEL, Schema.ANY
LIST = [
	subject("1", PERSON, "BIN LADIN, Usama bin Muhammad bin Awad", ["Osama bin Laden", "أسامة بن لادن"]),
	subject("2", PERSON, "PUTIN, Vladimir Vladimirovich", ["Владимир Путин"]),
	subject("3", COMPANY, "Islamic Republic of Iran Shipping Lines", ["IRISL Group"]),
	subject("4", COMPANY, "Aero Caribbean", ["Aerocaribbean Airlines"]),
	subject("5", VESSEL, "ADRIAN DARYA 1"),
	subject("6", COMPANY, "Golden Star Trading Company LLC"),
	subject("7", PERSON, "Li Wei"),
	subject("8", PERSON, "Mykola Petrenko"),
	subject("9", ANY, "Mughniyah"),
	subject("10", COMPANY, "International Business Machines"),
]


def person(name="Ivan Sidorov", *, id="A", also=(), weak=(), countries=(), born=(), numbers=(), gender=""):
	names = (Alias(name), *map(Alias, also), *(Alias(text, weak=True) for text in weak))
	return Subject(id, PERSON, names, frozenset(countries), frozenset(born), tuple(numbers), gender)


def number(kind, value, country=""):
	return Identifier(IdentifierKind[kind], value, country)


PLAIN = compare(person(), person("Ivan Sydorov")).score


@pytest.mark.parametrize(
	("mine", "theirs", "effect"),
	[
		({"countries": ["RU"]}, {"countries": ["RU", "CY"]}, "raises"),
		({"countries": ["RU"]}, {"countries": ["DE"]}, "lowers"),
		({"countries": ["RU"]}, {}, "nothing"),
		({"born": ["1970-04-18"]}, {"born": ["1970-04-18"]}, "raises"),
		({"born": ["1970-04-08"]}, {"born": ["1970-08-04"]}, "raises"),
		({"born": ["1970"]}, {"born": ["1970-04-18", "1952"]}, "raises"),
		({"born": ["1970"]}, {"born": ["1971"]}, "nothing"),
		({"born": ["1970-04-18"]}, {"born": ["1970-05-30"]}, "lowers"),
		({"born": ["1970"]}, {"born": ["1952"]}, "lowers"),
		({"born": ["unknown"]}, {"born": ["1952"]}, "nothing"),
		({"gender": "male"}, {"gender": "female"}, "lowers"),
		({"gender": "male"}, {"gender": "male"}, "nothing"),
		(
			{"numbers": [number("TAX", "7707083893", "RU")]},
			{"numbers": [number("TAX", "123456789", "RU")]},
			"lowers",
		),
		(
			{"numbers": [number("TAX", "7707083893", "RU")]},
			{"numbers": [number("TAX", "12345", "DE")]},
			"nothing",
		),
		({"numbers": [number("OTHER", "AB-12345")]}, {"numbers": [number("OTHER", "ab 12345")]}, "raises"),
	],
)
def test_qualifiers(mine, theirs, effect):
	match = compare(person(**mine), person("Ivan Sydorov", **theirs))
	found = (match.score > PLAIN) - (match.score < PLAIN)
	assert found == {"raises": 1, "lowers": -1, "nothing": 0}[effect]
	assert score_from(match.features) == pytest.approx(match.score)
	if effect != "nothing":
		assert match.features[-1].effect is Effect(effect)
		assert match.features[-1].name in match.sentence


def test_a_birth_date_tells_more_than_a_year_and_a_country():
	def with_born(mine, theirs):
		return compare(person(born=[mine]), person("Ivan Sydorov", born=[theirs])).score

	assert with_born("1970-04-18", "1970-04-18") > with_born("1970", "1970") > PLAIN
	assert PLAIN > with_born("1970-04-18", "1970-01-01") > with_born("1970", "1952")


def test_what_raises_does_not_make_a_match_of_other_names():
	same = {"countries": ["RU"], "born": ["1970-04-18"]}
	match = compare(person(**same), person("Petr Kuznetsov", **same))
	assert match.score < 0.5
	assert all(feature.effect is not Effect.RAISES for feature in match.features)


@pytest.mark.parametrize(
	("mine", "theirs", "decides"),
	[
		(number("PASSPORT", "AB 123-456", "RU"), number("PASSPORT", "ab123456", "RU"), True),
		(number("PASSPORT", "AB123456", "RU"), number("PASSPORT", "AB123456"), True),
		(number("PASSPORT", "AB123456", "RU"), number("PASSPORT", "AB123456", "DE"), False),
		(number("PASSPORT", "AB123456"), number("TAX", "AB123456"), False),
		(number("OTHER", "AB123456"), number("OTHER", "AB123456"), False),
		(number("TAX", "12"), number("TAX", "12"), False),
		(number("TAX", ""), number("TAX", ""), False),
	],
)
def test_an_equal_identifier_decides(mine, theirs, decides):
	match = compare(person("Petr Kuznetsov", numbers=[mine]), person(numbers=[theirs]))
	assert (match.score == 1) == decides
	assert ("decided by the same passport" in match.sentence) == decides
	assert score_from(match.features) == pytest.approx(match.score)


def test_a_ship_is_its_imo_number():
	named = subject("A", VESSEL, "MV Grace 1 (IMO 9116412)")
	listed = Subject("5", VESSEL, (Alias("ADRIAN DARYA 1"),), identifiers=(number("IMO", "IMO 9116412"),))
	assert compare(named, listed).score < 1
	listed = replace(listed, identifiers=(number("IMO", "9116412"),))
	assert compare(named, listed).score == 1
	other = Subject("A", VESSEL, (Alias("Adrian Darya 1"),), identifiers=(number("IMO", "9000000"),))
	assert compare(other, listed).score < 0.5


def test_aliases():
	entry = person("Petr Kuznetsov", id="E", also=["Ivan Sydorov"])
	assert compare(person(), entry).score == PLAIN
	weak = compare(person(), person("Petr Kuznetsov", weak=["Ivan Sydorov"]))
	assert weak.score == pytest.approx((1 - WEAK) * PLAIN)
	assert "weak alias (Ivan Sydorov)" in weak.sentence
	both = compare(person(), person("Petr Kuznetsov", also=["Ivan Sydorov"], weak=["Ivan Sydorov"]))
	assert both.score == PLAIN


def test_a_person_is_no_ship_and_may_be_a_legal_entity():
	assert compare(subject("A", PERSON, "Adrian Darya"), subject("5", VESSEL, "Adrian Darya")).score == 0
	assert compare(subject("A", PERSON, "Adrian Darya"), subject("E", ANY, "Darya, Adrian")).score == 1
	assert compare(subject("A", ANY, "Adrian Darya"), subject("E", PERSON, "Darya, Adrian")).score == 1


def test_a_match_names_its_algorithm_and_ranks():
	found = ranked(subject("A", PERSON, "Wladimir Putin"), LIST)
	assert [match.id for match in found] == ["2"]
	assert found[0].algorithm == ALGORITHM == "cqs-names-2"
	assert POSSIBLE < LIKELY < found[0].score
	assert '"Wladimir Putin" and "Владимир Путин"' in found[0].sentence


ASKED = [
	("Usama Bin Ladin", PERSON, "1"),
	("Osama bin Laaden", PERSON, "1"),
	("أسامة بن لادن", PERSON, "1"),
	("Wladimir Putin", PERSON, "2"),
	("Vladimir Puttin", PERSON, "2"),
	("IRISL", COMPANY, "3"),
	("Iran Shipping Lines", COMPANY, "3"),
	("Aerocaribbean", COMPANY, "4"),
	("Aero-Caribbean S.A.", COMPANY, "4"),
	("MT Adrian Daria-1", VESSEL, "5"),
	("Goldenstar Trading", COMPANY, "6"),
	("Wei Lee", PERSON, "7"),
	("Nikolai Petrenko", PERSON, "8"),
	("Imad Mughnieh", PERSON, "9"),
	("IBM", COMPANY, "10"),
]


@pytest.fixture(scope="module")
def index():
	return ScreeningIndex(LIST)


@pytest.mark.parametrize(("name", "schema", "id"), ASKED)
def test_the_index_finds_what_is_alike(index, name, schema, id):
	assert id in {entry.id for entry in index.candidates(subject("A", schema, name))}


@pytest.mark.parametrize(("name", "schema", "id"), ASKED)
def test_keys_for_a_table_find_the_same(name, schema, id):
	entry = next(entry for entry in LIST if entry.id == id)
	probes = probes_of(name, schema)
	assert any(probes & keys_of(alias.text, entry.schema) for alias in entry.names)


def test_screening_gives_what_a_full_comparison_gives(index):
	for name, schema, _id in ASKED:
		party = subject("A", schema, name)
		assert index.screen(party) == ranked(party, LIST)


def test_an_identifier_finds_an_entry_of_another_name():
	listed = [*LIST, person("Petr Kuznetsov", id="N", numbers=[number("TAX", "770-708-3893")])]
	found = ScreeningIndex(listed).screen(person(numbers=[number("TAX", "7707083893", "RU")]))
	assert [(match.id, match.score) for match in found] == [("N", 1)]


def test_nothing_is_found_for_nothing(index):
	for name in ("", "!!!", "Zzyzx Qwrty"):
		assert index.screen(subject("A", ANY, name)) == []


def test_a_query_reads_a_small_part_of_a_list():
	words = [a + b for a in ("bal", "dor", "fen", "gim", "lur") for b in ("ak", "esh", "ior", "um")]
	names = [
		ListedName(at, f"{one} {other} {third} Trading", COMPANY)
		for at, (one, other, third) in enumerate(
			(one, other, third) for one in words for other in words for third in words[:5]
		)
	]
	made = index_of(names)
	assert len(names) == 2_000
	found = made.candidates("Balak Doresh Fenior Trading Ltd", COMPANY)
	assert len(found) <= 150
	best = max(found, key=lambda place: score("Balak Doresh Fenior Trading Ltd", names[place].text, COMPANY))
	assert score("Balak Doresh Fenior Trading Ltd", names[best].text, COMPANY) > POSSIBLE


def test_an_index_is_stored_and_read(index):
	stored = packed(index.names)
	again = ScreeningIndex(LIST, unpacked(stored))
	assert again.size() == index.size()
	for name, schema, _id in ASKED:
		party = subject("A", schema, name)
		assert again.screen(party) == index.screen(party)
	for damaged in (b"", stored[:-5], stored[:50], b"x" + stored):
		with pytest.raises(ValueError, match="damaged"):
			unpacked(damaged)


def test_a_key_table_is_flat():
	builder = KeyTableBuilder()
	for at, key in enumerate("abcabca"):
		builder.file(key, at)
		builder.file(key, at)
	table = builder.table()
	assert list(table.get("a")) == [0, 3, 6]
	assert list(table.get("z")) == []
	assert (table.keys, table.references) == (3, 7)
	assert list(KeyTable.from_bytes(table.to_bytes()).get("c")) == [2, 5]
	with pytest.raises(ValueError):
		KeyTable.from_bytes([b"", b"", b"1234"])


@pytest.mark.parametrize(
	("text", "schema"),
	[
		("Person", PERSON),
		("individual", PERSON),
		("Company", COMPANY),
		("Public Body", COMPANY),
		("Vessel", VESSEL),
		("LegalEntity", ANY),
		("what", ANY),
		("", ANY),
	],
)
def test_schemas(text, schema):
	assert schema_from(text) is schema


def test_three_letters_open_no_match():
	short = compare(subject("q", COMPANY, "Customer Care Center"), subject("1", COMPANY, "CCC"))
	long = compare(
		subject("q", COMPANY, "Islamic Republic of Iran Shipping Lines"), subject("1", COMPANY, "IRISL")
	)
	assert short.score < POSSIBLE <= long.score
	assert score_from(short.features) == pytest.approx(short.score) and "short acronym" in short.sentence


def test_a_misspelt_country_is_found():
	listed = ScreeningIndex(
		[subject("1", COMPANY, "BANCO NACIONAL DE CUBA"), subject("2", COMPANY, "Bank Melli")]
	)
	assert [match.id for match in listed.screen(subject("q", COMPANY, "Banco Nacional de Kuba"))] == ["1"]
