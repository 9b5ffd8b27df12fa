"""Attacks on limits, terms, cover and plans that were found and closed, kept so that they stay closed."""

import json
from datetime import date

import frappe
import pytest

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit, groups, identity
from cqs_app.erp.credit.position import credit_position
from tests.bench.client import HttpError
from tests.erp import arrangements
from tests.erp import factories as make
from tests.erp.cover import give
from tests.erp.credit import COMPANY, customer_with, docstatus, exposure_of, give_limit, party_of, refused

ANALYST, MANAGER, DIRECTOR, SALES, BILLING = (
	f"{name}@cqs.example" for name in ("analyst", "manager", "director", "sales", "billing")
)
DELETE = "frappe.desk.reportview.delete_items"

_policies_read_afresh = pytest.fixture(arrangements.policies_read_afresh)


def ask(customer, **values):
	"""A draft of a limit change as the current user leaves it."""
	content = {"change_type": "Base Limit", "new_limit": 5000, "reason": "Growing"}
	document = {"doctype": "Credit Limit Change", "customer": customer.name, "company": COMPANY}
	return frappe.get_doc({**document, **content, **values}).insert()


def ask_for_group(*customers, limit=1000, **values):
	members = [{"customer": customer.name, "company": COMPANY} for customer in customers]
	content = {
		"group_name": make.unique("Group"),
		"currency": "USD",
		"credit_limit": limit,
		"reason": "One owner",
	}
	return frappe.get_doc({"doctype": "Credit Group", "members": members, **content, **values}).insert()


@pytest.mark.committed
@pytest.mark.parametrize("doctype", ["Sales Order", "Delivery Note"])
def test_a_row_of_a_submitted_document_is_neither_deleted_nor_cancelled_by_itself(http, doctype):
	customer = customer_with(limit=1000)
	maker = {"Sales Order": make.make_sales_order, "Delivery Note": make.make_delivery_note}[doctype]
	document = maker(customer=customer, qty=5, rate=100, item=make.WIDGET)
	row, seller = document.items[0].name, http(SALES)
	frappe.get_doc("User", SALES).add_roles("Stock User")
	seller.call(DELETE, doctype=f"{doctype} Item", items=json.dumps([row]))
	with pytest.raises(HttpError) as refusal:
		seller.call("frappe.client.cancel", doctype=f"{doctype} Item", name=row)
	assert refusal.value.exc_type == "NotEditable"
	assert frappe.db.get_value(f"{doctype} Item", row, "docstatus") == 1
	assert exposure_of(customer) == 500


def test_update_items_still_takes_rows_away():
	from erpnext.controllers.accounts_controller import update_child_qty_rate

	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=5, rate=100, submit=False)
	order.append("items", {**order.items[0].as_dict(), "name": None, "idx": 2})
	order.save().submit()
	kept = order.items[0]
	row = {"docname": kept.name, "item_code": kept.item_code, "qty": 5, "rate": 100, "conversion_factor": 1}
	update_child_qty_rate("Sales Order", json.dumps([{**row, "uom": kept.uom}]), order.name)
	assert exposure_of(customer) == 500


@pytest.mark.committed
def test_an_invoice_gets_no_later_instalment_of_its_own(http):
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=500, due_date="2025-04-01")
	late = credit_position(party_of(customer=customer))["overdue_amount"]
	row = {
		"parent": invoice.name,
		"parenttype": "Sales Invoice",
		"parentfield": "payment_schedule",
		"docstatus": 1,
	}
	with pytest.raises(HttpError) as refusal:
		http(BILLING).post("/api/resource/Payment Schedule", **row, due_date="2099-01-01", payment_amount=500)
	assert refusal.value.exc_type == "NotEditable"
	assert credit_position(party_of(customer=customer))["overdue_amount"] == late == 500


