"""The form of a limit change says who has to submit it."""

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
