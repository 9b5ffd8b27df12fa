"""Financial statements of a dossier: checked on save, worked out, imported from real files, refused as a whole."""

import base64
import io
import json
import zipfile
from datetime import date, datetime, timezone
from decimal import Decimal

import frappe
import pytest
from openpyxl import Workbook

from cqs_app import api
from cqs_app.erp.credit import clock
from cqs_app.erp.qualification import statements
from cqs_app.erp.qualification.statement_files import MB
from cqs_app.erp.qualification.statement_import import FileRefused
from cqs_app.erp.qualification.statements import WrongStatements
from tests.bench.client import HttpError
from tests.engine.statements import make_row
from tests.erp import factories as make

D = Decimal
SALES, ANALYST, COMPLIANCE, AUDITOR = (
	f"{name}@cqs.example" for name in ("sales", "analyst", "compliance", "auditor")
)
TABLE = [["Period End", *("2023-12-31", "2024-12-31")], ["Currency", "USD", "USD"]]
TABLE += [["Total Assets", 900, 1000.5], ["Total Liabilities", 400, 400], ["Equity", 500, 600.5]]
TABLE += [["Turnover", 1800, 2000], ["Net Income", -50, 130]]


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
	monkeypatch.setattr(clock, "utc_now", lambda: datetime(2025, 6, 30, 12, tzinfo=timezone.utc))


@pytest.fixture
def dossier(site):
	return make.make_qualification(by=SALES)


def typed(*rows, **values):
	"""A dossier that nobody saved."""
	values = {"company": make.COMPANY, "requested_limit": 20_000, **values}
	return frappe.get_doc(doctype="Customer Qualification", financial_statements=list(rows), **values)


def settled(*rows, **values):
	doc = typed(*rows, **values)
	statements.settle(doc)
	return doc


def csv_of(table, *, delimiter=",", encoding="utf-8"):
	return "\r\n".join(
		delimiter.join("" if cell is None else str(cell) for cell in row) for row in table
	).encode(encoding)


def xlsx_of(table):
	book, out = Workbook(), io.BytesIO()
	for row in table:
		book.active.append(row)
	book.save(out)
	return out.getvalue()


def sent(dossier, content, filename="figures.csv", *, dry_run=False):
	encoded = base64.b64encode(content).decode()
	return api.import_statements(dossier.name, filename=filename, content=encoded, dry_run=dry_run)


def stored(dossier):
	dossier = frappe.get_doc("Customer Qualification", dossier.name)
	return [(str(row.period_end), row.total_assets, row.revenue) for row in dossier.financial_statements]


# --- what a save works out -------------------------------------------------------------------------------------------


def test_an_analyst_types_a_statement_and_reads_the_ratios(dossier, as_user):
	with as_user(ANALYST):
		dossier = frappe.get_doc("Customer Qualification", dossier.name)
		dossier.append("financial_statements", make_row())
		dossier.append(
			"financial_statements", make_row(period_end="2023-12-31", ebit="", assurance="Unaudited")
		)
		dossier.save()
	dossier.reload()
	assert (dossier.net_worth, dossier.net_worth_on) == (550, date(2024, 12, 31))
	kept = json.loads(dossier.ratios)
	assert kept["ratios"]["Altman Z''"]["values"] == [None, "5.865"]
	assert kept["zones"] == [None, "Safe"]
	for words in (
		"5.87",
		"Safe",
		"EBIT is missing for 2023",
		"The statement is not audited",
		"40.0 %",
		"<table",
	):
		assert words in dossier.ratios_html
	figures = statements.figures_for_score(dossier)
	assert (figures["Altman Z''"], figures["Statement Age (Months)"], figures["Audited"]) == (
		D("5.865"),
		6,
		1,
	)


def test_sales_do_not_write_statements(dossier, as_user):
	with as_user(SALES):
		mine = frappe.get_doc("Customer Qualification", dossier.name)
		mine.append("financial_statements", make_row())
		mine.save()
	assert stored(dossier) == []


