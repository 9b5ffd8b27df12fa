"""Attacks that the gate withstands, kept so that it goes on doing so: by names, forged fields and links, and by people."""

import json

import frappe
import pytest

from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, docstatus, exposure_of, refused

SALES, BILLING = "sales@cqs.example", "billing@cqs.example"


def order_of(customer, rate, **values):
	row = {"item_code": make.SERVICE, "qty": 1, "rate": rate, "warehouse": make.warehouse()}
	dates = {"transaction_date": make.POSTING_DATE, "delivery_date": "2025-04-01"}
	money = {"currency": "USD", "selling_price_list": make.PRICE_LIST, "ignore_pricing_rule": 1}
	head = {"doctype": "Sales Order", "company": COMPANY, "customer": customer}
	return {**head, **dates, **money, "items": [row], **values}


def charge(amount):
	account = make.account(name="Freight and Forwarding Charges")
	return [{"charge_type": "Actual", "account_head": account, "description": "charge", "tax_amount": amount}]


@pytest.mark.committed
@pytest.mark.parametrize("spelling", [str.upper, str.lower, lambda name: f"{name} "])
def test_a_customers_name_in_another_spelling_is_the_same_customer(http, spelling):
	customer = customer_with(limit=1000)
	name = spelling(customer.name)
	rows = [
		{
			"account": make.account(name="Debtors"),
			"party_type": "customer",
			"party": name,
			"debit_in_account_currency": 5000,
		},
		{"account": make.account(name="Sales"), "credit_in_account_currency": 5000},
	]
	journal = {"voucher_type": "Journal Entry", "posting_date": make.POSTING_DATE, "accounts": rows}
	for user, path, document in (
		(SALES, "Sales Order", order_of(name, 5000, docstatus=1)),
		(BILLING, "Journal Entry", {**journal, "company": COMPANY, "docstatus": 1}),
	):
		with pytest.raises(HttpError) as refusal:
			http(user).post(f"/api/resource/{path}", **document)
		assert refusal.value.exc_type == "CreditRefused", refusal.value
	assert exposure_of(customer) == 0
	assert frappe.db.count("Credit Account", {"customer": customer.name}) == 1


@pytest.mark.committed
def test_every_call_that_inserts_and_submits_at_once_is_refused(http):
	customer = customer_with(limit=1000)
	sales = http(SALES)
	order = order_of(customer.name, 5000)
	submitted = {**order, "docstatus": 1}
	new = {**order, "__islocal": 1, "name": "new-order", "flags": {"ignore_validate": 1, "cqs_checks": []}}
	for call in (
		lambda: sales.post("/api/resource/Sales Order", **submitted),
		lambda: sales.post("/api/v2/document/Sales Order", **submitted),
		lambda: sales.call("frappe.client.submit", doc=json.dumps(order)),
		lambda: sales.call("frappe.client.insert_many", docs=json.dumps([submitted])),
		lambda: sales.call("frappe.desk.form.save.savedocs", doc=json.dumps(new), action="Submit"),
	):
		with pytest.raises(HttpError) as refusal:
			call()
		assert refusal.value.status == 417, refusal.value
	assert not frappe.db.exists("Sales Order", {"customer": customer.name})


@pytest.mark.committed
def test_bulk_submit_and_document_methods_are_refused(http):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=5000, submit=False)
	sales = http(SALES)
	bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	sales.call(bulk, doctype="Sales Order", docnames=json.dumps([order.name]), action="submit")
	assert docstatus(order) == 0
	with pytest.raises(HttpError):
		sales.post("/api/method/run_doc_method", dt="Sales Order", dn=order.name, method="submit")
	released = json.dumps({"fieldname": "cqs_credit_status", "value": "Released"})
	with pytest.raises(HttpError) as refusal:
		sales.post(
			"/api/method/run_doc_method", dt="Sales Order", dn=order.name, method="db_set", args=released
		)
	assert refusal.value.status == 403
	assert docstatus(order) == 0


@pytest.mark.committed
def test_a_deleted_drafts_release_is_not_inherited_by_its_name(http):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=5000, submit=False)
	sales = http(SALES)
	with pytest.raises(HttpError):
		sales.put(f"/api/resource/Sales Order/{order.name}", docstatus=1)
	hold = frappe.db.get_value("Credit Hold", {"reference_name": order.name})
	http("director@cqs.example").call("cqs_app.api.release_hold", hold=hold, reason="once")
	assert exposure_of(customer) == 5000
	order.reload()
	order.delete()
	assert frappe.db.get_value("Credit Hold", hold, ["status", "reserved"]) == ("Cancelled", 0)
	assert exposure_of(customer) == 0
	again = frappe.get_doc(order_of(customer.name, 5000)).insert()
	assert again.name == order.name, "Frappe gives the number of a deleted last document again"
	with pytest.raises(HttpError):
		sales.put(f"/api/resource/Sales Order/{again.name}", docstatus=1)


