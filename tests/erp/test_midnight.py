"""Midnight where the company is: limits and cover begin and end at that instant, and the history says so once."""

import frappe
import pytest

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit, day_change
from cqs_app.erp.credit.position import credit_position
from tests.erp import factories as make
from tests.erp.base import SECOND_COMPANY
from tests.erp.cover import fix_clock, give
from tests.erp.credit import COMPANY, customer_with, give_limit, party_of, refused

ZONES = {
	"Asia/Tokyo": ("2026-12-31T14:59:59", "2026-12-31T15:00:00"),
	"America/Los_Angeles": ("2027-01-01T07:59:59", "2027-01-01T08:00:00"),
}
BEFORE_ALL = "2026-12-01T12:00:00"
LAST, FIRST = "2026-12-31", "2027-01-01"
KINDS = [
	("temporary limit", "ends"),
	("temporary limit", "begins"),
	("guarantee", "ends"),
	("guarantee", "begins"),
]


@pytest.fixture
def zone_of():
	"""Write time zones of companies into CQS Settings; the transaction of the test takes them back."""

	def put(**zones: str) -> None:
		settings = frappe.get_single("CQS Settings")
		names = {"first": COMPANY, "second": SECOND_COMPANY}
		settings.set("companies", [])
		for which, zone in zones.items():
			settings.append("companies", {"company": names[which], "time_zone": zone, "mode": "Enforce"})
		settings.save()

	return put


def credit_that(as_user, change, *, kind, turn):
	"""A customer with 100 of his own and 400 more that begin or end with the new year."""
	customer = customer_with(limit=100)
	dates = {"valid_upto": LAST} if turn == "ends" else {"valid_from": FIRST, "valid_upto": "2027-12-31"}
	if kind == "guarantee":
		give(as_user, customer=customer, amount=400, **dates)
	else:
		change(customer, new_limit=500, **dates)
	return customer


@pytest.fixture
def change(as_user):
	"""A Credit Limit Change in force."""

	def make_change(customer, **values):
		doc = frappe.get_doc(
			{
				"doctype": "Credit Limit Change",
				"customer": customer.name,
				"company": COMPANY,
				"change_type": "Temporary Limit",
				"reason": "Season",
				**values,
			}
		).insert()
		with as_user("manager@cqs.example"):
			doc.submit()
		return doc

	return make_change


def order_of(customer, amount=400, **values):
	return make.make_sales_order(customer=customer, amount=amount, **values)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("kind", "turn"), KINDS)
def test_at_midnight_of_the_company(as_user, monkeypatch, zone_of, change, kind, turn, zone):
	zone_of(first=zone)
	fix_clock(monkeypatch, BEFORE_ALL)
	customer = credit_that(as_user, change, kind=kind, turn=turn)
	second_before, midnight = ZONES[zone]
	good, bad = (second_before, midnight) if turn == "ends" else (midnight, second_before)
	fix_clock(monkeypatch, bad)
	with refused("USD 100.00"):
		order_of(customer)
	fix_clock(monkeypatch, good)
	assert order_of(customer).docstatus == 1


def test_one_instant_is_two_days(monkeypatch, zone_of):
	zone_of(first="America/Los_Angeles", second="Asia/Tokyo")
	customer = make.make_customer()
	for company in (COMPANY, SECOND_COMPANY):
		give_limit(
			customer=customer, limit=0, company=company, temporary_limit=500, temporary_limit_upto=LAST
		)
	fix_clock(monkeypatch, "2026-12-31T15:00:00")
	assert order_of(customer).docstatus == 1
	with refused():
		order_of(customer, company=SECOND_COMPANY)


