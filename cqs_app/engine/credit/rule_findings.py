"""Findings as the rules make them: about the document at the gate, with the outcome that the policy's row gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.policy import RuleRow
from cqs_app.engine.findings import Finding, Outcome
from cqs_app.engine.money import Money


def finding_of(
	facts: Facts, row: RuleRow, observed: str, threshold: str, text: str, /, **values: str
) -> Finding:
	"""`text` is a template whose {names} stand in `values`."""
	return Finding(row.rule, row.outcome, observed, threshold, facts.document.subject, text, values)


def missing(facts: Facts, row: RuleRow, what: str) -> Finding:
	"""A fact that a rule needs could not be had: nothing passes silently."""
	text = "The {what} could not be determined, so the document is held"
	return at_least_hold(finding_of(facts, row, "unknown", str(row.threshold), text, what=what))


def with_outcome(finding: Finding, outcome: Outcome) -> Finding:
	return replace(finding, outcome=outcome)


def at_least_hold(finding: Finding) -> Finding:
	return with_outcome(finding, max(finding.outcome, Outcome.HOLD, key=lambda outcome: outcome.rank))


def in_currency(facts: Facts, amount: Decimal) -> str:
	"""An amount in the account's currency, as text."""
	return str(Money(amount, facts.account.currency))
