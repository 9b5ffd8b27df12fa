"""One test for each door through which ERPNext lets credit slip; the numbers are those of the list in the docs.

Door 1, the race, is in test_race.
"""

import frappe
import pytest

from tests.erp import factories as make
from tests.erp.credit import (
	COMPANY,
	customer_with,
	docstatus,
	exposure_of,
	give_limit,
	party_of,
	refused,
)


def update_items(order, **changes):
	from erpnext.controllers.accounts_controller import update_child_qty_rate

	row = order.items[0]
	item = {
		"docname": row.name,
		"name": row.name,
		"item_code": row.item_code,
		"qty": row.qty,
		"rate": row.rate,
	}
	update_child_qty_rate("Sales Order", frappe.as_json([{**item, **changes}]), order.name)


def test_02_update_items_on_a_partly_billed_order():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100)
	make.make_sales_invoice(order=order, qty=9)
	order.reload()
	with refused("8,000"):
		update_items(order, qty=90)


def test_02_update_items_within_the_limit_passes():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=5, rate=100)
	update_items(order, qty=10)
	assert exposure_of(customer) == 1000


@pytest.mark.committed
def test_03_bulk_update_that_swallows_the_refusal(http):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=1500, submit=False)
	sales = http("sales@cqs.example")
	failed = sales.call(
		"frappe.client.bulk_update",
		docs=frappe.as_json([{"doctype": "Sales Order", "docname": order.name, "docstatus": 1}]),
	)
	assert failed["failed_docs"], "the caller swallows the exception"
	assert docstatus(order) == 0
	assert exposure_of(customer) == 0
	status, hold = frappe.db.get_value("Sales Order", order.name, ["cqs_credit_status", "cqs_credit_hold"])
	assert status == "On Hold"
	assert frappe.db.get_value("Credit Hold", hold, "status") == "Open"
	assert frappe.db.exists("Credit Check", {"reference_name": order.name, "outcome": "Hold"})


@pytest.mark.committed
def test_04_auto_repeat_that_submits():
	from frappe.custom.doctype.property_setter.property_setter import make_property_setter

	make_property_setter("Sales Invoice", None, "allow_auto_repeat", 1, "Check", for_doctype=True)
	customer = customer_with(limit=1000)
	template = make.make_sales_invoice(customer=customer, amount=600)
	repeat = frappe.get_doc(
		doctype="Auto Repeat",
		reference_doctype="Sales Invoice",
		reference_document=template.name,
		frequency="Daily",
		start_date=frappe.utils.nowdate(),
		submit_on_creation=1,
	).insert()
	frappe.conf.update({"mail_server": "localhost", "auto_email_id": "erp@cqs.example"})
	repeat.create_documents()
	frappe.db.commit()
	invoices = frappe.get_all(
		"Sales Invoice", filters={"customer": customer.name}, fields=["name", "docstatus"]
	)
	assert [row.docstatus for row in invoices].count(1) == 1
	assert exposure_of(customer) == 600
	ledger = frappe.get_all("GL Entry", filters={"party": customer.name}, pluck="voucher_no")
	assert set(ledger) == {template.name}


@pytest.mark.committed
def test_05_forged_read_only_fields(http):
	customer = customer_with(limit=1000)
	sales = http("sales@cqs.example")
	order = make.make_sales_order(customer=customer, amount=900, submit=False).as_dict()
	forged = {
		key: order[key]
		for key in (
			"customer",
			"company",
			"currency",
			"selling_price_list",
			"transaction_date",
			"delivery_date",
		)
	}
	row = {"item_code": make.SERVICE, "qty": 1, "rate": 900, "billed_amt": 900, "delivered_qty": 1}
	body = {
		**forged,
		"doctype": "Sales Order",
		"per_billed": 100,
		"per_delivered": 100,
		"status": "Completed",
		"cqs_credit_status": "Released",
		"docstatus": 1,
		"items": [row],
	}
	stored = sales.post("/api/resource/Sales Order", **body)["data"]
	assert exposure_of(customer) == 900
	assert stored["cqs_credit_status"] == "Passed"
	body["items"] = [{**row, "rate": 50_000}]
	with pytest.raises(AssertionError) as refusal:
		sales.post("/api/resource/Sales Order", **body)
	assert refusal.value.exc_type == "CreditRefused"


