"""Payment Plan: decided by two people, kept or broken by what is paid, obeyed at the gate."""

from datetime import date, timedelta

import frappe
import pytest

from cqs_app.engine.credit.vocabulary import DueWhen, InstallmentStatus, PlanStatus
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.exceptions import NotAnApprover, NotEditable, NotIndependent, WrongState
from cqs_app.erp.credit.position import credit_position
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.arrangements import (
	ANALYST,
	AUDITOR,
	BILLING,
	DIRECTOR,
	MANAGER,
	MARCH,
	SALES,
	SALES_MANAGER,
	fixed_clock,
	follow,
	in_force,
	late_invoice,
	overdue,
	plan_for,
	policies_read_afresh,
	restructured_customer,
	statuses,
)
from tests.erp.credit import COMPANY, docstatus, party_of, refused


@pytest.fixture
def on(monkeypatch):
	return fixed_clock(monkeypatch)


@pytest.fixture(autouse=True)
def published_afresh():
	yield from policies_read_afresh()


@pytest.mark.parametrize(
	("doctype", "field", "words"),
	[
		("Payment Plan", "status", PlanStatus),
		("Payment Plan Installment", "status", InstallmentStatus),
		("Payment Plan Milestone", "due_when", DueWhen),
	],
)
def test_options_equal_the_vocabulary(doctype, field, words):
	options = frappe.get_meta(doctype).get_field(field).options.split("\n")
	assert options == [word.value for word in words]


def test_one_asks_another_approves_and_it_is_in_force(on, as_user):
	customer = restructured_customer()
	plan = in_force(as_user, customer, late_invoice(customer), parts=(100, 100, 100))
	assert (plan.requested_by, plan.approved_by, plan.total) == (BILLING, MANAGER, 300)
	assert statuses(plan) == ["Active", "Open", "Open", "Open"]
	assert (plan.restructuring_no, str(plan.began_on), str(plan.next_due_date)) == (
		1,
		"2025-03-03",
		"2025-03-13",
	)
	assert accounts.read(party_of(customer=customer)).plan_status == "Active"


@pytest.mark.parametrize(
	("user", "amount", "error"),
	[
		(MANAGER, 300, NotIndependent),
		(ANALYST, 1000.01, NotAnApprover),
		(BILLING, 300, NotAnApprover),
		(SALES_MANAGER, 300, NotAnApprover),
	],
)
def test_who_may_not_approve(on, as_user, user, amount, error):
	customer = restructured_customer()
	invoice = late_invoice(customer, amount)
	with as_user(MANAGER if error is NotIndependent else BILLING):
		plan = plan_for(customer, invoice)
	with as_user(user), pytest.raises(error):
		plan.submit()
	assert docstatus(plan) == 0


def test_nobody_edits_while_he_approves(on, as_user):
	customer = restructured_customer()
	with as_user(BILLING):
		plan = plan_for(customer, late_invoice(customer), parts=(100, 200))
	with as_user(MANAGER):
		plan.installments[0].amount, plan.installments[1].amount = 1, 299
		with pytest.raises(WrongState):
			plan.submit()


@pytest.mark.parametrize(
	("changes", "said"),
	[
		({"parts": (100, 100)}, "sum to"),
		({"parts": (400, -100)}, "more than 0"),
		({"first": MARCH - timedelta(days=1)}, "in the past"),
		({"reason": " "}, "reason"),
		({"requires": "Prepayment"}, "between 0 and 100"),
		({"requires": "Milestones"}, "Say which milestones"),
		({"requires": "Milestones", "milestones": [{"due_when": "Order", "portion": 30}]}, "sum to 100"),
	],
)
def test_nonsense_is_refused(on, changes, said):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	with pytest.raises(frappe.ValidationError, match=said):
		plan_for(customer, invoice, **changes)


def test_only_open_invoices_of_this_customer_and_company_and_once(on, as_user):
	customer, other = restructured_customer(), make.make_customer()
	mine, draft = late_invoice(customer), late_invoice(customer, submit=False)
	paid = late_invoice(customer)
	make.make_payment(invoice=paid)
	paid.reload()
	for wrong in (draft, late_invoice(other), paid):
		wrong.outstanding_amount = 300
		with pytest.raises(frappe.ValidationError, match=r"no submitted invoice|nothing open"):
			plan_for(customer, wrong)
	with pytest.raises(frappe.ValidationError, match="twice"):
		plan_for(customer, mine, mine)
	in_force(as_user, customer, mine)
	with pytest.raises(frappe.ValidationError, match="live payment plan"):
		plan_for(customer, mine)


