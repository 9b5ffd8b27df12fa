"""Every ratio against figures worked out by hand, and the order that ratios must put companies in."""

from datetime import date
from decimal import Decimal

import pytest

from cqs_app.engine.qualification.altman import Zone, altman_z, z_score, zone_of
from cqs_app.engine.qualification.financials import AGE, AUDITED, REVENUE_GROWTH, SCORE_FIGURES, assess
from cqs_app.engine.qualification.ratio_values import Better
from cqs_app.engine.qualification.ratios import RATIOS
from cqs_app.engine.qualification.trends import Direction, trend
from tests.engine.statements import AS_OF, SOUND, make_row, make_statement

D = Decimal

# Cash 100, receivables 200, inventory 300, current assets 600, total assets 1,000; payables 150, short-term debt 50,
# current liabilities 300, long-term debt 100, total liabilities 400; retained earnings 300, equity 600, intangibles 50;
# revenue 2,000, cost of sales 1,200, EBIT 200, depreciation 40, interest 20, net income 130; operating cash flow 180,
# capital expenditure 60.
BY_HAND = {
	"Altman Z''": "5.865",  # 6.56 x 0.3 + 3.26 x 0.3 + 6.72 x 0.2 + 1.05 x 1.5 = 1.968 + 0.978 + 1.344 + 1.575
	"Current Ratio": "2",  # 600 / 300
	"Quick Ratio": "1",  # (600 - 300) / 300
	"Cash Ratio": "0.333333",  # 100 / 300
	"Debt to Equity": "0.25",  # (50 + 100) / 600
	"Equity Ratio": "60",  # 600 / 1,000
	"Debt Ratio": "15",  # 150 / 1,000
	"Liabilities to Assets": "40",  # 400 / 1,000
	"Net Debt to EBITDA": "0.208333",  # (150 - 100) / (200 + 40)
	"Gross Margin": "40",  # (2,000 - 1,200) / 2,000
	"EBIT Margin": "10",  # 200 / 2,000
	"Net Margin": "6.5",  # 130 / 2,000
	"Return on Assets": "13",  # 130 / 1,000
	"Return on Equity": "21.666667",  # 130 / 600
	"Interest Cover": "10",  # 200 / 20
	"EBITDA Interest Cover": "12",  # 240 / 20
	"Debt Service Cover": "3.428571",  # 240 / (20 + 50)
	"Receivable Days": "36.5",  # 200 / 2,000 x 365
	"Inventory Days": "91.25",  # 300 / 1,200 x 365
	"Payable Days": "45.625",  # 150 / 1,200 x 365
	"Cash Conversion Cycle": "82.125",  # 36.5 + 91.25 - 45.625
	"Asset Turnover": "2",  # 2,000 / 1,000
	"Operating Cash Flow Ratio": "0.6",  # 180 / 300
	"Free Cash Flow": "120",  # 180 - 60
	"Cash Flow to Debt": "0.45",  # 180 / 400
	"Revenue": "2000",
	"Tangible Net Worth": "550",  # 600 - 50
}


def value(name, **changes):
	return RATIOS[name].function(make_statement(**changes))


def test_every_ratio_is_worked_out_by_hand():
	assert BY_HAND.keys() == RATIOS.keys()


@pytest.mark.parametrize("name", RATIOS)
def test_a_ratio_equals_its_hand_calculation(name):
	assert abs(value(name).number - D(BY_HAND[name])) < D("0.000001")


@pytest.mark.parametrize("name", RATIOS)
def test_each_missing_input_gives_no_ratio_but_a_reason(name):
	needed = [field for field in SOUND if value(name, **{field: None}).number is None]
	changing = [
		field for field in SOUND if value(name, **{field: SOUND[field] + 7}).number != value(name).number
	]
	# Intangibles that are not reported count as none, which a finding tells.
	assert set(needed) == set(changing) - {"intangibles"}
	for field in needed:
		found = value(name, **{field: None})
		assert "missing for 2024" in found.why()
		assert found.for_score is None


def test_reasons():
	assert value("EBIT Margin", ebit=None).why() == "EBIT is missing for 2024"
	assert value("EBIT Margin", ebit=None, revenue=None).why() == "EBIT, Revenue are missing for 2024"
	assert value("Interest Cover", interest_expense=0).why() == "No interest was paid in 2024"


