"""Proposed limits, each step by figures worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cqs_app.engine.credit.limit_model import LimitModel, PaymentFactor, RiskBand
from cqs_app.engine.credit.limit_model_data import limit_model_from_dict, limit_model_to_dict
from cqs_app.engine.credit.payment_behaviour import Behaviour, Billed, behaviour_of
from cqs_app.engine.credit.policy_values import BrokenPolicy
from cqs_app.engine.credit.proposal import ProposalFacts, months_before, payment_factor, propose

D, DAY = Decimal, date(2025, 6, 30)
BANDS = ((0, 120), (5, 100), (15, 75), (30, 50), (60, 25))
MODEL = LimitModel(
	history_months=12,
	credit_months=D(2),
	rounding=D(100),
	maximum=D(50_000),
	unclassified_percent=D(80),
	bands=(
		RiskBand("A", limit_cap=D(40_000), limit_factor=D(110)),
		RiskBand("C", limit_cap=D(7_000), limit_factor=D(60)),
		RiskBand("X", limit_cap=D(0), limit_factor=D(100)),
	),
	payment_factors=tuple(PaymentFactor(D(days), D(percent)) for days, percent in BANDS),
)
FACTS = ProposalFacts(
	DAY, "EUR", purchases=D("61234.50"), documents=31, days_beyond_terms=D("7.4"), risk_class="A"
)


def steps_of(facts=FACTS, model=MODEL) -> dict[str, Decimal]:
	return {step.label: step.amount for step in propose(facts, model).steps}


def limit_of(model=MODEL, **changes) -> Decimal:
	return propose(replace(FACTS, **changes), model).limit


def test_each_step_by_hand():
	# 61,234.50 / 12 x 2 = 10,205.75; x 75 % = 7,654.31; x 110 % = 8,419.74; down to 8,400.
	assert steps_of() == {
		"Purchases": D("10205.75"),
		"Payment behaviour": D("7654.31"),
		"Risk class": D("8419.74"),
		"Policy minimum": D("8419.74"),
		"Financial strength": D("8419.74"),
		"Class cap": D("8419.74"),
		"Policy maximum": D("8419.74"),
		"Rounding": D(8400),
	}
	assert propose(FACTS, MODEL).limit == 8400


def test_the_steps_say_their_figures():
	said = [
		step.figures() for step in propose(replace(FACTS, net_worth=D(50_000), net_worth_on=DAY), MODEL).steps
	]
	assert said == [
		"61,234.50 billed in 12 months (invoices: 31) / 12 x 2 months of credit",
		"7.4 days beyond terms: x 75 %",
		"class A: x 110 %",
		"the policy has none: no effect",
		"at most 10 % of net worth 50,000.00 on 2025-06-30 = 5,000.00",
		"class A: at most 40,000.00",
		"at most 50,000.00",
		"down to a multiple of 100",
	]


@pytest.mark.parametrize(
	("changes", "limit"),
	[
		({"risk_class": "C"}, 4500),  # 7,654.31 x 60 % = 4,592.59
		({"risk_class": "C", "purchases": D(200_000)}, 7000),  # capped by the class
		({"risk_class": "X"}, 0),  # a cap of 0 is no credit
		({"risk_class": ""}, 6100),  # 7,654.31 x 80 % = 6,123.45
		({"risk_class": "unheard of"}, 6100),
		({"purchases": D(10**7)}, 40_000),
		({"purchases": D(10**7), "risk_class": ""}, 50_000),  # no class cap: the policy's maximum
		({"purchases": D(0)}, 0),
		({"purchases": D(-500)}, 0),  # more credit notes than invoices
		({"net_worth": D(50_000)}, 5000),
		({"net_worth": D(0)}, 0),
		({"net_worth": D(-10)}, 0),
		({"net_worth": None}, 8400),
		({"days_beyond_terms": None}, 11_200),  # 10,205.75 x 100 % x 110 % = 11,226.33
		({"days_beyond_terms": D("60.1")}, 0),
	],
)
def test_bounds_and_unknowns(changes, limit):
	assert limit_of(**changes) == limit


@pytest.mark.parametrize(
	("days", "percent"),
	[("0", 120), ("0.1", 100), ("5", 100), ("5.1", 75), ("15", 75), ("30", 50), ("60", 25), ("60.1", 0)],
)
def test_bands_include_their_last_day(days, percent):
	assert payment_factor(D(days), MODEL) == percent


def test_unknown_behaviour_is_never_better_than_punctual():
	assert payment_factor(None, MODEL) == 100
	strict = replace(MODEL, payment_factors=(PaymentFactor(D(10), D(40)),))
	assert payment_factor(None, strict) == 40


def test_who_pays_better_never_gets_less():
	limits = [limit_of(days_beyond_terms=D(tenths) / 10) for tenths in range(0, 900, 3)]
	assert limits == sorted(limits, reverse=True)
	assert (limits[0], limits[-1]) == (13_400, 0)


def test_who_buys_more_never_gets_less():
	limits = [limit_of(purchases=D(bought)) for bought in range(0, 500_000, 7_331)]
	assert limits == sorted(limits)


def test_new_customers_get_the_starter_within_the_bounds():
	starting = replace(MODEL, starter=D(2550))
	assert limit_of(is_new=True) == 0
	assert limit_of(starting, is_new=True) == 2500
	assert limit_of(starting, is_new=True, net_worth=D(1000)) == 100
	assert limit_of(starting, is_new=True, risk_class="X") == 0


def test_the_minimum_lifts_small_limits_but_no_cap():
	model = replace(MODEL, minimum=D(500))
	assert limit_of(model, purchases=D(100)) == 500
	assert limit_of(model, purchases=D(0)) == 0
	assert limit_of(model, purchases=D(100), risk_class="X") == 0
	assert limit_of(model, purchases=D(100), net_worth=D(2000)) == 200


def test_a_model_without_bands_changes_nothing_by_them():
	bare = LimitModel(rounding=D(0))
	assert limit_of(bare) == D("10205.75")


@pytest.mark.parametrize(
	("day", "months", "found"),
	[
		(date(2025, 6, 30), 12, date(2024, 6, 30)),
		(date(2025, 3, 31), 1, date(2025, 2, 28)),
		(date(2024, 3, 31), 1, date(2024, 2, 29)),
		(date(2025, 1, 15), 1, date(2024, 12, 15)),
		(date(2025, 1, 15), 13, date(2023, 12, 15)),
	],
)
def test_months_before(day, months, found):
	assert months_before(day, months) == found


@pytest.mark.parametrize(
	("limit", "new_limit", "within"),
	[(1000, 1100, True), (1000, 1101, False), (1000, 900, True), (10_000, 10_501, False), (0, 1, False)],
)
def test_tolerance_is_both_percent_and_amount(limit, new_limit, within):
	model = LimitModel(tolerance_percent=D(10), tolerance_amount=D(500))
	assert model.within_tolerance(D(limit), D(new_limit)) is within


def test_a_tolerance_of_nothing_approves_nothing():
	for model in (LimitModel(tolerance_percent=D(10)), LimitModel(tolerance_amount=D(500))):
		assert not model.within_tolerance(D(1000), D("1000.01"))


FULL = {
	"auto_limits_enabled": 1,
	"auto_limit_months": 6,
	"auto_limit_credit_months": "1.5",
	"auto_limit_maximum": 0,
	"risk_bands": [
		{"risk_class": "A", "from_score": -3, "review_months": 6, "limit_cap": 0, "limit_factor": 0}
	],
	"payment_factors": [{"up_to_days_beyond_terms": 3, "factor_percent": 100}],
	"limit_triggers": [
		{
			"trigger_name": "Busy",
			"metric": "Transaction Velocity",
			"comparison": "At Least",
			"threshold": 10,
			"window_days": 30,
			"adjust_percent": 10,
			"cap": 9000,
			"cool_down_days": 90,
		}
	],
	"seasons": [
		{
			"season_name": "Winter",
			"from_month": 12,
			"from_day": 1,
			"upto_month": 2,
			"upto_day": 29,
			"percent": 25,
		}
	],
}


def test_a_model_survives_a_round_trip():
	model = limit_model_from_dict(FULL)
	assert limit_model_from_dict(limit_model_to_dict(model)) == model
	assert (model.credit_months, model.maximum, model.bands[0].limit_cap) == (D("1.5"), 0, 0)
	assert limit_model_from_dict({}) == LimitModel()


def changed(key: str, **values) -> dict:
	return {**FULL, key: [{**FULL[key][0], **values}]}


@pytest.mark.parametrize(
	("data", "said"),
	[
		({**FULL, "auto_limit_months": 0}, "at least one month"),
		({**FULL, "auto_limit_minimum": 150}, "multiple"),
		({**FULL, "auto_limit_review_days": 0}, "at least one day"),
		({**FULL, "risk_bands": FULL["risk_bands"] * 2}, "A stands there twice"),
		({**FULL, "payment_factors": FULL["payment_factors"] * 2}, "twice"),
		(
			{
				**FULL,
				"payment_factors": [
					{"up_to_days_beyond_terms": 9, "factor_percent": 60},
					{"up_to_days_beyond_terms": 2, "factor_percent": 50},
				],
			},
			"gives more than paying earlier",
		),
		(changed("limit_triggers", cap=0), "needs a highest limit"),
		(changed("limit_triggers", window_days=0), "at least one day"),
		(changed("limit_triggers", adjust_percent=0), "moves no limit"),
		(changed("limit_triggers", adjust_percent=-101), "moves no limit"),
		(changed("limit_triggers", metric="Mood"), "metric"),
		(changed("seasons", from_month=13), "no day of the year"),
		(changed("seasons", upto_day=30), "no day of the year"),
		(changed("seasons", percent=0), "raises no limit"),
		(changed("seasons", season_name=" "), "season_name is missing"),
	],
)
def test_broken_models(data, said):
	with pytest.raises(BrokenPolicy, match=said):
		limit_model_from_dict(data)


SINCE = DAY - timedelta(days=365)


def day(offset: int) -> date:
	return DAY + timedelta(days=offset)


@pytest.mark.parametrize(
	("invoices", "found"),
	[
		([], Behaviour(None)),
		# 100 paid 10 days late, 300 paid early: (100 x 10 + 300 x 0) / 400 = 2.5
		(
			[
				Billed([(day(-50), D(100))], [(day(-40), D(100))]),
				Billed([(day(-50), D(300))], [(day(-60), D(300))]),
			],
			Behaviour(D("2.5"), D(400), D(100)),
		),
		# Half on the day, half 20 days late: 10.
		(
			[Billed([(day(-50), D(100))], [(day(-50), D(50)), (day(-30), D(50))])],
			Behaviour(D("10.0"), D(100), D(50)),
		),
		# Open and 30 days overdue; the second is not due yet and does not count.
		([Billed([(day(-30), D(100))]), Billed([(day(1), D(900))])], Behaviour(D("30.0"), D(100), D(100))),
		# Two instalments, the first paid 5 days late, the second still open since 10 days: (50 x 5 + 50 x 10) / 100.
		(
			[Billed([(day(-40), D(50)), (day(-10), D(50))], [(day(-35), D(50))])],
			Behaviour(D("7.5"), D(100), D(100)),
		),
		# What a credit note took off is neither paid nor late.
		([Billed([(day(-30), D(100))], [(day(-30), D(60))], D(40))], Behaviour(D("0.0"), D(60))),
		([Billed([(day(-30), D(100))], (), D(100))], Behaviour(None)),
		# Due and paid before the window; due before it but paid in it counts.
		([Billed([(day(-500), D(100))], [(day(-490), D(100))])], Behaviour(None)),
		([Billed([(day(-375), D(100))], [(day(-360), D(100))])], Behaviour(D("15.0"), D(100), D(100))),
		# Paid only after the day of judgement: open until then.
		([Billed([(day(-8), D(100))], [(day(3), D(100))])], Behaviour(D("8.0"), D(100), D(100))),
		# A foreign currency weighs in company currency: (100 x 2 x 10 + 200 x 0) / 400 = 5
		(
			[
				Billed([(day(-50), D(100))], [(day(-40), D(100))], D(0), D(2)),
				Billed([(day(-50), D(200))], [(day(-50), D(200))]),
			],
			Behaviour(D("5.0"), D(400), D(200)),
		),
	],
)
def test_days_beyond_terms(invoices, found):
	assert behaviour_of(invoices, SINCE, DAY) == found
