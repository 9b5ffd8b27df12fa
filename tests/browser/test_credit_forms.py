"""Forms of limit changes and policies: who may submit, and what a new policy begins with."""

import frappe
import pytest

from tests.browser import credit
from tests.browser.credit import MANAGER
from tests.erp import factories as make
from tests.erp.credit import COMPANY

PRIMARY = "return $('.page-actions:visible .primary-action:visible').text().trim()"


@pytest.mark.parametrize(
	("user", "said", "button"),
	[
		(MANAGER, "Waiting for somebody else", ""),
		("manager2@cqs.example", "Submitting puts it in force.", "Submit"),
	],
)
def test_a_limit_change_waits_for_somebody_else(desk, committed, as_user, user, said, button):
	customer = make.make_customer()
	with as_user(MANAGER):
		change = frappe.get_doc(
			doctype="Credit Limit Change",
			customer=customer.name,
			company=COMPANY,
			change_type="Base Limit",
			new_limit=5000,
			reason="Annual review",
		).insert()
	committed()
	screen = desk(user, f"credit-limit-change/{change.name}")
	screen.see(said)
	screen.wait_until_quiet()
	assert screen.js(PRIMARY) == button
	assert credit.console(screen) == []


def test_a_new_policy_applies_to_everybody(desk):
	screen = desk("director@cqs.example", "credit-policy/new")
	screen.wait(lambda: screen.js("return window.cur_frm && cur_frm.is_new()"), "the form")
	screen.wait_until_quiet()
	scope = (
		"return ['company', 'customer_group', 'territory'].map((field) => cur_frm.doc[field] || '').join('')"
	)
	assert screen.js(scope) == ""
