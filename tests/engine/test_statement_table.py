"""Statements from tables: both ways round, and every problem with its cell."""

from datetime import date, datetime

import pytest

from cqs_app.engine.qualification.statement_columns import LABELS
from cqs_app.engine.qualification.statement_table import read_table
from cqs_app.engine.qualification.statements import FIGURES
from tests.engine.statements import SOUND, make_row

DOWN = [
	["Period End", "2023-12-31", "2024-12-31"],
	["Currency", "usd", "USD"],
	["Figures In", "thousand", ""],
	["Assurance", "AUDITED", None],
	["Turnover", "1,800.5", "2,000"],
	["COGS", "1,100", ""],
	["Net profit", "(100)", -5],
]
EXPECTED = (
	{
		"period_end": "2023-12-31",
		"currency": "USD",
		"scale": "Thousands",
		"assurance": "Audited",
		"revenue": "1800.5",
		"cost_of_sales": "1100",
		"net_income": "-100",
	},
	{
		"period_end": "2024-12-31",
		"currency": "USD",
		"scale": "Units",
		"assurance": "Unaudited",
		"revenue": "2000",
		"cost_of_sales": "",
		"net_income": "-5",
	},
)


def turned(table):
	return [list(column) for column in zip(*table, strict=True)]


def problems(table, **words):
	found = read_table(table, **words)
	assert found.rows == ()
	return [one.message() for one in found.problems]


@pytest.mark.parametrize("table", [DOWN, turned(DOWN)], ids=["periods in columns", "periods in rows"])
def test_both_ways_round(table):
	found = read_table(table)
	assert (found.problems, found.rows) == ((), EXPECTED)


@pytest.mark.parametrize("names", ["fields", "labels"])
@pytest.mark.parametrize("turn", [list, turned])
def test_every_field_by_its_name_and_its_label(names, turn):
	row = make_row()
	header = {"fields": row.keys(), "labels": [LABELS[name] for name in row]}[names]
	found = read_table(turn([list(header), list(row.values())]))
	assert found.problems == ()
	assert found.rows[0] == {**row, "months": "12"}


def test_one_period_each_way_and_a_single_figure():
	assert (
		read_table([["period_end", "currency", "revenue"], ["2024-12-31", "USD", 5]]).rows[0]["revenue"]
		== "5"
	)
	assert read_table([["", "2024-12-31"], ["currency", "USD"], ["revenue", 5]]).rows[0]["revenue"] == "5"


def test_blank_rows_and_columns_do_not_shift_the_cells_that_are_named():
	table = [
		[None, None, None],
		[None, "Figure", "2024-12-31"],
		[],
		[" ", "Currency", "USD"],
		["", "Revenue", "x"],
	]
	assert problems(table) == [
		'C5: Revenue "x" is no number; write digits only, a minus for negative, and leave blank what is unknown'
	]


def test_words_in_the_users_language():
	table = [["Stichtag", "Währung", "Umsatzerlöse"], ["31.12.2024", "EUR", "1.234,50"]]
	words = {"Stichtag": "period_end", "Währung": "currency", "Umsatzerlöse": "revenue"}
	assert read_table(table, words).rows == (
		{"period_end": "2024-12-31", "currency": "EUR", "revenue": "1234.5"},
	)
	assert problems(table)


@pytest.mark.parametrize(
	("given", "read"),
	[
		(date(2024, 12, 31), "2024-12-31"),
		(datetime(2024, 12, 31), "2024-12-31"),
		("2024-12-31", "2024-12-31"),
		("2024-12-31 00:00:00", "2024-12-31"),
		("31.12.2024", "2024-12-31"),
		("31/12/2024", "2024-12-31"),
		("12/31/2024", "2024-12-31"),
		("06/06/2024", "2024-06-06"),
		("06/05/2024", "could be two dates"),
		("2024", "is no date"),
		(2024, "is no date"),
		("31.2.2024", "is no date"),
		("Dec 2024", "is no date"),
	],
)
def test_dates(given, read):
	table = [["period_end", "currency", "revenue"], [given, "USD", 5]]
	if read.startswith("2"):
		assert read_table(table).rows[0]["period_end"] == read
	else:
		(problem,) = problems(table)
		assert problem.startswith(f'A2: Period End "{given}"')
		assert read in problem


