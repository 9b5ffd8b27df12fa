"""Reviews, triggers and seasons: what the policy may do to a limit by itself, and what it never does."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cqs_app.engine.credit.automatic import (
	Standing,
	may_raise,
	review_is_due,
	reviewed,
	season_key,
	season_of,
	seasonal_limit,
	triggered,
	triggers_to_look_at,
)
from cqs_app.engine.credit.limit_model import (
	Comparison,
	LimitModel,
	LimitTrigger,
	Metric,
	RiskBand,
	Season,
)
from cqs_app.engine.credit.vocabulary import AccountStatus

D, DAY = Decimal, date(2025, 6, 30)
BUSY = LimitTrigger(
	"Busy", Metric.TRANSACTION_VELOCITY, Comparison.AT_LEAST, D(10), 30, D(20), D(1500), cool_down_days=60
)
BIG = LimitTrigger("Big", Metric.CUMULATIVE_SPEND, Comparison.AT_LEAST, D(5000), 90, D(10), D(9000))
QUIET = LimitTrigger("Quiet", Metric.CUMULATIVE_SPEND, Comparison.AT_MOST, D(100), 90, D(-30))
DEAD = LimitTrigger("Dead", Metric.TRANSACTION_VELOCITY, Comparison.AT_MOST, D(0), 90, D(-100))
MODEL = LimitModel(
	enabled=True, rounding=D(0), overdue_days=5, review_days=90, triggers=(BUSY, BIG, QUIET, DEAD)
)
GOOD = Standing(D(1000), known_since=date(2020, 1, 1))
NOTHING_SPECIAL = {"Busy": D(5), "Big": D(2000), "Quiet": D(2000), "Dead": D(5)}
HELD = [
	{"status": AccountStatus.FORCED_HOLD},
	{"status": AccountStatus.BLOCKED},
	{"oldest_overdue_days": 6},
	{"has_broken_plan": True},
	{"is_frozen": True},
]
LEFT_ALONE = [
	{"is_assessed": False},
	{"is_unlimited": True},
	{"is_expired": True},
	{"status": AccountStatus.CLOSED},
]


def fired(standing=GOOD, model=MODEL, as_of=DAY, **figures):
	found = triggered(standing, {**NOTHING_SPECIAL, **figures}, model, as_of)
	return (found.trigger.trigger_name, found.new_limit) if found else None


@pytest.mark.parametrize(
	("figures", "found"),
	[
		({}, None),
		({"Busy": D(9)}, None),
		({"Busy": D(10)}, ("Busy", 1200)),
		({"Big": D("4999.99")}, None),
		({"Big": D(5000)}, ("Big", 1100)),
		({"Quiet": D("100.01")}, None),
		({"Quiet": D(100)}, ("Quiet", 700)),
		({"Dead": D(0)}, ("Dead", 0)),
		({"Busy": D(10), "Big": D(5000)}, ("Big", 1100)),
		({"Busy": D(10), "Quiet": D(0)}, ("Quiet", 700)),
		({"Busy": D(10), "Quiet": D(0), "Dead": D(0)}, ("Dead", 0)),
	],
)
def test_the_most_cautious_trigger_wins(figures, found):
	assert fired(**figures) == found


@pytest.mark.parametrize(
	("limit", "found"), [(1249, 1498.8), (1250, 1500), (1400, 1500), (1500, None), (9000, None)]
)
def test_a_trigger_raises_up_to_its_cap(limit, found):
	result = fired(replace(GOOD, limit=D(limit)), Busy=D(10))
	assert result == (None if found is None else ("Busy", D(str(found))))


def test_class_cap_and_maximum_bind_triggers_too():
	capped = replace(MODEL, bands=(RiskBand("C", limit_cap=D(1100)),), maximum=D(1150))
	assert fired(replace(GOOD, risk_class="C"), capped, Busy=D(10)) == ("Busy", 1100)
	assert fired(GOOD, capped, Busy=D(10)) == ("Busy", 1150)


def test_rounding_goes_down_and_may_leave_nothing_to_do():
	assert fired(GOOD, replace(MODEL, rounding=D(500)), Busy=D(10)) is None
	assert fired(GOOD, replace(MODEL, rounding=D(500)), Quiet=D(0)) == ("Quiet", 500)


@pytest.mark.parametrize("trouble", HELD)
def test_down_always_up_never_for_who_is_in_trouble(trouble):
	troubled = replace(GOOD, **trouble)
	assert not may_raise(troubled, MODEL)
	assert fired(troubled, Busy=D(10), Big=D(5000)) is None
	assert fired(troubled, Busy=D(10), Quiet=D(0)) == ("Quiet", 700)
	assert reviewed(troubled, D(2000), MODEL) is None
	assert reviewed(troubled, D(500), MODEL) == 500
	assert seasonal_limit(WINTER, troubled, MODEL) is None


@pytest.mark.parametrize("why", LEFT_ALONE)
def test_people_decide_where_there_is_no_limit_to_adjust(why):
	standing = replace(GOOD, **why)
	assert triggers_to_look_at(standing, MODEL, DAY) == []
	assert not review_is_due(standing, MODEL, DAY)
	assert seasonal_limit(WINTER, standing, MODEL) is None


def test_overdue_within_the_tolerance_is_tolerated():
	assert may_raise(replace(GOOD, oldest_overdue_days=5), MODEL)


@pytest.mark.parametrize(("days", "found"), [(59, None), (60, ("Busy", 1200)), (61, ("Busy", 1200))])
def test_cool_down(days, found):
	assert fired(replace(GOOD, triggered_on=DAY - timedelta(days=days)), Busy=D(10)) == found


def test_without_a_cool_down_once_a_day():
	assert fired(replace(GOOD, triggered_on=DAY), Big=D(5000)) is None
	assert fired(replace(GOOD, triggered_on=DAY - timedelta(days=1)), Big=D(5000)) == ("Big", 1100)


@pytest.mark.parametrize(
	("known_since", "found"),
	[(None, None), (DAY - timedelta(days=89), None), (DAY - timedelta(days=90), ("Quiet", 700))],
)
def test_who_is_new_is_not_called_quiet(known_since, found):
	assert fired(replace(GOOD, known_since=known_since), Quiet=D(0)) == found


@pytest.mark.parametrize(
	("reviewed_on", "due"),
	[(None, True), (DAY, False), (DAY - timedelta(days=89), False), (DAY - timedelta(days=90), True)],
)
def test_reviews_come_round(reviewed_on, due):
	assert review_is_due(replace(GOOD, reviewed_on=reviewed_on), MODEL, DAY) is due
	assert not review_is_due(replace(GOOD, reviewed_on=reviewed_on), replace(MODEL, enabled=False), DAY)


def test_a_review_that_finds_the_same_limit_changes_nothing():
	assert reviewed(GOOD, D(1000), MODEL) is None
	assert reviewed(GOOD, D(1100), MODEL) == 1100


WINTER = Season("Winter", 11, 15, 2, 29, D(25))
SUMMER = Season("Summer", 6, 1, 8, 31, D(10))


@pytest.mark.parametrize(
	("season", "day", "span"),
	[
		(SUMMER, date(2025, 5, 31), None),
		(SUMMER, date(2025, 6, 1), (date(2025, 6, 1), date(2025, 8, 31))),
		(SUMMER, date(2025, 8, 31), (date(2025, 6, 1), date(2025, 8, 31))),
		(SUMMER, date(2025, 9, 1), None),
		(WINTER, date(2025, 11, 14), None),
		(WINTER, date(2025, 12, 31), (date(2025, 11, 15), date(2026, 2, 28))),
		(WINTER, date(2026, 1, 1), (date(2025, 11, 15), date(2026, 2, 28))),
		(WINTER, date(2024, 2, 29), (date(2023, 11, 15), date(2024, 2, 29))),
		(WINTER, date(2026, 3, 1), None),
	],
)
def test_days_of_a_season(season, day, span):
	assert season_of(season, day) == span


def test_a_season_across_new_year_is_one_season():
	spans = [season_of(WINTER, day) for day in (date(2025, 12, 31), date(2026, 1, 1))]
	assert {season_key(WINTER, span[0]) for span in spans if span} == {"Winter 2025"}


def test_a_season_raises_the_base_limit_within_the_caps():
	assert seasonal_limit(WINTER, GOOD, MODEL) == 1250
	assert seasonal_limit(WINTER, GOOD, replace(MODEL, maximum=D(1200))) == 1200
	assert seasonal_limit(WINTER, GOOD, replace(MODEL, maximum=D(1000))) is None
	assert seasonal_limit(WINTER, replace(GOOD, limit=D(0)), MODEL) is None
