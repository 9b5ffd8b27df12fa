"""Figures as people write them, and what a statement must not say."""

from datetime import date
from decimal import Decimal

import pytest

from cqs_app.engine.money import NotANumber
from cqs_app.engine.qualification.financials import assess
from cqs_app.engine.qualification.statement_checks import check, months_between
from cqs_app.engine.qualification.statements import (
	FIGURES,
	Statement,
	read_statement,
	tangible_net_worth,
)
from cqs_app.engine.qualification.typed_figures import AmbiguousFigure, decimal_sign_of, figure, plain
from tests.engine.statements import AS_OF, make_row, make_statement

D = Decimal


@pytest.mark.parametrize(
	("text", "number"),
	[
		("1,234.50", "1234.50"),
		("1.234,50", "1234.50"),
		("1,234,500", "1234500"),
		("1.234.500", "1234500"),
		("1 234,5", "1234.5"),
		("1\u00a0234", "1234"),
		("1\u202f234\u202f567", "1234567"),
		("1'234.50", "1234.50"),
		(" 5 ", "5"),
		("-5", "-5"),
		("\u22125", "-5"),
		("(5)", "-5"),
		("(1,200.00)", "-1200"),
		("0", "0"),
		("0.125", "0.125"),
		(".5", "0.5"),
		("1234.567", "1234.567"),
		("1,2345", "1.2345"),
		("1234567", "1234567"),
		(1200, "1200"),
		(0.1, "0.1"),
		(0.1 + 0.2, "0.3"),
		(D("12.50"), "12.5"),
	],
)
def test_figures_are_read_as_they_are_meant(text, number):
	assert figure(text) == D(number)


@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0"])
def test_blank_is_not_zero(blank):
	assert figure(blank) is None


NO_FIGURES = "12 34|1 2|1,23,456|0,123,456|1.2.3|1,234.5,6|5.|1e5|€ 5|5 %|n/a|-|()|--5|(-5)|+5|NaN|Infinity|\uff11\uff12|0x10|1_000|0.1234567"


@pytest.mark.parametrize(
	"text", [*NO_FIGURES.split("|"), "9" * 41, "1" * 17, True, float("nan"), float("inf")]
)
def test_what_is_no_figure_is_refused_and_never_zero(text):
	with pytest.raises(NotANumber):
		figure(text)


@pytest.mark.parametrize(
	("text", "known", "number"),
	[
		# the text, what is known about others, the figure (None = refused)
		("1,234", {}, None),
		("1.234", {}, None),
		("(1,200)", {}, None),
		("1,234", {"in_units": True}, "1234"),
		("1.234", {"in_units": True}, "1234"),
		("(1,200)", {"in_units": True}, "-1200"),
		("1.234", {"in_units": True, "decimal_sign": "."}, None),
		("1.234", {"in_units": True, "decimal_sign": ","}, "1234"),
		("1.234", {"decimal_sign": "."}, "1.234"),
		("1.234", {"decimal_sign": ","}, "1234"),
		("1234.567", {"decimal_sign": ","}, None),
		("1,234.50", {"decimal_sign": ","}, None),
		("1,234,500", {"decimal_sign": ","}, None),
	],
)
def test_one_sign_before_three_digits(text, known, number):
	if number is not None:
		assert figure(text, **known) == D(number)
		return
	with pytest.raises(NotANumber):
		figure(text, **known)


def test_the_refusal_shows_both_meanings():
	with pytest.raises(AmbiguousFigure, match=r"could mean 1234 or 1\.234"):
		figure("1,234")


def test_the_decimal_sign_that_others_show():
	assert decimal_sign_of(["1,234", "2.5"]) == "."
	assert decimal_sign_of(["1.234", "1.234.000"]) == ","
	assert decimal_sign_of(["1,234", "7", "n/a", "€ 1.5"]) is None
	with pytest.raises(NotANumber, match="others the comma"):
		decimal_sign_of(["2.5", "2,5"])