NOTHING_BELOW = [
	# the ratio, what makes it senseless, what a score card takes (None = nothing)
	("Current Ratio", {"current_liabilities": 0}, 1000),
	("Current Ratio", {"current_liabilities": 0, "current_assets": 0}, 0),
	("Quick Ratio", {"current_liabilities": 0}, 1000),
	("Cash Ratio", {"current_liabilities": 0}, 1000),
	("Debt to Equity", {"equity": 0}, 1000),
	("Debt to Equity", {"equity": -5}, 1000),
	("Equity Ratio", {"total_assets": 0}, None),
	("Debt Ratio", {"total_assets": 0}, None),
	("Liabilities to Assets", {"total_assets": 0}, None),
	("Net Debt to EBITDA", {"ebit": -40}, 1000),
	("Net Debt to EBITDA", {"ebit": -41}, 1000),
	("Net Debt to EBITDA", {"ebit": -41, "cash": 150}, 0),
	("Gross Margin", {"revenue": 0}, -1000),
	("EBIT Margin", {"revenue": 0}, None),
	("EBIT Margin", {"revenue": 0, "ebit": -1}, -1000),
	("Net Margin", {"revenue": 0, "net_income": -1}, -1000),
	("Return on Assets", {"total_assets": 0}, None),
	("Return on Equity", {"equity": 0}, -1000),
	("Return on Equity", {"equity": -600, "net_income": -130}, -1000),
	("Interest Cover", {"interest_expense": 0}, 1000),
	("Interest Cover", {"interest_expense": 0, "ebit": -1}, 0),
	("EBITDA Interest Cover", {"interest_expense": 0}, 1000),
	("Debt Service Cover", {"interest_expense": 0, "short_term_debt": 0}, 1000),
	("Receivable Days", {"revenue": 0}, None),
	("Inventory Days", {"cost_of_sales": 0}, None),
	("Payable Days", {"cost_of_sales": 0}, None),
	("Cash Conversion Cycle", {"revenue": 0}, None),
	("Cash Conversion Cycle", {"cost_of_sales": 0}, None),
	("Asset Turnover", {"total_assets": 0}, None),
	("Operating Cash Flow Ratio", {"current_liabilities": 0}, 1000),
	("Cash Flow to Debt", {"total_liabilities": 0}, 1000),
	("Cash Flow to Debt", {"total_liabilities": 0, "operating_cash_flow": -1}, 0),
	("Altman Z''", {"total_assets": 0}, None),
	("Altman Z''", {"total_liabilities": -1}, None),
]


@pytest.mark.parametrize(("name", "changes", "for_score"), NOTHING_BELOW)
def test_nothing_below_the_line_is_told_and_never_zero(name, changes, for_score):
	found = value(name, **changes)
	assert found.number is None
	assert found.why().endswith("in 2024")
	assert found.for_score == for_score


BETTER_FIRST = [
	# the ratio, a company, one that is worse
	("Altman Z''", {"ebit": 201}, {}),
	("Altman Z''", {"retained_earnings": 301}, {}),
	("Altman Z''", {"total_liabilities": 0, "equity": 1000}, {"total_liabilities": 1, "equity": 999}),
	("Altman Z''", {"total_liabilities": 399, "equity": 601}, {}),
	("Current Ratio", {"current_liabilities": 0}, {"current_liabilities": 1}),
	("Quick Ratio", {"inventory": 299}, {}),
	("Debt to Equity", {"equity": 1}, {"equity": -1}),
	("Debt to Equity", {"long_term_debt": 99}, {}),
	("Equity Ratio", {"equity": 601}, {}),
	("Net Debt to EBITDA", {"cash": 101}, {}),
	("Net Debt to EBITDA", {"ebit": -39}, {"ebit": -41}),
	("Net Debt to EBITDA", {"ebit": -41, "cash": 200}, {"ebit": -41}),
	("Interest Cover", {"interest_expense": 0}, {"interest_expense": 1}),
	("Interest Cover", {"interest_expense": 0}, {"interest_expense": 0, "ebit": -1}),
	("Interest Cover", {"interest_expense": 19}, {}),
	("Return on Equity", {"equity": 600, "net_income": -130}, {"equity": -600, "net_income": -130}),
	("Cash Flow to Debt", {"total_liabilities": 0}, {"total_liabilities": 399}),
	("Receivable Days", {"receivables": 199}, {}),
	("Payable Days", {"payables": 149}, {}),
]


@pytest.mark.parametrize(("name", "better", "worse"), BETTER_FIRST)
def test_better_outscores_worse(name, better, worse):
	one, other = value(name, **better).for_score, value(name, **worse).for_score
	assert one > other if RATIOS[name].better is Better.HIGHER else one < other


# --- Z'' ------------------------------------------------------------------------------------------------------------

Z_BY_HAND = [
	# X1, X2, X3, X4 and Z'' = 6.56 X1 + 3.26 X2 + 6.72 X3 + 1.05 X4
	("0", "0", "0", "0", "0"),
	("1", "1", "1", "1", "17.59"),
	("0.3", "0.3", "0.2", "1.5", "5.865"),
	("-0.2", "-0.1", "-0.05", "0.25", "-1.7115"),  # -1.312 - 0.326 - 0.336 + 0.2625
	("0.1", "0.05", "0.03", "0.4", "1.4406"),  # 0.656 + 0.163 + 0.2016 + 0.42
]


@pytest.mark.parametrize(("x1", "x2", "x3", "x4", "z"), Z_BY_HAND)
def test_z_by_hand(x1, x2, x3, x4, z):
	assert z_score(D(x1), D(x2), D(x3), D(x4)) == D(z)


