"""The credit panel on sales documents and customers, as the people who use it see it."""

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser import credit
from tests.browser.credit import (
	AUDITOR,
	MANAGER,
	SALES,
	SALES_MANAGER,
	act,
	buyer,
	dialog,
	fill,
	panel,
)
from tests.erp import factories as make
from tests.erp.credit import docstatus, give_limit

NARROW = (380, 800)


@pytest.fixture(autouse=True)
def wide(screen):
	credit.resize(screen, 1280, 900)
	credit.console(screen)
	yield
	credit.abandon(screen)


def type_into_row(screen, fieldname: str, value: str) -> None:
	"""Into the first item row, as with the keyboard; leaving the cell makes the form take the value."""
	cell = f"[data-fieldname=items] .grid-body .grid-row[data-idx='1'] [data-fieldname={fieldname}]"
	box = f"{cell} input"
	# Frappe draws the row anew when an answer arrives: find the cell again each time.
	if not any(element.is_displayed() for element in screen.all(box)):
		screen.wait(lambda: screen.find(cell).click() or True, f"the cell {fieldname}")
	control = screen.find(box)
	control.send_keys(Keys.CONTROL, "a")
	control.send_keys(value)
	if fieldname == "item_code":
		screen.wait(
			lambda: any(
				option.is_displayed() and value in option.text
				for option in screen.all(f"{cell} [role=option]")
			),
			"the item among the suggestions",
		)
	screen.find(box).send_keys(Keys.TAB)
	screen.wait_until_quiet()


def new_order(screen, customer) -> None:
	screen.js(
		"frappe.new_doc('Sales Order', {customer: arguments[0], delivery_date: frappe.datetime.get_today()})",
		customer.name,
	)
	screen.wait(lambda: screen.js("return cur_frm && cur_frm.is_new() && cur_frm.doc.customer"), "the form")
	screen.wait_until_quiet()


def test_panel_follows_what_is_typed(desk, committed, tmp_path):
	customer = buyer(limit=1000)
	make.make_sales_order(customer=customer, amount=300)
	# An item of its own: ERPNext keeps the prices of other tests' items and fetches them while one types.
	item = make.make_item()
	committed()
	screen = desk(SALES, "sales-order")
	new_order(screen, customer)
	panel(screen, "Within credit", "$ 1,000.00", "$ 300.00")
	type_into_row(screen, "item_code", item.name)
	screen.wait(lambda: screen.js("return cur_frm.doc.items[0].uom"), "the item's details")
	type_into_row(screen, "qty", "4")
	type_into_row(screen, "rate", "100")
	# ERPNext adds the default tax of 6 % for the country.
	panel(screen, "Within credit", "+$ 424.00", "72 % of the limit with this document")
	type_into_row(screen, "qty", "9")
	text = panel(screen, "Will be held", "+$ 954.00", "$ -254.00", "Credit Limit").text
	assert "USD 254.00 more than the credit limit" in text
	screen.js("window.scrollTo(0, 0)")
	credit.picture(screen, "panel", tmp_path)
	assert credit.console(screen) == []


