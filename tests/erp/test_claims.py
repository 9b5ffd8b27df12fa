"""What rows, rates and releases claim, and what the gate believes of it. Each was once a way past the limit."""

import json

import frappe
import pytest

from cqs_app.erp.credit import holds
from cqs_app.erp.credit.exceptions import CreditRefused
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, exposure_of, give_limit, party_of, refused

FREIGHT = "Freight and Forwarding Charges"


def charge(amount):
	return [
		{
			"charge_type": "Actual",
			"account_head": make.account(name=FREIGHT),
			"description": "charge",
			"tax_amount": amount,
		}
	]


def debit(*rows):
	entries = [
		{"account": make.account(name="Debtors"), "debit": amount, "customer": customer}
		for customer, amount in rows
	]
	total = sum(amount for _customer, amount in rows)
	return [*entries, {"account": make.account(name="Sales"), "credit": total}]


# --- value = base_net_amount * grand / net breaks where net is 0 or negative -----------------------------


@pytest.mark.parametrize("maker", [make.make_sales_order, make.make_delivery_note])
def test_charges_on_free_rows_are_counted(maker):
	customer = customer_with(limit=1000)
	with refused():
		maker(customer=customer, qty=1, rate=0, item=make.WIDGET, taxes=charge(50_000))


def test_charges_on_fully_discounted_rows_are_counted():
	customer = customer_with(limit=1000)
	with refused():
		make.make_sales_order(
			customer=customer,
			amount=100_000,
			taxes=charge(50_000),
			additional_discount_percentage=100,
			apply_discount_on="Net Total",
		)


def test_a_negative_net_total_never_lowers_exposure():
	customer = customer_with(limit=1000)
	row = {"item_code": make.SERVICE, "qty": 1, "rate": 10_000}
	order = make._sale(
		"Sales Order",
		customer=customer,
		company=COMPANY,
		currency=None,
		rows=[row, {**row, "rate": -10_100}],
		transaction_date=make.POSTING_DATE,
		delivery_date="2025-04-01",
		taxes=charge(10_000),
	)
	order.insert()
	with refused():
		order.submit()
	assert exposure_of(customer) >= 0


# --- claims in rows that make an impact `never_refused` --------------------------------------------------


def test_a_row_that_names_a_receipt_consolidates_nothing():
	customer = customer_with(limit=1000)
	receipt = make.make_pos_invoice(customer=customer, amount=10)
	invoice = make.make_sales_invoice(customer=customer, amount=50_000, submit=False)
	invoice.items[0].pos_invoice = receipt.name
	invoice.save()
	with refused():
		invoice.submit()


def test_a_row_that_names_a_revaluation_revalues_nothing():
	customer = customer_with(limit=1000)
	revaluation = frappe.get_doc(
		doctype="Exchange Rate Revaluation", company=COMPANY, posting_date=make.POSTING_DATE
	)
	revaluation.name = make.unique("ERR")
	revaluation.docstatus = 1
	revaluation.db_insert()
	rows = debit((customer, 1_000_000))
	rows[-1] |= {"reference_type": "Exchange Rate Revaluation", "reference_name": revaluation.name}
	with refused():
		make.make_journal(rows=rows)


def test_a_return_that_posts_a_debit_is_no_return():
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(
		customer=customer,
		qty=-1,
		rate=1,
		is_return=1,
		taxes=charge(10_000),
		loyalty_amount=20_000,
		due_date=make.POSTING_DATE,
		submit=False,
	)
	with refused():
		invoice.submit()


# --- a release is measured by the document's total, not by what it adds -----------------------------------


def released(doc, user):
	"""Refuse, open the hold in this transaction, release it as `user`."""
	with pytest.raises(CreditRefused):
		doc.submit()
	hold = frappe.new_doc("Credit Hold")
	amount = doc.get("base_grand_total") or doc.get("base_paid_amount")
	customer = doc.get("customer") or doc.get("party")
	hold.update(
		{
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"customer": customer,
			"company": doc.company,
			"currency": "USD",
			"hold_type": "Policy",
			"status": "Open",
			"amount": amount,
			"increase": amount,
			"findings": json.dumps([{"rule": "Credit Limit"}]),
			"requested_by": "sales@cqs.example",
		}
	)
	hold.flags.by_cqs = True
	hold.insert(ignore_permissions=True, set_name=make.unique("CH"))
	before = frappe.session.user
	frappe.set_user(user)
	holds.release_hold(hold.name, "ok", None, None)
	frappe.set_user(before)
	return frappe.get_doc(doc.doctype, doc.name)


