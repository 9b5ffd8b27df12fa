"""The rules. Each is a function of the facts, the policy and its row; the registry below lists them.

A new rule is one function and one line in RULES. Another app adds its own with `register`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cqs_app.engine.credit import compliance_rule, plan_rule, qualification_rule
from cqs_app.engine.credit.exposure import exposure_of
from cqs_app.engine.credit.facts import AgedItem, Facts
from cqs_app.engine.credit.implicit import rows_at
from cqs_app.engine.credit.policy import Policy, RuleRow
from cqs_app.engine.credit.rule_findings import (
	at_least_hold,
	finding_of,
	in_currency,
	missing,
	with_outcome,
)
from cqs_app.engine.credit.shipment import letter_of_credit
from cqs_app.engine.credit.terms import differences
from cqs_app.engine.credit.vocabulary import AccountStatus, Checkpoint, RuleName
from cqs_app.engine.findings import Finding, Outcome
from cqs_app.engine.money import CENT, ZERO, Money

RuleFunction = Callable[[Facts, Policy, RuleRow], "list[Finding]"]
HUNDRED = Decimal(100)
LOWEST_RATE = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Rule:
	"""A registered rule. `needs` names the facts that must be gathered for it; `unit` is that of its threshold."""

	name: str
	function: RuleFunction
	unit: str = ""
	needs: frozenset[str] = frozenset()

	@property
	def summary(self) -> str:
		return (self.function.__doc__ or "").strip()


def credit_limit(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""Exposure with this document must stay within the given percent (default 100) of the effective limit, each component within its own limit."""
	account, document = facts.account, facts.document
	limit = account.own_limit(facts.as_of, document)
	exposure = exposure_of(facts.components, policy)
	if document.adds_nothing:
		return []
	found = [*_over_sub_limits(facts, policy, row), *_doubtful_rate(facts, row)]
	decided = (
		account.is_assessed or account.is_unlimited or account.temporary_limit_upto or account.guarantees
	)
	if limit is None or not decided:
		return found
	allowed = limit * (row.threshold or HUNDRED) / HUNDRED
	after = exposure.total + document.increase
	if after <= max(allowed, ZERO):
		return found
	text = (
		"Exposure {before} and {increase} from this document make {observed}, {excess} more than the "
		"{percent} % of the credit limit {limit} that may be used"
		if row.threshold not in (ZERO, HUNDRED)
		else "Exposure {before} and {increase} from this document make {observed}, {excess} more than the credit limit {limit}"
	)
	return [
		*found,
		*_without_rate(facts, row),
		finding_of(
			facts,
			row,
			str(after),
			str(allowed),
			text,
			before=in_currency(facts, exposure.total),
			increase=in_currency(facts, document.increase),
			observed=in_currency(facts, after),
			excess=in_currency(facts, after - max(allowed, ZERO)),
			limit=in_currency(facts, limit),
			percent=f"{row.threshold:f}",
		),
	]


