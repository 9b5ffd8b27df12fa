"""Credit Guarantee: cover by two people, between its dates, once per paper; letters of credit bound to an order."""

import json
from dataclasses import replace

import frappe
import pytest

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit, expiry, guarantees
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.exceptions import NotAnApprover, NotEditable, NotIndependent, WrongState
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.position import credit_position
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.base import SECOND_COMPANY
from tests.erp.cover import (
	ANALYST,
	BILLING,
	DIRECTOR,
	FAR,
	MANAGER,
	SALES,
	STOCK,
	ask_for,
	fix_clock,
	give,
	give_letter,
)
from tests.erp.credit import COMPANY, customer_with, docstatus, party_of, refused

SALES_MANAGER = "sales.manager@cqs.example"


def limit_of(customer, company=COMPANY):
	return credit_position(party_of(customer=customer, company=company))["effective_limit"]


def history_of(customer):
	fields = ["change_type", "reason", "requested_by", "approved_by", "old_limit", "new_limit", "new_value"]
	filters = {"customer": customer.name}
	return frappe.get_all("Credit Limit History", filters=filters, fields=fields, order_by="chain_index")


def draft_order(customer, amount, **values):
	return make.make_sales_order(customer=customer, amount=amount, submit=False, **values)


def test_in_force_once_a_second_person_approves(as_user):
	customer = customer_with(limit=100)
	with as_user(ANALYST):
		doc = ask_for(customer=customer, amount=500, coverage_percent=90)
		assert doc.status == "Draft"
		with pytest.raises(NotIndependent, match="Credit Analyst"):
			doc.submit()
	assert limit_of(customer) == 100
	with as_user(MANAGER):
		doc.reload()
		doc.submit()
	assert (doc.status, doc.requested_by, doc.approved_by) == ("In Force", ANALYST, MANAGER)
	assert limit_of(customer) == 550
	make.make_sales_order(customer=customer, amount=550)
	with refused("USD 550.00"):
		make.make_sales_order(customer=customer, amount=1)
	(row,) = history_of(customer)
	assert (row.old_limit, row.new_limit, row.approved_by) == (100, 550, MANAGER)
	assert "cover" in row.new_value
	available = frappe.db.get_value("Credit Account", {"customer": customer.name}, "available")
	assert available == 0


def test_an_unassessed_customer_may_buy_on_cover_alone(as_user):
	customer = make.make_customer()
	give(as_user, customer=customer, amount=500)
	position = credit_position(party_of(customer=customer))
	assert (position["effective_limit"], position["cover"][0]["cover"]) == (500, 500)


@pytest.mark.parametrize(
	("amount", "user", "allowed"),
	[(10_000, ANALYST, True), (10_001, ANALYST, False), (10_001, MANAGER, True), (100_001, MANAGER, False)],
)
def test_levels_look_at_the_cover_of_the_whole_account(as_user, amount, user, allowed):
	customer = customer_with(limit=0)
	give(as_user, customer=customer, amount=4_000)
	with as_user(SALES_MANAGER):
		doc = ask_for(customer=customer, amount=amount - 4_000)
	with as_user(user):
		if allowed:
			doc.submit()
			assert limit_of(customer) == amount
		else:
			with pytest.raises(
				NotAnApprover, match="Credit Director" if amount > 100_000 else "Credit Manager"
			):
				doc.submit()


NONSENSE = {
	"backwards": {"valid_from": "2027-01-02", "valid_upto": "2027-01-01"},
	"over": {"valid_upto": "2025-01-01"},
	"negative": {"amount": -5},
	"nothing": {"amount": 0},
	"more than all": {"coverage_percent": 101},
	"less than none": {"coverage_percent": -1},
	"no number": {"reference_number": " - "},
	"no issuer": {"issuer": ""},
	"no reason": {"reason": " "},
	"letter without end": {"guarantee_type": "Letter of Credit", "valid_upto": None},
	"shipment after the end": {
		"guarantee_type": "Letter of Credit",
		"valid_upto": "2027-06-30",
		"latest_shipment_date": "2027-07-01",
	},
	"shipment date of a deposit": {"guarantee_type": "Deposit", "latest_shipment_date": "2027-01-01"},
}


