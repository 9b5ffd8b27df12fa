"""Credit Group: one limit over customers, companies and currencies, decided by two people, in force at once."""

from datetime import date, datetime, timedelta, timezone

import frappe
import pytest

from benchmarks.kit import race
from cqs_app.api import credit_position
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import clock, day_change, expiry, history, identity
from cqs_app.erp.credit.exceptions import NotAnApprover, NotEditable, NotIndependent, WrongState
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, docstatus, give_limit, party_of, refused

SECOND = make.SECOND_COMPANY
ANALYST, MANAGER, MANAGER2 = (f"{name}@cqs.example" for name in ("analyst", "manager", "manager2"))


def draft_group(*members, name=None, limit=1000, **values):
	"""`members`: pairs of customer and company. The group counts in USD."""
	return frappe.get_doc(
		doctype="Credit Group",
		group_name=name or make.unique("Group"),
		currency="USD",
		credit_limit=limit,
		members=[{"customer": customer.name, "company": company} for customer, company in members],
		reason="One owner",
		**values,
	)


@pytest.fixture
def group_of(as_user):
	"""`group_of((customer, company), ...)` asks as the analyst and approves as the manager."""

	def make_group(*members, **values):
		with as_user(ANALYST):
			group = draft_group(*members, **values).insert()
		with as_user(MANAGER):
			group.submit()
		return group

	return make_group


