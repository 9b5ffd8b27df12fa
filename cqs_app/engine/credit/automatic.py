"""What the policy may do to a limit by itself: reviews, triggers and seasons. Nothing here raises a doubtful limit."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cqs_app.engine.credit.limit_model import HUNDRED, Comparison, LimitModel, LimitTrigger, Season
from cqs_app.engine.credit.vocabulary import AccountStatus
from cqs_app.engine.money import ZERO, cents


@dataclass(frozen=True, slots=True)
class Standing:
	"""An account on the day of a run; amounts in company currency.

	`is_frozen`: ERPNext's customer is frozen or disabled. `known_since`: first sale or opening of the account; `reviewed_on` and `triggered_on`: when a run last did so.
	"""

	limit: Decimal
	status: AccountStatus = AccountStatus.ACTIVE
	risk_class: str = ""
	is_assessed: bool = True
	is_unlimited: bool = False
	is_expired: bool = False
	oldest_overdue_days: int = 0
	has_broken_plan: bool = False
	is_frozen: bool = False
	known_since: date | None = None
	reviewed_on: date | None = None
	triggered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
	trigger: LimitTrigger
	observed: Decimal
	new_limit: Decimal


def why_left_alone(standing: Standing) -> str:
	"""Accounts whose limit people have to decide; "" = the policy may."""
	if standing.status is AccountStatus.CLOSED:
		return "closed"
	if not standing.is_assessed:
		return "not assessed"
	if standing.is_unlimited:
		return "unlimited"
	return "limit expired" if standing.is_expired else ""


def why_not_raised(standing: Standing, model: LimitModel) -> str:
	"""What forbids to raise the limit, whatever the figures say; "" = nothing."""
	if standing.status is not AccountStatus.ACTIVE:
		return str(standing.status.value)
	if standing.oldest_overdue_days > model.overdue_days:
		return f"{standing.oldest_overdue_days} days overdue"
	if standing.is_frozen:
		return "frozen or disabled"
	return "broken payment plan" if standing.has_broken_plan else ""


def may_raise(standing: Standing, model: LimitModel) -> bool:
	return not why_left_alone(standing) and not why_not_raised(standing, model)


def review_is_due(standing: Standing, model: LimitModel, as_of: date) -> bool:
	if not model.enabled or why_left_alone(standing):
		return False
	return standing.reviewed_on is None or (as_of - standing.reviewed_on).days >= model.review_days


def reviewed(standing: Standing, proposed: Decimal, model: LimitModel) -> Decimal | None:
	"""The limit after a review, None = it stays as it is."""
	if proposed == standing.limit or (proposed > standing.limit and not may_raise(standing, model)):
		return None
	return proposed


def triggers_to_look_at(standing: Standing, model: LimitModel, as_of: date) -> list[LimitTrigger]:
	"""Those that have cooled down and could move this limit; a run that comes twice a day moves nothing twice."""
	if why_left_alone(standing):
		return []
	since = (as_of - standing.triggered_on).days if standing.triggered_on else None
	ready = [row for row in model.triggers if since is None or since >= max(row.cool_down_days, 1)]
	return [
		row for row in ready if _moved(row, standing, model) is not None and _saw_enough(row, standing, as_of)
	]


def triggered(
	standing: Standing, observed: Mapping[str, Decimal], model: LimitModel, as_of: date
) -> Adjustment | None:
	"""The most cautious of the triggers that fire. `observed`: each trigger's figure by its name."""
	fired = []
	for trigger in triggers_to_look_at(standing, model, as_of):
		figure, new_limit = observed[trigger.trigger_name], _moved(trigger, standing, model)
		if new_limit is not None and _crosses(trigger, figure):
			fired.append(Adjustment(trigger, figure, new_limit))
	return min(fired, key=lambda found: found.new_limit, default=None)


def season_of(season: Season, as_of: date) -> tuple[date, date] | None:
	"""First and last day of the season that `as_of` lies in; None = it lies in none."""
	crosses = (season.upto_month, season.upto_day) < (season.from_month, season.from_day)
	for year in (as_of.year, as_of.year - 1):
		first = _day(year, season.from_month, season.from_day)
		last = _day(year + crosses, season.upto_month, season.upto_day)
		if first <= as_of <= last:
			return first, last
	return None


def season_key(season: Season, first: date) -> str:
	"""One season of one year; a season across new year belongs to the year in which it begins."""
	return f"{season.season_name} {first.year}"


def seasonal_limit(season: Season, standing: Standing, model: LimitModel) -> Decimal | None:
	"""The temporary limit of the season, None = the account gets none."""
	if not may_raise(standing, model):
		return None
	raised = _capped(cents(standing.limit * (HUNDRED + season.percent) / HUNDRED), standing, model)
	return raised if raised > standing.limit else None


def _crosses(trigger: LimitTrigger, figure: Decimal) -> bool:
	if trigger.comparison is Comparison.AT_LEAST:
		return figure >= trigger.threshold
	return figure <= trigger.threshold


def _saw_enough(trigger: LimitTrigger, standing: Standing, as_of: date) -> bool:
	"""Whoever is known for less than the window has not had the time to do much in it."""
	if trigger.comparison is Comparison.AT_LEAST:
		return True
	return standing.known_since is not None and standing.known_since <= trigger.since(as_of)


def _moved(trigger: LimitTrigger, standing: Standing, model: LimitModel) -> Decimal | None:
	limit = standing.limit * (HUNDRED + trigger.adjust_percent) / HUNDRED
	if not trigger.raises:
		lower = model.rounded(max(limit, ZERO))
		return lower if lower < standing.limit else None
	if not may_raise(standing, model):
		return None
	higher = model.rounded(_capped(min(limit, trigger.cap), standing, model))
	return higher if higher > standing.limit else None


def _capped(limit: Decimal, standing: Standing, model: LimitModel) -> Decimal:
	ceiling = model.ceiling(standing.risk_class)
	return limit if ceiling is None else min(limit, ceiling)


def _day(year: int, month: int, day: int) -> date:
	"""29 February is the 28th where there is none."""
	return date(year, month, min(day, monthrange(year, month)[1]))