def test_06_invoice_row_that_only_claims_an_order():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=900)
	with refused():
		invoice = make.make_sales_invoice(customer=customer, amount=900, submit=False)
		invoice.items[0].sales_order = order.name
		invoice.save()
		invoice.submit()


def test_06_invoice_row_that_names_a_row_of_somebody_else():
	customer, other = customer_with(limit=1000), customer_with(limit=10_000)
	foreign = make.make_sales_order(customer=other, amount=5000)
	invoice = make.make_sales_invoice(customer=customer, amount=5000, submit=False)
	invoice.items[0].update({"sales_order": foreign.name, "so_detail": foreign.items[0].name})
	invoice.flags.ignore_validate = True
	with refused():
		invoice.submit()


def test_07_invoice_from_an_order_after_the_limit_was_cut():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=900)
	give_limit(customer=customer, limit=500)
	with refused("900"):
		make.make_sales_invoice(order=order)


def test_07_invoice_that_is_larger_than_its_order():
	customer = customer_with(limit=1000)
	frappe.db.set_single_value("Accounts Settings", "over_billing_allowance", 500)
	order = make.make_sales_order(customer=customer, amount=900)
	with refused():
		make.make_sales_invoice(order=order, amount=1800)


def test_07_invoice_of_shipped_goods_only_warns():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=9, rate=100, item=make.WIDGET)
	delivery = make.make_delivery_note(order=order)
	give_limit(customer=customer, limit=100)
	invoice = make.make_sales_invoice(delivery=delivery)
	assert frappe.db.get_value("Sales Invoice", invoice.name, "cqs_credit_status") == "Warned"


def test_07_delivery_after_the_limit_was_cut_is_held():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=9, rate=100, item=make.WIDGET)
	give_limit(customer=customer, limit=100)
	with refused():
		make.make_delivery_note(order=order)


def test_08_reopening_by_another_status_than_draft():
	from erpnext.selling.doctype.sales_order.sales_order import update_status

	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=900)
	update_status("Closed", order.name)
	assert exposure_of(customer) == 0
	make.make_sales_order(customer=customer, amount=800)
	for status in ("Draft", "To Deliver and Bill", "Completed", "On Hold"):
		with refused():
			update_status(status, order.name)
		assert frappe.db.get_value("Sales Order", order.name, "status") == "Closed"
	assert exposure_of(customer) == 800


def test_08_closing_a_delivery_frees_nothing():
	from erpnext.stock.doctype.delivery_note.delivery_note import update_delivery_note_status

	customer = customer_with(limit=1000)
	delivery = make.make_delivery_note(customer=customer, qty=9, rate=100)
	update_delivery_note_status(delivery.name, "Closed")
	assert exposure_of(customer) == 900


def test_09_bypass_flag_and_foreign_currency_delivery():
	customer = customer_with(limit=10_000)
	make.make_delivery_note(customer=customer, qty=8, rate=1000, currency="EUR", conversion_rate=1.25)
	assert exposure_of(customer) == 10_000
	assert not frappe.db.count("Customer Credit Limit", {"bypass_credit_limit_check": 1})


def test_10_journal_and_refund():
	customer = customer_with(limit=1000)
	rows = [
		{"account": make.account(name="Debtors"), "debit": 1_000_000, "customer": customer},
		{"account": make.account(name="Sales"), "credit": 1_000_000},
	]
	with refused():
		make.make_journal(rows=rows)
	with refused():
		make.make_payment(customer=customer, amount=1001, payment_type="Pay")
	assert exposure_of(customer) == 0


