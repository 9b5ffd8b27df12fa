"""The gate at its checkpoints, in one transaction each."""

import frappe
import pytest

from tests.erp import factories as make
from tests.erp.credit import customer_with, docstatus, exposure_of, refused


def test_order_within_limit_passes_and_counts():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=1000)
	assert exposure_of(customer) == 1000
	assert frappe.db.get_value("Sales Order", order.name, "cqs_credit_status") == "Passed"


def test_order_beyond_limit_stays_a_draft():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=1000.01, submit=False)
	with refused("Credit Limit", "1,000.01", customer.name):
		order.submit()
	assert docstatus(order) == 0
	assert exposure_of(customer) == 0


def test_chain_is_counted_once():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	delivery = make.make_delivery_note(order=order, qty=4)
	assert exposure_of(customer) == 1000
	invoice = make.make_sales_invoice(delivery=delivery)
	assert exposure_of(customer) == 1000
	make.make_payment(invoice=invoice)
	assert exposure_of(customer) == 600
	order.reload()
	make.make_sales_invoice(order=order, qty=6)
	assert exposure_of(customer) == 600


def test_update_items_is_checked():
	from erpnext.controllers.accounts_controller import update_child_qty_rate

	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=5, rate=100)
	make.make_sales_invoice(order=order, qty=2)
	row = order.items[0]
	items = [{"docname": row.name, "name": row.name, "item_code": row.item_code, "qty": 90, "rate": 100}]
	with refused():
		update_child_qty_rate("Sales Order", frappe.as_json(items), order.name)


def test_closing_frees_only_what_was_not_delivered():
	from erpnext.selling.doctype.sales_order.sales_order import update_status

	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	make.make_delivery_note(order=order, qty=4)
	update_status("Closed", order.name)
	assert exposure_of(customer) == 400
	make.make_sales_order(customer=customer, amount=500)
	for status in ("Draft", "To Deliver and Bill"):
		with refused():
			update_status(status, order.name)
	assert exposure_of(customer) == 900


def test_payment_return_and_credit_note_always_pass():
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=1000)
	from tests.erp.credit import give_limit

	give_limit(customer=customer, limit=10)
	make.make_credit_note(invoice=invoice, amount=300)
	assert exposure_of(customer) == 700
	make.make_payment(customer=customer, amount=200)
	assert exposure_of(customer) == 500


def test_delivery_return_frees_credit():
	customer = customer_with(limit=1000)
	delivery = make.make_delivery_note(customer=customer, qty=10, rate=100)
	make.make_delivery_return(delivery=delivery, qty=3)
	assert exposure_of(customer) == 700


def test_journal_and_refund():
	customer = customer_with(limit=1000)
	rows = [
		{"account": make.account(name="Debtors"), "debit": 1000.01, "customer": customer},
		{"account": make.account(name="Sales"), "credit": 1000.01},
	]
	with refused("Credit Limit"):
		make.make_journal(rows=rows)
	with refused("Credit Limit"):
		make.make_payment(customer=customer, amount=1000.01, payment_type="Pay")


def test_till_counts_the_unpaid_part():
	customer = customer_with(limit=100)
	make.make_pos_invoice(customer=customer, amount=500)
	assert exposure_of(customer) == 0


@pytest.mark.parametrize("flag", ["ignore_validate"])
def test_second_phase_stands_alone(flag):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=5000, submit=False)
	order.flags[flag] = True
	with refused():
		order.submit()
	assert docstatus(order) == 0
	invoice = make.make_sales_invoice(customer=customer, amount=5000, submit=False)
	invoice.flags[flag] = True
	with refused():
		invoice.submit()
	assert docstatus(invoice) == 0
	assert not frappe.db.exists("GL Entry", {"voucher_no": invoice.name})
	assert exposure_of(customer) == 0
