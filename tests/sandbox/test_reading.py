"""Files as they come, and one clear message for what is wrong with them."""

from datetime import date
from decimal import Decimal

import pytest

from cqs_app.sandbox.problems import BadInput
from cqs_app.sandbox.reading import Reading, read_ledger, up_to
from tests.sandbox.make import HEADER, ROWS, make_file

GOOD = "Acme,I-1,2024-01-05,2024-02-04,2024-02-01,100.00,no"


def message(folder, *rows, header=HEADER, **reading) -> str:
	with pytest.raises(BadInput) as caught:
		read_ledger(make_file(folder, rows=rows, header=header), Reading(**reading))
	return str(caught.value)


BAD_ROWS = [
	("Acme,I-2,2024-01-05,2024-02-04,,abc,no", "'abc' is not an amount"),
	("Acme,I-2,2024-01-05,2024-02-04,,,no", "the amount is empty"),
	("Acme,I-2,2024-01-05,2024-02-04,,-5,no", "negative; enter it as a row of type credit_note"),
	("Acme,I-2,2024-01-05,2024-02-04,,NaN,no", "not an amount"),
	("Acme,I-2,2024-01-05,2024-02-04,,1.005,no", "more than two decimals"),
	("Acme,I-2,2024-01-05,2024-02-04,,1e30,no", "too large"),
	(",I-2,2024-01-05,2024-02-04,,5,no", "the customer is empty"),
	("Acme,,2024-01-05,2024-02-04,,5,no", "the document number is empty"),
	("Acme,I-2,,2024-02-04,,5,no", "the date is empty"),
	("Acme,I-2,2024-02-30,2024-03-04,,5,no", "no day of the calendar"),
	("Acme,I-2,13/1/2024,2024-03-04,,5,no", "see --date-format dmy"),
	("Acme,I-2,soon,2024-03-04,,5,no", "'soon' is no date"),
	("Acme,I-2,2024-01-05,,,5,no", "no due date; --terms-days"),
	("Acme,I-2,2024-01-05,2024-01-04,,5,no", "due on 2024-01-04, before its date"),
	("Acme,I-2,2024-01-05,2024-02-04,2024-01-04,5,no", "paid on 2024-01-04, before its date"),
	("Acme,I-1,2024-01-05,2024-02-04,,5,no", "invoice I-1 stands on line 2 already"),
	("Acme,I-2,2024-01-05,2024-02-04,,5,maybe", "disputed is 'maybe'"),
	("Acme,I-2,2024-01-05,2024-02-04,,5", "has 6 cells, the header has 7"),
	('Acme,"I-2,2024-01-05,2024-02-04,,5,no', "cannot be read as CSV"),
]


@pytest.mark.parametrize(("row", "said"), BAD_ROWS, ids=[said for _row, said in BAD_ROWS])
def test_bad_row(tmp_path, row, said):
	told = message(tmp_path, GOOD, row)
	assert f"line 3: {said}" in told or ("line 3: " in told and said in told)
	assert "1 problem; nothing was written" in told


def test_ten_bad_rows_are_shown_and_the_rest_counted(tmp_path):
	told = message(tmp_path, *[f"Acme,I-{at},2024-01-05,2024-02-04,,x,no" for at in range(13)])
	assert told.count("  line ") == 10
	assert "13 problems" in told
	assert "and 3 more" in told


def test_lines_are_counted_in_the_file_also_after_blank_and_broken_lines(tmp_path):
	told = message(
		tmp_path, 'Acme,"I\n1",2024-01-05,2024-02-04,,5,no', "", "Acme,I-2,2024-01-05,2024-02-04,,x,no"
	)
	assert "line 5: 'x'" in told


@pytest.mark.parametrize(
	("header", "mapping", "said"),
	[
		("customer,document,date,due_date,paid_date,sum,disputed", {}, "--map 'COLUMN=amount'"),
		("customer,document,date,due_date,paid_date,sum,disputed", {"total": "amount"}, "no column 'total'"),
		("customer,document,date,due_date,paid_date,sum,disputed", {"sum": "money"}, "no field 'money'"),
		("client,document,date,due_date,debtor,amount,disputed", {}, "'client', 'debtor'"),
	],
)
def test_columns_that_are_not_recognised(tmp_path, header, mapping, said):
	assert said in message(tmp_path, GOOD, header=header, mapping=mapping)


@pytest.mark.parametrize(
	("rows", "said"),
	[((), "no row below it"), (("",), "no row below it")],
)
def test_no_rows(tmp_path, rows, said):
	assert said in message(tmp_path, *rows)


