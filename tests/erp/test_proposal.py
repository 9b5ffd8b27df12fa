"""Proposed limits from ERPNext's own ledger, and who may ask for one."""

from datetime import date, datetime, timezone
from decimal import Decimal

import frappe
import pytest

from cqs_app.erp.credit import clock
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.behaviour import payment_behaviour, purchases
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, give_limit, party_of
from tests.erp.limits import buyer_under, forget_policies, make_limit_policy  # noqa: F401

pytestmark = pytest.mark.usefixtures("forget_policies")
D = Decimal
SINCE, AS_OF = date(2025, 1, 1), date(2025, 6, 30)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
	monkeypatch.setattr(clock, "utc_now", lambda: datetime(2025, 6, 30, 12, tzinfo=timezone.utc))


def make_buyer():
	"""Bought 1,200 net of a credit note of 300 in two invoices, and paid the first of them 20 days late."""
	customer = buyer_under(make_limit_policy(), limit=10_000)
	first = make.make_sales_invoice(customer=customer, amount=900, date="2025-03-01", due_date="2025-03-31")
	second = make.make_sales_invoice(customer=customer, amount=600, date="2025-05-01", due_date="2025-05-31")
	make.make_payment(invoice=first, amount=300, date="2025-03-20")
	make.make_payment(invoice=first, amount=600, date="2025-04-20")
	make.make_credit_note(invoice=second, amount=300, date="2025-05-02")
	make.make_payment(invoice=second, amount=300, date="2025-05-31")
	return customer


def test_a_customer_without_an_account_is_new(as_user):
	customer = make.make_customer(group=make_limit_policy(auto_limit_starter=750).customer_group)
	with as_user("analyst@cqs.example"):
		found = frappe.call("cqs_app.api.propose_limit", customer=customer.name, company=COMPANY)
	assert (found["limit"], found["steps"][0]["label"]) == (700, "New customer")


def policy_of(customer) -> str:
	return policy_for(party_of(customer=customer)).name


def test_figures_from_documents_by_hand():
	party = party_of(customer=make_buyer())
	found = purchases(DATABASE, party, SINCE, AS_OF)
	assert (found.net, found.documents) == (D(1200), 2)
	# (300 x 0 + 600 x 20 + 300 x 0) / 1,200 = 10
	behaviour = payment_behaviour(DATABASE, party, SINCE, AS_OF)
	assert (behaviour.days_beyond_terms, behaviour.weight) == (D("10.0"), D(1200))


def test_what_is_cancelled_counts_no_longer():
	customer = make.make_customer()
	give_limit(customer=customer, limit=10_000)
	invoice = make.make_sales_invoice(customer=customer, amount=100, date="2025-03-01", due_date="2025-03-31")
	party = party_of(customer=customer)
	payment = make.make_payment(invoice=invoice, date="2025-04-10")
	assert payment_behaviour(DATABASE, party, SINCE, AS_OF).days_beyond_terms == 10
	payment.cancel()
	# Open again, 91 days after the due date.
	assert payment_behaviour(DATABASE, party, SINCE, AS_OF).days_beyond_terms == 91
	invoice.reload()
	invoice.cancel()
	assert purchases(DATABASE, party, SINCE, AS_OF).documents == 0
	assert payment_behaviour(DATABASE, party, SINCE, AS_OF).days_beyond_terms is None


def test_a_foreign_currency_weighs_in_company_currency():
	debtors = frappe.get_doc(
		doctype="Account",
		account_name=make.unique("Debtors EUR"),
		company=COMPANY,
		parent_account=make.account(name="Accounts Receivable"),
		account_type="Receivable",
		account_currency="EUR",
	).insert()
	customer = make.make_customer(currency="EUR", accounts=[{"company": COMPANY, "account": debtors.name}])
	give_limit(customer=customer, limit=10_000)
	for amount, rate in ((400, 1.25), (200, 2.5)):
		make.make_sales_invoice(
			customer=customer,
			amount=amount,
			currency="EUR",
			conversion_rate=rate,
			date="2025-03-01",
			due_date="2025-06-20" if amount == 400 else "2025-06-30",
		)
	party = party_of(customer=customer)
	assert purchases(DATABASE, party, SINCE, AS_OF).net == 1000
	# 500 in company currency each: (500 x 10 + 500 x 0) / 1,000
	assert payment_behaviour(DATABASE, party, SINCE, AS_OF).days_beyond_terms == 5


def test_propose_limit_says_each_step(as_user):
	customer = make_buyer()
	with as_user("analyst@cqs.example"):
		found = frappe.call("cqs_app.api.propose_limit", customer=customer.name, company=COMPANY)
		bounded = frappe.call(
			"cqs_app.api.propose_limit", customer=customer.name, company=COMPANY, net_worth="1000"
		)
	# 1,200 / 12 x 2 = 200; 10 days late x 75 % = 150; no classes; down to 100.
	assert [step["amount"] for step in found["steps"]] == [200, 150, 150, 150, 150, 150, 150, 100]
	assert (found["limit"], found["currency"], found["policy"]) == (100, "USD", policy_of(customer))
	assert "10 days beyond terms: x 75 %" in found["html"]
	assert bounded["limit"] == 100
	assert [step["amount"] for step in bounded["steps"]][4] == 100


@pytest.mark.parametrize(
	("user", "status"),
	[
		("analyst@cqs.example", 200),
		("manager@cqs.example", 200),
		("director@cqs.example", 200),
		("auditor@cqs.example", 403),
		("compliance@cqs.example", 403),
		("sales.manager@cqs.example", 403),
		("sales@cqs.example", 403),
	],
)
def test_propose_limit_is_for_the_credit_roles(http, user, status):
	customer = make.make_customer()
	give_limit(customer=customer)
	arguments = {"customer": customer.name, "company": COMPANY}
	if status == 200:
		assert http(user).read("cqs_app.api.propose_limit", **arguments)["limit"] == 0
		return
	with pytest.raises(HttpError) as refusal:
		http(user).read("cqs_app.api.propose_limit", **arguments)
	assert refusal.value.status == status


@pytest.mark.parametrize(
	("changes", "status"),
	[
		({"customer": "nobody at all"}, 404),
		({"company": "no company"}, 404),
		({"net_worth": "a lot"}, 417),
		({"net_worth": "1e99"}, 417),
	],
)
def test_propose_limit_refuses_nonsense(http, changes, status):
	customer = make.make_customer()
	with pytest.raises(HttpError) as refusal:
		http("analyst@cqs.example").read(
			"cqs_app.api.propose_limit", **{"customer": customer.name, "company": COMPANY, **changes}
		)
	assert refusal.value.status == status
