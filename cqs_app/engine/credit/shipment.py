"""Letters of credit bound to an order: what leaves too late is not paid by the bank, whatever the limit would carry."""

from __future__ import annotations

from datetime import date

from cqs_app.engine.credit.cover import Guarantee
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.policy import Policy, RuleRow
from cqs_app.engine.credit.vocabulary import GuaranteeType
from cqs_app.engine.findings import Finding, Outcome

ENOUGH_DAYS = 5


def letter_of_credit(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""Goods of an order that a letter of credit is bound to must leave by its latest shipment date; fewer than the threshold (default 5) in days to present the documents, or missing documents, are warned about."""
	if facts.document.ships_on is None:
		return []
	# A posting date in the past proves no shipment: the day of the check counts, or a later one that is written down.
	shipped_on = max(facts.document.ships_on, facts.as_of)
	found = []
	for order in facts.document.orders:
		bound = [
			one
			for one in facts.account.guarantees
			if one.order == order and one.kind == GuaranteeType.LETTER_OF_CREDIT.value
		]
		if bound:
			best = max(bound, key=lambda one: one.last_shipment_on or date.max)
			found += _shipped(facts, row, order, best, shipped_on)
	return found


def _shipped(facts: Facts, row: RuleRow, order: str, letter: Guarantee, shipped_on: date) -> list[Finding]:
	last = letter.last_shipment_on
	if last and shipped_on > last:
		text = (
			"Letter of credit {letter}, bound to order {order}, pays for nothing that leaves after {threshold}; these "
			"goods leave on {observed}. Have it amended by the bank before they leave"
		)
		values = {"letter": letter.name, "order": order, "threshold": last.isoformat()}
		values["observed"] = shipped_on.isoformat()
		return [_finding(facts, row, row.outcome, shipped_on.isoformat(), last.isoformat(), text, values)]
	return [*_short(facts, row, letter, shipped_on), *_missing(facts, row, letter)]


def _short(facts: Facts, row: RuleRow, letter: Guarantee, shipped_on: date) -> list[Finding]:
	until, enough = letter.presentation_until(shipped_on), int(row.threshold) or ENOUGH_DAYS
	if until is None or (until - shipped_on).days >= enough:
		return []
	text = "The documents must reach the bank of letter of credit {letter} by {until}, {observed} days after shipment"
	observed = str((until - shipped_on).days)
	values = {"letter": letter.name, "until": until.isoformat(), "observed": observed}
	return [_finding(facts, row, Outcome.WARN, observed, str(enough), text, values)]


def _missing(facts: Facts, row: RuleRow, letter: Guarantee) -> list[Finding]:
	if not letter.missing_documents:
		return []
	text = "Letter of credit {letter} asks for documents that are not there yet: {observed}"
	observed = ", ".join(letter.missing_documents)
	return [
		_finding(facts, row, Outcome.WARN, observed, "", text, {"letter": letter.name, "observed": observed})
	]


def _finding(
	facts: Facts,
	row: RuleRow,
	outcome: Outcome,
	observed: str,
	threshold: str,
	text: str,
	values: dict[str, str],
) -> Finding:
	return Finding(row.rule, outcome, observed, threshold, facts.document.subject, text, values)
