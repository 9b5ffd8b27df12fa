"""Deliveries to Invoice and Terms Exceptions, as the people who may read them see them."""

from datetime import datetime, timezone

import frappe
import pytest
from frappe.desk.query_report import run

from cqs_app.erp.credit import clock
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with
from tests.erp.test_terms import ANALYST, BILLING, DIRECTOR, SALES, change_terms, customer_under, net


@pytest.fixture
def on_the_20th(monkeypatch):
	monkeypatch.setattr(clock, "utc_now", lambda: datetime(2025, 3, 20, 12, tzinfo=timezone.utc))


def unbilled(customer, **filters) -> list[dict]:
	return run("Deliveries to Invoice", {"customer": customer.name, **filters})["result"]


@pytest.mark.parametrize(
	("cycle", "due", "late"),
	[
		("", "2025-03-03", 17),
		("Weekly", "2025-03-09", 11),
		("Twice a Month", "2025-03-15", 5),
		("Monthly", "2025-03-31", 0),
	],
)
def test_days_late_follow_the_cycle(on_the_20th, cycle, due, late):
	customer = customer_under(invoicing_cycle=cycle)
	note = make.make_delivery_note(customer=customer, qty=4, rate=100, date="2025-03-03")
	(row,) = unbilled(customer)
	assert (row["delivery_note"], str(row["invoice_on"]), row["days_late"]) == (note.name, due, late)
	assert (row["amount"], row["currency"]) == (400, "USD")
	assert len(unbilled(customer, only_late=1)) == bool(late)
	assert unbilled(customer, invoicing_cycle="Weekly") == ([row] if cycle == "Weekly" else [])


def test_what_was_billed_or_returned_is_not_waiting(on_the_20th):
	customer = customer_with(limit=100_000)
	note = make.make_delivery_note(customer=customer, qty=10, rate=100, date="2025-03-03")
	make.make_delivery_return(delivery=note, qty=2)
	make.make_sales_invoice(delivery=note, qty=3)
	(row,) = unbilled(customer)
	assert row["amount"] == 500
	make.make_sales_invoice(delivery=note)
	assert unbilled(customer) == []


def test_the_summary_weighs_the_days_late(on_the_20th):
	customer = customer_with(limit=100_000)
	make.make_delivery_note(customer=customer, qty=3, rate=100, date="2025-03-10")
	make.make_delivery_note(customer=customer, qty=1, rate=100, date="2025-03-18")
	cards = run("Deliveries to Invoice", {"customer": customer.name})["report_summary"]
	assert [card["value"] for card in cards] == [400, 400, 8.0]


@pytest.mark.parametrize("user", [BILLING, ANALYST, "auditor@cqs.example"])
def test_readers_of_the_deliveries(as_user, user):
	customer = customer_with(limit=1000)
	make.make_delivery_note(customer=customer)
	with as_user(user):
		assert len(unbilled(customer)) == 1


def exceptions(customer) -> list[dict]:
	return run("Terms Exceptions", {"customer": customer.name})["result"]


def test_exceptions_name_who_agreed_and_the_standard(as_user):
	customer = customer_under(standard_terms=net(30), invoicing_cycle="Weekly")
	assert exceptions(customer) == []
	change_terms(as_user, customer, payment_terms_template=net(30))
	assert exceptions(customer) == []
	change = change_terms(
		as_user, customer, payment_terms_template=net(60), limits_discount=1, max_discount_percent=5
	)
	make.make_sales_order(customer=customer, amount=700)
	with as_user("auditor@cqs.example"):
		(row,) = exceptions(customer)
	assert (row["agreed"], row["standard"]) == ("CQS Net 60, discount up to 5 %", "CQS Net 30, none")
	assert (row["requested_by"], row["approved_by"], row["change"]) == (ANALYST, DIRECTOR, change.name)
	assert row["since"]
	change_terms(as_user, customer, returns_to_standard=1)
	assert exceptions(customer) == []


def test_sales_people_do_not_see_them(http):
	for report in ("Terms Exceptions", "Deliveries to Invoice"):
		with pytest.raises(HttpError):
			http(SALES).call("frappe.desk.query_report.run", report_name=report, filters={"company": COMPANY})


def test_a_user_sees_his_customers_only(as_user):
	mine, other = customer_with(limit=1000), customer_with(limit=1000)
	for customer in (mine, other):
		make.make_delivery_note(customer=customer)
	frappe.get_doc(doctype="User Permission", user=BILLING, allow="Customer", for_value=mine.name).insert()
	with as_user(BILLING):
		assert len(unbilled(mine)) == 1
		assert unbilled(other) == []
