"""The form of a limit change says who has to submit it."""

import frappe
import pytest

from cqs_app.api import apply_workflow
from tests.browser import credit
from tests.browser.credit import MANAGER
from tests.erp import factories as make
from tests.erp.credit import COMPANY

ACTIONS = "return $('.actions-btn-group:visible .dropdown-menu .menu-item-label').map((_i, e) => $(e).text().trim()).get()"


@pytest.mark.parametrize(
	("user", "said", "actions"),
	[
		(MANAGER, "Waiting for somebody else", []),
		("manager2@cqs.example", "Approving puts it in force.", ["Approve", "Reject"]),
	],
)
def test_a_limit_change_waits_for_somebody_else(desk, committed, as_user, user, said, actions):
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
		apply_workflow(change.as_json(), "Request Approval")
	committed()
	screen = desk(user, f"credit-limit-change/{change.name}")
	screen.see(said)
	screen.wait_until_quiet()
	assert [action for action in screen.js(ACTIONS) if action != "Help"] == actions
	assert credit.console(screen) == []


def test_a_rejection_asks_for_its_reason(desk, committed, as_user):
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
		apply_workflow(change.as_json(), "Request Approval")
	committed()
	screen = desk("manager2@cqs.example", f"credit-limit-change/{change.name}")
	screen.see("Approving puts it in force.")
	screen.wait_until_quiet()
	screen.js("$('.actions-btn-group:visible .dropdown-menu .menu-item-label:contains(Reject)').click()")
	credit.fill(screen, "Reject CLC-", reason="No figures")
	screen.see(": No figures. Actions > Reopen")
	committed()
	values = frappe.db.get_value(change.doctype, change.name, ["rejected_by", "rejection_reason"])
	assert values == ("manager2@cqs.example", "No figures")
