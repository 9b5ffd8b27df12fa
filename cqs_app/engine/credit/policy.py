"""Credit policy as the engine reads it: which rules at which checkpoint, and what each of them does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.limit_model import LimitModel
from cqs_app.engine.credit.limit_model_data import limit_model_from_dict, limit_model_to_dict
from cqs_app.engine.credit.policy_values import BrokenPolicy as BrokenPolicy
from cqs_app.engine.credit.policy_values import amount as _amount
from cqs_app.engine.credit.policy_values import choice as _choice
from cqs_app.engine.credit.policy_values import rows as _rows
from cqs_app.engine.credit.policy_values import whole as _whole
from cqs_app.engine.credit.score_model import ScoreModel
from cqs_app.engine.credit.score_model_data import check_classes, score_model_from_dict, score_model_to_dict
from cqs_app.engine.credit.terms import Cycle
from cqs_app.engine.credit.vocabulary import Action, Checkpoint, Component
from cqs_app.engine.findings import Outcome
from cqs_app.engine.money import ZERO

ALWAYS_INCLUDED = frozenset({Component.RESERVED})
REVIEW_MONTHS = 12
# Percent: from where a name on a list is looked at, and from where two persons decide.
SCREENING_THRESHOLD, SCREENING_UPPER = Decimal(70), Decimal(85)
LOWEST_THRESHOLD = 50
# Regulation (EU) 2024/1624, Article 52.
OWNERSHIP_THRESHOLD = Decimal(25)


@dataclass(frozen=True, slots=True)
class RuleRow:
	"""One line of a policy. `checkpoint` None = every checkpoint. `threshold` is in the rule's own unit. `implicit`: no
	line of it, but what binds where it is silent."""

	rule: str
	action: Action
	checkpoint: Checkpoint | None = None
	threshold: Decimal = ZERO
	grace_days: int = 0
	implicit: bool = False

	def applies_at(self, checkpoint: Checkpoint) -> bool:
		return self.checkpoint is None or self.checkpoint is checkpoint

	@property
	def outcome(self) -> Outcome:
		return Outcome(self.action.value)


@dataclass(frozen=True, slots=True)
class ComponentRow:
	component: Component
	include: bool = True
	sub_limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ApprovalLevel:
	"""`role` may approve up to this amount, and a raise of a limit by up to `up_to_increase`; 0 = any."""

	up_to_amount: Decimal
	role: str
	up_to_increase: Decimal = ZERO

	def height(self) -> tuple[bool, Decimal, bool, Decimal]:
		return self.up_to_amount == 0, self.up_to_amount, self.up_to_increase == 0, self.up_to_increase

	def reaches(self, amount: Decimal, increase: Decimal) -> bool:
		within = self.up_to_amount == 0 or amount <= self.up_to_amount
		return within and (self.up_to_increase == 0 or increase <= self.up_to_increase)


@dataclass(frozen=True, slots=True)
class Policy:
	"""`segregate_duties`: opener, financial reviewer, compliance reviewer and approver of a qualification are four
	people. `review_months_default`: until when a customer without a class is reviewed again. In percent:
	`screening_threshold`, from where a name on a list opens a match, `screening_upper`, from where two persons clear it,
	`ownership_threshold`, the share of a customer from which a person is a beneficial owner."""

	name: str
	version: int
	rules: tuple[RuleRow, ...]
	components: tuple[ComponentRow, ...] = ()
	approval_levels: tuple[ApprovalLevel, ...] = ()
	horizon_days: int = 0
	shipped_action: Outcome = Outcome.WARN
	limits: LimitModel = field(default_factory=LimitModel)
	standard_terms: str = ""
	invoicing_cycle: Cycle | None = None
	max_discount: Decimal | None = None
	honour_promises: bool = False
	promise_max_days: int = 0
	score: ScoreModel = field(default_factory=ScoreModel)
	segregate_duties: bool = True
	review_months_default: int = REVIEW_MONTHS
	screening_threshold: Decimal = SCREENING_THRESHOLD
	screening_upper: Decimal = SCREENING_UPPER
	ownership_threshold: Decimal = OWNERSHIP_THRESHOLD

	def rows_at(self, checkpoint: Checkpoint) -> list[RuleRow]:
		return [row for row in self.rules if row.applies_at(checkpoint)]

	def _component(self, component: Component) -> ComponentRow | None:
		return next((row for row in self.components if row.component is component), None)

	def includes(self, component: Component) -> bool:
		if component in ALWAYS_INCLUDED:
			return True
		row = self._component(component)
		return row.include if row else False

	def sub_limit(self, component: Component) -> Decimal | None:
		row = self._component(component)
		return row.sub_limit if row else None

	def approver_roles(self, amount: Decimal, increase: Decimal = ZERO) -> list[str]:
		"""Roles whose level reaches `amount` and, for a limit that is raised, `increase`, lowest level first; a higher
		level may always act for a lower one."""
		levels = sorted(self.approval_levels, key=ApprovalLevel.height)
		lowest = next((at for at, level in enumerate(levels) if level.reaches(amount, increase)), len(levels))
		return [level.role for level in levels[lowest:]]


def policy_from_dict(data: Mapping[str, Any], known_rules: Sequence[str]) -> Policy:
	"""Read a policy from plain data (a stored version, or a POLICY.json file). Raises BrokenPolicy."""
	name = str(data.get("policy_name") or data.get("name") or "")
	if not name:
		raise BrokenPolicy("policy_name is missing")
	rules = tuple(_rule(row, at, known_rules) for at, row in enumerate(_rows(data, "rules"), 1))
	if not rules:
		raise BrokenPolicy("rules: a policy needs at least one rule")
	components = tuple(_component(row, at) for at, row in enumerate(_rows(data, "components"), 1))
	named = [row.component for row in components]
	twice = {component.value for component in named if named.count(component) > 1}
	if twice:
		raise BrokenPolicy(f"components: {', '.join(sorted(twice))} stands there twice")
	levels = tuple(_level(row, at) for at, row in enumerate(_rows(data, "approval_levels"), 1))
	limits, score = limit_model_from_dict(data), score_model_from_dict(data)
	check_classes(score, limits.bands)
	return Policy(
		name=name,
		version=_whole(data.get("version") or 1, "version"),
		rules=rules,
		components=components,
		approval_levels=levels,
		horizon_days=_whole(data.get("horizon_days") or 0, "horizon_days"),
		shipped_action=_choice(Outcome, data.get("shipped_action") or "Warn", "shipped_action"),
		limits=limits,
		standard_terms=str(data.get("standard_terms") or ""),
		invoicing_cycle=_cycle(data.get("invoicing_cycle")),
		max_discount=_max_discount(data),
		honour_promises=bool(_whole(data.get("honour_promises") or 0, "honour_promises")),
		promise_max_days=_whole(data.get("promise_max_days") or 0, "promise_max_days"),
		score=score,
		segregate_duties=bool(_whole_or(data, "segregate_duties", 1)),
		review_months_default=_review_months(data),
		**_screening(data),
		ownership_threshold=_ownership_threshold(data),
	)


def policy_to_dict(policy: Policy) -> dict[str, Any]:
	"""The inverse of `policy_from_dict`; JSON-ready, amounts as text."""
	return {
		"policy_name": policy.name,
		"version": policy.version,
		"horizon_days": policy.horizon_days,
		"shipped_action": policy.shipped_action.value,
		"standard_terms": policy.standard_terms,
		"invoicing_cycle": policy.invoicing_cycle.value if policy.invoicing_cycle else "",
		"limits_discount": int(policy.max_discount is not None),
		"max_discount_percent": str(policy.max_discount or 0),
		"honour_promises": int(policy.honour_promises),
		"promise_max_days": policy.promise_max_days,
		"segregate_duties": int(policy.segregate_duties),
		"review_months_default": policy.review_months_default,
		"screening_threshold": str(policy.screening_threshold),
		"screening_upper": str(policy.screening_upper),
		"ownership_threshold": str(policy.ownership_threshold),
		"rules": [
			{
				"rule": row.rule,
				"checkpoint": row.checkpoint.value if row.checkpoint else "",
				"threshold": str(row.threshold),
				"grace_days": row.grace_days,
				"action": row.action.value,
			}
			for row in policy.rules
		],
		"components": [
			{
				"component": row.component.value,
				"include": int(row.include),
				"sub_limit": str(row.sub_limit or 0),
			}
			for row in policy.components
		],
		"approval_levels": [
			{
				"up_to_amount": str(level.up_to_amount),
				"role": level.role,
				"up_to_increase": str(level.up_to_increase),
			}
			for level in policy.approval_levels
		],
		**limit_model_to_dict(policy.limits),
		**score_model_to_dict(policy.score),
	}


def _cycle(value: object) -> Cycle | None:
	return _choice(Cycle, value, "invoicing_cycle") if value else None


def _whole_or(data: Mapping[str, Any], key: str, usual: int) -> int:
	"""Versions from before the key have the usual value."""
	return usual if data.get(key) in (None, "") else _whole(data[key], key)


def _review_months(data: Mapping[str, Any]) -> int:
	months = _whole_or(data, "review_months_default", REVIEW_MONTHS)
	if not months:
		raise BrokenPolicy("review_months_default: at least one month must lie between two reviews")
	return months


def _screening(data: Mapping[str, Any]) -> dict[str, Decimal]:
	"""Versions from before the bands have the usual ones. Below 50 % everybody would match somebody."""
	threshold = _amount(data.get("screening_threshold"), "screening_threshold") or SCREENING_THRESHOLD
	upper = _amount(data.get("screening_upper"), "screening_upper") or SCREENING_UPPER
	if not LOWEST_THRESHOLD <= threshold <= upper <= 100:
		raise BrokenPolicy(
			f"screening: a match is looked at from {threshold} % and decided by two persons from {upper} %; "
			f"both lie between {LOWEST_THRESHOLD} and 100, and the second is not lower"
		)
	return {"screening_threshold": threshold, "screening_upper": upper}


def _ownership_threshold(data: Mapping[str, Any]) -> Decimal:
	given = data.get("ownership_threshold")
	if given in (None, ""):
		return OWNERSHIP_THRESHOLD
	percent = _amount(given, "ownership_threshold")
	if not 0 < percent <= 100:
		raise BrokenPolicy(f"ownership_threshold: {percent} is not more than 0 and at most 100 percent")
	return percent


def _max_discount(data: Mapping[str, Any]) -> Decimal | None:
	"""None unless `limits_discount` is on, because 0 percent is a limit too."""
	percent = _amount(data.get("max_discount_percent"), "max_discount_percent")
	if percent > 100:
		raise BrokenPolicy(f"max_discount_percent: {percent} is more than 100")
	return percent if _whole(data.get("limits_discount") or 0, "limits_discount") else None


def _rule(row: Mapping[str, Any], at: int, known: Sequence[str]) -> RuleRow:
	where = f"rules, row {at}"
	if row.get("rule") not in known:
		raise BrokenPolicy(f"{where}: {row.get('rule')!r} is no known rule")
	checkpoint = row.get("checkpoint")
	return RuleRow(
		rule=str(row["rule"]),
		action=_choice(Action, row.get("action"), f"{where}, action"),
		checkpoint=_choice(Checkpoint, checkpoint, f"{where}, checkpoint") if checkpoint else None,
		threshold=_amount(row.get("threshold"), f"{where}, threshold"),
		grace_days=_whole(row.get("grace_days") or 0, f"{where}, grace_days"),
	)


def _component(row: Mapping[str, Any], at: int) -> ComponentRow:
	where = f"components, row {at}"
	limit = _amount(row.get("sub_limit"), f"{where}, sub_limit")
	return ComponentRow(
		component=_choice(Component, row.get("component"), f"{where}, component"),
		include=bool(_whole(row.get("include", 1) or 0, f"{where}, include")),
		sub_limit=limit or None,
	)


def _level(row: Mapping[str, Any], at: int) -> ApprovalLevel:
	if not row.get("role"):
		raise BrokenPolicy(f"approval_levels, row {at}: role is missing")
	where = f"approval_levels, row {at}"
	amount = _amount(row.get("up_to_amount"), f"{where}, up_to_amount")
	increase = _amount(row.get("up_to_increase"), f"{where}, up_to_increase")
	return ApprovalLevel(amount, str(row["role"]), increase)
