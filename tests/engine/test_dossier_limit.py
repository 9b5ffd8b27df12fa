"""The limit that a dossier proposes to somebody never billed, each step by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cqs_app.engine.credit.limit_model import LimitModel, RiskBand
from cqs_app.engine.credit.proposal import Proposal, ProposalFacts
from cqs_app.engine.qualification.limit import at_most, propose_new

D, DAY = Decimal, date(2025, 6, 30)
MODEL = LimitModel(
	rounding=D(100),
	maximum=D(80_000),
	net_worth_percent=D(10),
	bands=(
		RiskBand("A", limit_cap=D(100_000), limit_factor=D(110)),
		RiskBand("C", limit_cap=D(7_000), limit_factor=D(60)),
		RiskBand("E", limit_cap=D(0), limit_factor=D(100)),
	),
)
FACTS = ProposalFacts(DAY, "EUR", is_new=True, risk_class="A", net_worth=D("123456.70"), net_worth_on=DAY)


def limit(requested=20_050, model=MODEL, **changes) -> Decimal:
	return propose_new(D(requested), replace(FACTS, **changes), model).limit


def test_each_step_by_hand():
	found = propose_new(D(20_050), replace(FACTS, risk_class="C"), MODEL)
	assert [(step.label, step.amount) for step in found.steps] == [
		("Requested limit", D("20050.00")),
		("Risk class", D("12030.00")),  # x 60 %
		("Financial strength", D("12030.00")),  # 10 % of net worth would be 12,345.67
		("Class cap", D("7000.00")),
		("Policy maximum", D("7000.00")),
		("Rounding", D("7000.00")),
	]
	assert [step.figures() for step in found.steps][:3] == [
		"requested: 20,050.00",
		"class C: x 60 %, never more than requested",
		"at most 10 % of net worth 123,456.70 on 2025-06-30 = 12,345.67",
	]


@pytest.mark.parametrize(
	("changes", "found"),
	[
		({}, 12_300),  # 10 % of net worth, down to a hundred
		({"net_worth": None}, 20_000),
		(
			{"net_worth": None, "requested": 20_000},
			20_000,
		),  # the factor of 110 % gives no more than requested
		({"net_worth": None, "requested": 90_000}, 80_000),
		({"net_worth": None, "risk_class": "C", "requested": 10_000}, 6_000),
		({"net_worth": D(-5)}, 0),
		({"risk_class": "E"}, 0),
		({"requested": 0}, 0),
		({"requested": 99}, 0),
	],
)
def test_bounds(changes, found):
	assert limit(**changes) == found


def test_without_a_class_nothing_is_proposed_and_it_says_so():
	found = propose_new(D(5000), replace(FACTS, risk_class=""), MODEL)
	assert found.limit == 0
	assert "nothing is proposed before there is a score" in found.steps[1].figures()
	other = propose_new(D(5000), replace(FACTS, risk_class="Z"), MODEL)
	assert (other.limit, other.steps[1].figures()) == (0, "Z is no class of the policy: no credit")


def test_a_policy_without_classes_does_not_ask_for_one():
	assert limit(model=replace(MODEL, bands=()), risk_class="") == 12_300


def test_a_better_class_never_gets_less():
	limits = [limit(risk_class=name, net_worth=None) for name in ("A", "C", "E")]
	assert limits == sorted(limits, reverse=True)


@pytest.mark.parametrize(("earned", "requested", "found"), [(900, 1000, 900), (1100, 1000, 1000), (0, 5, 0)])
def test_what_purchases_earned_is_bounded_by_the_request(earned, requested, found):
	capped = at_most(Proposal(D(earned), ()), D(requested))
	assert (capped.limit, capped.steps[-1].amount, capped.steps[-1].label) == (
		found,
		found,
		"Requested limit",
	)
