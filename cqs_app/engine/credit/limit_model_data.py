"""Reads and writes the limit model of a policy. Every key may be missing: older versions do not have it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cqs_app.engine.credit.limit_model import (
	HUNDRED,
	Comparison,
	LimitModel,
	LimitTrigger,
	Metric,
	PaymentFactor,
	RiskBand,
	Season,
)
from cqs_app.engine.credit.policy_values import BrokenPolicy, amount, choice, number, rows, whole
from cqs_app.engine.money import ZERO

WHOLE = {
	"history_months": "auto_limit_months",
	"overdue_days": "auto_limit_overdue_days",
	"review_days": "auto_limit_review_days",
}
AMOUNTS = {
	"credit_months": "auto_limit_credit_months",
	"rounding": "auto_limit_rounding",
	"starter": "auto_limit_starter",
	"minimum": "auto_limit_minimum",
	"maximum": "auto_limit_maximum",
	"net_worth_percent": "auto_limit_net_worth_percent",
	"unclassified_percent": "auto_limit_unclassified_percent",
	"tolerance_percent": "auto_limit_tolerance_percent",
	"tolerance_amount": "auto_limit_tolerance_amount",
}
ANY_LEAP_YEAR = 2024


def limit_model_from_dict(data: Mapping[str, Any]) -> LimitModel:
	"""Raises BrokenPolicy for what would make proposals senseless."""
	figures: dict[str, Any] = {
		name: whole(data[key], key) for name, key in WHOLE.items() if _given(data, key)
	}
	figures |= {name: amount(data[key], key) for name, key in AMOUNTS.items() if _given(data, key)}
	model = LimitModel(
		**figures,
		enabled=bool(whole(data.get("auto_limits_enabled") or 0, "auto_limits_enabled")),
		bands=tuple(_band(row, at) for at, row in enumerate(rows(data, "risk_bands"), 1)),
		payment_factors=_payment_factors(data),
		triggers=tuple(_trigger(row, at) for at, row in enumerate(rows(data, "limit_triggers"), 1)),
		seasons=tuple(_season(row, at) for at, row in enumerate(rows(data, "seasons"), 1)),
	)
	_check(model)
	return model


def limit_model_to_dict(model: LimitModel) -> dict[str, Any]:
	"""The inverse; JSON-ready, amounts as text."""
	return {
		"auto_limits_enabled": int(model.enabled),
		**{key: getattr(model, name) for name, key in WHOLE.items()},
		**{key: _text(getattr(model, name)) for name, key in AMOUNTS.items()},
		"risk_bands": [
			{
				"risk_class": band.risk_class,
				"from_score": str(band.from_score),
				"review_months": band.review_months,
				"limit_cap": _text(band.limit_cap),
				"limit_factor": str(band.limit_factor),
			}
			for band in model.bands
		],
		"payment_factors": [
			{
				"up_to_days_beyond_terms": str(row.up_to_days_beyond_terms),
				"factor_percent": str(row.factor_percent),
			}
			for row in model.payment_factors
		],
		"limit_triggers": [_trigger_data(trigger) for trigger in model.triggers],
		"seasons": [_season_data(season) for season in model.seasons],
	}


def _given(data: Mapping[str, Any], key: str) -> bool:
	return data.get(key) not in (None, "")


def _text(value: Decimal | None) -> str | None:
	return None if value is None else str(value)


def _check(model: LimitModel) -> None:
	if model.history_months < 1:
		raise BrokenPolicy("auto_limit_months: purchases of at least one month are needed")
	if model.rounding and model.minimum % model.rounding:
		raise BrokenPolicy("auto_limit_minimum: must be a multiple of auto_limit_rounding")
	if model.enabled and model.review_days < 1:
		raise BrokenPolicy("auto_limit_review_days: at least one day must lie between two reviews")
	for key, names in (
		("risk_bands", [band.risk_class for band in model.bands]),
		("limit_triggers", [trigger.trigger_name for trigger in model.triggers]),
		("seasons", [season.season_name for season in model.seasons]),
	):
		if twice := sorted({name for name in names if names.count(name) > 1}):
			raise BrokenPolicy(f"{key}: {', '.join(twice)} stands there twice")


def _band(row: Mapping[str, Any], at: int) -> RiskBand:
	where = f"risk_bands, row {at}"
	factor = row.get("limit_factor")
	return RiskBand(
		risk_class=_name(row, "risk_class", where),
		from_score=number(row.get("from_score"), f"{where}, from_score"),
		review_months=whole(row.get("review_months") or 0, f"{where}, review_months"),
		limit_cap=amount(row["limit_cap"], f"{where}, limit_cap") if _given(row, "limit_cap") else None,
		limit_factor=HUNDRED if factor in (None, "") else amount(factor, f"{where}, limit_factor"),
	)


def _payment_factors(data: Mapping[str, Any]) -> tuple[PaymentFactor, ...]:
	"""By days; who pays later must never get more."""
	read = []
	for at, row in enumerate(rows(data, "payment_factors"), 1):
		where = f"payment_factors, row {at}"
		days = amount(row.get("up_to_days_beyond_terms"), f"{where}, up_to_days_beyond_terms")
		read.append(PaymentFactor(days, amount(row.get("factor_percent"), f"{where}, factor_percent")))
	read.sort(key=lambda factor: factor.up_to_days_beyond_terms)
	for better, worse in pairwise(read):
		days = worse.up_to_days_beyond_terms
		if days == better.up_to_days_beyond_terms:
			raise BrokenPolicy(f"payment_factors: {days} days stand there twice")
		if worse.factor_percent > better.factor_percent:
			raise BrokenPolicy(f"payment_factors: up to {days} days gives more than paying earlier does")
	return tuple(read)


def _trigger(row: Mapping[str, Any], at: int) -> LimitTrigger:
	where = f"limit_triggers, row {at}"
	trigger = LimitTrigger(
		trigger_name=_name(row, "trigger_name", where),
		metric=choice(Metric, row.get("metric"), f"{where}, metric"),
		comparison=choice(Comparison, row.get("comparison"), f"{where}, comparison"),
		threshold=amount(row.get("threshold"), f"{where}, threshold"),
		window_days=whole(row.get("window_days") or 0, f"{where}, window_days"),
		adjust_percent=number(row.get("adjust_percent"), f"{where}, adjust_percent"),
		cap=amount(row.get("cap"), f"{where}, cap"),
		cool_down_days=whole(row.get("cool_down_days") or 0, f"{where}, cool_down_days"),
	)
	if trigger.window_days < 1:
		raise BrokenPolicy(f"{where}, window_days: at least one day must be looked at")
	if not trigger.adjust_percent or trigger.adjust_percent < -HUNDRED:
		raise BrokenPolicy(f"{where}, adjust_percent: {trigger.adjust_percent} moves no limit")
	if trigger.raises and not trigger.cap:
		raise BrokenPolicy(f"{where}, cap: raising limits needs a highest limit")
	return trigger


def _trigger_data(trigger: LimitTrigger) -> dict[str, Any]:
	return {
		"trigger_name": trigger.trigger_name,
		"metric": trigger.metric.value,
		"comparison": trigger.comparison.value,
		"threshold": str(trigger.threshold),
		"window_days": trigger.window_days,
		"adjust_percent": str(trigger.adjust_percent),
		"cap": str(trigger.cap),
		"cool_down_days": trigger.cool_down_days,
	}


def _season(row: Mapping[str, Any], at: int) -> Season:
	where = f"seasons, row {at}"
	parts = {
		key: whole(row.get(key) or 0, f"{where}, {key}")
		for key in ("from_month", "from_day", "upto_month", "upto_day")
	}
	for end in ("from", "upto"):
		try:
			date(ANY_LEAP_YEAR, parts[f"{end}_month"], parts[f"{end}_day"])
		except ValueError:
			day = f"{parts[f'{end}_day']}.{parts[f'{end}_month']}."
			raise BrokenPolicy(f"{where}: {day} is no day of the year") from None
	percent = amount(row.get("percent"), f"{where}, percent")
	if percent <= ZERO:
		raise BrokenPolicy(f"{where}, percent: 0 raises no limit")
	return Season(_name(row, "season_name", where), percent=percent, **parts)


def _season_data(season: Season) -> dict[str, Any]:
	return {
		"season_name": season.season_name,
		"from_month": season.from_month,
		"from_day": season.from_day,
		"upto_month": season.upto_month,
		"upto_day": season.upto_day,
		"percent": str(season.percent),
	}


def _name(row: Mapping[str, Any], key: str, where: str) -> str:
	name = str(row.get(key) or "").strip()
	if not name:
		raise BrokenPolicy(f"{where}: {key} is missing")
	return name
