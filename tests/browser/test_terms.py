"""Agreed terms on the screens: the change form, the panel, a new order, and both reports."""

import os
from pathlib import Path

import frappe
import pytest

from tests.browser import credit
from tests.browser.credit import ANALYST, MANAGER, SALES
from tests.erp import factories as make
from tests.erp.credit import COMPANY
from tests.erp.test_terms import change_terms, customer_under, net

FIELD = "return cur_frm.fields_dict[arguments[0]].$wrapper.is(':visible')"
VALUE = "return cur_frm.doc[arguments[0]]"
TERMS_FIELDS = ("payment_terms_template", "invoicing_cycle", "limits_discount", "returns_to_standard")


def picture(screen, name: str) -> None:
	if directory := os.environ.get("CQS_PICTURES"):
		screen.picture(Path(directory) / f"{name}.png")


@pytest.fixture
def customer():
	return customer_under(
		standard_terms=net(30), invoicing_cycle="Weekly", limits_discount=1, max_discount_percent=5
	)


def test_a_change_of_terms_shows_its_fields_and_the_terms_of_today(desk, committed, as_user, customer):
	sixty = net(60)
	with as_user(ANALYST):
		change = frappe.get_doc(
			doctype="Credit Limit Change",
			customer=customer.name,
			company=COMPANY,
			change_type="Payment Terms",
			payment_terms_template=sixty,
			limits_discount=1,
			max_discount_percent=8,
			reason="Won against a competitor",
		).insert()
	committed()
	screen = desk(ANALYST, f"credit-limit-change/{change.name}")
	screen.see("Now: CQS Net 30, today 30 days (policy)")
	screen.see("Now: up to 5 % (policy)")
	assert all(screen.js(FIELD, field) for field in TERMS_FIELDS)
	picture(screen, "terms-change")
	screen.js("cur_frm.set_value('change_type', 'Base Limit')")
	screen.wait(lambda: not any(screen.js(FIELD, field) for field in TERMS_FIELDS), "no fields of terms")
	assert credit.console(screen) == []


def test_a_new_order_gets_the_agreed_terms_and_keeps_another_choice(desk, committed, customer):
	customer.payment_terms = net(60)
	customer.save()
	committed()
	screen = desk(SALES, "sales-order/new")
	screen.js("cur_frm.set_value('customer', arguments[0])", customer.name)
	screen.wait(lambda: screen.js(VALUE, "payment_terms_template") == net(30), "the agreed terms")
	credit.panel(screen, "Payment terms: CQS Net 30, today 30 days (policy)", "Invoiced: Weekly (policy)")
	picture(screen, "terms-panel")
	screen.wait_until_quiet()
	screen.js("cur_frm.set_value('payment_terms_template', arguments[0])", net(60))
	screen.wait_until_quiet()
	assert screen.js(VALUE, "payment_terms_template") == net(60)


def test_both_reports(desk, committed, as_user, customer):
	make.make_delivery_note(customer=customer, qty=3, rate=100)
	change_terms(as_user, customer, payment_terms_template=net(60))
	committed()
	screen = desk(MANAGER, f"query-report/Deliveries to Invoice?customer={customer.name}")
	screen.see("Weekly")
	screen.see("Days late on average (USD)")
	picture(screen, "deliveries-to-invoice")
	screen.open_desk(f"query-report/Terms Exceptions?customer={customer.name}")
	screen.see("CQS Net 60")
	picture(screen, "terms-exceptions")
	nobody = make.make_customer()
	committed()
	screen.open_desk(f"query-report/Deliveries to Invoice?customer={nobody.name}")
	screen.see("Nothing delivered waits for its invoice.")
	picture(screen, "deliveries-empty")
	assert credit.console(screen) == []
