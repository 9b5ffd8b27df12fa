"""Each published format becomes the same kind of entry."""

import pytest

from cqs_app.engine.compliance.lists.birth_date import BirthDate, birth_date
from cqs_app.engine.compliance.lists.detect import FileKind, detect
from cqs_app.engine.compliance.lists.entry import Address, Identifier, IdentifierKind, Name, NameKind, Schema
from cqs_app.engine.compliance.lists.refusal import ListRefused
from tests.engine import published


@pytest.mark.parametrize(
	("text", "first", "last", "is_circa"),
	[
		("15 Jan 1955", "1955-01-15", "1955-01-15", False),
		("Jan 1955", "1955-01", "1955-01", False),
		("1955", "1955", "1955", False),
		("circa 1955", "1955", "1955", True),
		("1929 to 1930", "1929", "1930", False),
		("circa 1979-1982", "1979", "1982", True),
		("01 Jan 1963 to 31 Dec 1964", "1963-01-01", "1964-12-31", False),
		("1955-01-15T00:00:00", "1955-01-15", "1955-01-15", False),
		("1955-00-00", "1955", "1955", False),
	],
)
def test_birth_dates(text, first, last, is_circa):
	assert birth_date(text) == BirthDate(first, last, is_circa)


@pytest.mark.parametrize("text", ["", "unknown", "31 Feb 1955", "1955-13-01", "15 Foo 1955", "early 1950s"])
def test_what_is_no_date(text):
	assert birth_date(text) is None


def test_a_partial_date_has_bounds():
	born = BirthDate("1956", "1956-02")
	assert (str(born.earliest()), str(born.latest())) == ("1956-01-01", "1956-02-29")


def test_ofac_csv():
	reader = published.reader(published.OFAC)
	company, person, vessel = reader
	assert reader.report.format == "OFAC CSV"
	assert reader.report.entries == 3
	assert not reader.report.warnings
	assert company.schema is Schema.LEGAL_ENTITY
	assert company.names == (
		Name("ORBIT TRADING LLC"),
		Name("OTL", NameKind.WEAK_ALIAS),
		Name("ORBIT TRADE", NameKind.ALIAS),
	)
	assert company.programs == ("IRAN", "SDGT")
	assert company.countries == ("RU",)
	assert company.addresses == (Address("Main Street 1, Moscow 101000", "Moscow 101000", "RU"),)
	assert company.identifiers == (
		Identifier(IdentifierKind.TAX, "7736050003", "RU", "Tax ID No."),
		Identifier(IdentifierKind.SWIFT, "ORBTRUMM", "", "SWIFT/BIC"),
	)
	assert person.schema is Schema.PERSON
	assert person.names == (Name("DOE, John"), Name("DOE, Jack", NameKind.FORMER))
	assert person.birth_dates == (BirthDate("1955-01-15"), BirthDate("1956", is_circa=True))
	assert person.birth_places == ("Basra, Iraq",)
	assert person.nationalities == ("IQ", "KP")
	assert person.identifiers == (Identifier(IdentifierKind.PASSPORT, "A123", "IQ", "Passport"),)
	assert "Title: Director" in person.remarks
	assert person.position == "sdn.csv, line 2"
	assert vessel.schema is Schema.VESSEL
	assert {(one.kind, one.value) for one in vessel.identifiers} == {
		(IdentifierKind.CALL_SIGN, "5IM11"),
		(IdentifierKind.IMO, "9187629"),
		(IdentifierKind.MMSI, "572469210"),
	}


def test_a_remark_of_1000_characters_goes_on_in_the_comments():
	remark = "DOB 1955; Linked To: " + "X" * 960 + "; Passport A12345678 (Iraq)."
	sdn = f'101,"DOE, John",individual,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remark[:1000]}"\n'
	files = {
		"sdn.csv": sdn,
		"alt.csv": '101,1,"aka","DO, Jon",-0- \n',
		"add.csv": "101,1,-0- ,-0- ,-0- ,-0- \n",
	}
	(cut,) = published.reader(files)
	assert (len(remark[:1000]), cut.identifiers) == (1000, ())
	(whole,) = published.reader({**files, "sdn_comments.csv": f'101,"{remark[1000:]}"\n'})
	assert whole.identifiers == (Identifier(IdentifierKind.PASSPORT, "A12345678", "IQ", "Passport"),)


def test_ofac_xml_says_what_the_csv_says():
	reader = published.reader({"sdn.xml": published.OFAC_XML})
	from_xml, from_csv = list(reader), list(published.reader(published.OFAC))
	assert reader.report.published == "01/31/2022"
	for one, other in zip(from_xml, from_csv, strict=True):
		for fact in (
			"entry_id",
			"schema",
			"countries",
			"nationalities",
			"birth_dates",
			"birth_places",
			"programs",
		):
			assert getattr(one, fact) == getattr(other, fact), fact
		assert set(one.names) == set(other.names)
		assert {(i.kind, i.value, i.country) for i in one.identifiers} == {
			(i.kind, i.value, i.country) for i in other.identifiers
		}
		assert one.source_url == other.source_url