def test_what_a_client_sends_along_does_not_count(on, as_user):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	with as_user(BILLING):
		plan = plan_for(
			customer, invoice, status="Completed", paid=300, total=1, restructuring_no=9, approved_by=MANAGER
		)
	assert (plan.status, plan.paid, plan.total, plan.restructuring_no) == ("Draft", 0, 300, 1)
	assert plan.approved_by is None


def test_an_invoice_paid_before_the_approval_stops_it(on, as_user):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	with as_user(BILLING):
		plan = plan_for(customer, invoice)
	make.make_payment(invoice=invoice, amount=50)
	with as_user(MANAGER), pytest.raises(frappe.ValidationError, match="Meanwhile"):
		plan.submit()


def test_payments_credit_notes_and_a_bounced_cheque(on, as_user):
	customer = restructured_customer()
	first, second = late_invoice(customer, 200), late_invoice(customer, 100)
	plan = in_force(as_user, customer, first, second, parts=(100, 100, 100))
	cheque = make.make_payment(invoice=second, amount=100)
	follow(customer)
	assert statuses(plan) == ["Active", "Paid", "Open", "Open"]
	assert (plan.paid, plan.open_amount) == (100, 200)
	make.make_credit_note(invoice=first, amount=50, update_outstanding_for_self=0)
	follow(customer)
	plan.reload()
	assert (plan.paid, plan.installments[1].paid) == (150, 50)
	cheque.cancel()
	follow(customer)
	plan.reload()
	assert (plan.paid, plan.installments[0].status) == (50, "Open")


def test_overdue_then_missed_then_broken_and_told_once(on, as_user):
	customer = restructured_customer()
	plan = in_force(as_user, customer, late_invoice(customer), parts=(100, 200), grace_days=5)
	for days, expected in (
		(10, ["Active", "Open", "Open"]),
		(11, ["Active", "Overdue", "Open"]),
		(15, ["Active", "Overdue", "Open"]),
		(16, ["Broken", "Missed", "Open"]),
		(17, ["Broken", "Missed", "Open"]),
	):
		on(MARCH + timedelta(days=days))
		follow(customer)
		assert statuses(plan) == expected, days
	alerts = frappe.get_all(
		"Credit Alert", filters={"reference_name": plan.name}, fields=["severity", "alert_type"]
	)
	assert [(alert.severity, alert.alert_type) for alert in alerts] == [("High", "Payment Plan Broken")]
	comments = frappe.db.count("Comment", {"reference_name": plan.name, "content": ("like", "%is broken%")})
	assert comments == 1
	assert str(plan.broken_on) == "2025-03-19"


def test_caught_up_it_stays_broken_and_paid_in_full_it_is_completed(on, as_user):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	plan = in_force(as_user, customer, invoice, parts=(100, 200))
	on(MARCH + timedelta(days=16))
	make.make_payment(invoice=invoice, amount=100, date="2025-03-19")
	accounts.set_values(party_of(customer=customer), {"plan_status": "Active"})
	frappe.db.set_value("Payment Plan", plan.name, "status", "Broken")
	follow(customer)
	assert statuses(plan) == ["Broken", "Paid", "Open"]
	make.make_payment(invoice=invoice, amount=200, date="2025-03-19")
	follow(customer)
	assert statuses(plan) == ["Completed", "Paid", "Paid"]
	assert accounts.read(party_of(customer=customer)).plan_status == "Completed"
	make.make_sales_order(customer=customer, date="2025-03-19")


def test_a_broken_plan_holds_and_a_new_plan_by_decision_lets_go(on, as_user):
	customer = restructured_customer()
	invoice, small = late_invoice(customer), late_invoice(customer, 50)
	broken = in_force(as_user, customer, invoice, small)
	on(MARCH + timedelta(days=16))
	with refused(f"Payment plan {broken.name} is broken"):
		make.make_sales_order(customer=customer, date="2025-03-19")
	follow(customer)
	with as_user(BILLING):
		left = pytest.raises(frappe.ValidationError, match=small.name)
		with left:
			plan_for(customer, invoice, previous_plan=broken.name, first=MARCH + timedelta(days=20))
		again = plan_for(
			customer, invoice, small, previous_plan=broken.name, first=MARCH + timedelta(days=20)
		)
	with as_user(MANAGER):
		again.submit()
	assert (statuses(broken)[0], again.restructuring_no) == ("Replaced", 2)
	make.make_sales_order(customer=customer, date="2025-03-19")
	assert credit_position(party_of(customer=customer))["restructurings"] == 2


