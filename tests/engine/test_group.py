"""One limit over several customers, companies and currencies."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.group import Group, Member
from cqs_app.engine.findings import Outcome
from tests.engine.make import DAY, make_account, make_document, make_facts, make_policy

HALF = Decimal("0.5")
OTHERS = (
	Member("Beta", "Our Co", "EUR", Decimal(200), HALF),
	Member("Gamma", "US Co", "USD", Decimal(300), Decimal(1)),
)
GROUP = Group("CG-1", "Acme Group", "USD", Decimal(1000), DAY, HALF, DAY, OTHERS)
POLICY = make_policy()


def decision(group=GROUP, increase=100, **account):
	document = make_document(increase=increase)
	return decide(make_facts(account=make_account(group=group, **account), document=document), POLICY)


def test_the_free_limit_is_in_the_currency_of_the_account():
	# 1,000 USD less 200 EUR at 0.5 and 300 USD leaves 600 USD, worth 1,200 EUR.
	assert GROUP.free_limit(DAY) == 1200
	assert make_account(credit_limit=Decimal(5000), group=GROUP).effective_limit(DAY) == 1200
	assert make_account(credit_limit=Decimal(700), group=GROUP).effective_limit(DAY) == 700
	assert make_account(is_unlimited=True, group=GROUP).effective_limit(DAY) == 1200


@pytest.mark.parametrize(
	("increase", "rules"), [(1000, []), (1200, ["Credit Limit"]), (1201, ["Credit Limit", "Group Limit"])]
)
def test_child_and_group_are_both_checked_whatever_the_policy_says(increase, rules):
	assert [finding.rule for finding in decision(increase=increase).findings] == rules


def test_the_group_holds_a_member_without_a_limit_of_his_own():
	assert decision(increase=1201, is_unlimited=True).outcome is Outcome.HOLD
	assert decision(increase=1200, is_unlimited=True).outcome is Outcome.PASS


def test_the_last_day_counts():
	assert decision().outcome is Outcome.PASS
	over = replace(GROUP, valid_upto=DAY - timedelta(days=1))
	assert decision(over).outcome is Outcome.HOLD
	assert over.free_limit(DAY) == 0


def test_a_missing_rate_holds_only_where_something_is_owed():
	unknown = replace(OTHERS[0], rate=None)
	assert decision(replace(GROUP, others=(unknown, OTHERS[1]))).outcome is Outcome.HOLD
	owes_nothing = replace(unknown, exposure=Decimal(0))
	assert decision(replace(GROUP, others=(owes_nothing, OTHERS[1]))).outcome is Outcome.PASS
	assert decision(replace(GROUP, rate=None)).outcome is Outcome.HOLD


def test_a_credit_balance_of_one_member_lends_nothing_to_another():
	prepaid = replace(OTHERS[0], exposure=Decimal(-5000))
	assert replace(GROUP, others=(prepaid,)).free_limit(DAY) == 2000


def test_what_lowers_exposure_passes():
	over = replace(GROUP, credit_limit=Decimal(1))
	assert decision(over, increase=-50).outcome is Outcome.PASS
