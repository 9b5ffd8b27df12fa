"""The hold queue, driven over HTTP by the people who use it. Everything here commits."""

import threading

import frappe
import pytest

from cqs_app.erp.credit import audit, holds
from cqs_app.erp.credit.cure import evaluate_holds, expire_releases
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, docstatus, exposure_of, give_limit, refused

pytestmark = pytest.mark.committed
SALES, ANALYST, MANAGER, DIRECTOR = (
	f"{name}@cqs.example" for name in ("sales", "analyst", "manager", "director")
)


def submit(client, order):
	doc = client.get(f"/api/resource/{order.doctype}/{order.name}")["data"]
	return client.call("frappe.client.submit", doc=doc)


@pytest.fixture
def held(http):
	"""An order of 1,500 by the sales user for a customer with a limit of 1,000: refused, on hold."""

	def hold(amount=1500, customer=None):
		customer = customer or customer_with(limit=1000)
		order = make.make_sales_order(customer=customer, amount=amount, submit=False)
		with pytest.raises(HttpError) as refusal:
			submit(http(SALES), order)
		assert refusal.value.exc_type == "CreditRefused", refusal.value
		order.reload()
		return order

	return hold


def test_refusal_leaves_draft_hold_and_check(held):
	order = held()
	assert (order.docstatus, order.cqs_credit_status) == (0, "On Hold")
	hold = frappe.get_doc("Credit Hold", order.cqs_credit_hold)
	assert (hold.status, hold.amount, hold.requested_by, hold.hold_type) == ("Open", 1500, SALES, "Policy")
	assert "1,500.00" in hold.reasons and "1,000.00" in hold.reasons
	check = frappe.get_last_doc("Credit Check", filters={"reference_name": order.name})
	assert (check.outcome, check.actor, check.enforced) == ("Hold", SALES, 1)


def test_second_refusal_renews_the_same_hold(held, http):
	order = held()
	with pytest.raises(HttpError):
		submit(http(SALES), order)
	assert frappe.db.count("Credit Hold", {"reference_name": order.name}) == 1
	assert frappe.db.count("Credit Check", {"reference_name": order.name}) == 2


def test_release_is_used_once_and_reserves(held, http):
	order = held()
	http(MANAGER).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Parent pays on Friday")
	order.reload()
	assert order.cqs_credit_status == "Released"
	assert exposure_of(order.customer) == 1500, "the release reserves its amount"
	submit(http(SALES), order)
	assert docstatus(order) == 1
	assert exposure_of(order.customer) == 1500
	hold = frappe.get_doc("Credit Hold", order.cqs_credit_hold)
	assert hold.used_on and hold.status == "Released" and hold.decided_by == MANAGER
	order.reload()
	order.cancel()
	amended = frappe.copy_doc(order)
	amended.amended_from = order.name
	amended.insert()
	frappe.db.commit()
	with pytest.raises(HttpError):
		submit(http(SALES), amended)


def test_release_and_submit_in_one_step(held, http):
	order = held()
	hold = http(MANAGER).call(
		"cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Agreed", submit_document=1
	)
	assert docstatus(order) == 1
	assert hold["used_on"]
	assert frappe.db.get_value("Sales Order", order.name, "cqs_credit_status") == "Released"


def test_released_document_that_grows_is_held_again(held, http):
	order = held()
	http(MANAGER).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Agreed", ceiling=1600)
	assert exposure_of(order.customer) == 1600
	order.reload()
	order.items[0].rate = 1600.01
	order.save()
	frappe.db.commit()
	with pytest.raises(HttpError):
		submit(http(SALES), order)
	first = frappe.get_doc("Credit Hold", order.cqs_credit_hold)
	assert first.status == "Expired"
	assert exposure_of(order.customer) == 0
	order.reload()
	assert order.cqs_credit_hold != first.name and order.cqs_credit_status == "On Hold"


def test_delivery_of_a_released_order_goes_on(http):
	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=15, rate=100, item=make.WIDGET, submit=False)
	frappe.db.commit()
	with pytest.raises(HttpError):
		submit(http(SALES), order)
	order.reload()
	http(MANAGER).call(
		"cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Agreed", submit_document=1
	)
	order.reload()
	delivery = make.make_delivery_note(order=order)
	assert delivery.cqs_credit_status == "Warned"
	assert exposure_of(customer) == 1500


def test_expired_release_is_worth_nothing(held, http):
	order = held()
	http(MANAGER).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Today only")
	past = frappe.utils.add_days(frappe.utils.now_datetime(), -1)
	frappe.db.set_value("Credit Hold", order.cqs_credit_hold, "release_valid_upto", past)
	frappe.db.commit()
	with pytest.raises(HttpError):
		submit(http(SALES), order)
	expire_releases()
	frappe.db.commit()
	assert frappe.db.get_value("Credit Hold", order.cqs_credit_hold, "status") == "Expired"
	assert exposure_of(order.customer) == 0


