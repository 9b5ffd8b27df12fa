"""A limit worked out in steps that a clerk can follow with a pocket calculator."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.limit_model import HUNDRED, LimitModel
from cqs_app.engine.money import ZERO, cents


@dataclass(frozen=True, slots=True)
class ProposalFacts:
	"""What is known of a customer, in company currency.

	`purchases`: net billed in the model's months before `as_of`, less credit notes. `is_new`: never billed before.
	`days_beyond_terms`: amount-weighted over a year, None = nothing was due yet. `net_worth` None = no statement.
	"""

	as_of: date
	currency: str
	purchases: Decimal = ZERO
	documents: int = 0
	is_new: bool = False
	days_beyond_terms: Decimal | None = None
	risk_class: str = ""
	net_worth: Decimal | None = None
	net_worth_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
	"""`text` is a template whose {names} stand in `values`, so that the shell can translate it; `amount` is the limit
	after this step."""

	label: str
	text: str
	amount: Decimal
	values: Mapping[str, str] = field(default_factory=dict)

	def figures(self) -> str:
		return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Proposal:
	limit: Decimal
	steps: tuple[Step, ...]

	def as_dict(self) -> dict[str, Any]:
		"""JSON-ready; amounts as text."""
		return {
			"limit": str(self.limit),
			"steps": [
				{
					"label": step.label,
					"text": step.text,
					"values": dict(step.values),
					"amount": str(step.amount),
				}
				for step in self.steps
			],
		}


Said = tuple[str, Decimal, Mapping[str, object]]
Work = Callable[[Decimal, ProposalFacts, LimitModel], Said]


def propose(facts: ProposalFacts, model: LimitModel) -> Proposal:
	"""Purchases, times how they are paid, times the class; then bounded by net worth and by the policy's caps."""
	return work_through(_route(facts), facts, model)


def work_through(route: Sequence[tuple[str, Work]], facts: ProposalFacts, model: LimitModel) -> Proposal:
	"""From nothing, step by step; each is rounded to the cent, so that a pocket calculator follows."""
	amount, steps = ZERO, []
	for label, work in route:
		said = work(amount, facts, model)
		steps.append(_step(label, said))
		amount = steps[-1].amount
	return Proposal(amount, tuple(steps))


def with_step(proposal: Proposal, label: str, said: Said) -> Proposal:
	"""One step more, whose amount is the limit then."""
	step = _step(label, said)
	return Proposal(step.amount, (*proposal.steps, step))


def _step(label: str, said: Said) -> Step:
	text, amount, values = said
	return Step(label, text, cents(amount), {name: _plain(value) for name, value in values.items()})


def months_before(day: date, months: int) -> date:
	"""The same day of an earlier month, or that month's last day."""
	at = day.year * 12 + day.month - 1 - months
	year, month = divmod(at, 12)
	return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _route(facts: ProposalFacts) -> list[tuple[str, Work]]:
	earned = [("Purchases", _purchases), ("Payment behaviour", _payment), ("Risk class", _risk_class)]
	return [
		*([("New customer", _starter)] if facts.is_new else earned),
		("Policy minimum", _minimum),
		*BOUNDS,
	]


def _starter(_amount: Decimal, _facts: ProposalFacts, model: LimitModel) -> Said:
	return "never billed before: the starter limit of the policy", model.starter, {}


def _purchases(_amount: Decimal, facts: ProposalFacts, model: LimitModel) -> Said:
	bought = max(facts.purchases, ZERO)
	amount = bought * model.credit_months / model.history_months
	values = {
		"purchases": cents(facts.purchases),
		"months": model.history_months,
		"documents": facts.documents,
		"credit_months": model.credit_months,
	}
	text = "{purchases} billed in {months} months (invoices: {documents}) / {months} x {credit_months} months of credit"
	return text, amount, values