def test_invoices_of_a_live_plan_count_by_its_installments(on, as_user):
	customer = restructured_customer()
	invoice, free = late_invoice(customer), late_invoice(customer, 40, due=MARCH - timedelta(days=2))
	assert overdue(customer) == (340, 60)
	with refused("60 days overdue"):
		make.make_sales_order(customer=customer)
	plan = in_force(as_user, customer, invoice, parts=(100, 200))
	assert overdue(customer) == (40, 2)
	make.make_sales_order(customer=customer)
	on(MARCH + timedelta(days=13))
	assert overdue(customer) == (140, 15)
	make.make_payment(invoice=invoice, amount=60, date="2025-03-14")
	assert overdue(customer) == (80, 15)
	on(MARCH + timedelta(days=16))
	assert overdue(customer) == (280, 76)
	assert plan.status == "Active", "what is stored does not matter to the figures"
	assert free.outstanding_amount == 40


def test_it_is_ended_by_an_approver_who_did_not_ask_and_the_reason_stays(on, as_user):
	customer = restructured_customer()
	plan = in_force(as_user, customer, late_invoice(customer))
	plan.reload()
	with as_user(BILLING), pytest.raises(frappe.PermissionError):
		plan.cancel()
	plan.reload()
	with as_user(DIRECTOR), pytest.raises(NotAnApprover):
		plan.cancel()
	plan.reload()
	with as_user(MANAGER), pytest.raises(WrongState, match="Say why"):
		plan.cancel()
	plan.reload()
	plan.update({"end_reason": "The customer is insolvent", "paid": 300, "approved_by": DIRECTOR})
	with as_user(MANAGER):
		plan.cancel()
	assert (statuses(plan)[0], plan.end_reason, plan.ended_by) == (
		"Cancelled",
		"The customer is insolvent",
		MANAGER,
	)
	assert (plan.paid, plan.approved_by) == (0, MANAGER)
	assert overdue(customer) == (300, 60)
	assert accounts.read(party_of(customer=customer)).plan_status == ""


def test_an_invoice_under_a_plan_can_be_cancelled(on, as_user):
	customer = restructured_customer()
	first, second = late_invoice(customer, 100), late_invoice(customer, 100)
	plan = in_force(as_user, customer, first, second, parts=(100, 100))
	first.reload()
	first.cancel()
	follow(customer)
	assert statuses(plan) == ["Active", "Paid", "Open"]


def test_rows_are_not_written_by_themselves(on, as_user):
	customer = restructured_customer()
	plan = plan_for(customer, late_invoice(customer))
	row = frappe.get_doc("Payment Plan Installment", plan.installments[0].name)
	row.amount = 1
	with pytest.raises(NotEditable):
		row.save()
	with pytest.raises(NotEditable):
		row.delete()


def order_of(customer, **values):
	return make.make_sales_order(
		customer=customer, amount=1000, date="2025-03-03", delivery_date="2025-03-23", **values
	)


def schedule(order) -> list[tuple[str, float]]:
	return [(str(row.due_date), row.invoice_portion) for row in order.payment_schedule]


def prepaying(as_user, customer, **values):
	values = values or {"requires": "Prepayment", "prepayment_percent": 30}
	return in_force(as_user, customer, late_invoice(customer), **values)


def test_a_new_order_gets_the_schedule_that_the_plan_requires(on, as_user):
	customer = restructured_customer()
	prepaying(as_user, customer)
	order = order_of(customer)
	assert schedule(order) == [("2025-03-03", 30), ("2025-03-23", 70)]
	assert order.cqs_prepayment_percent == 30
	other = order_of(make.make_customer())
	assert (len(other.payment_schedule), other.cqs_prepayment_percent) == (1, 0)


def test_milestones_and_the_text_of_what_the_schedule_must_look_like(on, as_user):
	customer = restructured_customer()
	milestones = [
		{"due_when": "Order", "portion": 20, "description": "Deposit"},
		{"due_when": "Delivery", "portion": 30},
		{"due_when": "Days After Delivery", "credit_days": 10, "portion": 50},
	]
	plan = prepaying(as_user, customer, requires="Milestones", milestones=milestones)
	order = order_of(customer, submit=False)
	assert schedule(order) == [("2025-03-03", 20), ("2025-03-23", 30), ("2025-04-02", 50)]
	rows = [
		{"due_date": "2025-03-03", "invoice_portion": 20},
		{"due_date": "2025-04-02", "invoice_portion": 80},
	]
	wrong = order_of(customer, submit=False, payment_schedule=rows)
	assert schedule(wrong) == [("2025-03-03", 20), ("2025-04-02", 80)], "a schedule of one's own is kept"
	text = (
		f"{plan.name} requires this payment schedule: 20 % by 2025-03-03, 30 % by 2025-03-23, 50 % by 2025-04-02. "
		"By 2025-03-23 this order asks for 20 % instead of 50 %"
	)
	with refused(text):
		wrong.submit()
	order.submit()


