"""How findings become a decision, when it is softened, and the record of it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cqs_app.engine.credit.cover import Guarantee
from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.group import Group
from cqs_app.engine.credit.snapshot import GENESIS, canonical, chained_hash, snapshot_of
from cqs_app.engine.credit.vocabulary import AccountStatus, Checkpoint
from cqs_app.engine.findings import Outcome, combined
from tests.engine.make import make_account, make_document, make_facts, make_policy

INVOICE = {"continues": True, "checkpoint": Checkpoint.SALES_INVOICE, "name": "SI-1"}
POLICY = make_policy()


def test_all_findings_are_collected_and_the_severest_decides():
	policy = make_policy(
		{"rule": "Credit Limit", "action": "Hold"},
		{"rule": "Overdue Days", "action": "Warn"},
		{"rule": "Maximum Document Value", "action": "Block", "threshold": 10},
	)
	decision = decide(make_facts(receivable=950, overdue=((3, 10),)), policy)
	assert [finding.rule for finding in decision.findings] == [
		"Credit Limit",
		"Overdue Days",
		"Maximum Document Value",
	]
	assert decision.outcome is Outcome.BLOCK
	assert combined([]) is Outcome.PASS


@pytest.mark.parametrize(
	("changes", "increase", "expected"),
	[
		({**INVOICE, "shipped": True}, 0, Outcome.WARN),
		({**INVOICE, "shipped": True}, 1, Outcome.HOLD),
		({**INVOICE, "released_upstream": True}, 0, Outcome.WARN),
		({**INVOICE, "released_upstream": True}, 1, Outcome.HOLD),
		({**INVOICE}, 0, Outcome.HOLD),
		({"shipped": True, "continues": True}, 0, Outcome.HOLD),
		({"checkpoint": Checkpoint.QUOTATION}, 500, Outcome.WARN),
	],
)
def test_softening(changes, increase, expected):
	facts = make_facts(receivable=5000, document=make_document(increase=increase, **changes))
	decision = decide(facts, POLICY)
	assert decision.outcome is expected
	assert bool(decision.findings[0].softened) is (expected is Outcome.WARN)


def test_a_block_is_not_softened():
	blocked = make_account(status=AccountStatus.BLOCKED)
	document = make_document(increase=0, **INVOICE, shipped=True, released_upstream=True)
	assert decide(make_facts(account=blocked, document=document), POLICY).outcome is Outcome.BLOCK


def test_shipped_goods_are_held_when_the_policy_says_so():
	policy = make_policy(shipped_action="Hold")
	facts = make_facts(receivable=5000, document=make_document(increase=0, **INVOICE, shipped=True))
	assert decide(facts, policy).outcome is Outcome.HOLD


def test_equal_facts_make_equal_records():
	facts = make_facts(receivable=950)
	first, second = (canonical(snapshot_of(facts, decide(facts, POLICY))) for _ in range(2))
	assert first == second
	assert '"exposure_before":"950"' in first


def test_the_chain_shows_any_change():
	records = []
	previous = GENESIS
	for amount in (100, 200, 300):
		facts = make_facts(receivable=amount)
		record = snapshot_of(facts, decide(facts, POLICY))
		previous = chained_hash(record, previous)
		records.append((record, previous))
	tampered = replace(make_facts(receivable=100), dunning_level=9)
	forged = chained_hash(snapshot_of(tampered, decide(tampered, POLICY)), GENESIS)
	assert forged != records[0][1]
	assert chained_hash(records[1][0], forged) != records[1][1]
	assert chained_hash(records[1][0], records[0][1]) == records[1][1]


def test_the_limit_in_the_decision_is_the_effective_one():
	cover = Guarantee("CG-1", "Deposit", Decimal(200))
	group = Group("G-1", "Acme Group", "EUR", Decimal(1100), rate=Decimal(1))
	account = make_account(guarantees=(cover,), group=group)
	assert decide(make_facts(account=account), POLICY).limit == Decimal(1100)
	assert decide(make_facts(account=make_account(is_unlimited=True)), POLICY).limit is None
