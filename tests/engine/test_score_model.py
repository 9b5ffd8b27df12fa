"""The score card of a policy: what reads well, what is refused with row and line, and what older versions lack."""

from decimal import Decimal

import pytest

from cqs_app.engine.credit.criteria import CRITERIA, Criterion, IfMissing
from cqs_app.engine.credit.default_policy import DEFAULT_POLICY, default_policy
from cqs_app.engine.credit.policy import BrokenPolicy, policy_from_dict, policy_to_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.score_model import LOWEST, Band
from cqs_app.engine.credit.score_model_data import score_model_from_dict, score_model_to_dict
from tests.engine.make import make_policy

D = Decimal
FIGURES = {"criterion": "Current Ratio", "weight": 10, "bands": "-inf: 0\n1: 40.5\n 1e3 : 100 \n"}
WORDS = {
	"criterion": "Country",
	"weight": "2.5",
	"bands": "Germany: 90\nKorea, Republic of: 70\nOther: 50",
	"if_missing": "Neutral",
}


def model_of(*rows):
	return score_model_from_dict({"criteria": list(rows)})


def test_rows_are_read_and_written_as_people_type_them():
	model = model_of(FIGURES, WORDS)
	ratio, country = model.criteria
	assert ratio.bands == (Band(LOWEST, D(0)), Band(D(1), D("40.5")), Band(D(1000), D(100)))
	assert (ratio.if_missing, country.if_missing) == (IfMissing.NO_SCORE, IfMissing.NEUTRAL)
	written = score_model_to_dict(model)
	assert written["criteria"][0]["bands"] == "-inf: 0\n1: 40.5\n1000: 100"
	assert score_model_from_dict(written) == model
	assert model.total_weight == D("12.5")


@pytest.mark.parametrize(
	("value", "points"),
	[
		("-1e9", 0),
		("0.99", 0),
		("1", "40.5"),
		("1.01", "40.5"),
		("999.99", "40.5"),
		("1000", 100),
		("1e9", 100),
	],
)
def test_a_figure_has_the_points_of_the_last_line_it_reaches(value, points):
	assert model_of(FIGURES).criteria[0].points_of(D(value)) == D(points)


@pytest.mark.parametrize(
	("word", "points"), [("Germany", 90), (" germany ", 90), ("Korea, Republic of", 70), ("France", 50)]
)
def test_a_word_has_its_own_points_or_those_of_the_rest(word, points):
	assert model_of(WORDS).criteria[0].points_of(word) == points


def test_a_word_may_hold_a_colon():
	model = model_of({"criterion": "Industry", "weight": 1, "bands": "Retail: food: 30\nother: 50"})
	assert model.criteria[0].points_of("retail: food") == 30


@pytest.mark.parametrize(
	("row", "said"),
	[
		({**FIGURES, "criterion": "Astrology"}, "row 1, criterion: 'Astrology'"),
		({**FIGURES, "weight": -1}, r"row 1 \(Current Ratio\), weight.*negative"),
		({**FIGURES, "weight": "NaN"}, "weight"),
		({**FIGURES, "weight": 0}, "every weight is 0"),
		({**FIGURES, "if_missing": "Shrug"}, "if_missing"),
		({**FIGURES, "bands": " \n"}, "bands are missing"),
		({**FIGURES, "bands": "-inf: 0\n1 40"}, "line 2: '1 40' is not of the form"),
		({**FIGURES, "bands": "-inf: 0\n: 40"}, "line 2"),
		({**FIGURES, "bands": "-inf: 0\n1:"}, "line 2"),
		({**FIGURES, "bands": "-inf: 0\nmany: 40"}, "line 2: 'many' is not a number"),
		({**FIGURES, "bands": "-inf: 0\ninf: 40"}, "line 2"),
		({**FIGURES, "bands": "-inf: 0\n1: lots"}, "line 2, points"),
		({**FIGURES, "bands": "-inf: 0\n\n1: 100.01"}, "line 3: 100.01 points do not lie between 0 and 100"),
		({**FIGURES, "bands": "-inf: -1"}, "line 1: -1 points"),
		({**FIGURES, "bands": "1: 40\n2: 50"}, "first line must begin at -inf"),
		({**FIGURES, "bands": "-inf: 0\n2: 40\n1: 50"}, "must ascend"),
		({**FIGURES, "bands": "-inf: 0\n1: 40\n1.0: 50"}, "1 stands there twice"),
		({**WORDS, "bands": "Germany: 90"}, "a line for the rest is missing"),
		({**WORDS, "bands": "Germany: 90\nGERMANY: 80\nother: 5"}, "germany stands there twice"),
	],
)
def test_broken_rows_are_named(row, said):
	with pytest.raises(BrokenPolicy, match=said):
		model_of(row)


def test_a_criterion_stands_there_once():
	with pytest.raises(BrokenPolicy, match="Country stands there twice"):
		model_of(WORDS, FIGURES, WORDS)


def test_versions_from_before_the_score_card_are_read():
	old = policy_to_dict(default_policy())
	for key in ("criteria", "segregate_duties", "review_months_default", "ownership_threshold"):
		del old[key]
	policy = policy_from_dict(old, list(RULES))
	assert (policy.score.criteria, policy.segregate_duties, policy.review_months_default) == ((), True, 12)
	assert policy.ownership_threshold == 25


def test_the_switches_of_qualification():
	policy = make_policy(segregate_duties=0, review_months_default=6)
	assert (policy.segregate_duties, policy.review_months_default) == (False, 6)
	with pytest.raises(BrokenPolicy, match="review_months_default"):
		make_policy(review_months_default=0)
	assert make_policy(ownership_threshold=10).ownership_threshold == 10
	for threshold in (0, 101):
		with pytest.raises(BrokenPolicy, match="ownership_threshold"):
			make_policy(ownership_threshold=threshold)


def test_classes_that_a_score_cannot_tell_apart_are_refused():
	bands = [{"risk_class": name, "from_score": 0} for name in ("A", "B")]
	make_policy(risk_bands=bands)
	with pytest.raises(BrokenPolicy, match="A and B both begin at a score of 0"):
		make_policy(risk_bands=bands, criteria=[WORDS])


def test_every_criterion_is_described():
	assert list(CRITERIA) == list(Criterion)
	assert {row["criterion"] for row in DEFAULT_POLICY["criteria"]} < {member.value for member in Criterion}
	assert default_policy().score.total_weight == 100