@pytest.mark.parametrize(
	"number", ["0", "-0", "1E+3", "12.345", "-1.234", "0.5", "1234.5", "0.125", "100.00"]
)
def test_a_plain_text_reads_back_as_the_same_number(number):
	for known in ({}, {"in_units": True}, {"in_units": True, "decimal_sign": "."}):
		assert figure(plain(D(number)), **known) == D(number)


# --- a row ----------------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_statement():
	statement, found = read_statement(
		make_row(scale="Thousands", revenue="2,000.5", ebit="", net_income="(12)")
	)
	assert found == []
	assert (statement.revenue, statement.ebit, statement.net_income) == (D(2000500), None, D(-12000))
	assert statement.period_end == date(2024, 12, 31)


@pytest.mark.parametrize(
	("changes", "words"),
	[
		({"revenue": "about 5"}, 'Revenue: "about 5" is no number'),
		({"scale": "Thousands", "revenue": "1.234"}, 'Revenue: "1.234" could mean 1234 or 1.234'),
		({"currency": "KWD", "revenue": "1.234"}, "could mean"),
		({"cash": "12.50", "revenue": "1.234"}, "could mean"),
		({"cash": "12.50", "revenue": "1,50"}, "others the comma"),
		({"scale": "Millions", "revenue": "1" * 12}, "is larger than"),
		({"months": "0"}, "1 to 18 months"),
		({"months": "19"}, "1 to 18 months"),
		({"months": "12.5"}, "1 to 18 months"),
		({"assurance": "Perhaps"}, "none of Audited"),
		({"scale": "Dozens"}, "none of Units"),
		({"currency": ""}, "currency is missing"),
		({"period_end": "2024"}, '"2024" is no date'),
		({"period_end": None}, "is no date"),
		({"period_end": "2024-13-01"}, "is no date"),
	],
)
def test_a_wrong_row_names_field_and_text(changes, words):
	statement, found = read_statement(make_row(**changes))
	assert statement is None
	assert words in found[0].message()
	assert found[0].is_error


def test_all_wrong_figures_are_told_at_once():
	_, found = read_statement(make_row(revenue="x", ebit="y", cash="z"))
	assert [one.field for one in found] == ["cash", "revenue", "ebit"]
	assert {one.period for one in found} == {date(2024, 12, 31)}


def test_flows_are_brought_to_a_year_and_balances_are_not():
	half = make_statement(months=6).annualised()
	whole = make_statement()
	for name, known in FIGURES.items():
		assert half.of(name) == whole.of(name) * (2 if known.flow else 1)
	assert Statement(period_end=AS_OF, months=6).annualised().revenue is None


def test_net_worth_is_without_intangibles():
	assert tangible_net_worth(make_statement()) == 550  # 600 - 50
	assert tangible_net_worth(make_statement(intangibles=None)) == 600
	assert tangible_net_worth(make_statement(equity=None)) is None


# --- checks ---------------------------------------------------------------------------------------------------------


def codes(*statements, as_of=AS_OF):
	return [(one.severity.value, one.code) for one in check(statements, as_of)]


def test_a_sound_audited_statement_has_no_finding():
	assert codes(make_statement()) == []


@pytest.mark.parametrize(
	("changes", "code"),
	[
		({"equity": 594}, None),  # 1,000 against 400 + 594: 6 is beyond 0.5 %
		({"cash": 104}, "parts"),
		({"receivables": 250, "inventory": 353}, "parts"),
		({"intangibles": 403}, "parts"),
		({"payables": 260}, "parts"),
		({"current_liabilities": 302, "long_term_debt": 101}, "parts"),
		({"revenue": -1}, "sign"),
		({"interest_expense": -20}, "sign"),
		({"capital_expenditure": -60}, "sign"),
	],
)
def test_contradictions_are_errors(changes, code):
	found = [one for one in check([make_statement(**changes)], AS_OF) if one.is_error]
	assert found, changes
	assert code is None or code in {one.code for one in found}