def test_10_a_claimed_revaluation_is_checked():
	customer = customer_with(limit=1000)
	rows = [
		{"account": make.account(name="Debtors"), "debit": 5000, "customer": customer},
		{"account": make.account(name="Sales"), "credit": 5000},
	]
	with refused():
		make.make_journal(rows=rows, voucher_type="Exchange Rate Revaluation")


def test_11_administrator_is_refused_like_everybody():
	assert frappe.session.user == "Administrator"
	customer = customer_with(limit=1000)
	with refused():
		make.make_sales_order(customer=customer, amount=1001)


@pytest.mark.parametrize(
	("field", "value"),
	[
		("payment_terms", "CQS Net 90"),
		("is_frozen", 1),
		("credit_limits", [{"company": COMPANY, "credit_limit": 10**6}]),
	],
)
@pytest.mark.committed
def test_12_sales_user_cannot_touch_credit_fields(http, field, value):
	make.make_payment_terms(credit_days=90)
	customer = customer_with(limit=1000)
	for path in ("resource", "client"):
		with pytest.raises(AssertionError) as refusal:
			if path == "resource":
				http("sales.manager@cqs.example").put(
					f"/api/resource/Customer/{customer.name}", **{field: value}
				)
			else:
				http("sales.manager@cqs.example").call(
					"frappe.client.set_value",
					doctype="Customer",
					name=customer.name,
					fieldname={field: value},
				)
		assert refusal.value.status == 403, refusal.value
	assert not frappe.db.get_value("Customer", customer.name, "is_frozen")
	assert not frappe.db.exists("Customer Credit Limit", {"parent": customer.name})


def test_13_till_is_checked_at_the_till():
	customer = customer_with(limit=100)
	paid = make.make_pos_invoice(customer=customer, amount=500)
	assert exposure_of(customer) == 0
	invoice = make.make_pos_invoice(profile=paid.pos_profile, customer=customer, amount=500, submit=False)
	invoice.payments[0].amount = 0
	invoice.flags.ignore_validate = True
	invoice.paid_amount = invoice.base_paid_amount = 0
	with refused("500"):
		invoice.submit()


@pytest.mark.committed
def test_13_closing_passes_what_the_till_has_checked():
	from erpnext.accounts.doctype.pos_closing_entry.pos_closing_entry import make_closing_entry_from_opening

	profile = make.make_pos_profile()
	opening = make.make_pos_opening(profile=profile)
	customer = customer_with(limit=1000)
	make.make_sales_order(customer=customer, amount=900)
	make.make_pos_invoice(profile=profile, customer=customer, amount=500)
	give_limit(customer=customer, limit=10)
	closing = make_closing_entry_from_opening(opening)
	for row in closing.payment_reconciliation:
		row.closing_amount = row.expected_amount
	closing.insert()
	closing.submit()
	invoices = frappe.get_all(
		"Sales Invoice", filters={"customer": customer.name, "docstatus": 1, "is_pos": 1}
	)
	assert len(invoices) == 1
	assert exposure_of(customer) == 900


def test_14_ignore_validate():
	customer = customer_with(limit=1000)
	for maker in (make.make_sales_order, make.make_sales_invoice, make.make_delivery_note):
		doc = maker(customer=customer, amount=5000, submit=False)
		doc.flags.ignore_validate = True
		with refused():
			doc.submit()
		assert docstatus(doc) == 0
	assert not frappe.db.exists("GL Entry", {"party": customer.name})
	assert not frappe.db.exists("Stock Ledger Entry", {"voucher_no": doc.name})


def test_15_amended_order_does_not_inherit_its_release():
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, amount=900)
	frappe.db.set_value("Sales Order", order.name, "cqs_credit_status", "Released")
	order.reload()
	order.cancel()
	assert exposure_of(customer) == 0
	amended = frappe.copy_doc(order)
	amended.amended_from = order.name
	amended.cqs_credit_status = "Released"
	amended.items[0].rate = 5000
	amended.insert()
	assert amended.cqs_credit_status == "Not Checked"
	with refused():
		amended.submit()


