"""Facts and policy in, decision out: every finding is collected, then combined once.

Softening. An invoice for goods that left already is refused too late, so a Hold on it becomes the policy's
`shipped_action`; a document that only continues a released order or delivery is warned, not held again, unless the account was put on hold meanwhile. Neither
applies when the document adds exposure of its own, and neither softens a Block, a shipment that its letter of credit
does not pay, or terms, which can still be put right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from cqs_app.engine.credit.exposure import Exposure, exposure_of
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.implicit import STATUS_ROW, rows_at
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.vocabulary import Checkpoint, RuleName
from cqs_app.engine.findings import Finding, Outcome, combined

NEVER_REFUSED = frozenset({Checkpoint.QUOTATION})
NEVER_SOFTENED = frozenset({RuleName.LETTER_OF_CREDIT.value, RuleName.PAYMENT_TERMS.value})
INVOICES = frozenset({Checkpoint.SALES_INVOICE, Checkpoint.POS_INVOICE})


@dataclass(frozen=True, slots=True)
class Decision:
	"""`limit` None = unlimited. `exposure` is that before the document."""

	outcome: Outcome
	findings: tuple[Finding, ...]
	exposure: Exposure
	limit: Decimal | None
	policy: str
	policy_version: int

	@property
	def refuses(self) -> bool:
		return self.outcome.refuses


def decide(facts: Facts, policy: Policy) -> Decision:
	"""Run the policy's rules at the document's checkpoint. What only lowers exposure always passes; a delivery or
	an invoice that continues an order does not, though a discount may have made it a cent cheaper."""
	lowers = facts.document.increase < 0 and facts.document.adds_nothing
	found = [] if lowers else _findings(facts, policy)
	findings = tuple(_softened(facts, policy, finding) for finding in found)
	return Decision(
		outcome=combined(findings),
		findings=findings,
		exposure=exposure_of(facts.components, policy),
		limit=facts.account.effective_limit(facts.as_of, facts.document),
		policy=policy.name,
		policy_version=policy.version,
	)


def _findings(facts: Facts, policy: Policy) -> list[Finding]:
	"""What somebody decided for this very account binds also where the policy is silent on it: its status, the last
	day of its limit, its group, its letters of credit."""
	rows = rows_at(policy, facts.document.checkpoint)
	return [finding for row in rows for finding in RULES[row.rule].function(facts, policy, row)]


def _softened(facts: Facts, policy: Policy, finding: Finding) -> Finding:
	document = facts.document
	if not finding.outcome.refuses:
		return finding
	if document.checkpoint in NEVER_REFUSED:
		return replace(finding, outcome=Outcome.WARN, softened="a quotation is never refused")
	if document.never_refused:
		return replace(finding, outcome=Outcome.WARN, softened=document.never_refused)
	if finding.outcome is Outcome.BLOCK or document.increase > 0 or finding.rule in NEVER_SOFTENED:
		return finding
	if document.shipped and document.checkpoint in INVOICES:
		if policy.shipped_action.rank < finding.outcome.rank:
			return replace(finding, outcome=policy.shipped_action, softened="the goods have left already")
	elif document.released_upstream and finding.rule != STATUS_ROW.rule:
		return replace(finding, outcome=Outcome.WARN, softened="its order or delivery was released")
	return finding
