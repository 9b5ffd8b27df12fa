"""The limit that a dossier proposes, in the steps of a policy's limit proposals (`engine/credit/proposal.py`)."""

from __future__ import annotations

from decimal import Decimal

from cqs_app.engine.credit.limit_model import HUNDRED, LimitModel
from cqs_app.engine.credit.proposal import BOUNDS, Proposal, ProposalFacts, Said, with_step, work_through
from cqs_app.engine.money import ZERO, cents


def propose_new(requested: Decimal, facts: ProposalFacts, model: LimitModel) -> Proposal:
	"""For somebody never billed: what he asks for, times the factor of his class, within the bounds of the policy.

	Never more than requested. Without a class nothing is proposed, because nothing is known that speaks for credit;
	unless the policy has no classes at all.
	"""

	def asked(_amount: Decimal, _facts: ProposalFacts, _model: LimitModel) -> Said:
		return "requested: {requested}", max(requested, ZERO), {"requested": cents(requested)}

	return work_through([("Requested limit", asked), ("Risk class", _risk_class), *BOUNDS], facts, model)


def at_most(proposal: Proposal, requested: Decimal) -> Proposal:
	"""What purchases have earned, but no more than was requested."""
	asked = max(requested, ZERO)
	said = "at most what was requested: {requested}", min(proposal.limit, asked), {"requested": cents(asked)}
	return with_step(proposal, "Requested limit", said)


def _risk_class(amount: Decimal, facts: ProposalFacts, model: LimitModel) -> Said:
	if not model.bands:
		return "the policy has no risk classes: no effect", amount, {}
	band = model.band(facts.risk_class)
	if band is None:
		if facts.risk_class:
			return "{risk_class} is no class of the policy: no credit", ZERO, {"risk_class": facts.risk_class}
		return "no risk class yet: nothing is proposed before there is a score", ZERO, {}
	factor = min(band.limit_factor, HUNDRED)
	return (
		"class {risk_class}: x {factor} %, never more than requested",
		amount * factor / HUNDRED,
		{"risk_class": band.risk_class, "factor": band.limit_factor},
	)
