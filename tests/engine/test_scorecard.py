"""Scores by hand, better outscores worse, boundaries exactly on a band, and what is not known."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cqs_app.engine.credit.criteria import CRITERIA, FROM_STATEMENTS, Criterion
from cqs_app.engine.credit.default_policy import default_policy
from cqs_app.engine.credit.limit_model import RiskBand
from cqs_app.engine.credit.score_model import LOWEST
from cqs_app.engine.qualification.financials import SCORE_FIGURES
from cqs_app.engine.qualification.references import Answer, combined, figure_of
from cqs_app.engine.qualification.scorecard import SCORE_CARD, Fact, class_of, score
from cqs_app.sandbox.criteria_reference import criteria_reference
from tests.engine.make import make_policy

D = Decimal
BANDS = [{"risk_class": name, "from_score": at} for name, at in (("C", 20), ("A", "70.1"), ("B", 50))]
RATIO = {"criterion": "Current Ratio", "weight": 30, "bands": "-inf: 0\n1: 50\n2: 100"}
LATE = {"criterion": "Days Beyond Terms", "weight": 50, "bands": "-inf: 100\n10.1: 40\n30.1: 10"}
COUNTRY = {"criterion": "Country", "weight": 20, "bands": "Germany: 90\nother: 35"}


def policy_of(*rows, bands=BANDS, **changes):
	card = [{**row, **changes} for row in rows or (RATIO, LATE, COUNTRY)]
	return make_policy(criteria=card, risk_bands=bands)


def facts(**values):
	"""By the words of the criteria: current_ratio="1.2", country="Germany"."""
	found = {}
	for name, value in values.items():
		criterion = Criterion(name.replace("_", " ").title())
		known = value if value is None or CRITERIA[criterion].is_text else D(value)
		found[criterion] = Fact(known, "somewhere")
	return found


GOOD = facts(current_ratio="1.5", days_beyond_terms="12", country="Germany")


def test_by_hand():
	# 50 x 30 + 40 x 50 + 90 x 20 = 5,300; / 100 = 53.0
	found = score(GOOD, policy_of())
	assert (found.score, found.risk_class) == (D("53.0"), "B")
	assert [(line.points, line.share, line.contribution) for line in found.lines] == [
		(50, D("0.3"), 15),
		(40, D("0.5"), 20),
		(90, D("0.2"), 18),
	]
	assert [line.criterion.value for line in found.reasons_up] == ["Country"]
	assert [line.criterion.value for line in found.reasons_down] == ["Days Beyond Terms"]
	assert (found.policy, found.policy_version, found.model) == ("Test", 1, SCORE_CARD)


def test_the_score_is_rounded_half_up_to_a_tenth_and_the_class_follows_it():
	# 70.05 is shown as 70.1, which is where A begins.
	row = {"criterion": "Country", "weight": 1, "bands": "a: 70.05\nb: 70.04\nother: 0"}
	found = [score(facts(country=name), policy_of(row)) for name in "ab"]
	assert [(one.score, one.risk_class) for one in found] == [(D("70.1"), "A"), (D("70.0"), "B")]


@pytest.mark.parametrize(
	("found", "risk_class"),
	[("70.1", "A"), ("70", "B"), ("50", "B"), ("49.9", "C"), ("20", "C"), ("19.9", "")],
)
def test_a_class_begins_exactly_at_its_score(found, risk_class):
	bands = [RiskBand(row["risk_class"], D(row["from_score"])) for row in BANDS]
	assert class_of(D(found), bands) == risk_class


# --- what is not known ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("if_missing", "scored", "points", "share"),
	[
		("No Score", None, None, D(0)),
		("Leave Out", D("61.4"), None, D(0)),  # (50 x 50 + 90 x 20) / 70 = 61.43
		("Lowest Points", D("43.0"), D(0), D("0.3")),  # (0 x 30 + 2,500 + 1,800) / 100
		("Neutral", D("58.0"), D(50), D("0.3")),  # (50 x 30 + 2,500 + 1,800) / 100
	],
)
@pytest.mark.parametrize("absent", [{"current_ratio": None}, {}])
def test_missing_data_count_as_the_policy_says(if_missing, scored, points, share, absent):
	late = {**LATE, "bands": "-inf: 100\n10.1: 50"}
	known = facts(days_beyond_terms="12", country="Germany", **absent)
	found = score(known, policy_of({**RATIO, "if_missing": if_missing}, late, COUNTRY))
	assert found.score == scored
	assert (found.lines[0].points, found.lines[0].share) == (points, share)
	assert found.lines[0].treated.value == if_missing
	assert found.missing == (Criterion.CURRENT_RATIO,)
	assert found.needed == ((Criterion.CURRENT_RATIO,) if scored is None else ())


def test_nothing_known_and_everything_left_out_is_no_score():
	found = score({}, policy_of(if_missing="Leave Out"))
	assert (found.score, found.risk_class, found.needed, len(found.missing)) == (None, "", (), 3)


def test_a_policy_without_a_card_gives_no_score():
	found = score(GOOD, make_policy())
	assert (found.score, found.lines, found.missing) == (None, (), ())


def test_what_weighs_nothing_is_shown_and_moves_nothing():
	found = score(GOOD, policy_of({**RATIO, "weight": 0}, LATE, COUNTRY))
	assert found.score == D("54.3")  # (40 x 50 + 90 x 20) / 70
	assert (found.lines[0].points, found.lines[0].contribution) == (50, 0)


def test_only_weightless_facts_are_no_score():
	card = ({**RATIO, "weight": 0}, {**LATE, "if_missing": "Leave Out"})
	assert score(facts(current_ratio="2"), policy_of(*card)).score is None


# --- better outscores worse -----------------------------------------------------------------------------------------

LOWER_IS_BETTER = {Criterion.DAYS_BEYOND_TERMS, Criterion.DEBT_TO_EBITDA, Criterion.BROKEN_PROMISES}
SEEDED = default_policy()
FIGURES = [row for row in SEEDED.score.criteria if not row.is_text]


@pytest.mark.parametrize("row", FIGURES, ids=[row.criterion.value for row in FIGURES])
def test_better_figures_never_score_less(row):
	begins = [band.begins for band in row.bands if band.begins != LOWEST]
	values = sorted({at + step for at in begins for step in (D("-0.1"), D(0), D("0.1"))})
	others = {one.criterion: Fact(None) for one in SEEDED.score.criteria} | {Criterion.COUNTRY: Fact("x")}
	scores = [score({**others, row.criterion: Fact(value)}, SEEDED).score for value in values]
	assert scores == sorted(scores, reverse=row.criterion in LOWER_IS_BETTER)
	assert scores[0] != scores[-1]


@pytest.mark.parametrize("row", FIGURES, ids=[row.criterion.value for row in FIGURES])
def test_the_seeded_bands_begin_where_they_say(row):
	for below, band in zip(row.bands, row.bands[1:], strict=False):
		assert row.points_of(band.begins - D("0.01")) == below.points
		assert row.points_of(band.begins) == row.points_of(band.begins + D("0.01")) == band.points


def test_a_sound_company_a_weak_one_and_one_that_shows_nothing():
	sound = {"Altman Z''": "3.1", "Equity Ratio": "42", "Current Ratio": "1.8", "Interest Cover": "6"}
	weak = {"Altman Z''": "0.4", "Equity Ratio": "4", "Current Ratio": "0.7", "Interest Cover": "0.8"}
	company = {Criterion.COUNTRY: Fact("Germany"), Criterion.YEARS_IN_BUSINESS: Fact(D(12))}
	found = [
		score({**company, **{Criterion(name): Fact(D(value)) for name, value in figures.items()}}, SEEDED)
		for figures in (sound, weak, {})
	]
	assert [one.risk_class for one in found] == ["B", "E", "E"]
	assert found[0].score > found[1].score
	assert [line.criterion.value for line in found[1].reasons_down][:2] == ["Altman Z''", "Equity Ratio"]


def test_reasons_are_the_three_strongest():
	rows = [
		{"criterion": name, "weight": weight, "bands": "-inf: 0\n1: 100"}
		for name, weight in (
			("Current Ratio", 1),
			("Quick Ratio", 3),
			("Interest Cover", 2),
			("Employees", 4),
		)
	]
	known = facts(current_ratio="1", quick_ratio="1", interest_cover="1", employees="1")
	found = score(known, policy_of(*rows))
	assert [line.criterion.value for line in found.reasons_up] == [
		"Employees",
		"Quick Ratio",
		"Interest Cover",
	]
	assert found.reasons_down == ()


# --- references -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("answer", "figure"),
	[
		(Answer(), None),
		(Answer(pays="Early", recommends="Yes"), "100"),
		(Answer(pays="Prompt"), "85"),
		(Answer(recommends="With Caution"), "50"),
		(Answer(pays="Prompt", recommends="No"), "59.5"),  # 0.7 x 85
		(Answer(pays="Prompt", days_beyond_terms=20), "60"),  # 100 - 2 x 20 is the lower one
		(Answer(pays="Slow", days_beyond_terms=5), "45"),
		(Answer(days_beyond_terms=15), "70"),
		(Answer(days_beyond_terms=400), "0"),
		(Answer(pays="Written Off", recommends="Yes"), "30"),
		(Answer(pays="Prompt", balance=D(1000), past_due=D(400)), "68"),  # 85 x (1 - 0.5 x 0.4)
		(Answer(pays="Early", balance=D(0), past_due=D(5)), "50"),
		(Answer(pays="Early", balance=D(10), past_due=D(50)), "50"),
	],
)
def test_one_answer(answer, figure):
	assert figure_of(answer) == (None if figure is None else D(figure))


def test_a_bad_answer_does_not_disappear_behind_good_ones():
	good, bad = Answer(pays="Early", recommends="Yes"), Answer(pays="Written Off", recommends="No")
	assert combined([]) is None
	assert combined([Answer()]) is None
	assert combined([good, good]) == 100
	assert combined([good, good, good, bad]) == D("37.5")  # (75 + 0) / 2
	assert combined([good, Answer(), bad]) == 25  # (50 + 0) / 2
	assert combined([good, bad]) > combined([bad, bad])


def test_each_reference_answer_better_or_equal():
	base = Answer(
		pays="Slow", recommends="With Caution", days_beyond_terms=10, balance=D(100), past_due=D(10)
	)
	better = (
		{"pays": "Prompt"},
		{"recommends": "Yes"},
		{"past_due": D(0)},
	)
	for change in better:
		assert figure_of(replace(base, **change)) > figure_of(base)


def test_the_criteria_in_the_docs_are_those_of_the_engine():
	written = Path(__file__).parents[2] / "docs" / "qualification" / "criteria.md"
	assert written.read_text(encoding="utf-8") == criteria_reference()


def test_statements_give_what_the_card_asks_of_them():
	assert {criterion.value for criterion in FROM_STATEMENTS} <= set(SCORE_FIGURES)
