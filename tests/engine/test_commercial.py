"""Customer lifetime values worked out by hand, and what is missing or out of bounds."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cqs_app.engine.qualification.commercial import (
	BOUNDS,
	Assumptions,
	BadAssumption,
	assumptions_of,
	evaluate,
	missing_of,
	years_of,
)

D = Decimal
# 100,000 a year at 30 % margin for three years, 80 % stay, 10 % a year.
PLAIN = Assumptions(
	projected_revenue=D(100_000),
	projected_margin=D(30),
	contract_months=36,
	retention_probability=D(80),
	discount_rate=D(10),
)
GIVEN = {field: None for field in BOUNDS} | {
	"projected_revenue": D(100_000),
	"projected_margin": D(30),
	"contract_months": D(36),
	"retention_probability": D(80),
	"discount_rate": D(10),
}


def value(**changes) -> Decimal:
	return evaluate(replace(PLAIN, **changes)).lifetime_value


def test_by_hand():
	# 30,000 / 1.1 + 30,000 x 0.8 / 1.21 + 30,000 x 0.64 / 1.331 = 27,272.727 + 19,834.711 + 14,425.244
	found = evaluate(replace(PLAIN, acquisition_cost=D(40_000)))
	assert found.lifetime_value == D("61532.68")
	assert found.net_value == D("21532.68")
	# 27,272.73 after a year; the rest, 12,727.27, is 0.64167 of the second: 12 + 7.7
	assert found.payback_months == D("19.7")
	# Retention 70 %: 27,272.727 + 17,355.372 + 11,044.328; margin 24 %: 0.8 x 61,532.68
	assert found.less_retention == D("55672.43")
	assert found.less_margin == D("49226.15")


def test_each_step_is_shown():
	first, second, third = years_of(replace(PLAIN, revenue_growth=D(5), rebate_percent=D(2)))
	assert (first.revenue, first.rebate, first.net_revenue, first.margin) == (100_000, 2000, 98_000, 28_000)
	assert (first.survival, round(first.discount, 6)) == (1, D("0.909091"))
	assert (second.revenue, second.rebate, second.margin, second.survival) == (
		105_000,
		2100,
		29_400,
		D("0.8"),
	)
	assert (third.revenue, third.survival) == (110_250, D("0.64"))


def test_consideration_payable_comes_off_revenue_and_so_off_margin():
	# Goods cost 70 of 100; 5 are given back: 25 are left.
	assert years_of(replace(PLAIN, rebate_percent=D(5)))[0].margin == 25_000
	assert value(rebate_percent=D(30)) == 0
	assert value(rebate_percent=D(40)) < 0


def test_cross_sell_counts_by_its_probability():
	assert value(cross_sell_revenue=D(40_000), cross_sell_probability=D(50)) == value(
		projected_revenue=D(120_000)
	)
	assert value(cross_sell_revenue=D(40_000), cross_sell_probability=D(0)) == value()


def test_a_last_year_counts_by_its_months():
	years = years_of(replace(PLAIN, contract_months=30))
	assert [year.months for year in years] == [12, 12, 6]
	assert years[-1].revenue == 50_000
	# 27,272.727 + 19,834.711 + 15,000 x 0.64 / 1.331
	assert value(contract_months=30) == D("54320.06")
	assert [year.months for year in years_of(replace(PLAIN, contract_months=1))] == [1]


def test_the_first_year_is_certain_whoever_stays():
	assert value(retention_probability=D(0)) == D("27272.73")
	assert evaluate(replace(PLAIN, retention_probability=D(5))).less_retention == D("27272.73")


@pytest.mark.parametrize(
	("cost", "months"),
	[
		("0", "0"),
		("27272.72", "12.0"),
		("13636.36", "6.0"),
		("61532.68", "36.0"),
		("61532.70", None),
	],
)
def test_payback(cost, months):
	found = evaluate(replace(PLAIN, acquisition_cost=D(cost))).payback_months
	assert found == (None if months is None else D(months))


def test_what_loses_money_never_pays_back():
	assert evaluate(replace(PLAIN, rebate_percent=D(35), acquisition_cost=D(1))).payback_months is None


@pytest.mark.parametrize(
	("field", "better"),
	[
		("projected_revenue", D(100_001)),
		("projected_margin", D("30.1")),
		("contract_months", 37),
		("retention_probability", D(81)),
		("revenue_growth", D(1)),
		("discount_rate", D(9)),
	],
)
def test_better_assumptions_are_worth_more(field, better):
	assert value(**{field: better}) > value()


# --- missing, and out of bounds -------------------------------------------------------------------------------------


def test_nothing_assumed_is_nothing_missing():
	assert missing_of({}) == []
	assert assumptions_of(dict.fromkeys(BOUNDS)) is None


@pytest.mark.parametrize(
	("changes", "missing"),
	[
		({}, []),
		({"discount_rate": None}, ["discount_rate"]),
		(
			{"projected_margin": None, "retention_probability": None},
			["projected_margin", "retention_probability"],
		),
		({"retention_probability": None, "contract_months": D(12)}, []),
		({"retention_probability": None, "contract_months": D(13)}, ["retention_probability"]),
		({"cross_sell_revenue": D(5)}, ["cross_sell_probability"]),
		({"cross_sell_probability": D(5)}, ["cross_sell_revenue"]),
	],
)
def test_what_is_missing_is_named_and_never_zero(changes, missing):
	given = {**GIVEN, **changes}
	assert missing_of(given) == missing
	assert (assumptions_of(given) is None) == bool(missing)


def test_complete_assumptions_are_taken_as_they_are():
	assert assumptions_of(GIVEN) == PLAIN


@pytest.mark.parametrize("field", BOUNDS)
def test_bounds(field):
	least, most = BOUNDS[field]
	for inside in (least, most):
		assumptions_of({**GIVEN, field: inside})
	for outside in (least - D("0.01"), most + D("0.01")):
		with pytest.raises(BadAssumption, match=field):
			assumptions_of({field: outside})


def test_more_than_can_be_kept_is_refused():
	with pytest.raises(BadAssumption, match="lifetime_value"):
		evaluate(replace(PLAIN, projected_revenue=D(10**12), contract_months=240, revenue_growth=D(1000)))
