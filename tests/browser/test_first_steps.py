"""What somebody who was never told sees: the next step, names instead of field names, and a way to every screen."""

import frappe
import pytest

from cqs_app.api import apply_workflow
from tests.browser import credit
from tests.browser.credit import ANALYST, MANAGER
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with

BILLING, DIRECTOR = "billing@cqs.example", "director@cqs.example"
BUTTONS = "return $('.page-head:visible button:visible').map((_i, e) => $(e).text().trim()).get()"
CARDS = "return $('.layout-main-section .link-item:visible').map((_i, e) => $(e).text().trim()).get()"
SHORTCUTS = "return $('.shortcut-widget-box:visible .widget-title').map((_i, e) => $(e).text().trim()).get()"
ROWS = "return $('[data-fieldname=components] .grid-body [data-fieldname=component] .static-area:visible').map((_i, e) => $(e).text().trim()).get()"


def requested_change(as_user):
	customer = make.make_customer()
	with as_user(ANALYST):
		change = frappe.get_doc(
			doctype="Credit Limit Change",
			customer=customer.name,
			company=COMPANY,
			change_type="Base Limit",
			new_limit=50_000,
			reason="Annual review",
		).insert()
	return change


def test_a_draft_says_that_nobody_was_asked_and_a_rejected_one_why(desk, committed, as_user):
	change = requested_change(as_user)
	committed()
	screen = desk(ANALYST, f"credit-limit-change/{change.name}")
	screen.see("Nobody was asked yet: choose Actions > Request Approval.")
	screen.see("Credit Manager, Credit Director")
	with as_user(ANALYST):
		apply_workflow(change.as_json(), "Request Approval")
	change.reload()
	with as_user(MANAGER):
		apply_workflow(_with_reason(change), "Reject")
	committed()
	screen.open_desk(f"credit-limit-change/{change.name}")
	screen.see(": 2 < 3. Actions > Reopen")
	screen.wait_until_quiet()
	assert "Propose" not in screen.js(BUTTONS)
	assert credit.console(screen) == []


def _with_reason(change) -> str:
	return frappe.as_json({**frappe.parse_json(change.as_json()), "rejection_reason": "2 < 3"})


@pytest.mark.parametrize(
	("user", "shortcut", "report"),
	[
		(MANAGER, "Mass Adjustments", "Credit Limit Changes"),
		(BILLING, "Payment Plans", "Deliveries to Invoice"),
	],
)
def test_the_workspace_is_there_for_whoever_has_something_to_do(desk, user, shortcut, report):
	screen = desk(user, "credit-control")
	screen.wait(lambda: shortcut in screen.js(SHORTCUTS), shortcut)
	screen.wait(lambda: report in screen.js(CARDS), report)
	assert credit.console(screen) == []


def test_the_policy_names_the_parts_of_the_exposure(desk):
	screen = desk(DIRECTOR, "credit-policy/Balanced")
	screen.wait(lambda: "Delivered, not billed" in screen.js(ROWS), "names of the components")
	screen.js("cur_frm.refresh()")
	screen.wait_until_quiet()
	assert not any("_" in text for text in screen.js(ROWS))
	assert credit.console(screen) == []


def test_a_plan_from_an_invoice_shows_what_stands_open(desk, committed):
	customer = customer_with(limit=10_000)
	first, second = (make.make_sales_invoice(customer=customer, amount=amount) for amount in (300, 200))
	committed()
	screen = desk(BILLING, f"sales-invoice/{first.name}")
	screen.js("$('.inner-group-button .dropdown-item:contains(Payment Plan)').click()")
	screen.wait(lambda: screen.js("return cur_frm.doctype") == "Payment Plan", "the new plan")
	screen.wait_until_quiet()
	assert screen.js("return cur_frm.doc.invoices[0].outstanding") == 300
	screen.js(
		"const row = cur_frm.add_child('invoices');"
		"frappe.model.set_value(row.doctype, row.name, 'sales_invoice', arguments[0])",
		second.name,
	)
	screen.wait(lambda: screen.js("return cur_frm.doc.invoices[1].outstanding") == 200, "its outstanding")
	next(button for button in screen.all("button") if button.text == "Propose Installments").click()
	credit.fill(screen, "Propose Installments", number="2")
	screen.wait(lambda: screen.js("return cur_frm.doc.installments.length") == 2, "two installments")
	assert screen.js("return cur_frm.doc.installments.map((row) => row.amount)") == [250, 250]
	assert credit.console(screen) == []
	credit.abandon(screen)