@pytest.mark.committed
def test_a_row_of_an_agreed_template_is_as_good_as_the_template(http):
	template = make.make_payment_terms(name=make.unique("Agreed"))
	give_limit(customer=make.make_customer(), payment_terms_template=template.name)
	table, clerk = "Payment Terms Template Detail", http(BILLING)
	row = {"parent": template.name, "parenttype": "Payment Terms Template", "parentfield": "terms"}
	for attempt in (
		lambda: clerk.put(f"/api/resource/{table}/{template.terms[0].name}", credit_days=365),
		lambda: clerk.post(f"/api/resource/{table}", **row, invoice_portion=100, credit_days=365),
	):
		with pytest.raises(HttpError) as refusal:
			attempt()
		assert refusal.value.exc_type == "NativeLimit"
	clerk.call(DELETE, doctype=table, items=json.dumps([template.terms[0].name]))
	days = frappe.get_all(table, filters={"parent": template.name}, pluck="credit_days")
	assert days == [30]


@pytest.mark.parametrize("kind", ["Base Limit", "Unlimited", "Payment Terms", "Revoke"])
def test_nothing_but_a_temporary_limit_is_dated_ahead(kind):
	terms = {"payment_terms_template": make.make_payment_terms(credit_days=60).name}
	customer = customer_with(limit=1000)
	with pytest.raises(frappe.ValidationError, match="Only a temporary limit has a first day"):
		ask(customer, change_type=kind, valid_from="2099-01-01", **terms)


@pytest.mark.parametrize("kind", ["Payment Terms", "Revoke"])
def test_what_would_not_end_is_given_no_last_day(kind):
	terms = {"payment_terms_template": make.make_payment_terms(credit_days=60).name}
	with pytest.raises(frappe.ValidationError, match="no last day"):
		ask(customer_with(limit=1000), change_type=kind, valid_upto="2099-01-01", **terms)


@pytest.mark.parametrize("day", ["0000-00-00", "9999-12-31"])
def test_days_beyond_the_calendar_are_told_and_not_stumbled_over(day):
	customer = customer_with(limit=1000)
	with pytest.raises(frappe.ValidationError, match="must lie between the years"):
		ask(customer, change_type="Temporary Limit", valid_upto=day)
	with pytest.raises(frappe.ValidationError, match="must lie between the years"):
		ask_for_group(customer, customer_with(limit=1), valid_upto=day)


def test_a_forged_advance_is_no_prepayment(as_user, monkeypatch, _policies_read_afresh):
	arrangements.fixed_clock(monkeypatch)
	customer = arrangements.restructured_customer()
	late = arrangements.late_invoice(customer)
	arrangements.in_force(as_user, customer, late, requires="Prepayment", prepayment_percent=50)
	order = make.make_sales_order(customer=customer, qty=1, rate=1000, item=make.WIDGET, advance_paid=1000)
	assert frappe.db.get_value("Sales Order", order.name, "advance_paid") == 0
	with refused("must be prepaid"):
		make.make_delivery_note(order=order)


def test_a_group_that_cannot_be_read_holds_sales_and_lets_payments_pass():
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=500)
	accounts.set_values(party_of(customer=customer), {"credit_group": "gone", "group_version": 1})
	with refused("could not be completed"):
		make.make_sales_order(customer=customer, amount=1)
	assert docstatus(make.make_credit_note(invoice=invoice, amount=10)) == 1
	assert docstatus(make.make_payment(invoice=invoice, amount=100)) == 1


@pytest.mark.committed
def test_a_broken_member_does_not_stop_the_figures_of_the_others(as_user):
	members = [customer_with(limit=10_000) for _ in range(2)]
	with as_user(ANALYST):
		group = ask_for_group(*members)
	with as_user(DIRECTOR):
		group.submit()
	ordered = groups.members_of(group.name)
	for party, cover in zip(ordered, ("{broken", None), strict=True):
		accounts.set_values(party, {"cover": cover, "available": -1})
	frappe.db.after_commit.reset()
	frappe.db.before_commit.reset()
	frappe.db.commit()
	groups.refresh_members(group.name)
	assert credit_position(ordered[1])["available"] == 1000
	accounts.set_values(ordered[0], {"cover": None})
	frappe.db.commit()