def test_un_xml():
	reader = published.reader({"consolidated.xml": published.UN})
	person, company = reader
	assert reader.report.published == "2018-10-29T19:09:49"
	assert person.names == (
		Name("JOHN DOE"),
		Name("جون دو", NameKind.SCRIPT),
		Name("Jon Do", NameKind.ALIAS),
		Name("Johnny", NameKind.WEAK_ALIAS),
	)
	assert person.nationalities == ("KP",)
	assert person.countries == ("IQ",)
	assert person.birth_dates == (BirthDate("1958", "1963"), BirthDate("1960", is_circa=True))
	assert person.birth_places == ("Basra, Iraq",)
	assert person.identifiers == (Identifier(IdentifierKind.PASSPORT, "381", "IQ", "Passport"),)
	assert person.remarks == "Reference: KPi.999; A & B"
	assert company.names == (Name("ORBIT TRADING"), Name("Orbital", NameKind.FORMER))
	assert company.addresses == (Address("Main Street 1, Basra", "Basra", "IQ"),)


@pytest.mark.parametrize(("name", "text"), [("eu.xml", published.EU_XML), ("eu.csv", published.EU_CSV)])
def test_the_eu_in_both_its_formats(name, text):
	person, company = published.read(name, text)
	assert (person.entry_id, person.schema) == ("EU.1.1", Schema.PERSON)
	assert [one.text for one in person.names] == ["John Doe", "Johnny"]
	assert person.nationalities == ("IQ",)
	assert person.birth_dates == (BirthDate("1955-01-15"), BirthDate("1956", is_circa=True))
	assert person.birth_places == ("Basra, IRAQ",)
	assert person.identifiers == (
		Identifier(IdentifierKind.PASSPORT, "A123", "IQ", "National passport (expired)"),
	)
	assert [(one.city, one.country) for one in person.addresses] == [("Basra", "IQ")]
	assert person.programs == ("IRQ",)
	assert person.source_url == "https://example.org/regulation"
	for said in ("A remark", "UN reference: QDi.999", "Function: Director"):
		assert said in person.remarks
	assert (company.entry_id, company.schema) == ("EU.2.2", Schema.LEGAL_ENTITY)
	assert company.identifiers == (Identifier(IdentifierKind.TAX, "7736050003", "RU", "fiscalcode"),)


def test_the_eu_marks_weak_aliases_in_xml_only():
	assert published.read("eu.xml", published.EU_XML)[0].names[1].kind is NameKind.WEAK_ALIAS
	assert published.read("eu.csv", published.EU_CSV)[0].names[1].kind is NameKind.ALIAS


def test_opensanctions_csv():
	reader = published.reader({"targets.simple.csv": published.SIMPLE, "index.json": published.STATISTICS})
	person, company = reader
	assert not reader.report.warnings
	assert person.names == (
		Name("John Doe"),
		Name("Jon Do", NameKind.ALIAS),
		Name("Doe; John", NameKind.ALIAS),
		Name("Джон Доу", NameKind.SCRIPT),
	)
	assert person.birth_dates == (BirthDate("1955-01-15"), BirthDate("1956"))
	assert person.countries == ("IQ", "KP")
	assert person.programs == ("Program A",)
	assert (company.schema, company.countries) == (Schema.COMPANY, ("RU",))


def test_ftm_json_takes_the_targets():
	reader = published.reader({"targets.nested.json": published.FTM})
	person, company = reader
	assert reader.report.schemas == {"Person": 1, "Company": 1}
	assert person.names == (
		Name("John Doe"),
		Name("Джон Доу", NameKind.SCRIPT),
		Name("Jon Do", NameKind.ALIAS),
		Name("Johnny", NameKind.WEAK_ALIAS),
	)
	assert person.birth_dates == (BirthDate("1955-01"),)
	assert person.addresses == (Address("Main Street 1, Basra", "", "IQ"),)
	assert person.programs == ("Program A",)
	assert company.countries == ("RU",)
	assert company.identifiers == (Identifier(IdentifierKind.TAX, "7736050003", "", "taxNumber"),)


@pytest.mark.parametrize(
	("text", "kind"),
	[
		(published.SDN, FileKind.OFAC_CSV),
		(published.ALT, FileKind.OFAC_ALIASES),
		(published.ADD, FileKind.OFAC_ADDRESSES),
		('101,"and so on"\n', FileKind.OFAC_COMMENTS),
		(published.OFAC_XML, FileKind.OFAC_XML),
		(published.UN, FileKind.UN_XML),
		(published.EU_XML, FileKind.EU_XML),
		("<!-- a note -->\n" + published.EU_XML.partition("?>")[2], FileKind.EU_XML),
		(published.EU_CSV, FileKind.EU_CSV),
		(published.SIMPLE, FileKind.OPENSANCTIONS_CSV),
		(published.FTM, FileKind.FTM_JSON),
		(published.STATISTICS, FileKind.OPENSANCTIONS_STATISTICS),
	],
)
def test_formats_are_told_by_content(text, kind):
	(file,) = published.sources({"upload": text})
	assert detect(file) is kind


@pytest.mark.parametrize(
	("text", "reason"),
	[
		("", "empty"),
		("PK\x03\x04", "unpack"),
		("<!DOCTYPE html><html lang='en'><body>503</body></html>", "web page"),
		("<rss version='2.0'></rss>", "<rss>"),
		('{"error": 503}', "neither"),
		("a,b,c\n1,2,3\n", "no known list"),
	],
)
def test_what_is_no_list_says_so(text, reason):
	(file,) = published.sources({"upload": text})
	with pytest.raises(ListRefused, match=reason):
		detect(file)
