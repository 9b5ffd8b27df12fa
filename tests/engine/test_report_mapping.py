"""Answers of providers read by a mapping: paths, kinds of values, and the score on our scale."""

from decimal import Decimal

import pytest

from cqs_app.engine.qualification.report_mapping import (
	Figures,
	Scale,
	Target,
	WrongAnswer,
	at,
	figures,
	is_path,
)

ANSWER = {"a": {"b": [{"c": 1}, {"c": 2}]}, "score": "75.5", "none": None, "flag": True}


@pytest.mark.parametrize(
	("path", "value"),
	[
		("a.b[1].c", 2),
		("a.b[7].c", None),
		("a.x.c", None),
		("score.x", None),
		("none", None),
		("a.b.c", None),
	],
)
def test_paths(path, value):
	assert at(ANSWER, path) == value


def test_a_list_at_the_top():
	assert at([{"id": 5}], "[0].id") == 5


@pytest.mark.parametrize(
	("path", "good"),
	[
		("a.b[0].c", True),
		("[0].id", True),
		("a", True),
		("", False),
		("a..b", False),
		("a[x]", False),
		(".a", False),
	],
)
def test_what_is_a_path(path, good):
	assert is_path(path) is good


@pytest.mark.parametrize(
	("scale", "score", "ours"),
	[
		(Scale(), "0", "0.0"),
		(Scale(), "100", "100.0"),
		(Scale(Decimal(300), Decimal(850)), "575", "50.0"),
		(Scale(Decimal(100), Decimal(600), lower_is_better=True), "100", "100.0"),
		(Scale(Decimal(100), Decimal(600), lower_is_better=True), "350", "50.0"),
	],
)
def test_scale(scale, score, ours):
	assert scale.normalise(Decimal(score)) == Decimal(ours)


def test_no_mapped_figure_is_no_data_and_some_are_enough():
	assert figures({}, {Target.SCORE: "score", Target.REFERENCE: "ref"}, Scale()) is None
	found = figures(ANSWER, {Target.SCORE: "score", Target.REFERENCE: "ref"}, Scale())
	assert found == Figures(score=Decimal("75.5"), raw_score="75.5")


@pytest.mark.parametrize(
	("target", "value"),
	[
		(Target.SCORE, True),
		(Target.SCORE, "A"),
		(Target.SCORE, 101),
		(Target.SCORE, "NaN"),
		(Target.LIMIT, -1),
		(Target.DAYS, [3]),
		(Target.REFERENCE, {"x": 1}),
		(Target.REPORT_DATE, "yesterday"),
	],
)
def test_wrong_kinds_are_told_with_their_path(target, value):
	with pytest.raises(WrongAnswer):
		figures({"at": value}, {target: "at"}, Scale())
