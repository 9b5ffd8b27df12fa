"""Promise to Pay and Dunning: taken down once, kept or broken by what is paid, and what they free or hold."""

from datetime import date, timedelta

import frappe
import pytest

from cqs_app.engine.credit.vocabulary import PromiseStatus
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import promises
from cqs_app.erp.credit.exceptions import NotEditable, WrongState
from cqs_app.erp.credit.position import credit_position
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.arrangements import (
	ANALYST,
	AUDITOR,
	BILLING,
	MARCH,
	SALES,
	fixed_clock,
	follow,
	late_invoice,
	overdue,
	policies_read_afresh,
	restructured_customer,
)
from tests.erp.credit import COMPANY, party_of, refused

PAY_BY = MARCH + timedelta(days=3)  # a Thursday; the Friday after it is the grace


@pytest.fixture
def on(monkeypatch):
	return fixed_clock(monkeypatch)


@pytest.fixture(autouse=True)
def published_afresh():
	yield from policies_read_afresh()


def promise_of(customer, *invoices, amount=None, pay_by=PAY_BY, **values):
	"""`amount` is promised on account, or of the only invoice."""
	rows = [{"sales_invoice": invoice.name, "amount": amount} for invoice in invoices]
	return frappe.get_doc(
		doctype="Promise to Pay",
		customer=customer.name,
		company=COMPANY,
		invoices=rows,
		amount=amount,
		pay_by=pay_by,
		**values,
	).insert()


def status(promise) -> str:
	promise.reload()
	return promise.status


def position(customer) -> dict:
	return credit_position(party_of(customer=customer))


def test_options_equal_the_vocabulary():
	options = frappe.get_meta("Promise to Pay").get_field("status").options.split("\n")
	assert options == [word.value for word in PromiseStatus]


def test_what_is_taken_down(on, as_user):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	with as_user(SALES):
		promise = promise_of(
			customer, invoice, status="Kept", paid=300, taken_by=ANALYST, withdrawn_by=ANALYST
		)
	assert (promise.status, promise.paid, promise.amount, promise.taken_by) == ("Open", 0, 300, SALES)
	assert (promise.promised_on, promise.withdrawn_by) == (MARCH, None)
	assert accounts.read(party_of(customer=customer)).promise_status == "Open"
	found = position(customer)
	assert (found["next_promise_on"], found["promised_amount"], found["promises_kept"]) == (PAY_BY, 300, 0)


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"promised_on": MARCH - timedelta(days=1)}, "on the day on which it is made"),
		({"promised_on": MARCH + timedelta(days=1)}, "on the day on which it is made"),
		({"pay_by": MARCH - timedelta(days=1)}, "in the past"),
		({"pay_by": None}, "in the past"),
		({"amount": 300.01}, "more cannot be promised"),
		({"amount": -1}, "more cannot be promised"),
	],
)
def test_nonsense_is_refused(on, values, said):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	with pytest.raises(frappe.ValidationError, match=said):
		promise_of(customer, invoice, **values)


def test_an_amount_on_account_needs_an_amount_and_an_invoice_its_customer(on):
	customer = restructured_customer()
	with pytest.raises(frappe.ValidationError, match="which amount"):
		promise_of(customer)
	with pytest.raises(frappe.ValidationError, match="no submitted invoice"):
		promise_of(customer, late_invoice(make.make_customer()))


@pytest.mark.parametrize(
	"change",
	[
		{"pay_by": "2026-01-01"},
		{"amount": 1},
		{"status": "Kept"},
		{"note": "Later, perhaps"},
		{"taken_by": ANALYST},
		{"invoices": []},
		{"withdrawal_reason": "x"},
	],
	ids=lambda change: next(iter(change)),
)
def test_it_is_never_edited_nor_deleted(on, change):
	customer = restructured_customer()
	promise = promise_of(customer, late_invoice(customer))
	promise.reload()
	promise.save()
	promise.update(change)
	with pytest.raises(NotEditable):
		promise.save()
	promise.reload()
	with pytest.raises(NotEditable):
		promise.delete()
	row = frappe.get_doc("Promise to Pay Invoice", promise.invoices[0].name)
	row.amount = 1
	with pytest.raises(NotEditable):
		row.save()