def test_files_that_are_no_ledger(tmp_path):
	with pytest.raises(BadInput, match="cannot be read"):
		read_ledger(tmp_path / "absent.csv", Reading())
	empty, sheet = tmp_path / "empty.csv", tmp_path / "sheet.xlsx"
	empty.write_text("\n")
	sheet.write_bytes(b"PK\x03\x04\0\0")
	with pytest.raises(BadInput, match="the file is empty"):
		read_ledger(empty, Reading())
	with pytest.raises(BadInput, match="Save the sheet as CSV"):
		read_ledger(sheet, Reading())


def test_one_currency(tmp_path):
	header = HEADER + ",currency"
	told = message(tmp_path, GOOD + ",EUR", GOOD.replace("I-1", "I-2") + ",USD", header=header)
	assert "EUR (line 2), USD (line 3)" in told
	assert "Split the file by currency" in told
	assert "but --currency is USD" in message(tmp_path, GOOD + ",EUR", header=header, currency="usd")


TYPED = "customer,document,type,date,due_date,amount,against"


@pytest.mark.parametrize(
	("row", "said"),
	[
		("Acme,X,gift,2024-01-05,,5,", "the type is 'gift'"),
		("Acme,P-1,payment,2024-01-05,,5,I-9", "against I-9: there is no such invoice"),
		("Bolt,P-1,payment,2024-01-05,,5,I-1", "that invoice is of Acme"),
		("Acme,I-2,invoice,2024-01-05,2024-02-05,5,O-9", "there is no such order"),
		("Acme,I-2,invoice,2024-01-01,2024-02-05,5,O-1", "that order is dated later"),
		("Acme,O-2,order,2024-01-05,,5,O-1", "an order stands against nothing"),
	],
)
def test_bad_typed_row(tmp_path, row, said):
	rows = ("Acme,O-1,order,2024-01-02,,5,", "Acme,I-1,invoice,2024-01-05,2024-02-05,5,O-1")
	assert said in message(tmp_path, *rows, row, header=TYPED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_encodings(tmp_path, encoding):
	path = make_file(tmp_path, rows=[GOOD.replace("Acme", "Müller")], encoding=encoding)
	assert read_ledger(path, Reading()).entries[0].customer == "Müller"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_separators(tmp_path, mark):
	rows = [row.replace(",", mark) for row in ROWS]
	source = read_ledger(make_file(tmp_path, rows=rows, header=HEADER.replace(",", mark)), Reading())
	assert len(source.entries) == len(ROWS)


@pytest.mark.parametrize(
	("text", "reading", "amount"),
	[
		('"1,234.50"', {}, "1234.50"),
		('"1.234,5"', {"decimal_comma": True}, "1234.50"),
		("7", {}, "7.00"),
	],
)
def test_amounts(tmp_path, text, reading, amount):
	path = make_file(tmp_path, rows=[f"Acme,I-1,2024-01-05,2024-02-04,,{text},no"])
	found = read_ledger(path, Reading(**reading)).entries[0].amount
	assert (found, str(found)) == (Decimal(amount), amount)


@pytest.mark.parametrize(
	("text", "date_format"),
	[
		("2024-03-04", "mdy"),
		("2024-03-04 00:00:00", "mdy"),
		("3/4/2024", "mdy"),
		("4/3/2024", "dmy"),
		("04.03.2024", "dmy"),
		("4 Mar 24", "%d %b %y"),
	],
)
def test_dates(tmp_path, text, date_format):
	path = make_file(tmp_path, rows=[f"Acme,I-1,{text},,,5,no"])
	source = read_ledger(path, Reading(date_format=date_format, terms_days=10))
	assert (source.entries[0].day, source.entries[0].due) == (date(2024, 3, 4), date(2024, 3, 14))


def test_common_headers_are_recognised_and_map_wins(tmp_path):
	ibm = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate"
	row = "1,Acme,4/1/2024,77,1/3/2024,2/2/2024,50.39,No,1/23/2024"
	entry = read_ledger(make_file(tmp_path, rows=[row], header=ibm), Reading()).entries[0]
	assert (entry.customer, entry.document, entry.paid) == ("Acme", "77", date(2024, 1, 23))
	mapped = read_ledger(make_file(tmp_path, rows=[row], header=ibm), Reading({"countryCode": "customer"}))
	assert mapped.entries[0].customer == "1"
	assert "customerID" in mapped.ignored


def test_as_of_forgets_what_came_later(tmp_path):
	source = read_ledger(make_file(tmp_path), Reading())
	known = up_to(source.entries, date(2024, 3, 10))
	assert [(entry.document, entry.paid) for entry in known] == [
		("I-1", date(2024, 2, 1)),
		("I-2", None),
		("I-3", None),
	]
