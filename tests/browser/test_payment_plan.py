"""A payment plan and a promise as people see them: asked for, followed, offered on what is owed."""

from datetime import date, timedelta

import frappe
import pytest

from tests.browser import credit
from tests.browser.credit import MANAGER
from tests.erp import factories as make
from tests.erp.arrangements import BILLING, follow, plan_for
from tests.erp.credit import COMPANY

BUTTONS = "return $('.page-actions:visible .custom-actions button:visible').map((_i, e) => $(e).text().trim()).get()"


@pytest.fixture
def owed(committed):
	customer = credit.buyer(limit=10_000)
	due = date.today() - timedelta(days=40)
	invoices = [
		make.make_sales_invoice(customer=customer, amount=amount, due_date=str(due)) for amount in (900, 301)
	]
	committed()
	return customer, invoices


def test_a_plan_is_asked_for_with_two_buttons(desk, owed, tmp_path):
	customer, _invoices = owed
	screen = desk(BILLING, f"customer/{customer.name}")
	screen.wait_until_quiet()
	screen.js(
		"frappe.new_doc('Payment Plan', {customer: arguments[0], company: arguments[1]})",
		customer.name,
		COMPANY,
	)
	screen.wait(lambda: "Fetch Open Invoices" in (screen.js(BUTTONS) or []), "the button")
	screen.js("$('.page-actions:visible button:contains(Fetch Open Invoices)').click()")
	screen.wait(lambda: screen.js("return cur_frm.doc.invoices.length") == 2, "both invoices")
	screen.wait_until_quiet()
	screen.js("$('.page-actions:visible button:contains(Propose Installments)').click()")
	credit.fill(screen, "Propose Installments")
	screen.wait(lambda: screen.js("return cur_frm.doc.installments.length") == 3, "three installments")
	screen.js("cur_frm.set_value('reason', 'He asked for time'); ")
	screen.js("cur_frm.save()")
	screen.see("Waiting for")
	name = screen.js("return cur_frm.doc.name")
	screen.wait_until_quiet()
	credit.picture(screen, "payment-plan-draft", tmp_path)
	plan = frappe.get_all("Payment Plan", filters={"name": name}, fields=["total", "requested_by"])
	assert [(row.total, row.requested_by) for row in plan] == [(1201, BILLING)]
	assert credit.console(screen, "play() failed") == []


def test_progress_is_seen_on_the_plan_and_the_panel(desk, owed, committed, as_user, tmp_path):
	customer, invoices = owed
	with as_user(BILLING):
		plan = plan_for(customer, *invoices, parts=(500, 500, 201), first=date.today() + timedelta(days=10))
	with as_user(MANAGER):
		plan.submit()
	make.make_payment(invoice=invoices[0], amount=600, date=str(date.today()))
	follow(customer)
	committed()
	screen = desk(MANAGER, f"payment-plan/{plan.name}")
	screen.see("601.00 open")
	screen.see("1 Paid")
	screen.wait_until_quiet()
	assert screen.js(BUTTONS) == ["End Plan", "New Plan"]
	credit.picture(screen, "payment-plan", tmp_path)
	screen.open_desk("payment-plan")
	screen.see("Active")
	credit.picture(screen, "payment-plans", tmp_path)
	screen.open_desk(f"customer/{customer.name}")
	credit.panel(screen, "Payment plan", "Active")
	credit.picture(screen, "payment-plan-customer", tmp_path)
	assert credit.console(screen, "play() failed") == []


def test_a_promise_is_offered_on_an_open_invoice(desk, owed, tmp_path):
	_customer, invoices = owed
	screen = desk(BILLING, f"sales-invoice/{invoices[0].name}")
	screen.wait_until_quiet()
	offered = "return $('.page-actions:visible a.dropdown-item').map((_i, e) => $(e).text().trim()).get()"
	screen.wait(lambda: "Promise to Pay" in (screen.js(offered) or []), "the offer")
	screen.js("$('.page-actions a.dropdown-item:contains(Promise to Pay)').click()")
	screen.wait(lambda: screen.js("return cur_frm && cur_frm.doctype") == "Promise to Pay", "its form")
	screen.wait_until_quiet()
	assert screen.js("return cur_frm.doc.invoices[0].sales_invoice") == invoices[0].name
	screen.js("cur_frm.set_value('pay_by', frappe.datetime.add_days(frappe.datetime.get_today(), 5))")
	screen.js("cur_frm.save()")
	screen.wait(lambda: not screen.js("return cur_frm.is_new()"), "the promise to be saved")
	screen.see("Withdraw")
	screen.wait_until_quiet()
	credit.picture(screen, "promise", tmp_path)
	assert credit.console(screen, "play() failed") == []