def test_refusal_request_and_release(desk, http, committed, as_user, tmp_path):
	customer = buyer(limit=1000)
	with as_user(SALES):
		order = make.make_sales_order(customer=customer, amount=1500, submit=False)
	committed()
	screen = desk(SALES, f"sales-order/{order.name}")
	panel(screen, "Will be held")
	screen.find(".page-actions .primary-action").click()
	credit.press(screen, dialog(screen, "Confirm").find_element("css selector", ".btn-primary"))
	box = dialog(screen, "Credit Hold")
	assert "is not submitted" in box.text and "USD 500.00 more" in box.text
	link = box.find_element("css selector", "a[href*='credit-hold']").get_attribute("href")
	panel(screen, "On hold", "Request Release")
	credit.picture(screen, "refusal", tmp_path)
	assert screen.js("return cur_frm.doc.cqs_credit_status") == "On Hold"
	assert not screen.all(".has-error"), "a refusal marks no field as missing"
	assert credit.console(screen, *credit.REFUSAL) == []
	committed()
	order.reload()
	assert link.endswith(order.cqs_credit_hold)
	credit.close_dialogs(screen)
	act(screen, "request")
	fill(screen, "Request Release", reason="Pays <b>on Friday</b>")
	panel(screen, "Release requested: Pays <b>on Friday</b>", "Ask Again")

	screen = desk(MANAGER, f"credit-hold/{order.cqs_credit_hold}")
	screen.see("What was found")
	credit.picture(screen, "hold", tmp_path)
	credit.press(screen, screen.find(".page-actions .primary-action"))
	fill(screen, "Release Sales Order", reason="The parent pays", submit_document="1")
	screen.wait(lambda: screen.js("return cur_frm.doc.status") == "Released", "the release")
	committed()
	assert docstatus(order) == 1
	assert credit.console(screen) == []


def test_approver_decides_on_the_order_itself(desk, http, committed):
	order = credit.held_order(http)
	screen = desk(MANAGER, f"sales-order/{order.name}")
	panel(screen, "On hold", "Release", "Reject")
	act(screen, "reject")
	fill(screen, "Reject Sales Order", reason="Two bills are open")
	panel(screen, "Will be held", "Rejected", "Two bills are open")
	committed()
	assert frappe.db.get_value("Credit Hold", order.cqs_credit_hold, "status") == "Rejected"


def test_drill_down_lists_the_documents(desk, committed):
	customer = buyer(limit=1000)
	order = make.make_sales_order(customer=customer, amount=300)
	invoice = make.make_sales_invoice(customer=customer, amount=200)
	payment = make.make_payment(customer=customer, amount=50)
	committed()
	screen = desk(SALES, f"sales-order/{order.name}")
	panel(screen, "$ 450.00")
	screen.find("[data-component=open_orders]").click()
	screen.wait(lambda: order.name in dialog(screen, "Open orders").text, "the order")
	credit.close_dialogs(screen)
	screen.find("[data-component=receivable]").click()
	screen.wait(lambda: invoice.name in dialog(screen, "Receivable").text, "the invoice")
	text = dialog(screen, "Receivable").text
	assert payment.name in text and "$ -50.00" in text and "$ 150.00" in text
	assert "not listed" not in text


@pytest.mark.parametrize(
	("values", "texts"),
	[
		({"is_unlimited": 1}, ("Unlimited", "Within credit")),
		({"is_assessed": 0}, ("Not assessed", "Passes with a warning")),
		({"limit": 0}, ("None: cash only", "Will be held")),
		({"status": "Forced Hold", "status_reason": "Bounced <i>cheque</i>"}, ("Bounced <i>cheque</i>",)),
	],
	ids=["unlimited", "not_assessed", "cash_only", "forced_hold"],
)
def test_panel_of_special_accounts(desk, committed, values, texts):
	customer = make.make_customer()
	give_limit(customer=customer, **{"limit": 1000, **values})
	order = make.make_sales_order(customer=customer, amount=10, submit=False)
	committed()
	screen = desk(SALES, f"sales-order/{order.name}")
	panel(screen, *texts)
	assert credit.console(screen) == []