@pytest.mark.committed
def test_15_opening_invoice_tool():
	customer = customer_with(limit=1000)
	tool = frappe.get_doc(
		doctype="Opening Invoice Creation Tool",
		company=COMPANY,
		invoice_type="Sales",
		invoices=[
			{
				"party_type": "Customer",
				"party": customer.name,
				"outstanding_amount": 5000,
				"item_name": "Opening",
				"posting_date": make.POSTING_DATE,
				"due_date": make.POSTING_DATE,
				"qty": 1,
				"temporary_opening_account": make.account(name="Temporary Opening"),
			}
		],
	)
	tool.make_invoices()
	assert not frappe.db.exists("Sales Invoice", {"customer": customer.name, "docstatus": 1})
	assert exposure_of(customer) == 0


def test_15_subscription_invoice():
	customer = customer_with(limit=100)
	plan = frappe.get_doc(
		doctype="Subscription Plan",
		plan_name=make.unique("Plan"),
		item=make.SERVICE,
		price_determination="Fixed Rate",
		cost=900,
		billing_interval="Month",
		currency="USD",
	).insert()
	start = frappe.utils.add_months(frappe.utils.nowdate(), -2)
	subscription = frappe.get_doc(
		doctype="Subscription",
		party_type="Customer",
		party=customer.name,
		company=COMPANY,
		start_date=start,
		submit_invoice=1,
		generate_invoice_at="Beginning of the current subscription period",
		plans=[{"plan": plan.name, "qty": 1}],
	).insert()
	with refused():
		subscription.process(start)
	assert exposure_of(customer) == 0


def test_15_merged_customers_share_one_limit():
	from cqs_app.erp.credit import account, identity

	kept, gone = customer_with(limit=1000), customer_with(limit=5000)
	make.make_sales_order(customer=kept, amount=600)
	make.make_sales_order(customer=gone, amount=700)
	for doctype in ("Sales Order", "Credit Account", "Credit Commitment", "Credit Hold"):
		frappe.db.set_value(doctype, {"customer": gone.name}, "customer", kept.name)
	identity.follow_rename("customer", kept.name)
	assert exposure_of(kept) == 1300
	assert account.read(party_of(customer=kept)).credit_limit == 1000
	with refused():
		make.make_sales_order(customer=kept, amount=1)


def test_16_cancelled_payment_and_credit_note_alert():
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=900)
	payment = make.make_payment(invoice=invoice)
	make.make_sales_order(customer=customer, amount=800)
	payment.reload()
	payment.cancel()
	alert = frappe.get_last_doc("Credit Alert", filters={"customer": customer.name})
	assert (alert.severity, alert.reference_name) == ("High", payment.name)
	assert exposure_of(customer) == 1700
	note = make.make_credit_note(invoice=invoice, amount=400)
	assert exposure_of(customer) == 1300
	note.cancel()
	assert frappe.db.count("Credit Alert", {"customer": customer.name, "reference_name": note.name}) == 1
	assert exposure_of(customer) == 1700


def test_false_refusals_are_absent():
	customer = customer_with(limit=0)
	make.make_payment(customer=customer, amount=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100, item=make.WIDGET)
	delivery = make.make_delivery_note(order=order)
	make.make_sales_invoice(delivery=delivery)
	assert exposure_of(customer) == 0


def test_forced_hold_lets_payments_and_quotations_through():
	from cqs_app.erp.credit import holds

	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=100)
	holds.force_hold(party_of(customer=customer), "Cheque bounced twice")
	make.make_quotation(customer=customer, amount=50)
	make.make_payment(invoice=invoice)
	with refused("Cheque bounced twice"):
		make.make_sales_order(customer=customer, amount=1)