@pytest.mark.parametrize(
	("paid", "on_day", "seen_on", "expected"),
	[
		(300, MARCH, MARCH, "Kept"),
		(299.99, MARCH, PAY_BY + timedelta(days=1), "Open"),
		(299.99, MARCH, PAY_BY + timedelta(days=2), "Broken"),
		(300, PAY_BY + timedelta(days=1), PAY_BY + timedelta(days=9), "Kept"),
		(300, PAY_BY + timedelta(days=2), PAY_BY + timedelta(days=9), "Broken"),
		(300, MARCH - timedelta(days=1), PAY_BY + timedelta(days=9), "Broken"),
	],
)
@pytest.mark.parametrize("on_account", [False, True])
def test_kept_or_broken_by_what_arrived_in_time(on, paid, on_day, seen_on, expected, on_account):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	promise = promise_of(customer, amount=300) if on_account else promise_of(customer, invoice)
	on(max(on_day, MARCH))
	if on_account:
		make.make_payment(customer=customer, amount=paid, date=str(on_day))
	else:
		make.make_payment(invoice=invoice, amount=paid, date=str(on_day))
	on(seen_on)
	follow(customer)
	assert status(promise) == expected


def test_a_payment_from_before_the_promise_does_not_keep_it(on):
	customer = restructured_customer()
	make.make_payment(customer=customer, amount=300, date=str(MARCH))
	promise = promise_of(customer, amount=300)
	on(PAY_BY + timedelta(days=9))
	follow(customer)
	assert status(promise) == "Broken"


def test_a_bounced_cheque_breaks_a_kept_promise_and_it_is_told_once(on):
	customer = restructured_customer()
	invoice = late_invoice(customer)
	promise = promise_of(customer, invoice)
	cheque = make.make_payment(invoice=invoice, date=str(MARCH))
	follow(customer)
	assert status(promise) == "Kept"
	assert position(customer)["promises_kept"] == 1
	on(PAY_BY + timedelta(days=9))
	cheque.cancel()
	for _again in range(2):
		follow(customer)
	assert status(promise) == "Broken"
	alerts = frappe.get_all("Credit Alert", filters={"reference_name": promise.name}, pluck="alert_type")
	assert alerts == ["Promise Broken"]
	found = position(customer)
	assert (found["promises_kept"], found["promises_broken"]) == (0, 1)


def test_a_broken_promise_is_a_finding_for_ninety_days(on):
	rules = [{"rule": "Payment Plan", "action": "Hold", "threshold": 0}]
	customer = restructured_customer(*rules)
	promise_of(customer, amount=300)
	make.make_sales_order(customer=customer)
	on(PAY_BY + timedelta(days=2))
	with refused("1 promises to pay were broken in the last 90 days; 0 are allowed"):
		make.make_sales_order(customer=customer)
	on(PAY_BY + timedelta(days=90))
	with refused("1 promises"):
		make.make_sales_order(customer=customer)
	on(PAY_BY + timedelta(days=91))
	make.make_sales_order(customer=customer)


@pytest.mark.parametrize(
	("policy", "pay_by", "passes"),
	[
		({}, PAY_BY, False),
		({"honour_promises": 1, "promise_max_days": 3}, PAY_BY, True),
		({"honour_promises": 1, "promise_max_days": 2}, PAY_BY, False),
		({"honour_promises": 1, "promise_max_days": 0}, MARCH + timedelta(days=1), False),
	],
)
def test_the_policy_says_whether_a_promise_is_honoured(on, policy, pay_by, passes):
	customer = restructured_customer(**policy)
	promise_of(customer, late_invoice(customer), pay_by=pay_by)
	if passes:
		make.make_sales_order(customer=customer)
		on(pay_by)
		make.make_sales_order(customer=customer)
		on(pay_by + timedelta(days=1))
	with refused("days overdue"):
		make.make_sales_order(customer=customer)
	assert overdue(customer)[0] == 300, "the position tells what is overdue, excused or not"


def test_an_invoice_is_excused_once_also_after_a_withdrawal(on):
	customer = restructured_customer(honour_promises=1, promise_max_days=30)
	invoice = late_invoice(customer)
	first = promise_of(customer, invoice)
	make.make_sales_order(customer=customer)
	promises.withdraw(first, "He takes it back")
	with refused("days overdue"):
		make.make_sales_order(customer=customer)
	promise_of(customer, invoice)
	with refused("days overdue"):
		make.make_sales_order(customer=customer)


def test_only_what_was_promised_is_excused(on):
	rules = [{"rule": "Overdue Amount", "action": "Hold", "threshold": 200, "checkpoint": "Sales Order"}]
	customer = restructured_customer(*rules, honour_promises=1, promise_max_days=30)
	invoice = late_invoice(customer)
	promise_of(customer, invoice, amount=99.99)
	with refused("200.01"):
		make.make_sales_order(customer=customer)