@pytest.mark.committed
@pytest.mark.parametrize("user", ["Administrator", "director@cqs.example"])
def test_nobody_edits_what_the_gate_writes(http, user):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=5000, submit=False)
	with pytest.raises(HttpError):
		http(SALES).put(f"/api/resource/Sales Order/{order.name}", docstatus=1)
	client = http(user)
	bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	for doctype, field, value in (
		("Credit Account", "credit_limit", 10**6),
		("Credit Hold", "status", "Released"),
		("Credit Check", "outcome", "Pass"),
	):
		name, before = frappe.db.get_value(doctype, {"customer": customer.name}, ["name", field])
		forged = {field: value, "flags": {"by_cqs": 1}}
		change = {"doctype": doctype, "name": name}
		for call in (
			lambda: client.put(f"/api/resource/{doctype}/{name}", **forged),  # noqa: B023
			lambda: client.call("frappe.client.set_value", **change, fieldname=field, value=value),  # noqa: B023
			lambda: client.call("frappe.client.delete", **change),  # noqa: B023
			lambda: client.call("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name="x"),  # noqa: B023
		):
			with pytest.raises(HttpError) as refusal:
				call()
			assert refusal.value.status == 403, refusal.value
		client.call(
			bulk,
			doctype=doctype,
			docnames=json.dumps([name]),
			action="update",
			data=json.dumps({field: value}),
		)
		client.call("frappe.desk.reportview.delete_items", doctype=doctype, items=json.dumps([name]))
		assert frappe.db.get_value(doctype, name, field) == before


@pytest.mark.committed
def test_a_row_of_a_submitted_order_is_not_edited_by_itself(http):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=500)
	row = order.items[0].name
	sales = http(SALES)
	with pytest.raises(HttpError):
		sales.put(f"/api/resource/Sales Order Item/{row}", rate=90_000, net_amount=90_000)
	with pytest.raises(HttpError):
		sales.call(
			"frappe.client.set_value",
			doctype="Sales Order Item",
			name=row,
			fieldname="net_amount",
			value=90_000,
		)
	assert frappe.db.get_value("Sales Order Item", row, "net_amount") == 500


def test_a_return_with_a_charge_is_a_sale():
	customer = customer_with(limit=1000)
	terms = {"is_return": 1, "due_date": make.POSTING_DATE, "taxes": charge(10_000)}
	with refused("9,999.00"):
		make.make_sales_invoice(customer=customer, qty=-1, rate=1, **terms)


def test_a_forged_advance_of_an_invoice_is_found_out():
	customer = customer_with(limit=1000)
	payment = make.make_payment(customer=customer, amount=1)
	claim = {"reference_type": "Payment Entry", "reference_name": payment.name}
	invoice = make.make_sales_invoice(
		customer=customer,
		amount=50_000,
		advances=[{**claim, "advance_amount": 50_000, "allocated_amount": 50_000}],
		submit=False,
	)
	with pytest.raises(frappe.ValidationError):
		invoice.submit()


def test_an_order_billed_once_is_not_billed_again_for_free():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=1000)
	make.make_payment(invoice=make.make_sales_invoice(order=order))
	make.make_sales_order(customer=customer, amount=1000)
	again = make.make_sales_invoice(customer=customer, amount=1000, submit=False)
	again.items[0].update({"so_detail": order.items[0].name, "sales_order": order.name})
	again.save()
	with refused():
		again.submit()


def test_goods_that_came_back_are_checked_when_they_leave_again():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	make.make_delivery_return(delivery=make.make_delivery_note(order=order))
	assert exposure_of(customer) == 0
	make.make_sales_order(customer=customer, amount=1000)
	order.reload()
	with refused():
		make.make_delivery_note(order=order)


@pytest.mark.committed
def test_a_renamed_customer_keeps_limit_exposure_and_chain(http):
	from cqs_app.erp.credit.audit import verify

	customer = customer_with(limit=1000)
	make.make_sales_order(customer=customer, amount=600)
	name = f"{customer.name} renamed"
	rename = "frappe.model.rename_doc.update_document_title"
	http(SALES).call(rename, doctype="Customer", docname=customer.name, name=name, enqueue=False)
	assert exposure_of(name) == 600
	with pytest.raises(HttpError):
		http(SALES).post("/api/resource/Sales Order", **order_of(name, 600, docstatus=1))
	assert not [broken for broken in verify()[2] if broken.customer == name]