def test_wrong_figures_are_refused_all_at_once(dossier, as_user):
	with as_user(ANALYST):
		mine = frappe.get_doc("Customer Qualification", dossier.name)
		mine.append("financial_statements", make_row(equity="700", interest_expense="-20"))
		mine.append("financial_statements", make_row(period_end="2023-12-31", revenue="<b>much</b>"))
		with pytest.raises(WrongStatements) as refusal:
			statements.settle(mine)
	text = str(refusal.value)
	for words in (
		"Total Liabilities + Equity is 1,100",
		"Interest Expense is -20",
		"2023",
		"&lt;b&gt;much&lt;/b&gt;",
		"Nothing was stored",
	):
		assert words in text
	assert stored(dossier) == []


def test_without_statements_nothing_is_known():
	doc = settled()
	assert (doc.ratios, doc.ratios_html, doc.net_worth, doc.net_worth_on) == (None, None, None, None)
	assert set(statements.figures_for_score(doc).values()) == {None}


def test_settling_twice_is_settling_once():
	doc = settled(make_row())
	once = (doc.ratios, doc.ratios_html, doc.net_worth, doc.net_worth_on)
	statements.settle(doc)
	assert (doc.ratios, doc.ratios_html, doc.net_worth, doc.net_worth_on) == once


def test_another_currency_is_converted():
	doc = settled(make_row(currency="EUR"))
	assert doc.net_worth == 550 * make.EUR_IN_USD
	assert statements.figures_for_score(doc)["Revenue"] == D("2500")
	assert "converted from EUR to USD at 1.25" in doc.ratios_html


def test_without_a_rate_net_worth_is_unknown_and_told():
	doc = settled(make_row(currency="CHF"))
	assert (doc.net_worth, doc.net_worth_on) == (None, None)
	figures = statements.figures_for_score(doc)
	assert (figures["Revenue"], figures["Current Ratio"]) == (None, 2)
	assert "no exchange rate from CHF to USD" in doc.ratios_html


def test_a_net_worth_beyond_the_column_is_not_kept():
	doc = settled(
		make_row(
			scale="Millions",
			**{name: "1500000" for name in ("total_assets", "equity")},
			cash="",
			receivables="",
			inventory="",
			current_assets="",
			fixed_assets="",
			intangibles="0",
			payables="",
			short_term_debt="",
			current_liabilities="",
			long_term_debt="",
			total_liabilities="0",
		)
	)
	assert (doc.net_worth, doc.net_worth_on) == (None, None)
	assert "not kept" in doc.ratios_html


def test_what_is_missing_names_figures_and_tells_none():
	assert statements.missing(typed()) == []
	assert statements.missing(typed(requested_limit=50_000)) == ["a financial statement of at least one year"]
	assert statements.missing(typed(make_row(), requested_limit=50_000)) == []
	lacking = typed(make_row(equity="", revenue=""), make_row(period_end="2023-12-31"))
	assert statements.missing(lacking) == ["Equity, Revenue in the newest financial statement"]


# --- import -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("filename", "content"),
	[
		("a.csv", csv_of(TABLE)),
		("a.csv", csv_of(TABLE, delimiter=";", encoding="utf-8-sig")),
		("a.CSV", csv_of(zip(*TABLE, strict=True), delimiter="\t", encoding="latin-1")),
		("Zahlen für Müller.csv", csv_of([*TABLE, ["Source", "Müller", "Müller"]], encoding="latin-1")),
		("a.xlsx", xlsx_of(TABLE)),
		("a.XLSX", xlsx_of(list(zip(*TABLE, strict=True)))),
	],
)
def test_files_are_imported(dossier, as_user, filename, content):
	with as_user(ANALYST):
		seen = sent(dossier, content, filename, dry_run=True)
		assert (seen["errors"], stored(dossier)) == ([], [])
		sent(dossier, content, filename)
	assert stored(dossier) == [("2023-12-31", "900", "1800"), ("2024-12-31", "1000.5", "2000")]
	dossier.reload()
	assert json.loads(dossier.ratios)["ratios"]["Net Margin"]["values"] == ["-2.777778", "6.5"]
	assert dossier.financial_statements[0].source == ("Müller" if "Müller" in filename else filename)


