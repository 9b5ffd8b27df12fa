"""What the rule Payment Plan finds, as plain figures and texts; `rules` makes findings of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from cqs_app.engine.credit.plans import Arrangements, LivePlan, first_shortfall, wanted_portions
from cqs_app.engine.credit.vocabulary import PlanStatus

BROKEN = "Payment plan {plan} is broken: {observed} have been due since {since} and were not paid"
SCHEDULE = (
	"Payment plan {plan} requires this payment schedule: {threshold}. By {day} this order asks for {observed} % "
	"instead of {needed} %"
)
ORDER = (
	"{order} must be prepaid before goods leave: {threshold} ({percent} % of the order); received {observed}"
)
DIRECT = (
	"A payment plan requires {percent} % before goods leave, and these have no prepaid Sales Order: {threshold} "
	"must be paid first; received {observed}"
)
PROMISES = "{observed} promises to pay were broken in the last 90 days; {threshold} are allowed"


class Found(NamedTuple):
	observed: str
	threshold: str
	text: str
	values: dict[str, str]


def found(facts: Arrangements, allowed_promises: int, money: Callable[[Decimal], str]) -> Iterator[Found]:
	"""Broken plans, schedules that ask for less than a plan requires, goods not prepaid, broken promises."""
	for plan in facts.plans:
		if plan.status is PlanStatus.BROKEN:
			since = plan.missed_since.isoformat() if plan.missed_since else "-"
			values = {"plan": plan.name, "observed": money(plan.missed), "since": since}
			yield Found(str(plan.missed), "0", BROKEN, values)
		yield from _schedule(plan, facts)
	for one in facts.prepayments:
		if one.received < one.required:
			values = {"order": one.order, "percent": f"{one.percent.normalize():f}"}
			values |= {"threshold": money(one.required), "observed": money(one.received)}
			yield Found(str(one.received), str(one.required), ORDER if one.order else DIRECT, values)
	if facts.broken_promises > allowed_promises:
		observed, threshold = str(facts.broken_promises), str(allowed_promises)
		yield Found(observed, threshold, PROMISES, {"observed": observed, "threshold": threshold})


def _schedule(plan: LivePlan, facts: Arrangements) -> Iterator[Found]:
	if not plan.milestones or facts.schedule is None:
		return
	wanted = wanted_portions(plan.milestones, facts.schedule.ordered, facts.schedule.delivered)
	short = first_shortfall(wanted, facts.schedule.portions)
	if not short:
		return
	portion, has = short
	lines = [f"{_percent(one.percent)} % by {one.due_date.isoformat()}" for one in wanted]
	values = {"plan": plan.name, "threshold": ", ".join(lines), "day": portion.due_date.isoformat()}
	values |= {"observed": _percent(has), "needed": _percent(portion.percent)}
	yield Found(_percent(has), _percent(portion.percent), SCHEDULE, values)


def _percent(value: Decimal) -> str:
	return f"{round(value, 2).normalize():f}"
