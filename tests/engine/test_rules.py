"""Every rule: just below, at and just above its threshold; a better customer never fares worse."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.engine.credit.cover import Guarantee
from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.group import Group, Member
from cqs_app.engine.credit.plans import Arrangements
from cqs_app.engine.credit.qualification_rule import Qualified
from cqs_app.engine.credit.rules import RULES, needed_facts, register
from cqs_app.engine.credit.vocabulary import AccountStatus, Checkpoint, Component
from cqs_app.engine.findings import Outcome
from tests.engine.make import CENT, DAY, due_after, make_account, make_document, make_facts, make_policy, net

PASS, WARN, HOLD, BLOCK = Outcome.PASS, Outcome.WARN, Outcome.HOLD, Outcome.BLOCK


def outcome(facts: Facts, rule: str, **row: object) -> Outcome:
	return decide(facts, make_policy({"rule": rule, "action": "Hold", **row})).outcome


def late(days: int, amount: int = 100) -> Facts:
	return make_facts(overdue=((days, amount),), receivable=1000)


# The group may owe 1,000 USD; another member owes 500 GBP at 1.25, which leaves 300 EUR at 1.25.
OTHER = Member("Beta", "UK Co", "GBP", Decimal(500), Decimal("1.25"))
GROUPED = make_account(
	group=Group("CG-1", "Acme Group", "USD", Decimal(1000), DAY, Decimal("1.25"), DAY, (OTHER,))
)
BOUNDARIES = [
	# rule, row, facts just below, at and just above
	(
		"Credit Limit",
		{},
		[
			make_facts(receivable=900, document=make_document(increase=100 + step))
			for step in (-CENT, 0, CENT)
		],
	),
	(
		"Credit Limit",
		{"threshold": 80},
		[
			make_facts(receivable=700, document=make_document(increase=100 + step))
			for step in (-CENT, 0, CENT)
		],
	),
	("Overdue Days", {"threshold": 30, "grace_days": 5}, [late(34), late(35), late(36)]),
	("Overdue Amount", {"threshold": 500}, [late(1, 499), late(1, 500), late(1, 501)]),
	("Overdue Percent", {"threshold": 50}, [late(1, 499), late(1, 500), late(1, 501)]),
	(
		"Maximum Document Value",
		{"threshold": 100},
		[make_facts(document=make_document(increase=100 + step)) for step in (-CENT, 0, CENT)],
	),
	(
		"Payment Terms",
		{"threshold": 5},
		[
			make_facts(
				account=make_account(agreed=net(30)), document=make_document(offer=due_after(35 + step))
			)
			for step in (-1, 0, 1)
		],
	),
	(
		"Limit Expired",
		{"grace_days": 10},
		[
			make_facts(account=make_account(limit_valid_upto=DAY - timedelta(days=10 + step)))
			for step in (-1, 0, 1)
		],
	),
	(
		"Letter of Credit",
		{},
		[
			make_facts(
				account=make_account(
					guarantees=(
						Guarantee(
							"CGU-1", "Letter of Credit", Decimal(500), order="SO-1", latest_shipment_on=DAY
						),
					)
				),
				document=make_document(ships_on=DAY + timedelta(days=step), orders=("SO-1",)),
			)
			for step in (-1, 0, 1)
		],
	),
	("Dunning Level", {"threshold": 2}, [make_facts(dunning_level=level) for level in (1, 2, 3)]),
	(
		"Payment Plan",
		{"threshold": 2},
		[make_facts(arrangements=Arrangements(broken_promises=broken)) for broken in (1, 2, 3)],
	),
	(
		"Concentration",
		{"threshold": 20},
		[
			make_facts(
				portfolio_exposure=Decimal(900),
				receivable=100,
				document=make_document(increase=100 + step),
			)
			for step in (-CENT, 0, CENT)
		],
	),
	(
		"Group Limit",
		{},
		[
			make_facts(account=GROUPED, document=make_document(increase=300 + step))
			for step in (-CENT, 0, CENT)
		],
	),
]


@pytest.mark.parametrize(("rule", "row", "cases"), BOUNDARIES, ids=[f"{b[0]} {b[1]}" for b in BOUNDARIES])
def test_boundary(rule, row, cases):
	assert [outcome(facts, rule, **row) for facts in cases] == [PASS, PASS, HOLD]


def test_every_rule_is_tried_here():
	assert {rule for rule, _row, _cases in BOUNDARIES} | {
		"Qualification",
		"Account Status",
		"Compliance",
	} == set(RULES)


@pytest.mark.parametrize(
	("account", "expected"),
	[
		(make_account(is_assessed=False, credit_limit=Decimal(0)), HOLD),
		(make_account(credit_limit=Decimal(0)), PASS),
		(make_account(is_assessed=False, is_unlimited=True), PASS),
	],
)
def test_qualification_tells_never_assessed_from_a_limit_of_zero(account, expected):
	assert outcome(make_facts(account=account), "Qualification") is expected


def qualified(stage: str, *, ends: int = 0, assessed: bool = True) -> Facts:
	"""`ends`: in so many days."""
	standing = Qualified("CQ-1", stage, DAY + timedelta(days=ends), "the contract is not signed")
	return make_facts(account=make_account(qualified=standing, is_assessed=assessed))


@pytest.mark.parametrize(
	"stage, ends, expected",
	[
		("Active", 0, PASS),
		("Active", -1, HOLD),
		("Review Due", 0, PASS),
		("Review Due", -1, HOLD),
		("Expired", 0, HOLD),
		("Rejected", 300, HOLD),
		("Contract and Onboarding", 300, HOLD),
		("Compliance Review", 300, HOLD),
	],
)
def test_a_qualification_holds_whatever_the_policy_says(stage, ends, expected):
	facts = qualified(stage, ends=ends)
	warns = make_policy({"rule": "Qualification", "action": "Warn"})
	silent = make_policy({"rule": "Overdue Amount", "action": "Hold"})
	assert decide(facts, warns).outcome is expected
	assert decide(facts, silent).outcome is expected


def test_grace_days_of_an_expired_qualification():
	assert outcome(qualified("Active", ends=-5), "Qualification", grace_days=5) is PASS
	assert outcome(qualified("Active", ends=-6), "Qualification", grace_days=5) is HOLD
	assert outcome(qualified("Expired", ends=-1), "Qualification", grace_days=5) is HOLD


def test_a_policy_silent_on_qualification_asks_no_assessment_of_anybody():
	silent = make_policy({"rule": "Overdue Amount", "action": "Hold"})
	assert decide(make_facts(account=make_account(is_assessed=False)), silent).outcome is PASS


def test_who_pays_in_advance_needs_no_qualification():
	facts = replace(qualified("Rejected"), components={Component.RECEIVABLE: Decimal(-100)})
	assert outcome(facts, "Qualification") is PASS
	a_cent_short = replace(facts, components={Component.RECEIVABLE: -100 + CENT})
	assert outcome(a_cent_short, "Qualification") is HOLD


def test_the_finding_says_what_is_missing():
	(found,) = decide(
		qualified("Rejected"), make_policy({"rule": "Qualification", "action": "Hold"})
	).findings
	assert found.message() == "Qualification CQ-1 was rejected: the contract is not signed"


@pytest.mark.parametrize(
	("status", "expected"),
	[
		(AccountStatus.ACTIVE, PASS),
		(AccountStatus.FORCED_HOLD, HOLD),
		(AccountStatus.BLOCKED, BLOCK),
		(AccountStatus.CLOSED, BLOCK),
	],
)
def test_account_status_is_obeyed_even_by_a_policy_that_does_not_name_it(status, expected):
	facts = make_facts(account=make_account(status=status))
	assert outcome(facts, "Account Status") is expected
	assert outcome(facts, "Maximum Document Value", threshold=1e6) is expected


@pytest.mark.parametrize(
	("status", "threshold", "expected"),
	[
		(ComplianceStatus.NONE, 0, PASS),
		(ComplianceStatus.NONE, 1, WARN),
		(ComplianceStatus.CLEAR, 1, PASS),
		(ComplianceStatus.PENDING, 0, HOLD),
		(ComplianceStatus.FAILED, 0, HOLD),
		(ComplianceStatus.HIT, 0, BLOCK),
		(ComplianceStatus.CONFIRMED, 0, BLOCK),
	],
)
def test_compliance_blocks_whatever_the_policy_says_of_it(status, threshold, expected):
	account_status = AccountStatus.BLOCKED if status.blocks else AccountStatus.ACTIVE
	facts = make_facts(account=make_account(status=account_status, compliance=status))
	assert outcome(facts, "Compliance", action="Warn", threshold=threshold) is expected
	silent = decide(
		facts, make_policy({"rule": "Maximum Document Value", "action": "Warn", "threshold": 1e6})
	)
	assert silent.outcome is (PASS if status is ComplianceStatus.NONE else expected)
	# Sales read that compliance looks at the customer, never that he may be on a list.
	assert not any(
		word in str(finding) for finding in silent.findings for word in ("Hit", "sanction", "match")
	)


def test_a_policy_may_only_warn_about_a_forced_hold_if_it_says_so():
	facts = make_facts(account=make_account(status=AccountStatus.FORCED_HOLD))
	assert outcome(facts, "Account Status", action="Warn") is WARN


@pytest.mark.parametrize(
	"rule",
	["Overdue Days", "Overdue Amount", "Overdue Percent", "Dunning Level", "Concentration", "Payment Plan"],
)
def test_a_missing_fact_holds_even_where_the_rule_only_warns(rule):
	facts = make_facts(overdue=None, dunning_level=None, portfolio_exposure=None, arrangements=None)
	assert outcome(facts, rule, action="Warn", threshold=5) is HOLD


def test_limits():
	over = make_document(increase=1)
	zero = make_account(credit_limit=Decimal(0))
	assert outcome(make_facts(account=zero, document=over), "Credit Limit") is HOLD
	unlimited = make_account(is_unlimited=True)
	assert outcome(make_facts(account=unlimited, receivable=10**9), "Credit Limit") is PASS
	never = make_account(is_assessed=False, credit_limit=Decimal(0))
	assert outcome(make_facts(account=never, receivable=10**9), "Credit Limit") is PASS
	cover = make_account(guarantees=(Guarantee("CG-1", "Deposit", Decimal(500)),))
	assert outcome(make_facts(account=cover, receivable=1400), "Credit Limit") is PASS


@pytest.mark.parametrize(("ends", "expected"), [(DAY, PASS), (DAY - timedelta(days=1), HOLD)])
def test_a_temporary_limit_holds_through_its_last_day(ends, expected):
	account = make_account(temporary_limit=Decimal(5000), temporary_limit_upto=ends)
	assert outcome(make_facts(account=account, receivable=4900), "Credit Limit") is expected


@pytest.mark.parametrize("step", [-CENT, Decimal(0), CENT])
def test_a_component_keeps_within_its_own_limit(step):
	components = [{"component": "receivable"}, {"component": "open_orders", "sub_limit": 300}]
	policy = make_policy(components=components)
	document = make_document(increase=100 + step, changes={Component.OPEN_ORDERS: 100 + step})
	facts = make_facts(document=document, components={Component.OPEN_ORDERS: Decimal(200)})
	assert decide(facts, policy).outcome is (HOLD if step > 0 else PASS)


@pytest.mark.parametrize(
	("increase", "continues", "expected"), [(0, False, PASS), (0, True, HOLD), (-1, True, HOLD)]
)
def test_what_adds_nothing_needs_no_credit_unless_it_continues_an_order(increase, continues, expected):
	document = make_document(increase=increase, continues=continues)
	assert outcome(make_facts(receivable=1500, document=document), "Credit Limit") is expected


@pytest.mark.parametrize(("rate", "expected"), [("1.125", PASS), ("1.1249", HOLD), ("2", PASS)])
def test_an_exchange_rate_far_below_that_of_the_day_is_not_trusted(rate, expected):
	document = make_document(increase=1, rate=Decimal(rate), market_rate=Decimal("1.25"))
	assert outcome(make_facts(receivable=1, document=document), "Credit Limit") is expected


@pytest.mark.parametrize(
	("status", "expected"), [(AccountStatus.FORCED_HOLD, HOLD), (AccountStatus.BLOCKED, BLOCK)]
)
def test_a_cent_less_does_not_carry_goods_past_a_hold(status, expected):
	document = make_document(increase=Decimal("-0.01"), continues=True, released_upstream=True)
	facts = make_facts(account=make_account(status=status), document=document)
	assert outcome(facts, "Account Status") is expected


def test_what_lowers_exposure_always_passes():
	blocked = make_account(status=AccountStatus.BLOCKED)
	facts = make_facts(account=blocked, receivable=10**6, document=make_document(increase=-1))
	assert outcome(facts, "Credit Limit") is PASS


WORSE = [
	("Overdue Days", {"threshold": 10}, [late(days) for days in (1, 10, 11, 400)]),
	("Overdue Amount", {"threshold": 10}, [late(5, amount) for amount in (1, 10, 11, 400)]),
	("Credit Limit", {}, [make_facts(receivable=amount) for amount in (-100, 0, 900, 901, 10**9)]),
	("Dunning Level", {"threshold": 1}, [make_facts(dunning_level=level) for level in range(5)]),
]


@pytest.mark.parametrize(("rule", "row", "ladder"), WORSE, ids=[w[0] for w in WORSE])
def test_the_better_customer_never_fares_worse(rule, row, ladder):
	ranks = [outcome(facts, rule, **row).rank for facts in ladder]
	assert ranks == sorted(ranks)
	assert ranks[0] < ranks[-1]


def test_messages_carry_the_figures():
	found = decide(make_facts(receivable=950), make_policy()).findings[0].message()
	for figure in ("EUR 950.00", "EUR 100.00", "EUR 1,050.00", "EUR 50.00", "EUR 1,000.00"):
		assert figure in found


def test_each_rule_has_a_docstring_of_one_sentence():
	for rule in RULES.values():
		assert rule.summary.endswith("."), rule.name
		assert "\n" not in rule.summary, rule.name


def test_only_the_facts_that_are_looked_at_are_asked_for():
	policy = make_policy(
		{"rule": "Overdue Days", "action": "Warn", "checkpoint": "Sales Order", "threshold": 1},
		{"rule": "Credit Limit", "action": "Hold"},
	)
	assert needed_facts(policy, Checkpoint.SALES_ORDER) == {"overdue", "arrangements"}
	assert needed_facts(policy, Checkpoint.SALES_INVOICE) == {"arrangements"}


def test_a_rule_is_not_replaced_silently():
	with pytest.raises(ValueError, match="registered already"):
		register(RULES["Overdue Days"].__class__("Credit Limit", RULES["Overdue Days"].function))
