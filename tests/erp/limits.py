"""Policies that work out limits, for customers of one group only."""

import frappe
import pytest

from cqs_app.engine.credit.default_policy import DEFAULT_POLICY
from cqs_app.erp.credit import policy as policies
from cqs_app.erp.credit import policy_confirmation
from tests.erp import factories as make
from tests.erp.credit import COMPANY, give_limit

ANALYST, MANAGER, DIRECTOR = (f"{name}@cqs.example" for name in ("analyst", "manager", "director"))


def make_limit_policy(*, confirmed=True, **values):
	"""The seeded policy with `values`, for a customer group of its own (`.customer_group`), confirmed by the director."""
	group = make.make_customer_group()
	content = {key: value for key, value in DEFAULT_POLICY.items() if key != "version"}
	scope = {"company": COMPANY, "customer_group": group.name, "territory": ""}
	name = {"policy_name": make.unique("Limits")}
	policies.clear()
	policy = frappe.get_doc(
		{"doctype": "Credit Policy", "enabled": 1, **content, **name, **scope, **values}
	).insert(ignore_permissions=True)
	if confirmed:
		user = frappe.session.user
		frappe.set_user(DIRECTOR)
		policy_confirmation.confirm(policy)
		frappe.set_user(user)
	return policy


def buyer_under(policy, *, limit=1000, **values):
	customer = make.make_customer(group=policy.customer_group)
	give_limit(customer=customer, limit=limit, **values)
	return customer


@pytest.fixture
def forget_policies():
	"""Policies of an uncommitted test must not stay in the cache."""
	yield
	frappe.db.after_commit.reset()
	frappe.cache.delete_value(policies.CACHE_KEY)