@pytest.mark.parametrize(("equity", "wrong"), [(605, False), (606, True), (595, False), (594, True)])
def test_the_balance_is_right_within_half_a_percent(equity, wrong):
	found = [one for one in check([make_statement(equity=D(equity))], AS_OF) if one.code == "balance"]
	assert bool(found) is wrong
	if wrong:
		assert f"Total Liabilities + Equity is {400 + equity:,}" in found[0].message()
		assert "Total Assets is 1,000" in found[0].message()


@pytest.mark.parametrize("signed", ["retained_earnings", "ebit", "net_income", "operating_cash_flow"])
def test_a_loss_is_no_mistake(signed):
	assert not [one for one in check([make_statement(**{signed: D(-500)})], AS_OF) if one.is_error]


def test_over_indebted_is_a_warning():
	statement = make_statement(equity=D(-100), total_liabilities=D(1100), retained_earnings=D(-700))
	assert codes(statement) == [("warning", "equity")]


def test_warnings():
	assert codes(make_statement(assurance="Unaudited")) == [("warning", "unaudited")]
	assert codes(make_statement(months=6)) == [("warning", "months")]
	assert codes(make_statement(cost_of_sales=D(2001))) == [("warning", "plausible")]
	assert codes(Statement(period_end=date(2024, 12, 31), currency="USD")) == [
		("warning", "empty"),
		("warning", "unaudited"),
	]


def test_the_set():
	years = [make_statement(period_end=date(year, 12, 31)) for year in range(2019, 2025)]
	assert codes(*years[1:]) == []
	assert codes(*years) == [("error", "count")]
	assert ("error", "twice") in codes(years[-1], years[-1])
	assert codes(years[-1], make_statement(period_end=date(2023, 12, 31), currency="EUR")) == [
		("error", "currency")
	]


@pytest.mark.parametrize(
	("as_of", "code"),
	[
		(date(2024, 12, 30), ("error", "future")),
		(date(2024, 12, 31), None),
		(date(2026, 6, 30), None),  # 18 months
		(date(2026, 7, 30), None),
		(date(2026, 7, 31), ("warning", "stale")),  # 19 months
	],
)
def test_age(as_of, code):
	assert codes(make_statement(), as_of=as_of) == ([code] if code else [])


def test_only_the_newest_may_be_stale():
	assert codes(make_statement(), make_statement(period_end=date(2020, 12, 31))) == []


@pytest.mark.parametrize(
	("earlier", "later", "months"),
	[
		(date(2024, 12, 31), date(2025, 6, 29), 5),
		(date(2024, 12, 31), date(2025, 6, 30), 6),
		(date(2024, 11, 30), date(2025, 2, 28), 3),
		(date(2024, 6, 15), date(2025, 6, 14), 11),
		(date(2024, 6, 15), date(2025, 6, 15), 12),
	],
)
def test_complete_months(earlier, later, months):
	assert months_between(earlier, later) == months


def test_unreported_intangibles_are_told():
	found = assess([make_row(intangibles="")], AS_OF).findings
	assert [one.code for one in found] == ["intangibles"]


def test_anything_at_all_is_read_without_a_crash():
	"""Extremes that pass the checks of single figures must not break the arithmetic behind them."""
	rows = [
		make_row(**dict.fromkeys(FIGURES, value))
		for value in ("1000000000000000", "0.000001", "0", "", "0." + "0" * 30 + "1")
	]
	for row in rows:
		assess([row], AS_OF).as_dict(D("0.00003"))
	assess([{}, {"period_end": "x"}, make_row()], AS_OF).as_dict(None)
	assess([make_row(total_assets="0.0000001", equity="1000000000000000")], AS_OF).as_dict(D(10**6))
