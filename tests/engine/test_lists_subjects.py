"""What the matcher gets to see of an entry, and what is asked before a publication takes the place of another."""

from datetime import date

import pytest

from cqs_app.engine.compliance import stored_subjects
from cqs_app.engine.compliance.lists.birth_date import BirthDate
from cqs_app.engine.compliance.lists.entry import Entry, Identifier, IdentifierKind, Name, NameKind, Schema
from cqs_app.engine.compliance.lists.entry_subject import subject_of
from cqs_app.engine.compliance.lists.publication import Publication, published_on, questions
from cqs_app.engine.compliance.schemas import Schema as Kind
from cqs_app.engine.compliance.screening import ScreeningIndex
from cqs_app.engine.compliance.subjects import Alias, subject
from cqs_app.engine.compliance.subjects import Identifier as Number
from cqs_app.engine.compliance.subjects import IdentifierKind as NumberKind
from tests.engine import published


def entry(schema=Schema.PERSON, **facts):
	return Entry("1", schema, facts.pop("names", (Name("John Doe"),)), **facts)


def test_an_entry_of_ofac():
	company, person, vessel = map(subject_of, published.reader(published.OFAC))
	assert company.names[0] == Alias("ORBIT TRADING LLC")
	assert Alias("OTL", weak=True) in company.names
	assert company.schema is Kind.ORGANISATION
	assert Number(NumberKind.TAX, "7736050003", "RU") in company.identifiers
	assert (person.schema, person.gender) == (Kind.PERSON, "male")
	assert person.born == {"1955-01-15", "1956"}
	assert person.countries == {"IQ", "KP"}
	assert Number(NumberKind.PASSPORT, "A123", "IQ") in person.identifiers
	assert (vessel.schema, vessel.identifiers[0].bare) == (Kind.VESSEL, "9187629")


@pytest.mark.parametrize(
	("born", "seen"),
	[
		(BirthDate("1955-01-15"), {"1955-01-15"}),
		(BirthDate("1955-01-15", is_circa=True), {"1955"}),
		(BirthDate("1958", "1961"), {"1958", "1959", "1960", "1961"}),
		(BirthDate("1900", "1990"), set()),
	],
)
def test_births(born, seen):
	assert subject_of(entry(birth_dates=(born,))).born == seen


def test_what_the_matcher_does_not_see():
	numbers = (Identifier(IdentifierKind.EMAIL, "a@b.example"), Identifier(IdentifierKind.CALL_SIGN, "5IM11"))
	found = subject_of(entry(identifiers=numbers, countries=("Undetermined", "IR")))
	assert (found.identifiers, found.countries) == ((), {"IR"})


@pytest.mark.parametrize("schema", Schema)
def test_every_kind_has_a_schema(schema):
	assert subject_of(entry(schema)).schema in Kind


def test_the_original_script_is_no_weak_alias():
	names = (Name("John Doe"), Name("جون دو", NameKind.SCRIPT), Name("Johnny", NameKind.WEAK_ALIAS))
	assert [name.weak for name in subject_of(entry(names=names)).names] == [False, False, True]


def test_a_list_that_does_not_tell_people_from_companies_finds_both():
	line = published.FTM.replace('"schema":"Company"', '"schema":"LegalEntity"')
	index = ScreeningIndex(map(subject_of, published.reader({"targets.nested.json": line})))
	for kind in (Kind.PERSON, Kind.ORGANISATION):
		assert [match.id for match in index.screen(subject("me", kind, "Orbit Trading"))] == ["NK-2"]


@pytest.mark.parametrize(
	("text", "format", "day"),
	[
		("01/31/2022", "OFAC XML", date(2022, 1, 31)),
		("09/03/2022", "EU CSV", date(2022, 3, 9)),
		("2018-10-29T19:09:49.856-04:00", "UN XML", date(2018, 10, 29)),
		("31/12/2022", "OFAC XML", None),
		("2022-02-30", "EU XML", None),
		("", "OFAC CSV", None),
	],
)
def test_the_day_of_a_publication(text, format, day):
	assert published_on(text, format) == day


BEFORE = Publication("OFAC CSV", 1000, date(2022, 1, 14))


@pytest.mark.parametrize(
	("after", "removed", "asked"),
	[
		(Publication("OFAC CSV", 1000, date(2022, 1, 15)), 500, ""),
		(Publication("OFAC CSV", 900), 100, ""),
		(Publication("OFAC CSV", 899), 101, "899 entries, 101 fewer than the 1,000 in force"),
		(Publication("OFAC CSV", 2000), 501, "501 of the 1,000 entries in force are not in these files"),
		(Publication("UN XML", 1000), 0, "read from OFAC CSV, these files are UN XML"),
		(Publication("OFAC CSV", 1000, date(2022, 1, 13)), 0, "older than the version in force"),
	],
)
def test_what_is_asked_before_it_takes_the_place_of_the_old_one(after, removed, asked):
	found = " ".join(questions(BEFORE, after, removed, 10))
	assert asked in found
	assert bool(found) == bool(asked)


def test_the_first_publication_of_a_list_raises_no_question():
	assert list(questions(Publication("", 0), Publication("UN XML", 3), 0, 10)) == []


def test_parties_survive_being_stored():
	parties = [subject_of(one) for one in published.reader(published.OFAC)]
	stored = stored_subjects.packed(parties)
	assert stored_subjects.unpacked(stored) == parties
	for damaged in (b"", stored[:-9], b"x" + stored):
		with pytest.raises(ValueError, match="damaged"):
			stored_subjects.unpacked(damaged)