def overdue_days(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""The oldest open item must not be overdue by more days than the threshold and the grace days together."""
	if facts.overdue is None:
		return [missing(facts, row, "overdue items")]
	oldest = max((item.days for item in _counting(facts.overdue)), default=0)
	allowed = int(row.threshold) + row.grace_days
	if oldest <= allowed:
		return []
	text = "The oldest open item is {observed} days overdue; {threshold} days are allowed"
	return [
		finding_of(facts, row, str(oldest), str(allowed), text, observed=str(oldest), threshold=str(allowed))
	]


def overdue_amount(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""The sum overdue by more than the grace days must not exceed the threshold."""
	if facts.overdue is None:
		return [missing(facts, row, "overdue items")]
	amount = _overdue_after_grace(facts, row)
	if amount <= row.threshold:
		return []
	text = "{observed} are overdue by more than {grace} days; {threshold} are allowed"
	return [
		finding_of(
			facts,
			row,
			str(amount),
			str(row.threshold),
			text,
			observed=in_currency(facts, amount),
			grace=str(row.grace_days),
			threshold=in_currency(facts, row.threshold),
		)
	]


def overdue_percent(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""The sum overdue by more than the grace days must not exceed the threshold, in percent of the receivable balance."""
	if facts.overdue is None:
		return [missing(facts, row, "overdue items")]
	amount = _overdue_after_grace(facts, row)
	balance = next((v for c, v in facts.components.items() if c.value == "receivable"), ZERO)
	if amount <= 0:
		return []
	percent = HUNDRED if balance <= 0 else min(amount / balance * HUNDRED, HUNDRED)
	if percent <= row.threshold:
		return []
	text = "{observed} % of the receivable balance are overdue by more than {grace} days; {threshold} % are allowed"
	values = {
		"observed": f"{percent:.1f}",
		"grace": str(row.grace_days),
		"threshold": f"{row.threshold.normalize():f}",
	}
	return [finding_of(facts, row, f"{percent:.2f}", str(row.threshold), text, **values)]


def maximum_document_value(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""A single document must not be worth more than the threshold."""
	amount = facts.document.amount
	if row.threshold <= 0 or amount <= row.threshold:
		return []
	text = "This document is worth {observed}; a single one may be worth {threshold}"
	values = {"observed": in_currency(facts, amount), "threshold": in_currency(facts, row.threshold)}
	return [finding_of(facts, row, str(amount), str(row.threshold), text, **values)]


def payment_terms(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""Days to pay, discounts for early payment and discounts on the price must be no better for the customer than agreed; the threshold is the number of days tolerated beyond."""
	agreed, offer = facts.account.agreed, facts.document.offer
	if agreed is None or offer is None:
		return []
	return [
		finding_of(facts, row, found.observed, found.threshold, found.text, **found.values)
		for found in differences(agreed, offer, int(row.threshold))
	]


def qualification(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""The customer must have been assessed: a limit (also one of 0) or unlimited credit was decided. Where he has a qualification it must be in force (always a Hold): not rejected, expired by more than the grace days, nor waiting for its contract or for compliance."""
	return [*_not_assessed(facts, policy, row), *_not_qualified(facts, policy, row)]


def _not_assessed(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	account = facts.account
	if row.implicit or account.is_assessed or account.is_unlimited:
		return []
	text = "No credit limit was ever decided for {customer}; open exposure is {observed}"
	observed = exposure_of(facts.components, policy).total + facts.document.increase
	values = {"customer": account.customer, "observed": in_currency(facts, observed)}
	return [finding_of(facts, row, "not assessed", "assessed", text, **values)]


def _not_qualified(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""What needs no credit, because it was paid in advance or adds nothing, needs no qualification either."""
	after = exposure_of(facts.components, policy).total + facts.document.increase
	if facts.document.adds_nothing or after <= 0:
		return []
	found = qualification_rule.found(facts.account.qualified, facts.as_of, row.grace_days)
	return [
		at_least_hold(finding_of(facts, row, one.observed, one.threshold, one.text, **one.values))
		for one in found
	]


def limit_expired(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""The limit's validity must not have ended more than the grace days ago."""
	upto = facts.account.limit_valid_upto
	if upto is None or facts.account.is_unlimited:
		return []
	days = (facts.as_of - upto).days
	if days <= row.grace_days:
		return []
	text = "The credit limit expired on {threshold}, {observed} days ago"
	values = {"threshold": upto.isoformat(), "observed": str(days)}
	return [finding_of(facts, row, str(days), upto.isoformat(), text, **values)]


def account_status(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""The account must be Active. Forced Hold takes the row's action; Blocked and Closed always block."""
	status = facts.account.status
	if status is AccountStatus.ACTIVE:
		return []
	if status is AccountStatus.BLOCKED and facts.account.compliance.blocks:
		# Told by the rule Compliance.
		return []
	text = "The credit account is {observed}. {reason}"
	found = finding_of(
		facts, row, status.value, "Active", text, observed=status.value, reason=facts.account.status_reason
	)
	if status is AccountStatus.FORCED_HOLD:
		return [found]
	return [with_outcome(found, Outcome.BLOCK)]


def compliance(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""No open or confirmed match with a list of sanctions. A threshold of 1 asks that the customer was screened at all."""
	account = facts.account
	found = compliance_rule.found(account.compliance, must_be_screened=row.threshold > 0)
	if not found:
		return []
	observed = account.compliance.value or "Not Screened"
	values = {"customer": account.customer, "note": account.compliance_note}
	finding = finding_of(facts, row, observed, "Clear", found.text, **values)
	if found.blocks:
		return [with_outcome(finding, Outcome.BLOCK)]
	return [at_least_hold(finding) if found.at_least_hold else finding]


def dunning_level(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""No open invoice may have been dunned more often than the threshold."""
	if facts.dunning_level is None:
		return [missing(facts, row, "dunning level")]
	if facts.dunning_level <= row.threshold:
		return []
	level, allowed = str(facts.dunning_level), f"{row.threshold.normalize():f}"
	text = "An open invoice was dunned {observed} times; {threshold} are allowed"
	return [finding_of(facts, row, level, allowed, text, observed=level, threshold=allowed)]


def concentration(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""This customer's exposure must not exceed the threshold, in percent of the company's whole exposure."""
	if facts.portfolio_exposure is None:
		return [missing(facts, row, "exposure of the whole company")]
	if facts.document.increase <= 0:
		return []
	own = exposure_of(facts.components, policy).total + facts.document.increase
	total = facts.portfolio_exposure + facts.document.increase
	if own <= 0 or total <= 0:
		return []
	percent = own / total * HUNDRED
	if percent <= row.threshold:
		return []
	text = "{observed} % of the company's exposure would lie with this customer; {threshold} % are allowed"
	values = {"observed": f"{percent:.1f}", "threshold": f"{row.threshold.normalize():f}"}
	return [finding_of(facts, row, f"{percent:.2f}", str(row.threshold), text, **values)]


def group_limit(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""Exposure of the whole credit group with this document must stay within the given percent (default 100) of the group's limit, and the group's limit in its dates."""
	group, document = facts.account.group, facts.document
	if group is None or document.adds_nothing:
		return []
	if not group.is_valid(facts.as_of):
		upto = group.valid_upto.isoformat() if group.valid_upto else ""
		text = "The limit of the credit group {group} expired on {threshold}"
		return [
			finding_of(facts, row, facts.as_of.isoformat(), upto, text, group=group.title, threshold=upto)
		]
	owed = group.owed_by_others
	if owed is None or not group.rate:
		return [missing(facts, row, f"exposure of the credit group {group.title} (exchange rate)")]
	own = exposure_of(facts.components, policy).total + document.increase
	after = (owed + max(own, ZERO) * group.rate).quantize(CENT, ROUND_HALF_UP)
	allowed = group.credit_limit * (row.threshold or HUNDRED) / HUNDRED
	if after <= allowed:
		return []
	text = "The credit group {group} would stand at {observed}, of which others owe {others}; {threshold} are allowed"
	amounts = {"observed": after, "others": owed.quantize(CENT, ROUND_HALF_UP), "threshold": allowed}
	values = {name: str(Money(amount, group.currency)) for name, amount in amounts.items()}
	return [finding_of(facts, row, str(after), str(allowed), text, group=group.title, **values)]


def payment_plan(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	"""No payment plan may be broken, an order's payment schedule must ask for what a live plan requires, goods leave only when it was prepaid, and no more promises to pay may have been broken in the last 90 days than the threshold (0: none)."""
	if facts.arrangements is None:
		return [missing(facts, row, "payment plans")]
	return [
		finding_of(facts, row, one.observed, one.threshold, one.text, **one.values)
		for one in plan_rule.found(
			facts.arrangements, int(row.threshold), lambda amount: in_currency(facts, amount)
		)
	]


def _counting(overdue: Iterable[AgedItem]) -> list[AgedItem]:
	"""Overdue items but for those that an honoured promise to pay excuses."""
	return [item for item in overdue if item.amount > 0 and not item.promised]


def _over_sub_limits(facts: Facts, policy: Policy, row: RuleRow) -> list[Finding]:
	text = "The component {component} would stand at {observed}; its own limit is {threshold}"
	found = []
	for part in exposure_of(facts.components, policy).parts:
		after = part.amount + facts.document.changes.get(part.component, ZERO)
		if part.included and part.sub_limit is not None and after > part.sub_limit:
			values = {
				"component": part.component.value,
				"observed": in_currency(facts, after),
				"threshold": in_currency(facts, part.sub_limit),
			}
			found.append(finding_of(facts, row, str(after), str(part.sub_limit), text, **values))
	return found


def _without_rate(facts: Facts, row: RuleRow) -> list[Finding]:
	"""Cover in a currency without an exchange rate counts for nothing; whoever is refused hears why."""
	text = "Guarantee {guarantee} over {amount} covers nothing: there is no exchange rate on record"
	return [
		finding_of(facts, row, "unknown", "", text, guarantee=one.name, amount=str(Money(face, one.currency)))
		for one in facts.account.guarantees
		if one.amount is None and one.is_valid(facts.as_of) and (face := one.face_amount or ZERO)
	]


def _doubtful_rate(facts: Facts, row: RuleRow) -> list[Finding]:
	"""An exchange rate far below that of the day makes a large document look small."""
	rate, market = facts.document.rate, facts.document.market_rate
	if rate is None or market is None or rate >= market * LOWEST_RATE:
		return []
	text = (
		"The exchange rate {observed} is far below that of the day, {threshold}: its worth cannot be trusted"
	)
	values = {"observed": f"{rate:f}", "threshold": f"{market:f}"}
	return [finding_of(facts, row, f"{rate:f}", f"{market:f}", text, **values)]


def _overdue_after_grace(facts: Facts, row: RuleRow) -> Decimal:
	return sum((item.amount for item in _counting(facts.overdue or ()) if item.days > row.grace_days), ZERO)


OVERDUE = frozenset({"overdue"})

RULES: dict[str, Rule] = {
	rule.name: rule
	for rule in (
		Rule(RuleName.CREDIT_LIMIT.value, credit_limit, "percent of the limit"),
		Rule(RuleName.OVERDUE_DAYS.value, overdue_days, "days", OVERDUE),
		Rule(RuleName.OVERDUE_AMOUNT.value, overdue_amount, "company currency", OVERDUE),
		Rule(RuleName.OVERDUE_PERCENT.value, overdue_percent, "percent of the receivable balance", OVERDUE),
		Rule(RuleName.MAXIMUM_DOCUMENT_VALUE.value, maximum_document_value, "company currency"),
		Rule(RuleName.PAYMENT_TERMS.value, payment_terms, "days", frozenset({"terms"})),
		Rule(RuleName.QUALIFICATION.value, qualification),
		Rule(RuleName.LIMIT_EXPIRED.value, limit_expired, "days (grace)"),
		Rule(RuleName.ACCOUNT_STATUS.value, account_status),
		Rule(RuleName.COMPLIANCE.value, compliance, "1 = must have been screened"),
		Rule(RuleName.DUNNING_LEVEL.value, dunning_level, "dunning notices", frozenset({"dunning_level"})),
		Rule(
			RuleName.CONCENTRATION.value,
			concentration,
			"percent of the company's exposure",
			frozenset({"portfolio_exposure"}),
		),
		Rule(RuleName.GROUP_LIMIT.value, group_limit, "percent of the group's limit"),
		Rule(RuleName.LETTER_OF_CREDIT.value, letter_of_credit, "days to present the documents"),
		Rule(
			RuleName.PAYMENT_PLAN.value, payment_plan, "broken promises to pay", frozenset({"arrangements"})
		),
	)
}


def register(rule: Rule) -> None:
	"""Add another app's rule. A name that exists already is an error, so that nobody replaces a rule silently."""
	known = RULES.get(rule.name)
	if known is not None and known.function is not rule.function:
		raise ValueError(f"rule {rule.name!r} is registered already")
	RULES[rule.name] = rule


def needed_facts(policy: Policy, checkpoint: Checkpoint) -> frozenset[str]:
	"""Names of the optional facts that the rules at this checkpoint look at."""
	return frozenset().union(*(RULES[row.rule].needs for row in rows_at(policy, checkpoint)))