def test_a_period_that_is_there_is_replaced_and_others_stay(dossier, as_user):
	with as_user(ANALYST):
		sent(dossier, csv_of(TABLE))
		newer = [[row[0], row[2]] for row in TABLE]
		newer[5] = ["Turnover", 2222]
		assert sent(dossier, csv_of(newer), dry_run=True)["replaced"] == ["2024-12-31"]
		sent(dossier, csv_of(newer))
	assert stored(dossier) == [("2023-12-31", "900", "1800"), ("2024-12-31", "1000.5", "2222")]


def _changed(at, row):
	return [*TABLE[:at], row, *TABLE[at + 1 :]]


def _bomb():
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * MB))
	return out.getvalue()


def _with_entities():
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w") as archive:
		archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
	return out.getvalue()


GOOD_XLSX = xlsx_of(TABLE)
REFUSED = [
	# name, content, what the refusal says
	("a.csv", csv_of(_changed(5, ["Turnover", "much", "more"])), ["B6", "C6", "much"]),
	("a.csv", csv_of(_changed(4, ["Equity", 500, 700])), ["Total Liabilities + Equity is 1,100"]),
	("a.csv", csv_of(_changed(1, ["Currency", "USD", "EUR"])), ["different currencies"]),
	("a.csv", csv_of(_changed(1, ["Currency", "ZZZ", "ZZZ"])), ["ZZZ is no currency"]),
	("a.csv", csv_of(_changed(0, ["Period End", "2023-12-31", "2025-07-01"])), ["after today"]),
	(
		"a.csv",
		csv_of(_changed(0, ["Period End", "2024-12-31", "2024-12-31"])),
		["2 statements of this period"],
	),
	("a.csv", csv_of(_changed(5, ["Turnover", "<script>alert(1)</script>", 1])), ["B6", "&lt;script&gt;"]),
	("a.csv", b"", ["content of a file"]),
	("a.csv", b" \r\n ", ["empty"]),
	("a.csv", b"\x00\x01\x02\x00", ["no text"]),
	("a.csv", b'Period End,"unfinished', ["damaged"]),
	("a.csv", b"x" * (5 * MB + 1), ["larger than 5 MB"]),
	("a.csv", GOOD_XLSX, ["not what its name says"]),
	("a.xlsx", csv_of(TABLE), ["not what its name says"]),
	("a.xls", GOOD_XLSX, ["Only CSV and XLSX"]),
	("a.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 100, ["old Excel format"]),
	("a.xlsx", GOOD_XLSX[:-200], ["damaged"]),
	("a.xlsx", GOOD_XLSX[:60] + b"\xff" * 200 + GOOD_XLSX[260:], ["damaged"]),
	("a.xlsx", b"PK\x03\x04" + b"0" * 500, ["damaged"]),
	("a.xlsx", _bomb(), ["unpacks to far more"]),
	("a.xlsx", _with_entities(), ["document definitions"]),
	("a.xlsx", xlsx_of(_changed(5, ["Turnover", "=1700+100", 2000])), ["formula without a stored result"]),
	("a.xlsx", xlsx_of([["x"]] * 300), ["more than 200 rows"]),
	("a.xlsx", xlsx_of([["x"] * 60]), ["50 columns"]),
]


@pytest.mark.parametrize(("filename", "content", "words"), REFUSED)
def test_a_wrong_file_is_refused_and_nothing_stored(dossier, as_user, filename, content, words):
	before = (frappe.db.count("File"), frappe.db.get_value(dossier.doctype, dossier.name, "modified"))
	with as_user(ANALYST):
		with pytest.raises(frappe.ValidationError) as refusal:
			sent(dossier, content, filename)
	for one in words:
		assert one in str(refusal.value)
	assert stored(dossier) == []
	assert (frappe.db.count("File"), frappe.db.get_value(dossier.doctype, dossier.name, "modified")) == before


def test_more_than_five_years_are_refused_with_those_that_are_there(dossier, as_user):
	years = [["Period End", *(f"{year}-12-31" for year in range(2018, 2023))]]
	years += [["Currency", *["USD"] * 5], ["Revenue", *range(1, 6)]]
	with as_user(ANALYST):
		sent(dossier, csv_of(years))
		with pytest.raises(FileRefused, match="There are 7 statements; at most 5"):
			sent(dossier, csv_of(TABLE))
	assert len(stored(dossier)) == 5


@pytest.mark.parametrize("user", [SALES, COMPLIANCE, AUDITOR])
def test_who_may_not_write_statements_imports_none(dossier, as_user, user):
	for dry_run in (True, False):
		with as_user(user), pytest.raises(frappe.PermissionError):
			sent(dossier, csv_of(TABLE), dry_run=dry_run)
	assert stored(dossier) == []


def test_an_attached_file_of_this_dossier_only(dossier, as_user):
	other = make.make_qualification(by=SALES)
	with as_user(ANALYST):
		files = {
			one.name: frappe.get_doc(
				doctype="File",
				file_name=f"{frappe.generate_hash(length=8)}.csv",
				content=csv_of(TABLE).decode() + f"\r\n,,\r\n{' ' * at}",
				attached_to_doctype=one.doctype,
				attached_to_name=one.name,
				is_private=1,
			).insert()
			for at, one in enumerate((dossier, other))
		}
		api.import_statements(dossier.name, file_url=files[dossier.name].file_url, dry_run="0")
		assert len(stored(dossier)) == 2
		for address in (
			files[other.name].file_url,
			"/private/files/none.csv",
			"https://x.example/a.csv",
			["a"],
		):
			with pytest.raises(frappe.DoesNotExistError):
				api.import_statements(dossier.name, file_url=address, dry_run=0)


@pytest.mark.parametrize(
	("arguments", "words"),
	[
		({}, "either the content"),
		({"content": "eA==", "file_url": "/files/a.csv"}, "either the content"),
		({"content": "no base64!", "filename": "a.csv"}, "Base64"),
		({"content": "eA==", "filename": ""}, "name of the file"),
		({"content": "eA==", "filename": ["a.csv"]}, "name of the file"),
	],
)
def test_nonsense_is_refused(dossier, as_user, arguments, words):
	with as_user(ANALYST), pytest.raises(frappe.ValidationError, match=words):
		api.import_statements(dossier.name, **arguments)


def test_over_http(http):
	dossier = make.make_qualification(by=SALES)
	analyst = http(ANALYST)
	template = analyst.session.get(f"{analyst.url}/api/method/cqs_app.api.statement_template", timeout=60)
	assert template.content.decode("utf-8-sig").startswith("Period End,,\r\nMonths,,\r\nCurrency,,")
	assert "attachment" in template.headers["Content-Disposition"]
	arguments = {"qualification": dossier.name, "filename": "a.csv", "dry_run": 0}
	too_large = base64.b64encode(b"x" * (5 * MB + 100_000)).decode()
	with pytest.raises(HttpError) as refusal:
		analyst.call("cqs_app.api.import_statements", content=too_large, **arguments)
	assert (refusal.value.status, stored(dossier)) == (417, [])
	content = base64.b64encode(csv_of(TABLE)).decode()
	analyst.call("cqs_app.api.import_statements", content=content, **arguments)
	assert len(stored(dossier)) == 2
	with pytest.raises(HttpError) as refusal:
		http(SALES).call("cqs_app.api.import_statements", content=content, **arguments)
	assert refusal.value.status == 403