def test_goods_leave_once_the_prepayment_was_received(on, as_user):
	customer = restructured_customer()
	prepaying(as_user, customer)
	order = order_of(customer, item=make.WIDGET)
	with refused("must be prepaid", "300.00", "received USD 0.00"):
		make.make_delivery_note(order=order)
	make.make_payment(order=order, amount=299.99)
	with refused("received USD 299.99"):
		make.make_delivery_note(order=order)
	make.make_payment(order=order, amount=0.01)
	make.make_delivery_note(order=order)


def test_an_invoice_of_the_order_that_was_paid_counts_and_one_that_moves_stock_is_held(on, as_user):
	customer = restructured_customer()
	prepaying(as_user, customer)
	order = order_of(customer, item=make.WIDGET, qty=10, rate=100)
	with refused("must be prepaid"):
		make.make_sales_invoice(order=order, qty=5, update_stock=1)
	bill = make.make_sales_invoice(order=order, qty=3)
	with refused("received USD 0.00"):
		make.make_delivery_note(order=order, qty=1)
	make.make_payment(invoice=bill)
	make.make_delivery_note(order=order, qty=1)


def test_an_advance_that_is_used_for_an_invoice_counts_once(on, as_user):
	customer = restructured_customer()
	prepaying(as_user, customer)
	order = order_of(customer, item=make.WIDGET, qty=10, rate=100)
	make.make_payment(order=order, amount=200)
	bill = make.make_sales_invoice(order=order, qty=5, allocate_advances_automatically=1)
	bill.reload()
	assert bill.outstanding_amount == 300
	with refused("received USD 200.00"):
		make.make_delivery_note(order=order, qty=1)


def test_goods_without_an_order_are_no_way_around(on, as_user):
	customer = restructured_customer()
	prepaying(as_user, customer)
	with refused("have no prepaid Sales Order", "300.00"):
		make.make_delivery_note(customer=customer, amount=1000)
	with refused("have no prepaid Sales Order"):
		make.make_sales_invoice(customer=customer, amount=1000, item=make.WIDGET, update_stock=1)
	make.make_sales_invoice(customer=customer, amount=1000)


def test_an_order_from_before_the_plan_is_delivered_and_a_customer_without_plan_costs_no_query(on, as_user):
	customer = restructured_customer()
	order = order_of(customer, item=make.WIDGET)
	prepaying(as_user, customer)
	make.make_delivery_note(order=order)
	plain = restructured_customer()
	make.make_sales_order(customer=plain)
	seen = []
	run = frappe.db.sql
	frappe.db.sql = lambda query, *args, **more: (seen.append(str(query)), run(query, *args, **more))[1]
	try:
		make.make_sales_order(customer=plain)
	finally:
		frappe.db.sql = run
	assert seen
	assert not [query for query in seen if "tabPayment Plan" in query or "tabPromise to Pay" in query]


def test_over_http_people_ask_approve_pay_and_end(on, http, run_jobs):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	day = (date.today() + timedelta(days=5)).isoformat()
	body = {
		"customer": customer.name,
		"company": COMPANY,
		"invoices": [{"sales_invoice": invoice.name}],
		"installments": [{"due_date": day, "amount": 300}],
		"reason": "x",
	}
	billing = http(BILLING)
	found = billing.read("cqs_app.api.open_invoices", customer=customer.name, company=COMPANY)
	assert [(row["sales_invoice"], row["outstanding"]) for row in found] == [(invoice.name, 300)]
	for user in (SALES, AUDITOR):
		with pytest.raises(HttpError) as refusal:
			http(user).post("/api/resource/Payment Plan", **body)
		assert refusal.value.status == 403
	name = billing.post("/api/resource/Payment Plan", **body)["data"]["name"]
	path = f"/api/resource/Payment Plan/{name}"
	with pytest.raises(HttpError) as refusal:
		billing.put(path, docstatus=1)
	assert refusal.value.status == 403
	assert "Credit Analyst" in str(refusal.value)
	http(ANALYST).put(path, docstatus=1)
	assert http(AUDITOR).get(path)["data"]["status"] == "Active"
	payment = make.make_payment(invoice=invoice, amount=100, submit=False)
	frappe.db.commit()
	payment.submit()
	frappe.db.commit()
	assert frappe.db.get_value("Payment Plan", name, "paid") == 100, "followed by the commit"
	with pytest.raises(HttpError) as refusal:
		billing.call("cqs_app.api.end_payment_plan", plan=name, reason="Hide it")
	assert refusal.value.status == 403
	with pytest.raises(HttpError):
		http(MANAGER).call("cqs_app.api.end_payment_plan", plan=name, reason=" ")
	ended = http(MANAGER).call("cqs_app.api.end_payment_plan", plan=name, reason="Sued")
	assert (ended["status"], ended["end_reason"]) == ("Cancelled", "Sued")