def test_the_last_day_of_a_limit_binds_where_the_policy_is_silent(_policies_read_afresh):
	rules = ({"rule": "Credit Limit", "action": "Hold", "threshold": 100},)
	customer = arrangements.restructured_customer(*rules)
	give_limit(customer=customer, limit=1000, limit_valid_upto="2025-12-31")
	with refused("expired on 2025-12-31"):
		make.make_sales_order(customer=customer, amount=900)


@pytest.mark.committed
@pytest.mark.parametrize(
	("method", "values"),
	[
		(
			"propose_installments",
			{"total": 1e308, "number": 3, "frequency": "Monthly", "first_date": "2026-12-01"},
		),
		(
			"propose_installments",
			{"total": 9, "number": 3, "frequency": "Monthly", "first_date": "0000-00-00"},
		),
		("approval_rights", {"doctype": "x", "name": "x"}),
		("apply_workflow", {"doc": "", "action": "Approve"}),
		("bulk_workflow_approval", {"docnames": "null", "doctype": "ToDo", "action": "Approve"}),
	],
)
def test_nonsense_is_answered_and_not_stumbled_over(http, method, values):
	with pytest.raises(HttpError) as refusal:
		http(DIRECTOR).call(f"cqs_app.api.{method}", **values)
	assert refusal.value.status == 417


def merge(gone, kept) -> None:
	"""As Frappe does it to the links before it tells the app."""
	for doctype in ("Credit Account", "Credit Guarantee", "Credit Limit History"):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.customer, kept.name).where(table.customer == gone.name).run()
	identity.follow_rename("customer", kept.name)


def limit_of(customer) -> float:
	return credit_position(party_of(customer=customer))["effective_limit"]


def breaks_of(customer) -> list[str]:
	return [found.problem for found in audit.verify(customer.name)[2]]


def test_cover_that_a_merge_brings_stands_in_the_history_and_ends(as_user):
	gone, kept = customer_with(limit=0), customer_with(limit=0)
	give(as_user, customer=gone, amount=500)
	merge(gone, kept)
	row = accounts.read(party_of(customer=kept))
	found = frappe.get_all(
		"Credit Limit History", filters={"account": row.name}, fields=["old_limit", "new_limit"]
	)
	assert [(one.old_limit, one.new_limit) for one in found] == [(0, 500)]
	assert str(row.next_change_on) == "2028-01-01"
	assert breaks_of(kept) == []


def test_a_paper_that_both_merged_customers_brought_counts_once(as_user):
	gone, kept = customer_with(limit=0), customer_with(limit=0)
	paper = {"guarantee_type": "Credit Insurance", "reference_number": make.unique("Policy"), "amount": 500}
	for customer in (gone, kept):
		give(as_user, customer=customer, **paper)
	merge(gone, kept)
	assert limit_of(kept) == 500
	with pytest.raises(frappe.ValidationError, match="is the same paper"):
		give(as_user, customer=kept, **paper)


def test_a_rename_writes_no_merge():
	customer = customer_with(limit=10)
	accounts.set_values(party_of(customer=customer), {"credit_group": None, "group_version": 2})
	before = frappe.db.count("Credit Limit History", {"customer": customer.name})
	identity.follow_rename("customer", customer.name)
	assert frappe.db.count("Credit Limit History", {"customer": customer.name}) == before


def test_a_new_exchange_rate_alone_lends_no_multiple_of_the_cover(as_user):
	customer = customer_with(limit=0)
	give(as_user, customer=customer, amount=100, currency="EUR")
	approved = limit_of(customer)
	rate = {"from_currency": "EUR", "to_currency": "USD", "date": frappe.utils.nowdate()}
	frappe.get_doc({"doctype": "Currency Exchange", **rate, "exchange_rate": 1000}).insert()
	assert limit_of(customer) == pytest.approx(approved * 1.1)


def test_a_forged_rate_does_not_lower_the_level_of_approval(as_user):
	customer = customer_with(limit=0)
	with as_user(ANALYST):
		paper = frappe.get_doc(
			doctype="Credit Guarantee",
			customer=customer.name,
			company=COMPANY,
			guarantee_type="Bank Guarantee",
			issuer="First Bank",
			reference_number=make.unique("No"),
			amount=1_000_000,
			currency="EUR",
			approved_rate=0.0001,
			reason="Agreed",
		).insert()
	assert paper.approver_roles() == ["Credit Director"]


