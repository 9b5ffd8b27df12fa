"""Credit Policy: versions, matching, broken ones, and the companies that only observe."""

import json

import frappe
import pytest

from cqs_app.engine.credit.criteria import Criterion, IfMissing
from cqs_app.engine.credit.limit_model import Comparison, Metric
from cqs_app.engine.credit.vocabulary import (
	AccountStatus,
	Action,
	ChangeType,
	Checkpoint,
	Component,
	CreditStatus,
	HoldStatus,
	HoldType,
	Mode,
	RuleName,
)
from cqs_app.engine.findings import Outcome
from cqs_app.engine.qualification.stages import ComplianceStatus, FinancialStatus, Kind
from cqs_app.erp.credit import policy as policies
from cqs_app.erp.credit.policy import policy_for
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, party_of, refused

OPTIONS = {
	("Credit Policy Rule", "rule"): RuleName,
	("Credit Policy Rule", "checkpoint"): Checkpoint,
	("Credit Policy Rule", "action"): Action,
	("Credit Account", "status"): AccountStatus,
	("Credit Check", "checkpoint"): Checkpoint,
	("Credit Check", "outcome"): Outcome,
	("Credit Hold", "status"): HoldStatus,
	("Credit Hold", "hold_type"): HoldType,
	("Credit Limit Change", "change_type"): ChangeType,
	("CQS Company Mode", "mode"): Mode,
	("Credit Policy Limit Trigger", "metric"): Metric,
	("Credit Policy Limit Trigger", "comparison"): Comparison,
	("Customer Qualification", "financial_status"): FinancialStatus,
	("Customer Qualification", "compliance_status"): ComplianceStatus,
	("Customer Qualification", "qualification_type"): Kind,
	("Credit Policy Criterion", "criterion"): Criterion,
	("Credit Policy Criterion", "if_missing"): IfMissing,
	("Sales Order", "cqs_credit_status"): CreditStatus,
	("Sales Invoice", "cqs_credit_status"): CreditStatus,
}


@pytest.fixture(autouse=True)
def published_afresh():
	policies.clear()
	yield
	frappe.db.after_commit.reset()
	frappe.cache.delete_value(policies.CACHE_KEY)


def make_policy(*, rules=None, **values):
	scope = {"company": "", "customer_group": "", "territory": "", **values}
	return frappe.get_doc(
		doctype="Credit Policy",
		policy_name=make.unique("Policy"),
		enabled=1,
		rules=rules or [{"rule": "Credit Limit", "action": "Hold"}],
		components=[{"component": component, "include": 1} for component in ("receivable", "open_orders")],
		approval_levels=[{"up_to_amount": 0, "role": "Credit Manager"}],
		**scope,
	).insert()


@pytest.mark.parametrize(("doctype", "field"), OPTIONS)
def test_options_equal_the_vocabulary(doctype, field):
	options = frappe.get_meta(doctype).get_field(field).options.split("\n")
	assert [option for option in options if option] == [member.value for member in OPTIONS[doctype, field]]


def test_components_can_all_be_chosen():
	options = frappe.get_meta("Credit Policy Component").get_field("component").options.split("\n")
	assert set(options) == {member.value for member in Component} - {"reserved"}


def test_a_change_makes_a_new_version():
	policy = make_policy()
	assert policy.version == 1
	policy.save()
	assert policy.version == 1
	policy.rules[0].threshold = 80
	policy.save()
	assert policy.version == 2
	contents = frappe.get_all(
		"Credit Policy Version", filters={"policy": policy.name}, pluck="content", order_by="version"
	)
	assert [json.loads(content)["rules"][0]["threshold"] for content in contents] == ["0.0", "80.0"]


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"rules": [{"rule": "Credit Limit", "action": "Hold", "threshold": -1}]}, "negative"),
		({"horizon_days": -5}, "negative"),
	],
)
def test_a_broken_policy_is_not_stored(values, words):
	with pytest.raises(frappe.ValidationError, match=words):
		make_policy(**values)


def test_a_component_twice_is_broken():
	policy = make_policy()
	policy.append("components", {"component": "receivable", "include": 0})
	with pytest.raises(frappe.ValidationError, match="twice"):
		policy.save()


def test_the_most_specific_policy_decides():
	group = make.make_customer_group(name=make.unique("Group"))
	customer = customer_with(limit=1000, group=group.name)
	by_company = make_policy(company=COMPANY)
	by_both = make_policy(company=COMPANY, customer_group="All Customer Groups", priority=9)
	nearest = make_policy(company=COMPANY, customer_group=group.name)
	party = party_of(customer=customer)
	assert policy_for(party).name == nearest.name
	nearest.enabled = 0
	nearest.save()
	assert policy_for(party).name == by_both.name
	by_both.enabled = 0
	by_both.save()
	assert policy_for(party).name == by_company.name


def test_no_policy_at_all_holds():
	customer = customer_with(limit=1000)
	frappe.db.set_single_value("CQS Settings", "default_policy", None)
	policies.clear()
	frappe.db.set_value("Credit Policy", {"enabled": 1}, "enabled", 0)
	with refused("could not be completed"):
		make.make_sales_order(customer=customer, amount=1)


def test_observing_company_refuses_nothing_and_records_everything():
	settings = frappe.get_single("CQS Settings")
	settings.append("companies", {"company": COMPANY, "mode": "Observe"})
	settings.save()
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=5000)
	check = frappe.get_last_doc("Credit Check", filters={"reference_name": order.name})
	assert (check.outcome, check.enforced) == ("Hold", 0)
	assert not frappe.db.exists("Credit Hold", {"reference_name": order.name})


def test_never_assessed_customers_only_warn():
	customer = make.make_customer()
	order = make.make_sales_order(customer=customer, amount=10**6)
	assert frappe.db.get_value("Sales Order", order.name, "cqs_credit_status") == "Warned"


def test_horizon_leaves_far_orders_out_until_they_come_near():
	make_policy(company=COMPANY, horizon_days=30)
	customer = customer_with(limit=1000)
	today = frappe.utils.nowdate()
	near, far = (frappe.utils.add_days(today, days) for days in (10, 300))
	make.make_sales_order(customer=customer, amount=9000, date=today, delivery_date=far)
	make.make_sales_order(customer=customer, amount=1000, date=today, delivery_date=near)
	with refused():
		make.make_sales_order(customer=customer, amount=1, date=today, delivery_date=near)
	position = frappe.call("cqs_app.api.credit_position", customer=customer.name, company=COMPANY)
	assert position["components"]["open_orders"] == 1000