@pytest.mark.parametrize(
	("z", "zone"),
	[
		("2.61", Zone.SAFE),
		("2.600001", Zone.SAFE),
		("2.60", Zone.GREY),
		("2.59", Zone.GREY),
		("1.11", Zone.GREY),
		("1.10", Zone.GREY),
		("1.099999", Zone.DISTRESS),
		("-5", Zone.DISTRESS),
	],
)
def test_zones(z, zone):
	assert zone_of(D(z)) is zone


def test_who_owes_nothing_counts_as_owing_a_thousandth_of_his_assets():
	# X4 = 1,000 / 1 instead of 1,000 / 0: 6.56 x 0.6 + 3.26 x 0.3 + 6.72 x 0.2 + 1.05 x 1,000
	debt_free = make_statement(total_liabilities=0, current_liabilities=0, equity=1000)
	assert altman_z(debt_free).number == D("1056.258")


# --- trends and the whole -------------------------------------------------------------------------------------------


def points(*numbers):
	"""Values of 2024 and the years before."""
	first = 2025 - len(numbers)
	return [
		(date(first + at, 12, 31), None if number is None else D(number)) for at, number in enumerate(numbers)
	]


@pytest.mark.parametrize(
	("numbers", "better", "direction"),
	[
		((1, 2, 3), Better.HIGHER, Direction.BETTER),
		((1, 2, 3), Better.LOWER, Direction.WORSE),
		((3, 2, 1), Better.HIGHER, Direction.WORSE),
		((3, 2, 1), Better.LOWER, Direction.BETTER),
		((-3, -2, -1), Better.HIGHER, Direction.BETTER),
		((100, 100), Better.HIGHER, Direction.STABLE),
		((100, 105), Better.HIGHER, Direction.STABLE),  # 5 a year of a mean of 102.5
		((100, 106), Better.HIGHER, Direction.BETTER),  # 6 of 103
		((100, 94), Better.HIGHER, Direction.WORSE),
		((0, 0), Better.HIGHER, Direction.STABLE),
	],
)
def test_direction(numbers, better, direction):
	assert trend(points(*numbers), better).direction is direction


def test_change_slope_and_percent():
	found = trend(list(reversed(points(100, 110, 132))), Better.HIGHER)
	assert found.change == 22
	# Least squares over 3 even years: (132 - 100) / 2, but for the leap day of 2024.
	assert abs(found.slope - 16) < D("0.05")
	assert abs(found.percent_a_year - 20) < D("0.05")
	assert trend(points(-5, 5), Better.HIGHER).percent_a_year is None
	assert abs(trend(points(100, None, 110, 120), Better.HIGHER).slope - D("6.43")) < D("0.05")


@pytest.mark.parametrize("numbers", [(), (1,), (1, None), (None, 1), (1, None, 1)])
def test_no_trend_without_the_two_newest(numbers):
	assert trend(points(*numbers), Better.HIGHER) is None


def test_no_trend_with_a_period_twice():
	assert trend([*points(1, 2), *points(3)], Better.HIGHER) is None


def test_figures_for_a_score_card():
	rows = [make_row(), make_row(period_end="2023-12-31", revenue="1600", assurance="Unaudited")]
	figures = assess(rows, AS_OF).figures(D("0.5"))
	assert figures.keys() == set(SCORE_FIGURES)
	assert (figures["Altman Z''"], figures["Equity Ratio"], figures["Net Margin"]) == (
		D("5.865"),
		60,
		D("6.5"),
	)
	assert (figures["Revenue"], figures["Tangible Net Worth"]) == (1000, 275)
	assert abs(figures[REVENUE_GROWTH] - 25) < D("0.1")
	assert (figures[AGE], figures[AUDITED]) == (6, 1)
	without_rate = assess(rows, AS_OF).figures(None)
	assert (without_rate["Revenue"], without_rate["Current Ratio"]) == (None, 2)


def test_nothing_is_known_without_statements():
	assert set(assess([], AS_OF).figures(D(1)).values()) == {None}


def test_half_a_year_is_brought_to_twelve_months():
	figures = assess([make_row(months=6)], AS_OF).figures(D(1))
	assert (figures["Revenue"], figures["Interest Cover"], figures["Receivable Days"]) == (
		4000,
		10,
		D("18.25"),
	)
	assert figures["Return on Assets"] == 26


def test_what_is_stored_is_text_with_reasons_and_zones():
	rows = [make_row(), make_row(period_end="2023-12-31", ebit="")]
	stored = assess(rows, AS_OF).as_dict(D(1))
	assert stored["periods"] == ["2023-12-31", "2024-12-31"]
	assert stored["ratios"]["Altman Z''"]["values"] == [None, "5.865"]
	assert stored["ratios"]["Altman Z''"]["reasons"] == ["EBIT is missing for 2023", ""]
	assert stored["zones"] == [None, "Safe"]
	assert stored["ratios"]["Current Ratio"]["direction"] == "stable"
	assert stored["figures"]["Cash Ratio"] == "0.333333"
