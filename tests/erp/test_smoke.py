"""The harness itself: if one of these fails, look here before looking at the app."""

import os
from pathlib import Path

import frappe
import pytest
import requests

from tests.bench.client import HttpError
from tests.erp import factories as make


def test_site_has_the_apps_and_is_no_developer_site():
	assert frappe.get_installed_apps() == ["frappe", "erpnext", "cqs_app"]
	assert not frappe.conf.developer_mode
	assert not frappe.flags.in_test
	assert frappe.is_setup_complete()


def test_app_comes_from_the_working_tree(working_tree):
	import cqs_app

	assert Path(cqs_app.__file__).resolve().parent == (working_tree / "cqs_app").resolve()
	assert Path(frappe.get_app_path("cqs_app")).resolve() == (working_tree / "cqs_app").resolve()


def test_server_answers():
	answer = requests.get(f"{os.environ['CQS_URL']}/api/method/ping", timeout=30)
	assert answer.json() == {"message": "pong"}


def test_assets_are_served():
	assert requests.get(f"{os.environ['CQS_URL']}/assets/frappe/images/frappe-favicon.svg", timeout=30).ok


@pytest.mark.parametrize("user", make.USERS)
def test_user_logs_in(http, user):
	client = http(user)
	assert client.read("frappe.auth.get_logged_user") == user


@pytest.mark.parametrize("user", make.USERS)
def test_user_has_the_role(user):
	assert set(make.USERS[user]) <= set(frappe.get_roles(user))


def test_wrong_password_is_refused(http):
	with pytest.raises(HttpError) as refusal:
		http("sales@cqs.example", "wrong")
	assert refusal.value.status == 401


def test_order_delivery_invoice_payment():
	order = make.make_sales_order(qty=10, rate=25, item=make.WIDGET)
	assert (order.docstatus, order.grand_total) == (1, 250)
	delivery = make.make_delivery_note(order=order, qty=4)
	invoice = make.make_sales_invoice(delivery=delivery, due_date="2025-04-02")
	assert (invoice.grand_total, str(invoice.due_date)) == (100, "2025-04-02")
	make.make_payment(invoice=invoice, amount=40)
	assert frappe.db.get_value("Sales Invoice", invoice.name, "outstanding_amount") == 60
	order.reload()
	assert (order.per_delivered, order.per_billed) == (40, 40)


def test_returns_and_credit_notes():
	customer = make.make_customer()
	delivery = make.make_delivery_note(customer=customer, qty=5, rate=20)
	assert make.make_delivery_return(delivery=delivery, qty=2).items[0].qty == -2
	invoice = make.make_sales_invoice(customer=customer, amount=300)
	assert make.make_credit_note(invoice=invoice, amount=100).grand_total == -100


def test_journal_and_refund():
	customer = make.make_customer()
	journal = make.make_journal(
		rows=[
			{"account": make.account(name="Debtors"), "debit": 70, "customer": customer},
			{"account": make.account(name="Sales"), "credit": 70, "cost_center": make.account(name="Main")},
		]
	)
	assert journal.total_debit == 70
	refund = make.make_payment(customer=customer, amount=30, payment_type="Pay")
	assert (refund.docstatus, refund.payment_type) == (1, "Pay")


def test_quotation_and_foreign_order():
	assert make.make_quotation(amount=500).docstatus == 1
	order = make.make_sales_order(currency="EUR", amount=100)
	assert (order.grand_total, order.base_grand_total) == (100, 125)
	second = make.make_sales_order(company=make.SECOND_COMPANY, amount=100)
	assert (second.currency, second.base_grand_total) == ("EUR", 100)


def test_advance_for_an_order():
	order = make.make_sales_order(amount=80)
	make.make_payment(order=order)
	assert frappe.db.get_value("Sales Order", order.name, "advance_paid") == 80


def test_invoice_from_order_follows_the_payment_terms():
	customer = make.make_customer(payment_terms=make.make_payment_terms(credit_days=45).name)
	invoice = make.make_sales_invoice(order=make.make_sales_order(customer=customer, amount=90), amount=30)
	assert (invoice.grand_total, str(invoice.due_date)) == (30, "2025-04-17")


def test_pos_invoice():
	invoice = make.make_pos_invoice(qty=2, rate=15, paid=30)
	assert (invoice.status, invoice.grand_total, invoice.paid_amount) == ("Paid", 30, 30)


def test_rolled_back_a():
	make.make_customer(name="CQS Rolled Back")


def test_rolled_back_b():
	assert not frappe.db.exists("Customer", "CQS Rolled Back")


def test_order_over_http(http):
	order = make.make_sales_order(amount=10, submit=False)
	http("sales@cqs.example").put(f"/api/resource/Sales Order/{order.name}", docstatus=1)
	assert frappe.db.get_value("Sales Order", order.name, "docstatus") == 1


def test_as_user(as_user):
	with as_user("sales@cqs.example"):
		assert make.make_sales_order(amount=10, customer=make.make_customer()).owner == "sales@cqs.example"
	assert frappe.session.user == "Administrator"


def test_background_job(run_jobs):
	name = make.make_customer().name
	value = {"doctype": "Customer", "name": name, "fieldname": "customer_details", "value": "by a job"}
	frappe.enqueue("frappe.client.set_value", queue="short", enqueue_after_commit=True, **value)
	run_jobs()
	assert frappe.db.get_value("Customer", name, "customer_details") == "by a job"


def test_database_switches(snapshot_isolation, root_sql):
	assert root_sql("SELECT @@innodb_snapshot_isolation") == ((int(snapshot_isolation),),)
