"""Sample facts on which a policy is tried before it may be stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.facts import Account, AgedItem, Document, Facts
from cqs_app.engine.credit.plans import Arrangements, LivePlan
from cqs_app.engine.credit.policy import BrokenPolicy, Policy
from cqs_app.engine.credit.terms import Agreed, Instalment, Offer, Source, Template, Term
from cqs_app.engine.credit.vocabulary import AccountStatus, Checkpoint, Component, PlanStatus
from cqs_app.engine.findings import Outcome
from cqs_app.engine.money import ZERO

AS_OF = date(2025, 6, 30)
AGREED = Agreed(Template("Net 30", (Term(Decimal(100), 30),)), Source.CUSTOMER, max_discount=Decimal(5))
BROKEN_PLAN = Arrangements((LivePlan("SAMPLE", PlanStatus.BROKEN, Decimal(100), date(2025, 6, 1)),), 1)


def sample_facts() -> Iterator[Facts]:
	"""A small and a huge document of a good, a late, a held and a never assessed customer at every checkpoint."""
	good = Account("Sample", "Sample Co", "USD", is_assessed=True, credit_limit=Decimal(1000), agreed=AGREED)
	late = (AgedItem(5, Decimal(100)), AgedItem(400, Decimal(900)))
	for checkpoint in Checkpoint:
		for amount in (Decimal(1), Decimal("1e12")):
			document = Document(checkpoint, "SAMPLE", amount, amount, offer=_offer(amount))
			for account in (
				good,
				Account("Sample", "Sample Co", "USD"),
				Account("Sample", "Sample Co", "USD", status=AccountStatus.FORCED_HOLD),
			):
				for overdue in ((), late):
					yield Facts(
						AS_OF,
						account,
						document,
						{Component.RECEIVABLE: Decimal(500)},
						overdue,
						1,
						Decimal(5000),
						BROKEN_PLAN,
					)


def _offer(amount: Decimal) -> Offer:
	"""Later and cheaper than agreed."""
	return Offer(
		AS_OF, amount, (Instalment(date(2025, 8, 31), amount, Decimal(2), AS_OF),), Decimal(10), "Sample"
	)


def prove(policy: Policy) -> None:
	"""Evaluate the policy on the sample; raise BrokenPolicy when it fails or refuses what never may be refused."""
	for facts in sample_facts():
		try:
			decision = decide(facts, policy)
		except Exception as error:
			raise BrokenPolicy(
				f"the policy fails at {facts.document.checkpoint.value}: {type(error).__name__}: {error}"
			) from error
		if facts.document.checkpoint is Checkpoint.QUOTATION and decision.refuses:
			raise BrokenPolicy("a quotation would be refused")
	if all(row.threshold == ZERO and row.rule == "Maximum Document Value" for row in policy.rules):
		raise BrokenPolicy("Maximum Document Value needs a threshold")
	if policy.shipped_action is Outcome.PASS:
		raise BrokenPolicy("shipped_action: Pass would hide a refusal; use Warn or Hold")