def test_a_released_refund_does_not_grow_by_deductions():
	customer = customer_with(limit=1000)
	make.make_sales_order(customer=customer, amount=1000)
	draft = make.make_payment(customer=customer, amount=10, payment_type="Pay", submit=False)
	payment = released(draft, "analyst@cqs.example")
	loss = {"account": make.account(name="Write Off"), "cost_center": make.account(name="Main")}
	payment.append("deductions", {**loss, "amount": -99_990})
	payment.save()
	with refused():
		payment.submit()


def test_a_released_order_does_not_grow_by_negative_rows():
	customer = customer_with(limit=1000)
	make.make_sales_order(customer=customer, amount=1000)
	order = released(make.make_sales_order(customer=customer, amount=10, submit=False), "analyst@cqs.example")
	order.items[0].rate = 100_000
	frappe.db.set_single_value("Selling Settings", "allow_negative_rates_for_items", 1)
	order.items[0].item_code = make.WIDGET
	order.append(
		"items", {"item_code": make.SERVICE, "qty": 1, "rate": -99_990, "delivery_date": order.delivery_date}
	)
	order.save()
	order.submit()
	delivery = make.make_delivery_note(order=order, submit=False)
	delivery.items = delivery.items[:1]
	delivery.save()
	with refused("99,990"):
		delivery.submit()


# --- prepaid invoices -------------------------------------------------------------------------------------


def test_an_advance_whose_credit_was_spent_covers_no_invoice():
	customer = customer_with(limit=1000)
	make.make_sales_invoice(customer=customer, amount=1000)
	make.make_payment(customer=customer, amount=1000)
	make.make_sales_order(customer=customer, amount=1000)
	with refused():
		make.make_sales_invoice(customer=customer, amount=1000, allocate_advances_automatically=1)


def test_forged_advances_of_a_pos_invoice():
	customer = customer_with(limit=1000)
	payment = make.make_payment(customer=customer, amount=1)
	forged = {"reference_type": "Payment Entry", "reference_name": payment.name}
	invoice = make.make_sales_invoice(
		customer=customer,
		amount=50_000,
		is_pos=1,
		pos_profile=make.make_pos_profile().name,
		payments=[{"mode_of_payment": "Cash", "amount": 0.01}],
		advances=[{**forged, "advance_amount": 50_000, "allocated_amount": 50_000}],
		submit=False,
	)
	with refused():
		invoice.submit()


# --- forced hold and block --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["Forced Hold", "Blocked"])
def test_goods_do_not_leave_for_a_cent_less(status):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	give_limit(customer=customer, status=status)
	with refused():
		make.make_delivery_note(order=order, taxes=charge(-0.01))


def test_a_forced_hold_stops_the_delivery_of_an_order_released_before():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	frappe.db.set_value("Sales Order", order.name, "cqs_credit_status", "Released")
	holds.force_hold(party_of(customer=customer), "insolvent")
	with refused("insolvent"):
		make.make_delivery_note(order=order)


# --- links that free credit -------------------------------------------------------------------------------


def test_one_invoice_row_bills_one_row():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=5, rate=100, item=make.WIDGET)
	delivery = make.make_delivery_note(customer=customer, qty=5, rate=100, item=make.WIDGET)
	invoice = make.make_sales_invoice(customer=customer, qty=5, rate=100, item=make.WIDGET, submit=False)
	invoice.items[0].update({"so_detail": order.items[0].name, "sales_order": order.name})
	invoice.items[0].update({"dn_detail": delivery.items[0].name, "delivery_note": delivery.name})
	invoice.save()
	invoice.submit()
	assert exposure_of(customer) == 1000


@pytest.mark.parametrize("link", ["so_detail", "dn_detail"])
def test_a_return_frees_no_more_than_came_back(link):
	customer = customer_with(limit=1000)
	if link == "so_detail":
		source = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
		make.make_delivery_note(order=source)
	else:
		source = make.make_delivery_note(customer=customer, qty=10, rate=100, item=make.WIDGET)
	back = make.make_delivery_note(
		customer=customer, qty=-1, rate=1000, item=make.WIDGET, is_return=1, submit=False
	)
	back.items[0].set(link, source.items[0].name)
	if link == "so_detail":
		back.items[0].against_sales_order = source.name
	back.save()
	back.submit()
	assert exposure_of(customer) == 900