HEADER = ["period_end", "currency", "months", "assurance", "scale", "revenue", "ebit"]
GOOD = ["2024-12-31", "USD", 12, "Audited", "Units", "1000", "5.5"]


@pytest.mark.parametrize(
	("column", "cell", "words"),
	[
		(0, None, 'A2: Period End "" is no date'),
		(1, "Euro", 'B2: Currency "Euro" is no currency code'),
		(1, "", 'B2: Currency "" is no currency code'),
		(2, 0, 'C2: Months "0" is not within 1 and 18'),
		(2, 19, "C2: Months"),
		(2, 12.5, "C2: Months"),
		(2, "a year", "C2: Months"),
		(3, "yes", 'D2: Assurance "yes" is none of Audited, Reviewed, Unaudited'),
		(4, "dozens", 'E2: Figures In "dozens" is none of Units, Thousands, Millions'),
		(5, "#REF!", 'F2: Revenue "#REF!" is no number'),
		(5, "n/a", "F2: Revenue"),
		(5, True, 'F2: Revenue "True" is no number'),
		(5, date(2024, 1, 1), 'F2: Revenue "2024-01-01" is a date, not a figure'),
		(5, "1.234", 'F2: Revenue "1.234" could mean'),
		(5, float("inf"), "F2: Revenue"),
		(5, "<script>alert(1)</script>", "F2: Revenue"),
	],
)
def test_a_wrong_cell_is_named(column, cell, words):
	row = list(GOOD)
	row[column] = cell
	(problem,) = problems([HEADER, row])
	assert words in problem


def test_all_wrong_cells_are_told_at_once_and_nothing_is_read():
	found = problems([HEADER, ["?", "?", "?", "?", "?", "?", "?"], GOOD])
	assert [one.split(":")[0] for one in found] == ["A2", "B2", "C2", "D2", "E2", "F2", "G2"]


@pytest.mark.parametrize(
	("table", "words"),
	[
		([], "The table is empty"),
		([["", None], []], "The table is empty"),
		([HEADER], "The table has no period"),
		([["Goodwill", *HEADER], [1, *GOOD]], 'A1: "Goodwill" is no known header'),
		([[*HEADER, "Sales"], [*GOOD, 1]], "H1: Revenue stands there twice"),
		([[*HEADER, ""], [*GOOD, 1]], 'H2: "1" stands under no header'),
		([["currency", "revenue"], ["USD", 5]], "Period End is missing among the headers"),
		([["period_end", "revenue"], ["2024-12-31", 5]], "Currency is missing among the headers"),
		([["period_end", "currency"], ["2024-12-31", "USD"]], "no figure among the headers"),
		([HEADER, [*GOOD[:5], "1,5", "1.5"]], "others the comma"),
		([HEADER, *[GOOD] * 200], "more than 200 rows"),
		([[*HEADER, *range(50)], GOOD], "50 columns"),
	],
)
def test_a_wrong_table_is_refused(table, words):
	assert any(words in one for one in problems(table))


def test_the_whole_file_shows_the_decimal_sign():
	thousands = [*GOOD[:4], "Thousands", "1.234", "5,5"]
	assert read_table([HEADER, thousands]).rows[0]["revenue"] == "1234"
	thousands[6] = "5.5"
	assert read_table([HEADER, thousands]).rows[0]["revenue"] == "1.2340"
	thousands[6] = "5"
	assert "could mean 1234 or 1.234" in problems([HEADER, thousands])[0]


def test_numbers_of_a_spreadsheet_are_exact():
	row = [*GOOD[:5], 0.1 + 0.2, 12.345]
	found = read_table([HEADER, row]).rows[0]
	assert (found["revenue"], found["ebit"]) == ("0.3", "12.3450")


def test_every_figure_is_among_the_columns():
	assert set(FIGURES) < set(LABELS)
	assert set(SOUND) == set(FIGURES)