@pytest.mark.parametrize(("kind", "turn"), KINDS)
def test_the_day_leaves_one_row_and_new_figures(as_user, monkeypatch, zone_of, change, kind, turn):
	zone_of(first="Asia/Tokyo")
	fix_clock(monkeypatch, BEFORE_ALL)
	customer = credit_that(as_user, change, kind=kind, turn=turn)
	party = party_of(customer=customer)
	second_before, midnight = ZONES["Asia/Tokyo"]
	rows = frappe.db.count("Credit Limit History", {"customer": customer.name})
	fix_clock(monkeypatch, second_before)
	assert party not in day_change.due()
	assert day_change.catch_up(party) == 0
	fix_clock(monkeypatch, midnight)
	assert party in day_change.due()
	assert [day_change.catch_up(party) for _ in range(3)] == [1, 0, 0]
	assert party not in day_change.due()
	row = frappe.get_last_doc(
		"Credit Limit History", filters={"customer": customer.name}, order_by="chain_index desc"
	)
	assert frappe.db.count("Credit Limit History", {"customer": customer.name}) == rows + 1
	limits = (500, 100) if turn == "ends" else (100, 500)
	assert (row.old_limit, row.new_limit, row.approval, row.approved_by) == (*limits, "Date passed", None)
	assert {"ends": "ended", "begins": "began"}[turn] in row.reason
	assert audit.verify(customer.name)[2] == []


def test_days_that_nobody_noticed_come_before_the_next_decision(as_user, monkeypatch, change):
	fix_clock(monkeypatch, BEFORE_ALL)
	customer = customer_with(limit=100)
	give(as_user, customer=customer, amount=400, valid_from="2026-12-10", valid_upto="2026-12-20")
	fix_clock(monkeypatch, "2027-01-05T12:00:00")
	change(customer, change_type="Base Limit", new_limit=700)
	rows = frappe.get_all(
		"Credit Limit History",
		filters={"customer": customer.name},
		fields=["old_limit", "new_limit", "approval"],
		order_by="chain_index",
	)
	assert [(row.old_limit, row.new_limit) for row in rows] == [
		(100, 100),
		(100, 500),
		(500, 100),
		(100, 700),
	]
	assert [row.approval == "Date passed" for row in rows] == [False, True, True, False]


def test_a_guarantee_that_ended_is_expired_and_shown_so(as_user, monkeypatch):
	fix_clock(monkeypatch, BEFORE_ALL)
	customer = customer_with(limit=100)
	doc = give(as_user, customer=customer, amount=400, valid_upto=LAST)
	fix_clock(monkeypatch, "2027-01-01T12:00:00")
	party = party_of(customer=customer)
	assert credit_position(party)["cover"] == []
	day_change.catch_up(party)
	assert frappe.db.get_value("Credit Guarantee", doc.name, "status") == "Expired"
	assert accounts.read(party).cover is None


@pytest.mark.committed
def test_the_job_stops_for_nobody_and_cures_holds(as_user, monkeypatch, committed, run_jobs):
	fix_clock(monkeypatch, "2026-11-01T12:00:00")
	broken, healthy = (customer_with(limit=100) for _ in range(2))
	dates = {"valid_from": "2026-11-02", "valid_upto": "2099-12-31"}
	for customer in (broken, healthy):
		give(as_user, customer=customer, amount=400, **dates)
	order = make.make_sales_order(customer=healthy, amount=400, submit=False)
	committed()
	with refused():
		order.submit()
	committed()
	party = party_of(customer=broken)
	frappe.db.sql("update `tabCredit Account` set cover = '{' where customer = %s", broken.name)
	committed()
	fix_clock(monkeypatch, "2026-11-02T12:00:00")
	day_change.every_hour()
	assert party_of(customer=healthy) not in day_change.due()
	available = {"customer": healthy.name}, "available"
	assert frappe.db.get_value("Credit Account", *available) == 500
	assert frappe.db.exists("Error Log", {"method": ("like", f"%{broken.name}%")})
	accounts.lock(party)
	from cqs_app.erp.credit.guarantee_decisions import rebuild

	rebuild(party)
	committed()
	day_change.every_hour()
	assert party not in day_change.due()
	run_jobs()
	hold = frappe.db.get_value("Credit Hold", {"reference_name": order.name}, "status")
	assert hold == "Cured"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "tokyo", "<b>"])
def test_a_time_zone_must_exist(zone_of, zone):
	with pytest.raises(frappe.ValidationError, match="time zone"):
		zone_of(first=zone)