def test_update_items_is_released_and_goes_through(http):
	from erpnext.controllers.accounts_controller import update_child_qty_rate

	customer = customer_with(limit=1000)
	order = make.make_sales_order(customer=customer, qty=10, rate=100)
	row = order.items[0]
	items = frappe.as_json(
		[{"docname": row.name, "name": row.name, "item_code": row.item_code, "qty": 12, "rate": 100}]
	)
	frappe.db.commit()
	change = {"parent_doctype": "Sales Order", "trans_items": items, "parent_doctype_name": order.name}
	method = f"{update_child_qty_rate.__module__}.update_child_qty_rate"
	with pytest.raises(HttpError) as refusal:
		http("sales.manager@cqs.example").call(method, **change)
	assert refusal.value.exc_type == "CreditRefused"
	order.reload()
	assert (order.cqs_credit_status, order.grand_total) == ("Passed", 1000)
	assert evaluate_holds(customer.name, COMPANY) == []
	http(MANAGER).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="Agreed")
	http("sales.manager@cqs.example").call(method, **change)
	order.reload()
	assert (order.cqs_credit_status, order.grand_total) == ("Released", 1200)
	assert exposure_of(customer) == 1200


def test_journal_of_two_customers_is_released_once():
	rows = [{"account": make.account(name="Sales"), "credit": 4000}]
	customers = [customer_with(limit=1000) for _ in range(2)]
	rows += [{"account": make.account(name="Debtors"), "debit": 2000, "customer": one} for one in customers]
	journal = make.make_journal(rows=rows, submit=False)
	frappe.db.commit()
	with refused(customers[0].name, customers[1].name):
		journal.submit()
	frappe.db.rollback()
	journal.reload()
	hold = frappe.get_doc("Credit Hold", journal.cqs_credit_hold)
	assert hold.amount == 4000
	hold.db_set({"requested_by": SALES}, update_modified=False)
	frappe.db.set_value("Journal Entry", journal.name, "owner", SALES)
	frappe.set_user(MANAGER)
	holds.release_hold(hold.name, "Agreed", None, None)
	frappe.set_user("Administrator")
	journal.reload()
	journal.submit()
	assert [exposure_of(one) for one in customers] == [2000, 2000]
	assert not frappe.db.sql(
		"select name from `tabCredit Account` where reserved <> 0 and customer in %s",
		[[c.name for c in customers]],
	)


@pytest.mark.parametrize("user", ["sales", "sales.manager", "billing", "compliance", "auditor"])
def test_who_may_not_decide(held, http, user):
	order = held()
	for method in ("release_hold", "reject_hold"):
		with pytest.raises(HttpError) as refusal:
			http(f"{user}@cqs.example").call(
				f"cqs_app.api.{method}", hold=order.cqs_credit_hold, reason="I want it"
			)
		assert refusal.value.status == 403
	assert frappe.db.get_value("Credit Hold", order.cqs_credit_hold, "status") == "Open"


def test_approval_levels_by_amount(held, http):
	customer = customer_with(limit=1000)
	for amount, refused_by, allowed in ((10_001, ANALYST, MANAGER), (100_001, MANAGER, DIRECTOR)):
		order = held(amount=amount, customer=customer)
		with pytest.raises(HttpError) as refusal:
			http(refused_by).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="x")
		assert refusal.value.exc_type == "NotAnApprover"
		http(allowed).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="x")
	small = held(amount=9_000, customer=customer_with(limit=1000))
	with pytest.raises(HttpError):
		http(ANALYST).call("cqs_app.api.release_hold", hold=small.cqs_credit_hold, reason="x", ceiling=50_000)


@pytest.fixture
def selling_manager():
	"""A credit manager who also sells."""
	user = f"{frappe.generate_hash(length=8)}@cqs.example"
	doc = frappe.get_doc(
		doctype="User", email=user, first_name="Both", send_welcome_email=0, new_password=make.PASSWORD
	)
	doc.flags.no_welcome_mail = True
	doc.insert()
	doc.add_roles("Sales User", "Credit Manager")
	frappe.db.commit()
	return user


def test_who_asked_never_releases(held, http, selling_manager):
	order = held()
	client = http(selling_manager)
	client.call("cqs_app.api.request_release", hold=order.cqs_credit_hold, note="Good customer")
	with pytest.raises(HttpError) as refusal:
		client.call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="x")
	assert refusal.value.exc_type == "NotIndependent"
	http("manager2@cqs.example").call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="x")


