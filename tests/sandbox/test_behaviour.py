"""Purchases and payment behaviour from the ledger, against figures worked out by hand and over a real ledger."""

import csv
import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from cqs_app.engine.credit.default_policy import default_policy
from cqs_app.engine.credit.proposal import ProposalFacts, months_before, propose
from cqs_app.ledger.behaviour import Purchases, first_sale, payment_behaviour, purchases
from cqs_app.sandbox.ledger import Ledger

D, DAY = Decimal, date(2024, 3, 1)
SHARED = Path(os.environ.get("CQS_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
REAL = SHARED / "ar-ibm" / "receivables.csv"


def after(days: int) -> date:
	return DAY + timedelta(days=days)


def make_ledger() -> Ledger:
	return Ledger("Our Co", "EUR")


def behaviour(ledger: Ledger, since: date, as_of: date, customer: str = "Acme"):
	return payment_behaviour(ledger.db, ledger.party(customer), since, as_of)


def test_purchases_of_a_window_less_credit_notes():
	ledger = make_ledger()
	ledger.post_invoice("SI-0", "Acme", DAY, after(30), D(500))
	ledger.post_invoice("SI-1", "Acme", after(1), after(30), D("100.10"))
	ledger.post_invoice("SI-2", "Acme", after(60), after(90), D(50))
	ledger.post_credit_note("Acme", after(60), D("30.05"), invoice="SI-1")
	ledger.post_invoice("SI-3", "Acme", after(61), after(90), D(900))
	ledger.post_invoice("SI-4", "Bolt", after(2), after(30), D(77))
	party = ledger.party("Acme")
	assert purchases(ledger.db, party, DAY, after(60)) == Purchases(D("120.05"), 2)
	assert purchases(ledger.db, ledger.party("Nobody"), DAY, after(60)) == Purchases(D(0), 0)
	assert first_sale(ledger.db, party, after(60)) == DAY
	assert first_sale(ledger.db, party, after(-1)) is None


def test_days_beyond_terms_by_hand():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, after(30), D(100))
	ledger.post_payment("Acme", after(30), D(40), invoice="SI-1")
	ledger.post_payment("Acme", after(50), D(60), invoice="SI-1")
	ledger.post_invoice("SI-2", "Acme", DAY, after(30), D(200))
	ledger.post_credit_note("Acme", after(31), D(80), invoice="SI-2")
	ledger.post_payment("Acme", after(10), D(20), invoice="SI-2")
	# (40 x 0 + 60 x 20 + 20 x 0 + 100 open x 70) / 220 = 37.27
	found = behaviour(ledger, DAY, after(100))
	assert (found.days_beyond_terms, found.weight, found.late_weight) == (D("37.3"), 220, 160)
	# Seen on day 40 the 60 were open since 10 days, like the 100: 160 x 10 / 220 = 7.27
	assert behaviour(ledger, DAY, after(40)).days_beyond_terms == D("7.3")
	assert behaviour(ledger, DAY, after(29)).days_beyond_terms == 0
	assert behaviour(ledger, DAY, after(9)).days_beyond_terms is None
	# What was due and paid before the window no longer counts; what is still open does.
	assert behaviour(ledger, after(60), after(100)).days_beyond_terms == 70


def test_an_open_credit_note_is_not_owed_either():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, after(30), D(100))
	ledger.post_payment("Acme", after(40), D(60), invoice="SI-1")
	ledger.post_credit_note("Acme", after(5), D(40), name="CN-1")
	assert behaviour(ledger, DAY, after(130)).days_beyond_terms == 46
	ledger.db.execute("update `tabSales Invoice` set return_against = 'SI-1' where name = 'CN-1'")
	assert behaviour(ledger, DAY, after(130)).days_beyond_terms == 10


def test_money_given_back_leaves_the_invoice_open():
	ledger = make_ledger()
	ledger.post_invoice("SI-1", "Acme", DAY, after(30), D(100))
	ledger.post_payment("Acme", after(30), D(100), invoice="SI-1")
	ledger.post_payment("Acme", after(40), D(-100), invoice="SI-1")
	assert behaviour(ledger, DAY, after(50)).days_beyond_terms == 20


@pytest.fixture(scope="module")
def real() -> Ledger:
	if not REAL.exists():
		pytest.skip("the real ledger is not here")
	ledger = Ledger("Our Co", "USD")
	with REAL.open() as file:
		for at, row in enumerate(csv.DictReader(file)):
			billed, due, paid = (
				datetime.strptime(row[name], "%m/%d/%Y").date()
				for name in ("InvoiceDate", "DueDate", "SettledDate")
			)
			amount = D(row["InvoiceAmount"])
			ledger.post_invoice(f"I-{at}", row["customerID"], billed, due, amount)
			ledger.post_payment(row["customerID"], paid, amount, invoice=f"I-{at}")
	return ledger


def test_proposals_over_a_real_ledger(real):
	model = replace(default_policy().limits, rounding=D(1))
	as_of = date(2013, 6, 30)
	year = months_before(as_of, 12)
	seen = []
	for row in real.db.rows("select distinct customer from `tabSales Invoice` order by customer", {}):
		party = real.party(row["customer"])
		bought = purchases(real.db, party, year, as_of)
		days = payment_behaviour(real.db, party, year, as_of).days_beyond_terms
		facts = ProposalFacts(as_of, "USD", bought.net, bought.documents, False, days)
		seen.append((days, bought.net, propose(facts, model).limit))
	limits = sorted(limit for _days, _bought, limit in seen)
	quarter = len(limits) // 4
	print(f"{len(limits)} proposals: {[str(limits[at * quarter]) for at in range(4)]}, most {limits[-1]}")
	judged = sorted((days, limit / bought) for days, bought, limit in seen if days is not None and bought)
	third = len(judged) // 3
	best, worst = ([share for _days, share in part] for part in (judged[:third], judged[-third:]))
	print(f"limit / purchases: best payers {median(best):.3f}, worst payers {median(worst):.3f}")
	assert len(judged) >= 90
	assert median(worst) < median(best)
	assert all(0 <= limit <= bought / 5 + 1 for _days, bought, limit in seen)
	assert limits[-1] > 0