def test_an_invoice_in_another_currency_bills_its_worth():
	frappe.db.set_value("Currency", "INR", "enabled", 1)
	allow = "allow_multi_currency_invoices_against_single_party_account"
	frappe.db.set_single_value("Accounts Settings", allow, 1)
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	make.make_delivery_note(order=order)
	invoice = make.make_sales_invoice(
		customer=customer,
		qty=10,
		rate=100,
		item=make.WIDGET,
		currency="INR",
		conversion_rate=0.012,
		submit=False,
	)
	invoice.items[0].so_detail = order.items[0].name
	invoice.save()
	with refused():
		invoice.submit()


def test_a_credit_note_that_reopens_the_delivery_keeps_the_goods_counted():
	customer = customer_with(limit=1000)
	delivery = make.make_delivery_note(customer=customer, qty=10, rate=100, item=make.WIDGET)
	note = make.make_credit_note(invoice=make.make_sales_invoice(delivery=delivery))
	delivery.reload()
	assert (note.update_billed_amount_in_delivery_note, delivery.status) == (1, "To Bill")
	assert exposure_of(customer) == 1000
	with refused():
		make.make_delivery_note(customer=customer, qty=10, rate=100, item=make.WIDGET)


def test_a_forged_exchange_rate_hides_no_credit():
	customer = customer_with(limit=1000)
	with refused():
		make.make_sales_order(customer=customer, amount=1_000_000, currency="EUR", conversion_rate=0.0001)


def test_a_closed_drop_shipped_order_is_still_owed():
	supplier = frappe.get_doc(
		doctype="Supplier", supplier_name=make.unique("Supplier"), supplier_group="All Supplier Groups"
	).insert()
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET, submit=False)
	order.items[0].update({"delivered_by_supplier": 1, "supplier": supplier.name})
	order.save()
	order.submit()
	row = {"item_code": make.WIDGET, "qty": 10, "rate": 10, "schedule_date": "2025-05-01"}
	links = {"sales_order": order.name, "sales_order_item": order.items[0].name, "delivered_by_supplier": 1}
	purchase = frappe.get_doc(
		doctype="Purchase Order",
		company=COMPANY,
		supplier=supplier.name,
		customer=customer.name,
		transaction_date=make.POSTING_DATE,
		schedule_date="2025-05-01",
		items=[{**row, **links, "warehouse": make.warehouse()}],
	).insert()
	purchase.submit()
	from erpnext.buying.doctype.purchase_order.purchase_order import update_status

	update_status("Delivered", purchase.name)
	order.reload()
	assert order.items[0].delivered_qty == 10
	order.update_status("Closed")
	assert exposure_of(customer) == 1000


# --- children written around their parent ----------------------------------------------------------------


@pytest.mark.committed
def test_a_sales_user_adds_no_native_limit(http):
	customer = customer_with(limit=1000)
	row = {"parent": customer.name, "parenttype": "Customer", "parentfield": "credit_limits"}
	with pytest.raises(HttpError):
		http("sales@cqs.example").post(
			"/api/resource/Customer Credit Limit", **row, company=COMPANY, credit_limit=1
		)
	assert not frappe.db.exists("Customer Credit Limit", {"parent": customer.name})


def child_row(rate, **values):
	amounts = dict.fromkeys(
		("rate", "base_rate", "amount", "base_amount", "net_amount", "base_net_amount"), rate
	)
	item = {"item_code": make.WIDGET, "item_name": "w", "description": "w", "uom": "Nos"}
	return {
		**item,
		**amounts,
		"conversion_factor": 1,
		"qty": 1,
		"docstatus": 1,
		"parentfield": "items",
		**values,
	}


@pytest.mark.committed
def test_no_row_is_added_to_a_submitted_order(http):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=500)
	row = child_row(90_000, parent=order.name, parenttype="Sales Order", delivery_date="2025-04-01")
	with pytest.raises(HttpError):
		http("sales@cqs.example").post("/api/resource/Sales Order Item", **row)
	assert frappe.db.count("Sales Order Item", {"parent": order.name}) == 1


