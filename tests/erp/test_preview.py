"""Preview and position: what people see before they submit."""

import frappe
import pytest

from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with

SALES = "sales@cqs.example"
POSITION = {
	"limit",
	"effective_limit",
	"exposure",
	"components",
	"available",
	"utilization",
	"overdue_amount",
	"oldest_overdue_days",
	"status",
	"risk_class",
	"currency",
}


def test_position_has_every_contract_field(http):
	customer = customer_with(limit=1000)
	make.make_sales_invoice(customer=customer, amount=300, due_date=make.POSTING_DATE)
	frappe.db.commit()
	position = http(SALES).read("cqs_app.api.credit_position", customer=customer.name, company=COMPANY)
	assert set(position) >= POSITION
	assert (position["effective_limit"], position["exposure"], position["available"]) == (1000, 300, 700)
	assert position["utilization"] == 30
	assert position["overdue_amount"] == 300
	due = frappe.utils.getdate(make.POSTING_DATE)
	assert position["oldest_overdue_days"] == (frappe.utils.getdate() - due).days


@pytest.mark.parametrize(("amount", "outcome"), [(1000, "Pass"), (1000.01, "Hold")])
def test_preview_of_an_unsaved_order_writes_nothing(http, amount, outcome):
	customer = customer_with(limit=1000)
	doc = make.make_sales_order(customer=customer, amount=amount, submit=False).as_dict()
	frappe.delete_doc("Sales Order", doc.name)
	for field in ("name", "base_grand_total", "grand_total", "modified", "creation"):
		doc.pop(field)
	frappe.db.commit()
	before = frappe.db.count("Credit Check"), frappe.db.count("Credit Hold"), frappe.db.count("Sales Order")
	seen = http(SALES).call("cqs_app.api.preview", doctype="Sales Order", doc=frappe.as_json(doc))
	assert seen["outcome"] == outcome
	assert seen["position"]["available"] == 1000
	after = frappe.db.count("Credit Check"), frappe.db.count("Credit Hold"), frappe.db.count("Sales Order")
	assert before == after


def test_preview_agrees_with_the_gate_for_a_stored_draft(http):
	customer = customer_with(limit=100)
	order = make.make_sales_order(customer=customer, amount=500, submit=False)
	frappe.db.commit()
	sales = http(SALES)
	seen = sales.read("cqs_app.api.preview", doctype="Sales Order", name=order.name)
	with pytest.raises(HttpError) as refusal:
		sales.call("frappe.client.submit", doc=sales.get(f"/api/resource/Sales Order/{order.name}")["data"])
	assert seen["outcome"] == "Hold"
	assert seen["findings"][0]["message"] in refusal.value.messages[0]


def test_a_released_document_is_not_counted_beside_its_own_reserve(http):
	customer = customer_with(limit=100)
	order = make.make_sales_order(customer=customer, amount=500, submit=False)
	frappe.db.commit()
	sales = http(SALES)
	with pytest.raises(HttpError):
		sales.call("frappe.client.submit", doc=sales.get(f"/api/resource/Sales Order/{order.name}")["data"])
	order.reload()
	http("manager@cqs.example").call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="ok")
	seen = sales.read("cqs_app.api.preview", doctype="Sales Order", name=order.name)
	assert (seen["released"], seen["increase"], seen["position"]["exposure"]) == (True, 500, 0)


def test_forced_hold_needs_a_credit_role(http):
	customer = customer_with(limit=1000)
	with pytest.raises(HttpError) as refusal:
		http("stock@cqs.example").call(
			"cqs_app.api.force_hold", customer=customer.name, company=COMPANY, reason="x"
		)
	assert refusal.value.status == 403