def test_child_under_its_own_limit_is_held_by_the_group(group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	group_of((first, COMPANY), (second, COMPANY))
	make.make_sales_order(customer=first, amount=600)
	order = make.make_sales_order(customer=second, amount=401, submit=False)
	with refused("Group Limit", "1,001.00", "1,000.00"):
		order.submit()
	assert docstatus(order) == 0
	assert make.make_sales_order(customer=second, amount=400).docstatus == 1


def test_own_limit_is_checked_too(group_of):
	first, second = customer_with(limit=100), customer_with(limit=900)
	group_of((first, COMPANY), (second, COMPANY))
	with refused("Credit Limit"):
		make.make_sales_order(customer=first, amount=101)


def test_across_companies_and_currencies(group_of):
	"""400 EUR at 1.25 are 500 USD of the group's 1,000 USD."""
	customer, other = customer_with(limit=900), make.make_customer()
	give_limit(customer=other, limit=900, company=SECOND)
	group_of((customer, COMPANY), (other, SECOND))
	make.make_sales_order(customer=other, company=SECOND, amount=400)
	position = credit_position(customer.name, COMPANY)
	assert (position["effective_limit"], position["group"]["exposure"]) == (500, 500)
	assert "members" not in position["group"], "who reads one account does not see the others"
	with refused("Group Limit"):
		make.make_sales_order(customer=customer, amount=501)
	make.make_sales_order(customer=customer, amount=500)
	with refused("Group Limit"):
		make.make_sales_order(customer=other, company=SECOND, amount=1)
	rates = frappe.get_all(
		"Credit Check", filters={"customer": customer.name}, pluck="snapshot", order_by="chain_index desc"
	)
	assert '"rate": "1.25"' in rates[0]


def test_without_a_rate_the_document_is_held(group_of):
	customer, other = customer_with(limit=900), make.make_customer()
	give_limit(customer=other, limit=900, company=SECOND)
	group_of((customer, COMPANY), (other, SECOND))
	make.make_sales_order(customer=other, company=SECOND, amount=10)
	frappe.db.delete("Currency Exchange")
	with refused("could not be determined"):
		make.make_sales_order(customer=customer, amount=10)


def test_one_journal_over_two_members_counts_both(group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	group_of((first, COMPANY), (second, COMPANY))
	debtors, sales = make.account(name="Debtors"), make.account(name="Sales")

	def journal(amount):
		rows = [{"account": debtors, "debit": amount, "customer": name} for name in (first, second)]
		rows.append({"account": sales, "credit": 2 * amount, "cost_center": make.account(name="Main")})
		return make.make_journal(rows=rows)

	with refused("Group Limit"):
		journal(501)
	assert journal(500).docstatus == 1


def test_payments_pass_and_free_the_others(group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	group_of((first, COMPANY), (second, COMPANY))
	make.make_sales_invoice(customer=first, amount=900)
	with refused("Group Limit"):
		make.make_sales_order(customer=second, amount=200)
	make.make_payment(customer=first, amount=300)
	assert make.make_sales_order(customer=second, amount=200).docstatus == 1


def test_a_new_version_takes_the_place_of_the_old_one(group_of):
	first, second, third = (customer_with(limit=900) for _ in range(3))
	old = group_of((first, COMPANY), (second, COMPANY))
	new = group_of((first, COMPANY), (third, COMPANY), name=old.group_name, limit=2000)
	assert new.replaces == old.name
	assert frappe.db.get_value("Credit Group", old.name, "status") == "Superseded"
	groups = [accounts.read(party_of(customer=name)).credit_group for name in (first, second, third)]
	assert groups == [new.name, None, new.name]
	history = frappe.get_all(
		"Credit Limit History",
		filters={"reference_name": new.name},
		fields=["customer", "requested_by", "approved_by"],
	)
	assert {row.customer for row in history} == {first.name, second.name, third.name}
	assert {(row.requested_by, row.approved_by) for row in history} == {(ANALYST, MANAGER)}


def test_dissolving_leaves_the_members_their_own_limits(as_user, group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	old = group_of((first, COMPANY), (second, COMPANY))
	with as_user(ANALYST):
		end = draft_group(name=old.group_name, is_dissolved=1).insert()
	with as_user(MANAGER):
		end.submit()
	assert end.status == "Dissolved"
	make.make_sales_order(customer=first, amount=900)
	assert make.make_sales_order(customer=second, amount=900).docstatus == 1


def test_of_two_versions_asked_for_at_once_the_second_is_stale(as_user, group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	old = group_of((first, COMPANY), (second, COMPANY))
	with as_user(ANALYST):
		one, two = (
			draft_group((first, COMPANY), (second, COMPANY), name=old.group_name, limit=limit).insert()
			for limit in (2000, 3000)
		)
	with as_user(MANAGER):
		one.submit()
		with pytest.raises(WrongState):
			two.submit()


def test_who_asks_never_approves_and_levels_count(as_user):
	first, second = customer_with(limit=900), customer_with(limit=900)
	with as_user(MANAGER):
		group = draft_group((first, COMPANY), (second, COMPANY), limit=50_000).insert()
		with pytest.raises(NotIndependent, match="Credit Manager"):
			group.submit()
	with as_user(ANALYST), pytest.raises(NotAnApprover, match="Credit Manager"):
		frappe.get_doc("Credit Group", group.name).submit()
	with as_user(MANAGER2):
		frappe.get_doc("Credit Group", group.name).submit()


def test_freeing_a_member_is_approved_at_the_level_of_his_own_limit(as_user, group_of):
	"""A small group limit may be what keeps a large own limit in check."""
	first, second = customer_with(limit=500_000), customer_with(limit=900)
	old = group_of((first, COMPANY), (second, COMPANY))
	third = customer_with(limit=900)
	with as_user(ANALYST):
		versions = [
			draft_group(name=old.group_name, is_dissolved=1).insert(),
			draft_group((second, COMPANY), (third, COMPANY), name=old.group_name).insert(),
		]
	for version in versions:
		with as_user(MANAGER), pytest.raises(NotAnApprover, match="by: Credit Director"):
			frappe.get_doc("Credit Group", version.name).submit()
	with as_user("director@cqs.example"):
		assert frappe.get_doc("Credit Group", versions[0].name).submit().status == "Dissolved"


def test_a_balance_moved_within_the_group_passes(group_of):
	first, second = customer_with(limit=2000), customer_with(limit=2000)
	group_of((first, COMPANY), (second, COMPANY))
	make.make_sales_invoice(customer=first, amount=900)
	debtors = make.account(name="Debtors")
	rows = [
		{"account": debtors, "credit": 900, "customer": first},
		{"account": debtors, "debit": 900, "customer": second},
	]
	assert make.make_journal(rows=rows).docstatus == 1


def test_nonsense_is_refused(group_of):
	first, second, third = (customer_with(limit=900) for _ in range(3))
	group_of((first, COMPANY), (second, COMPANY))
	with pytest.raises(frappe.ValidationError, match="belongs to the credit group"):
		draft_group((first, COMPANY), (third, COMPANY)).insert()
	with pytest.raises(frappe.ValidationError, match="once"):
		draft_group((third, COMPANY), (third, COMPANY), (third, SECOND)).insert()
	with pytest.raises(frappe.ValidationError, match="two members"):
		draft_group((third, COMPANY)).insert()
	with pytest.raises(frappe.ValidationError, match="nothing to dissolve"):
		draft_group(is_dissolved=1).insert()
	with pytest.raises(frappe.ValidationError, match="passed"):
		draft_group((third, COMPANY), (third, SECOND), valid_upto="2024-01-01").insert()


def test_a_version_in_force_is_neither_cancelled_nor_edited(group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	group = group_of((first, COMPANY), (second, COMPANY))
	with pytest.raises(NotEditable):
		group.cancel()
	group.reload()
	group.credit_limit = 10**6
	with pytest.raises(frappe.UpdateAfterSubmitError):
		group.save()


def test_a_merged_member_stays_in_the_group(group_of):
	first, second = customer_with(limit=900), customer_with(limit=900)
	group = group_of((first, COMPANY), (second, COMPANY))
	free = customer_with(limit=5000)
	frappe.db.set_value("Credit Account", {"customer": first.name}, "customer", free.name)
	identity.follow_rename("customer", free.name)
	assert accounts.read(party_of(customer=free)).credit_group == group.name


def test_the_limit_ends_at_midnight_where_the_company_is(group_of, monkeypatch):
	first, second = customer_with(limit=900), customer_with(limit=900)
	last = date.today() + timedelta(days=10)
	group_of((first, COMPANY), (second, COMPANY), valid_upto=last)
	settings = frappe.get_doc("CQS Settings")
	settings.append("companies", {"company": COMPANY, "mode": "Enforce", "time_zone": "Asia/Tokyo"})
	settings.save()
	midnight = datetime(last.year, last.month, last.day, 15, tzinfo=timezone.utc)
	monkeypatch.setattr(clock, "utc_now", lambda: midnight - timedelta(seconds=1))
	assert make.make_sales_order(customer=first, amount=10).docstatus == 1
	monkeypatch.setattr(clock, "utc_now", lambda: midnight)
	with refused(f"expired on {last}"):
		make.make_sales_order(customer=first, amount=10)
	monkeypatch.setattr(clock, "utc_now", lambda: midnight - timedelta(seconds=1))
	assert make.make_sales_order(customer=second, amount=10).docstatus == 1


def test_the_end_is_told_before_and_written_down_after(group_of, monkeypatch):
	first, second = customer_with(limit=900), customer_with(limit=900)
	last = clock.today(COMPANY) + timedelta(days=5)
	old = group_of((first, COMPANY), (second, COMPANY), valid_upto=last)
	parties = [party_of(customer=customer) for customer in (first, second)]
	alerts = [name for party in parties for name in expiry.raise_near(party)]
	assert len(alerts) == 1, "the members are told once, not each of them"
	assert [name for party in parties for name in expiry.raise_near(party)] == []
	renewed = group_of(
		(first, COMPANY), (second, COMPANY), name=old.group_name, valid_upto=last + timedelta(days=90)
	)
	for party in parties:
		expiry.resolve_renewed(party)
	assert frappe.db.get_value("Credit Alert", alerts[0], "status") == "Resolved"
	after = datetime(last.year, last.month, last.day, tzinfo=timezone.utc) + timedelta(days=92)
	monkeypatch.setattr(clock, "utc_now", lambda: after)
	for party in parties:
		accounts.lock(party)
		day_change.catch_up(party)
		assert day_change.catch_up(party) == 0
	filters = {"reference_name": renewed.name, "approval": history.DATE_PASSED}
	rows = frappe.get_all(
		"Credit Limit History", filters=filters, fields=["customer", "old_limit", "new_limit"]
	)
	assert sorted((row.customer, row.old_limit, row.new_limit) for row in rows) == sorted(
		(customer.name, 900, 0) for customer in (first, second)
	)


@pytest.mark.committed
def test_parallel_submits_of_the_members_never_exceed_the_group(snapshot_isolation):
	this = race.group(0.3, fit=3, parallel=9)
	frappe.db.commit()
	sessions = race.Sessions()
	race.submit_all(this, sessions)
	race.retry(this, sessions)
	frappe.db.commit()
	race.verify(this)
	assert this.problems == []
