"""Postings leave what the exposure's queries read; sums are exact to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.ledger.exposure import committed, disputed, receivable, uncleared_payments
from cqs_app.ledger.overdue import overdue
from cqs_app.sandbox.ledger import Ledger

D, DAY = Decimal, date(2024, 3, 1)
LATER = DAY + timedelta(days=30)


def make_ledger() -> Ledger:
	return Ledger("Our Co", "EUR")


def amounts(ledger: Ledger, customer: str = "Acme") -> dict[str, Decimal]:
	party = ledger.party(customer)
	found = {
		"receivable": receivable(ledger.db, party),
		**{c.value: a for c, a in committed(ledger.db, party).items()},
	}
	return {name: amount for name, amount in found.items() if amount}


def test_order_delivery_invoice_payment():
	ledger = make_ledger()
	ledger.post_order("SO-1", "Acme", DAY, LATER, D("100.10"))
	assert amounts(ledger) == {"open_orders": D("100.10")}
	ledger.post_delivery("DN-1", "Acme", DAY, D("40.04"), order="SO-1")
	assert amounts(ledger) == {"open_orders": D("60.06"), "delivered_unbilled": D("40.04")}
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D("40.04"), order="SO-1")
	assert amounts(ledger) == {"open_orders": D("60.06"), "receivable": D("40.04")}
	ledger.post_payment("Acme", LATER, D("40.04"), invoice="SI-1")
	assert amounts(ledger) == {"open_orders": D("60.06")}
	ledger.close_order("SO-1")
	assert amounts(ledger) == {}


def test_delivery_without_order_and_its_return():
	ledger = make_ledger()
	ledger.post_delivery("DN-1", "Acme", DAY, D(50))
	ledger.post_delivery("DN-2", "Acme", DAY, D(20), return_of="DN-1")
	assert amounts(ledger) == {"delivered_unbilled": D(30)}
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(30), delivery="DN-1")
	assert amounts(ledger) == {"receivable": D(30)}


def test_an_invoice_over_more_than_its_order():
	ledger = make_ledger()
	ledger.post_order("SO-1", "Acme", DAY, LATER, D(100))
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(130), order="SO-1", billed=D(100))
	assert amounts(ledger) == {"receivable": D(130)}


def test_credit_notes_settle_an_invoice_or_stand_alone():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(100))
	ledger.post_credit_note("Acme", DAY, D("30.01"), invoice="SI-1")
	assert amounts(ledger) == {"receivable": D("69.99")}
	assert ledger.outstanding("SI-1") == D("69.99")
	ledger.post_credit_note("Acme", DAY, D(100))
	assert amounts(ledger) == {"receivable": D("-30.01")}


def test_money_on_account_lowers_the_balance_and_settles_later():
	ledger = make_ledger()
	ledger.post_payment("Acme", DAY, D(70))
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(100))
	ledger.settle("SI-1", D(70))
	assert amounts(ledger) == {"receivable": D(30)}
	assert overdue(ledger.db, ledger.party("Acme"), "EUR", LATER + timedelta(days=3)) == (AgedItem(3, D(30)),)


def test_disputes_and_cleared_payments():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(100), disputed=D(100))
	ledger.post_payment("Acme", DAY, D(60), invoice="SI-1")
	assert disputed(ledger.db, ledger.party("Acme"), "EUR") == D(40)
	assert uncleared_payments(ledger.db, ledger.party("Acme"), DAY) == 0


def test_customers_are_kept_apart():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(100))
	ledger.post_order("SO-1", "Bolt", DAY, LATER, D(7))
	assert amounts(ledger) == {"receivable": D(100)}
	assert amounts(ledger, "Bolt") == {"open_orders": D(7)}


def test_books_balance_and_equal_sums_of_decimals_after_any_sequence():
	random, ledger = Random(11), make_ledger()
	owed = {"Acme": D(0), "Bolt": D(0)}
	ordered = dict(owed)
	for at in range(400):
		customer = random.choice(list(owed))
		amount = D(random.randint(1, 99_999_999)) / 100
		if at % 4 == 0:
			ledger.post_order(f"SO-{at}", customer, DAY, None, amount)
			ordered[customer] += amount
		elif at % 4 == 1:
			ledger.post_payment(customer, DAY, amount)
			owed[customer] -= amount
		elif at % 4 == 2:
			ledger.post_credit_note(customer, DAY, amount)
			owed[customer] -= amount
		else:
			ledger.post_invoice(f"SI-{at}", customer, DAY, DAY, amount)
			owed[customer] += amount
		party = ledger.party(customer)
		assert receivable(ledger.db, party) == owed[customer]
	for customer in owed:
		assert committed(ledger.db, ledger.party(customer))[Component.OPEN_ORDERS] == ordered[customer]
	total = ledger.db.rows("select round(sum(debit) - sum(credit), 4) as n from `tabGL Entry`", {})
	assert total[0]["n"] == 0


def test_invoices_of_a_payment_plan_are_overdue_by_its_installments():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, LATER, D(100))
	ledger.post_invoice("SI-2", "Acme", DAY, LATER, D(7))
	party, day = ledger.party("Acme"), LATER + timedelta(days=40)
	plan = {"name": "PP-1", "customer": "Acme", "company": "Our Co", "docstatus": 1, "grace_days": 5}
	ledger.db.insert("Payment Plan", **plan, status="Active")
	ledger.db.insert("Payment Plan Invoice", parent="PP-1", sales_invoice="SI-1", outstanding=D(100))
	for days, amount in ((-3, D(60)), (30, D(40))):
		ledger.db.insert(
			"Payment Plan Installment", parent="PP-1", due_date=day + timedelta(days=days), amount=amount
		)
	assert overdue(ledger.db, party, "EUR", day) == (AgedItem(40, D(7)), AgedItem(3, D(60)))
	ledger.post_payment("Acme", day, D(50), invoice="SI-1")
	assert overdue(ledger.db, party, "EUR", day) == (AgedItem(40, D(7)), AgedItem(3, D(10)))
	assert overdue(ledger.db, party, "EUR", day, arranged=False) == (AgedItem(40, D(57)),)
	late = day + timedelta(days=3)
	assert overdue(ledger.db, party, "EUR", late) == (AgedItem(43, D(57)),), "broken by its dates"
	ledger.db.execute("update `tabPayment Plan` set status = 'Broken'")
	assert overdue(ledger.db, party, "EUR", day) == (AgedItem(40, D(57)),)
	assert overdue(ledger.db, party, "EUR", day, excused={"SI-1": D(20)}) == (
		AgedItem(40, D(20), True),
		AgedItem(40, D(37)),
	)