def test_late_answers_are_dropped_and_errors_are_one_quiet_line(desk, committed):
	order = make.make_sales_order(customer=buyer(limit=1000), amount=10, submit=False)
	committed()
	screen = desk(SALES, f"sales-order/{order.name}")
	panel(screen, "Within credit")
	screen.js(
		"""cur_frm.cqs_panel.ask_soon = () => {};
		const real = cqs.credit.ask, waiting = window.cqs_waiting = [];
		cqs.credit.ask = (...args) => new Promise((resolve, reject) =>
			waiting.push({reject, answer: () => real(...args).then(resolve)}));
		cur_frm.cqs_panel.ask(true); cur_frm.doc.items[0].qty = 200; cur_frm.dirty(); cur_frm.cqs_panel.ask(true);
		waiting[1].answer()"""
	)
	panel(screen, "Will be held", "+$ 2,000.00")
	screen.js("cqs_waiting[0].answer().then(() => window.cqs_late = 1)")
	screen.wait(lambda: screen.js("return window.cqs_late"), "the late answer")
	panel(screen, "+$ 2,000.00")
	screen.js("cur_frm.cqs_panel.ask(true); cqs_waiting.at(-1).reject({status: 403})")
	panel(screen, "You may not see the credit", state="unavailable")
	assert not screen.all(".modal.show")


def test_without_a_customer_there_is_a_hint(desk):
	screen = desk(SALES, "sales-order")
	screen.js("frappe.new_doc('Sales Order')")
	panel(screen, "Choose a customer", state="hint")
	assert credit.console(screen) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_panel_fits_a_phone(desk, http, tmp_path, theme):
	order = credit.held_order(http)
	screen = desk(SALES, f"sales-order/{order.name}")
	screen.js("document.documentElement.setAttribute('data-theme', arguments[0])", theme)
	credit.resize(screen, *NARROW)
	box = panel(screen, "On hold")
	screen.wait(lambda: box.rect["width"] <= NARROW[0], "the narrow layout")
	assert screen.js("return arguments[0].scrollWidth <= arguments[0].clientWidth", box)
	credit.picture(screen, f"panel-{theme}-phone", tmp_path)


def test_customer_panel_forces_and_lifts_a_hold(desk, committed, tmp_path):
	customer = buyer(limit=1000)
	give_limit(customer=customer, limit=700, company=make.SECOND_COMPANY)
	committed()
	screen = desk(MANAGER, f"customer/{customer.name}")
	panel(screen, "$ 1,000.00")
	act(screen, "force")
	fill(screen, "Hold All Sales", reason="Cheque bounced")
	panel(screen, "Forced Hold", "Cheque bounced", "Lift Forced Hold")
	credit.picture(screen, "customer", tmp_path)
	act(screen, "lift")
	fill(screen, "Lift the Forced Hold", reason="Paid")
	panel(screen, "Force Hold", "Change Limit")
	option = f"{credit.PANEL} option[value='{make.SECOND_COMPANY}']"
	screen.find(f"{credit.PANEL} select").click()
	screen.find(option).click()
	panel(screen, "€ 700.00")
	assert credit.console(screen) == []


def test_change_limit_is_prefilled_and_compares(desk, committed):
	customer = buyer(limit=1000)
	make.make_sales_order(customer=customer, amount=300)
	committed()
	screen = desk(SALES_MANAGER, f"customer/{customer.name}")
	panel(screen, "$ 300.00")
	act(screen, "change")
	screen.see("Now: $ 1,000.00. Exposure: $ 300.00.")
	assert screen.js("return cur_frm.doc.customer") == customer.name
	screen.see("somebody else")
	assert credit.console(screen) == []


def test_auditor_sees_everything_and_decides_nothing(desk, http, committed):
	order = credit.held_order(http)
	account = frappe.db.get_value("Credit Account", {"customer": order.customer})
	check = frappe.db.get_value("Credit Check", {"reference_name": order.name})
	screen = desk(AUDITOR, f"credit-account/{account}")
	panel(screen, "$ 1,000.00")
	assert not screen.all(f"{credit.PANEL} [data-action]")
	screen.js("frappe.set_route('Form', 'Credit Hold', arguments[0])", order.cqs_credit_hold)
	screen.see("It may be released by")
	assert not screen.js("return $('.page-actions:visible .primary-action:visible').text().trim()")
	screen.js("frappe.set_route('Form', 'Credit Check', arguments[0])", check)
	screen.see("Nobody can change or delete it")
	screen.see("What was found")
	assert credit.console(screen) == []