def test_a_default_limit_is_the_first_row_of_the_history():
	group = make.make_customer_group().name
	settings = frappe.get_doc("CQS Settings")
	settings.append("default_limits", {"company": COMPANY, "customer_group": group, "credit_limit": 777})
	settings.save()
	customer = make.make_customer(group=group)
	accounts.lock(party_of(customer=customer))
	fields = ["change_type", "old_limit", "new_limit", "approval", "approved_by"]
	found = frappe.get_all("Credit Limit History", filters={"customer": customer.name}, fields=fields)
	assert [tuple(row.values()) for row in found] == [("Base Limit", 0, 777, "CQS Settings", None)]
	assert breaks_of(customer) == []


@pytest.mark.parametrize("ends", ["leaves", "dissolved"])
def test_who_frees_a_member_from_his_group_must_reach_what_he_may_owe_then(as_user, ends):
	members = [customer_with(limit=90_000) for _ in range(3)]
	with as_user(ANALYST):
		group = ask_for_group(*members, limit=5000)
	with as_user(MANAGER):
		group.submit()
		left = [] if ends == "dissolved" else members[:2]
		version = ask_for_group(
			*left, limit=5000, group_name=group.group_name, is_dissolved=int(ends == "dissolved")
		)
	assert version.approver_roles() == ["Credit Manager", "Credit Director"]


def test_a_group_in_a_smaller_currency_is_not_dissolved_at_a_lower_level(as_user):
	members = [customer_with(limit=0) for _ in range(2)]
	with as_user(ANALYST):
		group = ask_for_group(*members, limit=50_000)
	with as_user(MANAGER):
		group.submit()
		end = ask_for_group(group_name=group.group_name, is_dissolved=1, currency="EUR", limit=1)
	assert end.approver_roles() == ["Credit Manager", "Credit Director"]


@pytest.mark.parametrize(
	("field", "value"),
	[("credit_limit", 999_999), ("is_unlimited", 1), ("temporary_limit_upto", "2099-01-01")],
)
def test_a_limit_that_nobody_decided_is_found(as_user, field, value):
	customer = customer_with(limit=1000)
	with as_user(ANALYST):
		change = ask(customer)
	with as_user(DIRECTOR):
		change.submit()
	assert breaks_of(customer) == []
	frappe.db.set_value("Credit Account", {"customer": customer.name}, field, value, update_modified=False)
	assert breaks_of(customer) == ["the account does not stand as this last change left it"]


@pytest.mark.parametrize(("field", "value"), [("company", make.SECOND_COMPANY), ("currency", "JPY")])
def test_a_row_moved_to_another_company_or_currency_is_found(as_user, field, value):
	customer = customer_with(limit=1000)
	with as_user(ANALYST):
		change = ask(customer)
	with as_user(DIRECTOR):
		change.submit()
	frappe.db.set_value(
		"Credit Limit History", {"customer": customer.name}, field, value, update_modified=False
	)
	assert breaks_of(customer) == ["it was moved to another company or currency"]


@pytest.mark.parametrize("forged", [{"pay_by": "9999-12-31"}, {"pay_by": "0000-00-00"}, {"amount": "NaN"}])
def test_a_promise_that_nobody_could_follow_is_not_taken_down(forged):
	customer = customer_with(limit=1000)
	promise = {"doctype": "Promise to Pay", "customer": customer.name, "company": COMPANY, "amount": 10}
	promise |= {"pay_by": frappe.utils.add_days(None, 3)}
	with pytest.raises(frappe.ValidationError, match=r"promised|past|ahead"):
		frappe.get_doc({**promise, **forged}).insert()


def test_an_installment_beyond_the_calendar_is_refused():
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=300)
	with pytest.raises(frappe.ValidationError, match="needs a due date before the year"):
		arrangements.plan_for(customer, invoice, first=date(9999, 12, 31))