def _payment(amount: Decimal, facts: ProposalFacts, model: LimitModel) -> Said:
	if not model.payment_factors:
		return "the policy has no bands: no effect", amount, {}
	days = facts.days_beyond_terms
	factor = payment_factor(days, model)
	if days is None:
		return "nothing was due yet: x {factor} %", amount * factor / HUNDRED, {"factor": factor}
	values = {"days": days, "factor": factor}
	return "{days} days beyond terms: x {factor} %", amount * factor / HUNDRED, values


def payment_factor(days: Decimal | None, model: LimitModel) -> Decimal:
	"""Percent for paying so late; beyond the last band nothing. Unknown counts as punctual, never better than 100."""
	for band in model.payment_factors:
		if (days or ZERO) <= band.up_to_days_beyond_terms:
			return min(band.factor_percent, HUNDRED) if days is None else band.factor_percent
	return ZERO


def _risk_class(amount: Decimal, facts: ProposalFacts, model: LimitModel) -> Said:
	if not model.bands:
		return "the policy has no risk classes: no effect", amount, {}
	band = model.band(facts.risk_class)
	if band is None:
		factor = model.unclassified_percent
		return "not classified: x {factor} %", amount * factor / HUNDRED, {"factor": factor}
	values = {"risk_class": band.risk_class, "factor": band.limit_factor}
	return "class {risk_class}: x {factor} %", amount * band.limit_factor / HUNDRED, values


def _minimum(amount: Decimal, _facts: ProposalFacts, model: LimitModel) -> Said:
	if amount <= 0:
		return "no credit was earned: no effect", amount, {}
	if not model.minimum:
		return "the policy has none: no effect", amount, {}
	return "at least {minimum}", max(amount, model.minimum), {"minimum": cents(model.minimum)}


def _strength(amount: Decimal, facts: ProposalFacts, model: LimitModel) -> Said:
	if facts.net_worth is None:
		return "no statement known: no effect", amount, {}
	bound = max(facts.net_worth * model.net_worth_percent / HUNDRED, ZERO)
	values = {"net_worth": cents(facts.net_worth), "percent": model.net_worth_percent, "bound": cents(bound)}
	if facts.net_worth_on is None:
		return "at most {percent} % of net worth {net_worth} = {bound}", min(amount, bound), values
	text = "at most {percent} % of net worth {net_worth} on {day} = {bound}"
	return text, min(amount, bound), {**values, "day": facts.net_worth_on.isoformat()}


def _class_cap(amount: Decimal, facts: ProposalFacts, model: LimitModel) -> Said:
	band = model.band(facts.risk_class)
	if band is None or band.limit_cap is None:
		return "no cap for this class: no effect", amount, {}
	values = {"risk_class": band.risk_class, "cap": cents(band.limit_cap)}
	return "class {risk_class}: at most {cap}", min(amount, band.limit_cap), values


def _maximum(amount: Decimal, _facts: ProposalFacts, model: LimitModel) -> Said:
	if model.maximum is None:
		return "the policy has none: no effect", amount, {}
	return "at most {maximum}", min(amount, model.maximum), {"maximum": cents(model.maximum)}


def _rounding(amount: Decimal, _facts: ProposalFacts, model: LimitModel) -> Said:
	if not model.rounding:
		return "none", amount, {}
	return "down to a multiple of {multiple}", model.rounded(amount), {"multiple": model.rounding}


BOUNDS: tuple[tuple[str, Work], ...] = (
	("Financial strength", _strength),
	("Class cap", _class_cap),
	("Policy maximum", _maximum),
	("Rounding", _rounding),
)


def _plain(value: object) -> str:
	"""60.0 % is 60 %; amounts keep their cents."""
	if isinstance(value, Decimal) and value == value.to_integral_value():
		exponent = value.as_tuple().exponent
		return f"{value:,.2f}" if exponent == -2 else f"{value.quantize(Decimal(1)):,}"
	return f"{value:,}" if isinstance(value, Decimal) else str(value)