@pytest.mark.parametrize("values", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused(values):
	with pytest.raises(frappe.ValidationError):
		ask_for(customer=make.make_customer(), **values)


@pytest.mark.parametrize("field", ["issuer", "guarantor"])
def test_nobody_guarantees_for_himself(field):
	customer = make.make_customer(name=make.unique("Self & Co"))
	values = (
		{"issuer": customer.customer_name.upper() + "."}
		if field == "issuer"
		else {"guarantor": customer.name}
	)
	with pytest.raises(frappe.ValidationError, match="for himself"):
		ask_for(customer=customer, guarantee_type="Parent Guarantee", **values)


def test_the_same_paper_counts_once(as_user):
	first, second = customer_with(limit=0), customer_with(limit=0)
	number = make.unique("LG")
	give(as_user, customer=first, reference_number=number)
	with pytest.raises(WrongState, match="same paper"):
		ask_for(customer=second, reference_number=f" {number.lower()}-", issuer="first  bank")
	with pytest.raises(WrongState, match="same paper"):
		ask_for(customer=first, reference_number=number, amount=1)
	ask_for(customer=first, reference_number=number, issuer="Second Bank")
	insurance = {"guarantee_type": "Credit Insurance", "issuer": "Insurer", "reference_number": number}
	give(as_user, customer=first, **insurance)
	give(as_user, customer=second, **insurance)
	with pytest.raises(WrongState, match="same paper"):
		ask_for(customer=second, **insurance)


def test_two_drafts_of_one_paper_are_not_both_approved(as_user):
	number = make.unique("LG")
	customers = [customer_with(limit=0) for _ in range(2)]
	with as_user(ANALYST):
		drafts = [ask_for(customer=customer, reference_number=number) for customer in customers]
	with as_user(MANAGER):
		drafts[0].submit()
		with pytest.raises(WrongState, match="same paper"):
			drafts[1].submit()


def test_a_renewal_takes_the_place_of_the_old_one(as_user):
	customer = customer_with(limit=0)
	old = give(as_user, customer=customer, amount=500, valid_upto="2027-01-31")
	new = give(
		as_user,
		customer=customer,
		amount=800,
		reference_number=old.reference_number,
		replaces=old.name,
	)
	assert limit_of(customer) == 800
	old.reload()
	assert (old.docstatus, old.status) == (2, "Cancelled")
	assert new.name in old.cancel_reason
	assert [row.new_limit for row in history_of(customer)] == [500, 0, 800]


def test_nothing_is_edited_while_approving_or_after(as_user):
	customer = customer_with(limit=0)
	with as_user(ANALYST):
		doc = ask_for(customer=customer)
	with as_user(MANAGER):
		doc.amount = 9000
		with pytest.raises(WrongState):
			doc.submit()
		doc.reload()
		doc.submit()
		doc.amount = 9000
		with pytest.raises(frappe.UpdateAfterSubmitError):
			doc.save()
	assert limit_of(customer) == 500


def test_cancelling_needs_one_approver_and_a_reason(as_user):
	customer = customer_with(limit=0)
	doc = give(as_user, customer=customer, amount=500)
	make.make_sales_order(customer=customer, amount=500)
	with as_user(SALES_MANAGER), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Credit Guarantee", doc.name).cancel()
	with as_user(MANAGER):
		with pytest.raises(frappe.ValidationError, match="reason"):
			frappe.get_doc("Credit Guarantee", doc.name).cancel()
		doc = frappe.get_doc("Credit Guarantee", doc.name)
		doc.amount, doc.cancel_reason = 1, "The bank has called it back"
		with pytest.raises(NotEditable):
			doc.cancel()
		doc.reload()
		doc.cancel_reason = "The bank has called it back"
		doc.cancel()
	assert limit_of(customer) == 0
	row = history_of(customer)[-1]
	assert (row.old_limit, row.new_limit, row.reason) == (500, 0, "The bank has called it back")
	assert (row.change_type, row.approved_by) == ("Credit Guarantee Cancelled", MANAGER)
	with as_user(DIRECTOR), pytest.raises(NotEditable):
		doc.delete()
	assert audit.verify(customer.name)[2] == []


def test_an_amended_one_needs_approval_again(as_user):
	customer = customer_with(limit=0)
	doc = give(as_user, customer=customer, amount=500)
	with as_user(MANAGER):
		doc.cancel_reason = "Wrong amount"
		doc.cancel()
		copy = frappe.copy_doc(doc)
		copy.update({"amended_from": doc.name, "amount": 600, "docstatus": 0})
		copy.insert()
		assert (copy.status, copy.approved_by, copy.cancel_reason) == ("Draft", None, None)
		with pytest.raises(NotIndependent):
			copy.submit()
	assert limit_of(customer) == 0


def test_foreign_currency_at_the_last_rate_on_record(as_user):
	customer = customer_with(limit=0)
	give(as_user, customer=customer, amount=400, currency="EUR")
	assert limit_of(customer) == 400 * make.EUR_IN_USD
	frappe.get_doc(
		doctype="Currency Exchange",
		from_currency="EUR",
		to_currency="USD",
		exchange_rate=1.5,
		date=frappe.utils.add_days(None, -1),
	).insert()
	assert limit_of(customer) == 400 * make.EUR_IN_USD * 1.1, "at most 10 % more than was approved"
	frappe.db.delete("Currency Exchange")
	position = credit_position(party_of(customer=customer))
	assert (position["effective_limit"], position["cover"][0]["cover"]) == (0, None)
	with refused("no exchange rate"):
		make.make_sales_order(customer=customer, amount=1)
	with pytest.raises(WrongState, match="no exchange rate"):
		give(as_user, customer=customer, amount=1, currency="EUR")


def test_a_bound_letter_covers_its_order_until_it_is_paid(as_user):
	customer = customer_with(limit=0)
	order = draft_order(customer, 1000, item=make.WIDGET)
	give_letter(as_user, order=order, amount=1000)
	with refused("USD 0.00"):
		make.make_sales_order(customer=customer, amount=1)
	order.submit()
	for make_next in (
		lambda: make.make_delivery_note(order=order),
		lambda: make.make_sales_invoice(order=order),
	):
		assert limit_of(customer) == 1000
		with refused("USD 1,000.00"):
			make.make_sales_order(customer=customer, amount=1)
		make_next()
	invoice = frappe.get_last_doc("Sales Invoice", filters={"customer": customer.name})
	assert limit_of(customer) == 1000
	make.make_payment(invoice=invoice, amount=400)
	position = credit_position(party_of(customer=customer))
	assert (position["effective_limit"], position["exposure"], position["available"]) == (600, 600, 0)
	with refused("USD 600.00"):
		make.make_sales_order(customer=customer, amount=1)


def test_an_advance_on_the_order_makes_no_room_for_others(as_user):
	customer = customer_with(limit=0)
	order = draft_order(customer, 1000)
	give_letter(as_user, order=order, amount=1000)
	order.submit()
	make.make_payment(order=order, amount=1000)
	assert limit_of(customer) == 0
	with refused():
		make.make_sales_order(customer=customer, amount=1)


def test_rows_beside_the_order_are_not_covered(as_user):
	customer = customer_with(limit=0)
	order = draft_order(customer, 1000)
	give_letter(as_user, order=order, amount=5000)
	order.submit()
	invoice = make.make_sales_invoice(order=order, submit=False)
	invoice.append("items", {"item_code": make.SERVICE, "qty": 1, "rate": 700})
	invoice.save()
	with refused("USD 700.00"):
		invoice.submit()
	other = draft_order(customer, 10)
	other.items[0].description = "pretends"
	with refused():
		other.submit()


def test_what_the_policy_does_not_count_lends_nothing_to_others(as_user):
	customer = customer_with(limit=100)
	order = draft_order(customer, 1000)
	give_letter(as_user, order=order, amount=1000)
	order.submit()
	row = accounts.read(party_of(customer=customer))
	policy = policy_for(party_of(customer=customer))
	narrow = replace(
		policy, components=tuple(part for part in policy.components if part.component.value != "open_orders")
	)
	owed = [guarantees.of_account(row, today_of(row), one)[0].order_exposure for one in (policy, narrow)]
	assert owed == [1000, 0]
	order.update_status("Closed")
	assert limit_of(customer) == 100


def test_goods_of_a_bound_order_do_not_leave_late_at_the_till(late, monkeypatch):
	order, letter = late
	next_day(monkeypatch)
	receipt = make.make_pos_invoice(customer=order.customer, submit=False)
	receipt.items[0].update({"sales_order": order.name, "so_detail": order.items[0].name})
	with refused(letter.name):
		receipt.submit()


def test_an_order_has_one_letter_of_its_own_customer(as_user):
	customer = customer_with(limit=0)
	order = draft_order(customer, 100)
	first = give_letter(as_user, order=order)
	with pytest.raises(WrongState, match=first.name):
		give_letter(as_user, order=order)
	stranger = draft_order(customer_with(limit=0), 100)
	for values in (
		{"sales_order": stranger.name},
		{"sales_order": order.name, "guarantee_type": "Bank Guarantee"},
		{"sales_order": order.name, "company": SECOND_COMPANY},
	):
		with pytest.raises(frappe.ValidationError):
			ask_for(customer=customer, **{"guarantee_type": "Letter of Credit", **values})


def test_a_bound_order_can_be_cancelled(as_user):
	customer = customer_with(limit=0)
	order = draft_order(customer, 100)
	give_letter(as_user, order=order)
	order.submit()
	order.cancel()
	assert limit_of(customer) == 0


@pytest.fixture
def late(as_user, monkeypatch):
	"""An order with limit enough, whose letter of credit allows shipment through 2026-12-31; it is the day after."""
	customer = customer_with(limit=100_000)
	order = make.make_sales_order(customer=customer, amount=1000, qty=2, item=make.WIDGET)
	fix_clock(monkeypatch, "2026-12-31T12:00:00")
	letter = give_letter(as_user, order=order, latest_shipment_date="2026-12-31", valid_upto="2027-01-20")
	return order, letter


def next_day(monkeypatch):
	fix_clock(monkeypatch, "2027-01-01T00:00:00")


def test_a_late_delivery_is_refused(late, monkeypatch):
	order, letter = late
	first = make.make_delivery_note(order=order, qty=1)
	assert first.docstatus == 1
	next_day(monkeypatch)
	with refused(letter.name, order.name, "2026-12-31", "2027-01-01", "amended"):
		make.make_delivery_note(order=order, qty=1)


@pytest.mark.parametrize("strip", [{}, {"sales_order": None}, {"so_detail": None}])
def test_an_invoice_that_moves_stock_is_refused_also_without_its_links(late, monkeypatch, strip):
	order, letter = late
	next_day(monkeypatch)
	invoice = make.make_sales_invoice(order=order, submit=False, update_stock=1)
	invoice.items[0].update(strip)
	with refused(letter.name):
		invoice.submit()


def test_an_invoice_that_moves_nothing_passes_but_its_delivery_is_refused(late, monkeypatch):
	order, letter = late
	next_day(monkeypatch)
	invoice = make.make_sales_invoice(order=order)
	from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_delivery_note

	note = make_delivery_note(invoice.name)
	for row in note.items:
		row.update({"so_detail": None, "against_sales_order": None})
	note.insert()
	with refused(letter.name):
		note.submit()


def test_released_orders_and_other_orders(late, monkeypatch):
	order, letter = late
	next_day(monkeypatch)
	frappe.db.set_value("Sales Order", order.name, "cqs_credit_status", "Released")
	with refused(letter.name):
		make.make_delivery_note(order=order)
	other = make.make_sales_order(customer=order.customer, amount=10, item=make.WIDGET)
	assert make.make_delivery_note(order=other).docstatus == 1


def test_a_letter_that_expired_still_forbids(late, monkeypatch):
	order, letter = late
	fix_clock(monkeypatch, "2027-02-01T12:00:00")
	from cqs_app.erp.credit import day_change

	party = party_of(customer=order.customer)
	accounts.lock(party)
	assert day_change.catch_up(party) == 1
	assert frappe.db.get_value("Credit Guarantee", letter.name, "status") == "Expired"
	with refused(letter.name):
		make.make_delivery_note(order=order)


def test_missing_documents_are_warned_about_until_they_are_there(as_user, monkeypatch):
	customer = customer_with(limit=100_000)
	order = make.make_sales_order(customer=customer, amount=100, qty=10, item=make.WIDGET)
	papers = [{"document": "Bill of lading", "copies": 3}, {"document": "Invoice", "received": 1}]
	letter = give_letter(as_user, order=order, documents=papers)
	note = make.make_delivery_note(order=order, qty=1)
	assert note.cqs_credit_status == "Warned"
	check = frappe.get_last_doc("Credit Check", filters={"reference_name": note.name})
	assert "Bill of lading" in check.findings
	assert "Invoice" not in json.loads(check.findings)[0]["observed"]
	with as_user(ANALYST):
		letter.reload()
		letter.documents[0].received = 1
		letter.save()
	assert letter.documents[0].received_on
	assert make.make_delivery_note(order=order, qty=1).cqs_credit_status == "Passed"


def test_alerts_before_cover_ends_and_their_end(as_user, monkeypatch):
	customer = customer_with(limit=100)
	party = party_of(customer=customer)
	fix_clock(monkeypatch, "2026-12-01T12:00:00")
	old = give(as_user, customer=customer, amount=500, valid_upto="2027-01-01")
	make.make_sales_order(customer=customer, amount=300)
	assert expiry.raise_near(party) == []
	fix_clock(monkeypatch, "2026-12-02T12:00:00")
	(name,) = expiry.raise_near(party)
	assert expiry.raise_near(party) == []
	alert = frappe.get_doc("Credit Alert", name)
	evidence = json.loads(alert.evidence)
	assert (alert.alert_type, alert.severity, alert.reference_name) == ("Cover Expiring", "High", old.name)
	assert (evidence["effective_limit_after"], evidence["exposure"], evidence["will_exceed"]) == (
		100,
		300,
		True,
	)
	give(
		as_user,
		customer=customer,
		amount=500,
		valid_from="2027-01-02",
		reference_number=old.reference_number,
	)
	assert frappe.db.get_value("Credit Alert", name, "status") == "Resolved"
	assert expiry.raise_near(party) == []


def test_alerts_before_a_limit_ends(monkeypatch):
	customer = customer_with(limit=1000)
	party = party_of(customer=customer)
	fix_clock(monkeypatch, "2026-12-01T12:00:00")
	accounts.set_values(
		party,
		{
			"limit_valid_upto": "2026-12-15",
			"temporary_limit": 5000,
			"temporary_limit_upto": "2026-12-16",
		},
	)
	(name,) = expiry.raise_near(party)
	assert frappe.db.get_value("Credit Alert", name, ["alert_type", "severity"]) == (
		"Limit Expiring",
		"Medium",
	)
	fix_clock(monkeypatch, "2026-12-02T12:00:00")
	(temporary,) = expiry.raise_near(party)
	accounts.set_values(party, {"limit_valid_upto": "2027-12-15"})
	expiry.resolve_renewed(party)
	assert frappe.db.get_value("Credit Alert", name, "status") == "Resolved"
	assert frappe.db.get_value("Credit Alert", temporary, "status") == "Open"


def test_a_customer_who_is_renamed_keeps_his_cover(as_user):
	customer = customer_with(limit=0)
	give(as_user, customer=customer, amount=500)
	new = frappe.rename_doc("Customer", customer.name, make.unique("Renamed"))
	assert limit_of(new) == 500


def test_over_http(http, as_user):
	customer = customer_with(limit=0)
	analyst, manager = http(ANALYST), http(MANAGER)
	sent = {
		"customer": customer.name,
		"company": COMPANY,
		"guarantee_type": "Letter of Credit",
		"issuer": "First Bank",
		"reference_number": make.unique("LC"),
		"amount": 500,
		"valid_upto": FAR,
		"reason": "Export",
		"status": "In Force",
		"approved_by": MANAGER,
		"requested_by": MANAGER,
	}
	doc = analyst.post("/api/resource/Credit Guarantee", **sent)["data"]
	assert (doc["status"], doc["requested_by"], doc.get("approved_by")) == ("Draft", ANALYST, None)
	path = f"/api/resource/Credit Guarantee/{doc['name']}"
	with pytest.raises(HttpError) as info:
		analyst.put(path, docstatus=1)
	assert info.value.exc_type == "NotIndependent"
	with pytest.raises(HttpError):
		http(SALES).put(path, docstatus=1)
	manager.put(path, docstatus=1)
	assert limit_of(customer) == 500
	for values in ({"docstatus": 2}, {"docstatus": 2, "cancel_reason": "x", "customer": "Somebody"}):
		with pytest.raises(HttpError):
			manager.put(path, **values)
	manager.call("cqs_app.api.cancel_guarantee", guarantee=doc["name"], reason="Called back")
	assert limit_of(customer) == 0


def test_a_late_shipment_over_http_and_in_bulk(http, as_user):
	customer = customer_with(limit=100_000)
	order = make.make_sales_order(customer=customer, amount=1000, item=make.WIDGET)
	today = frappe.utils.nowdate()
	letter = give_letter(as_user, order=order, latest_shipment_date=today, valid_upto=today)
	frappe.db.sql(
		"update `tabCredit Account` set cover = replace(cover, %s, '2026-01-01') where customer = %s",
		(today, customer.name),
	)
	note = make.make_delivery_note(order=order, submit=False)
	invoice = make.make_sales_invoice(order=order, submit=False, update_stock=1)
	for user, document in ((STOCK, note), (BILLING, invoice)):
		with pytest.raises(HttpError) as info:
			http(user).put(f"/api/resource/{document.doctype}/{document.name}", docstatus=1)
		assert info.value.exc_type == "CreditRefused"
		assert letter.name in str(info.value)
		failed = http(user).call(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype=document.doctype,
			docnames=json.dumps([document.name]),
			action="submit",
		)
		assert failed == [document.name]
		assert docstatus(document) == 0
