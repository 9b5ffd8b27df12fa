"""A file that is cut, damaged, hostile or of another publication is refused whole, with the reason and the place."""

import re

import pytest

from cqs_app.engine.compliance.lists.refusal import ListRefused
from tests.engine import published

CUT_ANYWHERE = {
	"sdn.xml": published.OFAC_XML,
	"consolidated.xml": published.UN,
	"eu.xml": published.EU_XML,
}


def refused(files, reason=None):
	with pytest.raises(ListRefused, match=reason) as refusal:
		list(published.reader(files))
	return refusal.value


@pytest.mark.parametrize("name", CUT_ANYWHERE)
def test_xml_cut_anywhere(name):
	whole = CUT_ANYWHERE[name].rstrip()
	for cut in range(len(whole) // 5, len(whole), 7):
		error = refused({name: whole[:cut]}, "cut|well-formed")
		assert error.file == name
		assert error.line > 0


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv"])
def test_ofac_csv_cut_anywhere(name):
	"""Every byte, line ends too: the other files have the end mark, this one has lost it."""
	whole = published.OFAC[name]
	for cut in range(1, len(whole)):
		refused({**published.OFAC, name: whole[:cut]})


@pytest.mark.parametrize("text", [published.EU_CSV, published.SIMPLE, published.FTM])
def test_lines_cut_within(text):
	"""These formats tell nowhere how long they are; at a line end only the statistics of the data set tell."""
	body = text.rstrip("\n")
	ends = {match.start() for match in re.finditer("\n", text)}
	first = text.index("\n") + 2
	for cut in range(first, len(body)):
		if cut in ends or cut - 1 in ends:
			continue
		refused({"upload": body[:cut]})


@pytest.mark.parametrize(
	("name", "text"), [("targets.simple.csv", published.SIMPLE), ("targets.json", published.FTM)]
)
def test_statistics_tell_a_cut_at_a_line_end(name, text):
	assert len(list(published.reader({name: text, "index.json": published.STATISTICS}))) == 2
	kept = "".join(text.splitlines(keepends=True)[: 2 if name.endswith("csv") else 1])
	refused({name: kept, "index.json": published.STATISTICS}, "1 entries, but the publisher announces 2")


def _many(count=100, without_alias=()):
	numbers = range(1, count + 1)
	sdn = "".join(f'{n},"NAME {n}",-0- ,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n' for n in numbers)
	alt = "".join(f'{n},{n},"aka","ALIAS {n}",-0- \n' for n in numbers if n not in without_alias)
	add = "".join(f"{n},{n},-0- ,-0- ,-0- ,-0- \n" for n in numbers)
	return {"sdn.csv": sdn, "alt.csv": alt, "add.csv": add}


def _head(text, lines):
	return "".join(text.splitlines(keepends=True)[:lines])


def test_ofac_files_without_end_marks_are_held_against_each_other():
	files = _many()
	assert len(list(published.reader(files))) == 100
	refused(
		{**files, "sdn.csv": _head(files["sdn.csv"], 60)}, "40 entry numbers that are in add.csv are missing"
	)
	refused({**files, "add.csv": _head(files["add.csv"], 60)}, "no row for 40 of 100 entries")
	refused({**files, "alt.csv": _head(files["alt.csv"], 60)}, "none of the last 40 entries")


def test_entries_without_aliases_are_no_cut():
	files = _many(without_alias=(*range(20, 60), *range(70, 101)))
	assert len(list(published.reader(files))) == 100


def test_a_number_that_stands_twice_keeps_both_entries():
	files = _many()
	files["sdn.csv"] += '7,"ANOTHER",-0- ,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
	reader = published.reader(files)
	ids = [entry.entry_id for entry in reader]
	assert (len(ids), ids[-1]) == (101, "7-2")
	assert any("stands 2 times" in warning for warning in reader.report.warnings)


@pytest.mark.parametrize(
	("files", "reason"),
	[
		({"sdn.csv": published.SDN}, "give all three"),
		({"alt.csv": published.ALT, "add.csv": published.ADD}, "main file"),
		({**published.OFAC, "un.xml": published.UN}, "files of one list"),
		({"a.xml": published.UN, "b.xml": published.UN}, "are both UN XML"),
		({**published.OFAC, "sdn.csv": published.SDN.replace("individual", "alien")}, "unknown type"),
		({**published.OFAC, "sdn.csv": published.SDN.replace("103,", "x,")}, "entry number"),
		({"sdn.xml": published.OFAC_XML.replace("<Record_Count>3", "<Record_Count>4")}, "announces 4"),
		({"sdn.xml": published.OFAC_XML.replace("<uid>102</uid>", "<uid>101</uid>")}, "stands twice"),
		({"eu.xml": "<export></export>"}, "no entry"),
		({"eu.csv": published.EU_CSV + published.EU_CSV.splitlines()[1] + "\n"}, "do not stand together"),
		({"targets.simple.csv": published.SIMPLE.replace('"Company"', '"Comet"')}, "unknown schema"),
		({"targets.json": published.FTM.replace('"id":"NK-2",', "")}, "without id"),
		(
			{"targets.json": published.FTM.replace('"schema":"Company"', '"schema":[]')},
			"without id or schema",
		),
		({"targets.json": published.FTM.encode().replace(b"Orbit", b"Orb\xfft")}, "UTF-8"),
		({"targets.json": published.FTM.replace("Orbit", "Orb\0t")}, "zero byte"),
	],
)
def test_malformed(files, reason):
	refused(files, reason)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
	"document_type", [BOMB, OUTSIDE, "<!DOCTYPE x>", '<!DOCTYPE x SYSTEM "http://x.test/x.dtd">']
)
@pytest.mark.parametrize("name", CUT_ANYWHERE)
def test_xml_may_not_declare_a_document_type(name, document_type):
	declaration, _end, rest = CUT_ANYWHERE[name].partition("?>")
	refused({name: f"{declaration}?>{document_type}{rest}"}, "declares a document type")


def test_xml_nested_without_end():
	deep = published.UN.replace("A &amp; B", "<x>" * 100 + "</x>" * 100)
	refused({"un.xml": deep}, "nested more than")


def test_an_entry_without_a_name_is_found_by_its_identifiers():
	text = published.EU_XML.replace('<nameAlias wholeName="Orbit Trading" strong="true"/>', "")
	reader = published.reader({"eu.xml": text})
	assert list(reader)[1].names[0].text == "EU.2.2"
	assert any("has no name" in warning for warning in reader.report.warnings)