def test_reject_and_decide_several(held, http):
	holds = [held().cqs_credit_hold for _ in range(3)]
	manager = http(MANAGER)
	manager.call("cqs_app.api.reject_hold", hold=holds[0], reason="No")
	result = manager.call("cqs_app.api.decide_holds", names=holds, decision="release", reason="Yes")
	assert sorted(result["done"]) == sorted(holds[1:])
	assert list(result["failed"]) == [holds[0]]


def test_parallel_releases_count_once(held, http):
	order = held()
	results = []

	def release(user):
		try:
			http(user).call("cqs_app.api.release_hold", hold=order.cqs_credit_hold, reason="x")
			results.append("released")
		except HttpError as refusal:
			results.append(refusal.status)

	threads = [
		threading.Thread(target=release, args=(user,)) for user in (MANAGER, DIRECTOR, "manager2@cqs.example")
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	assert results.count("released") == 1, results
	assert exposure_of(order.customer) == 1500


def test_payment_cures_the_hold(held, run_jobs):
	customer = customer_with(limit=1000)
	invoice = make.make_sales_invoice(customer=customer, amount=900)
	frappe.db.commit()
	order = held(amount=500, customer=customer)
	make.make_payment(invoice=invoice)
	frappe.db.commit()
	run_jobs()
	assert frappe.db.get_value("Credit Hold", order.cqs_credit_hold, "status") == "Cured"
	order.reload()
	assert order.cqs_credit_status == "Not Checked"
	order.submit()


def test_cure_promises_the_same_credit_once(held):
	customer = customer_with(limit=100)
	orders = [held(amount=600, customer=customer) for _ in range(2)]
	give_limit(customer=customer, limit=1000)
	frappe.db.commit()
	cured = evaluate_holds(customer.name, COMPANY)
	assert cured == [orders[0].cqs_credit_hold]


def test_forced_hold_is_never_cured(held, http):
	customer = customer_with(limit=1000)
	http(MANAGER).call("cqs_app.api.force_hold", customer=customer.name, company=COMPANY, reason="Fraud case")
	order = held(amount=10, customer=customer)
	hold = frappe.get_doc("Credit Hold", order.cqs_credit_hold)
	assert hold.hold_type == "Forced" and "Fraud case" in hold.reasons
	assert evaluate_holds(customer.name, COMPANY) == []
	with pytest.raises(HttpError):
		http(ANALYST).call(
			"cqs_app.api.lift_forced_hold", customer=customer.name, company=COMPANY, reason="ok"
		)
	http(DIRECTOR).call(
		"cqs_app.api.lift_forced_hold", customer=customer.name, company=COMPANY, reason="Cleared"
	)
	assert evaluate_holds(customer.name, COMPANY) == [hold.name]


def test_deleting_the_draft_cancels_the_hold(held):
	order = held()
	frappe.delete_doc("Sales Order", order.name)
	frappe.db.commit()
	assert frappe.db.get_value("Credit Hold", order.cqs_credit_hold, "status") == "Cancelled"


def test_chain_holds_and_names_the_first_break(held):
	order = held()
	_accounts, checks, breaks = audit.verify(order.customer)
	assert checks and not breaks
	check = frappe.get_last_doc("Credit Check", filters={"reference_name": order.name})
	for field, value in (
		("outcome", "Pass"),
		("snapshot", "{}"),
		("amount", 1),
		("checked_on", "2020-01-01"),
	):
		frappe.db.savepoint("tamper")
		frappe.db.set_value("Credit Check", check.name, field, value, update_modified=False)
		assert [b.check for b in audit.verify(order.customer)[2]] == [check.name]
		frappe.db.rollback(save_point="tamper")
	frappe.db.savepoint("tamper")
	frappe.db.delete("Credit Check", {"name": check.name})
	assert audit.verify(order.customer)[2]
	frappe.db.rollback(save_point="tamper")


@pytest.mark.parametrize("user", [*make.USERS, "Administrator"])
@pytest.mark.parametrize(
	"doctype", ["Credit Check", "Credit Hold", "Credit Account", "Credit Policy Version"]
)
def test_nobody_edits_or_deletes_the_trail(as_user, user, doctype):
	name = frappe.get_all(doctype, pluck="name", limit=1, order_by="creation")[0]
	with as_user(user):
		for step in ("save", "delete", "insert"):
			doc = frappe.get_doc(doctype, name)
			with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
				if step == "save":
					doc.save()
				elif step == "delete":
					doc.delete()
				else:
					frappe.copy_doc(doc).insert()
