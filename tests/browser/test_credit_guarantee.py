"""The form of a guarantee asks for what belongs to its type; lists and panels show what it covers and how long."""

import frappe
import pytest

from tests.browser import credit
from tests.browser.credit import ANALYST, MANAGER, SALES, buyer, panel
from tests.erp import factories as make
from tests.erp.cover import ask_for, give, give_letter

SHOWN = """return ['sales_order', 'latest_shipment_date', 'documents', 'applicant', 'issuing_bank', 'guarantor']
	.filter((name) => $(cur_frm.fields_dict[name].wrapper).is(':visible'))"""


@pytest.fixture
def letter(as_user):
	order = make.make_sales_order(
		customer=buyer(limit=100), amount=1000, item=make.WIDGET, submit=False, delivery_date="2027-03-01"
	)
	papers = [
		{"document": "Bill of lading", "copies": 3},
		{"document": "Invoice", "copies": 2, "received": 1},
	]
	doc = give_letter(
		as_user, order=order, amount=1200, documents=papers, latest_shipment_date="2027-06-30", currency="USD"
	)
	return doc, order


@pytest.mark.parametrize(
	("kind", "shown"),
	[
		(
			"Letter of Credit",
			["sales_order", "latest_shipment_date", "documents", "applicant", "issuing_bank"],
		),
		("Bank Guarantee", ["issuing_bank"]),
		("Parent Guarantee", ["guarantor"]),
		("Credit Insurance", []),
	],
)
def test_only_fields_of_its_type(desk, kind, shown):
	screen = desk(ANALYST, "credit-guarantee/new")
	screen.js("cur_frm.set_value('guarantee_type', arguments[0])", kind)
	screen.wait(lambda: screen.js(SHOWN) == shown, f"the fields of {kind}")
	assert credit.console(screen) == []
	credit.abandon(screen)


def test_form_and_cancellation_with_a_reason(desk, committed, letter, tmp_path):
	doc, _order = letter
	committed()
	screen = desk(MANAGER, f"credit-guarantee/{doc.name}")
	screen.see("Until")
	screen.see("Bill of lading")
	credit.picture(screen, "guarantee", tmp_path)
	screen.js("cur_frm.savecancel()")
	screen.find(".modal.show .btn-primary").click()
	credit.fill(screen, f"Cancel {doc.name}", reason="The bank has called it back")
	screen.wait(lambda: screen.js("return cur_frm.doc.docstatus") == 2, "the cancellation")
	screen.see("Cancelled")
	committed()
	assert frappe.db.get_value(doc.doctype, doc.name, "cancel_reason") == "The bank has called it back"
	assert credit.console(screen) == []


def test_the_panel_shows_what_the_limit_is_made_of(desk, committed, letter, as_user, tmp_path):
	doc, order = letter
	give(as_user, customer=frappe.get_doc("Customer", order.customer), amount=50, guarantee_type="Deposit")
	committed()
	screen = desk(SALES, f"sales-order/{order.name}")
	panel(screen, "Base limit: $ 100.00", doc.name, "for order", "Covered with it", "Within credit")
	credit.picture(screen, "guarantee-panel", tmp_path)
	assert credit.console(screen) == []


def test_the_list_shows_validity(desk, committed, as_user, tmp_path):
	customer = buyer(limit=100)
	soon = frappe.utils.add_days(frappe.utils.nowdate(), 5)
	give(as_user, customer=customer, amount=300, valid_upto=soon)
	give(as_user, customer=customer, amount=200, guarantee_type="Credit Insurance", coverage_percent=90)
	give(as_user, customer=customer, amount=100, valid_from=soon, guarantee_type="Parent Guarantee")
	with as_user(ANALYST):
		ask_for(customer=customer, guarantee_type="Deposit")
	committed()
	screen = desk(ANALYST, f"credit-guarantee?customer={customer.name.replace(' & ', ' %26 ')}")
	for text in ("Waiting", f"From {frappe.utils.getdate(soon):%m-%d-%Y}", "Until"):
		screen.see(text)
	assert screen.all(".indicator-pill.yellow")
	credit.picture(screen, "guarantees", tmp_path)
	assert credit.console(screen) == []


def test_settings_offer_time_zones(desk):
	screen = desk("director@cqs.example", "cqs-settings")
	offered = "return cur_frm.fields_dict.companies.grid.get_docfield('time_zone').options"
	screen.wait(lambda: "Asia/Tokyo" in (screen.js(offered) or []), "time zones to choose from")
	assert credit.console(screen) == []