def test_withdrawing_leaves_who_and_why_and_ends_when_time_is_over(on, as_user):
	customer = restructured_customer()
	promise, late = promise_of(customer, amount=10), promise_of(customer, amount=20)
	with as_user(SALES):
		with pytest.raises(WrongState, match="why"):
			promises.withdraw(promise, "  ")
		promises.withdraw(promise, "Wrong customer")
	promise.reload()
	assert (promise.status, promise.withdrawal_reason, promise.withdrawn_by) == (
		"Withdrawn",
		"Wrong customer",
		SALES,
	)
	on(PAY_BY + timedelta(days=2))
	with pytest.raises(WrongState, match="Broken"):
		promises.withdraw(late, "Too late")


def test_over_http_by_role(http):
	customer = make.make_customer()
	body = {
		"customer": customer.name,
		"company": COMPANY,
		"amount": 100,
		"pay_by": (date.today() + timedelta(days=9)).isoformat(),
	}
	with pytest.raises(HttpError) as refusal:
		http(AUDITOR).post("/api/resource/Promise to Pay", **body)
	assert refusal.value.status == 403
	sales = http(SALES)
	stored = sales.post("/api/resource/Promise to Pay", **body)["data"]
	path = f"/api/resource/Promise to Pay/{stored['name']}"
	with pytest.raises(HttpError) as refusal:
		sales.put(path, pay_by="2027-12-31")
	assert refusal.value.exc_type == "NotEditable"
	with pytest.raises(HttpError):
		http(ANALYST).call("cqs_app.api.withdraw_promise", promise=stored["name"], reason="")
	with pytest.raises(HttpError) as refusal:
		http(AUDITOR).call("cqs_app.api.withdraw_promise", promise=stored["name"], reason="x")
	assert refusal.value.status == 403
	done = http(BILLING).call("cqs_app.api.withdraw_promise", promise=stored["name"], reason="Mistake")
	assert (done["status"], done["withdrawn_by"]) == ("Withdrawn", BILLING)
	found = sales.read("cqs_app.api.credit_position", customer=customer.name, company=COMPANY)
	assert (found["dunning_level"], found["restructurings"], found["next_promise_on"]) == (0, 0, None)


def dunned(invoice, **values):
	dunning = frappe.get_doc(
		doctype="Dunning",
		customer=invoice.customer,
		company=invoice.company,
		currency=invoice.currency,
		posting_date="2025-03-03",
		income_account=make.account(name="Sales"),
		cost_center=make.account(name="Main"),
		conversion_rate=1,
		**values,
	)
	schedule = invoice.payment_schedule[0]
	row = {"sales_invoice": invoice.name, "payment_schedule": schedule.name, "due_date": schedule.due_date}
	dunning.append("overdue_payments", {**row, "outstanding": schedule.payment_amount})
	return dunning.insert().submit()


def test_dunning_raises_the_level_and_whatever_resolves_it_frees(on):
	rules = [{"rule": "Dunning Level", "action": "Hold", "threshold": 1}]
	customer = restructured_customer(*rules)
	invoice, other = late_invoice(customer), late_invoice(customer)
	notices = [dunned(invoice), dunned(other)]
	assert position(customer)["dunning_level"] == 1
	make.make_sales_order(customer=customer)
	notices.append(dunned(invoice))
	assert position(customer)["dunning_level"] == 2
	with refused("dunned 2 times"):
		make.make_sales_order(customer=customer)
	notices[2].cancel()
	assert position(customer)["dunning_level"] == 1
	dunned(invoice)
	assert position(customer)["dunning_level"] == 2
	make.make_payment(invoice=invoice)
	assert position(customer)["dunning_level"] == 1
	make.make_sales_order(customer=customer)


@pytest.mark.committed
def test_a_resolved_dunning_cures_the_hold(http, run_jobs):
	customer = restructured_customer({"rule": "Dunning Level", "action": "Hold", "threshold": 0})
	notice = dunned(late_invoice(customer))
	order = make.make_sales_order(customer=customer, submit=False)
	frappe.db.commit()
	with refused("dunned 1 times"):
		order.submit()
	frappe.db.rollback()
	hold = frappe.db.get_value(
		"Credit Hold", {"reference_name": order.name}, ["name", "status"], as_dict=True
	)
	assert hold.status == "Open"
	notice.reload()
	notice.status = "Resolved"
	notice.save()
	run_jobs()
	assert frappe.db.get_value("Credit Hold", hold.name, "status") == "Cured"