@pytest.mark.committed
def test_no_row_is_added_to_a_submitted_invoice(http):
	customer = customer_with(limit=2000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	invoice = make.make_sales_invoice(customer=customer, amount=1)
	row = child_row(100_000, parent=invoice.name, parenttype="Sales Invoice", so_detail=order.items[0].name)
	row |= {"income_account": make.account(name="Sales"), "cost_center": make.account(name="Main")}
	with pytest.raises(HttpError):
		http("billing@cqs.example").post("/api/resource/Sales Invoice Item", **row)
	make.make_delivery_note(order=order)
	assert exposure_of(customer) == 1001


# --- false refusals --------------------------------------------------------------------------------------


def beyond():
	customer = customer_with(limit=5000)
	make.make_sales_invoice(customer=customer, amount=1500)
	give_limit(customer=customer, limit=1000)
	return customer


def test_a_cash_sale_at_the_till_adds_no_credit():
	assert make.make_pos_invoice(customer=beyond(), amount=50).docstatus == 1


def test_a_paid_invoice_adds_no_credit():
	profile = make.make_pos_profile()
	paid = {"is_pos": 1, "pos_profile": profile.name, "payments": [{"mode_of_payment": "Cash", "amount": 50}]}
	assert make.make_sales_invoice(customer=beyond(), amount=50, **paid).docstatus == 1


def test_a_free_replacement_adds_no_credit():
	assert make.make_sales_order(customer=beyond(), qty=1, rate=0, item=make.WIDGET).docstatus == 1


def test_a_payment_with_an_exchange_gain_is_never_refused():
	from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry

	debtors = frappe.get_doc(
		doctype="Account",
		account_name=make.unique("Debtors EUR"),
		parent_account=make.account(name="Accounts Receivable"),
		company=COMPANY,
		account_type="Receivable",
		account_currency="EUR",
	).insert()
	customer = make.make_customer(currency="EUR", accounts=[{"company": COMPANY, "account": debtors.name}])
	give_limit(customer=customer, limit=100_000)
	rate = {"currency": "EUR", "conversion_rate": 1.25}
	invoice = make.make_sales_invoice(customer=customer, amount=1000, debit_to=debtors.name, **rate)
	make.make_sales_order(customer=customer, amount=5000, **rate)
	give_limit(customer=customer, limit=1000)
	payment = get_payment_entry("Sales Invoice", invoice.name, reference_date=make.POSTING_DATE)
	payment.update({"posting_date": make.POSTING_DATE, "reference_no": "r", "source_exchange_rate": 1.4})
	payment.update({"received_amount": 1400, "target_exchange_rate": 1})
	payment.insert()
	payment.submit()
	assert exposure_of(customer) == 6250


@pytest.mark.parametrize("ordered", [True, False])
def test_a_discount_on_the_invoice_leaves_nothing_unbilled(ordered):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET) if ordered else None
	delivery = make.make_delivery_note(order=order, customer=customer, qty=10, rate=100)
	discount = {"additional_discount_percentage": 10, "apply_discount_on": "Grand Total"}
	invoice = make.make_sales_invoice(delivery=delivery, **discount)
	make.make_payment(invoice=invoice)
	delivery.reload()
	assert delivery.status == "Completed"
	assert exposure_of(customer) == 0


def test_a_closed_delivery_is_billed_as_far_as_it_will_be():
	customer = customer_with(limit=1000)
	delivery = make.make_delivery_note(customer=customer, qty=10, rate=100, item=make.WIDGET)
	make.make_payment(invoice=make.make_sales_invoice(delivery=delivery, amount=900))
	delivery.reload()
	delivery.update_status("Closed")
	assert exposure_of(customer) == 0


def test_cancelling_a_return_of_goods_alerts():
	customer = customer_with(limit=1000)
	delivery = make.make_delivery_note(customer=customer, qty=10, rate=100, item=make.WIDGET)
	back = make.make_delivery_return(delivery=delivery)
	make.make_sales_order(customer=customer, amount=1000)
	back.reload()
	back.cancel()
	assert exposure_of(customer) == 2000
	assert frappe.db.exists("Credit Alert", {"customer": customer.name, "reference_name": back.name})
