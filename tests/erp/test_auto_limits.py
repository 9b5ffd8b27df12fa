"""Limits that the app changes by itself: within tolerance, never twice, never for who is in trouble."""

import json
from datetime import date, datetime, timezone

import frappe
import pytest
from frappe.utils import add_days

from cqs_app.api import apply_workflow, confirm_policy, policy_confirmation
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import automatic, clock, history
from cqs_app.erp.credit.automatic import decide
from cqs_app.erp.credit.exceptions import NotIndependent, WrongState
from cqs_app.ledger.links import Party
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, party_of
from tests.erp.limits import (  # noqa: F401
	ANALYST,
	DIRECTOR,
	MANAGER,
	buyer_under,
	forget_policies,
	make_limit_policy,
)

pytestmark = pytest.mark.usefixtures("forget_policies")
TODAY = date(2025, 6, 30)
REVIEWS = {
	"auto_limits_enabled": 1,
	"auto_limit_credit_months": 2,
	"auto_limit_tolerance_percent": 10,
	"auto_limit_tolerance_amount": 500,
	"payment_factors": [],
}
BUSY = {
	"trigger_name": "Busy",
	"metric": "Transaction Velocity",
	"comparison": "At Least",
	"threshold": 2,
	"window_days": 90,
	"adjust_percent": 8,
	"cap": 1150,
	"cool_down_days": 30,
}
QUIET = {
	"trigger_name": "Quiet",
	"metric": "Cumulative Spend",
	"comparison": "At Most",
	"threshold": 0,
	"window_days": 30,
	"adjust_percent": -50,
}
WINTER = {
	"season_name": "Winter",
	"from_day": 1,
	"from_month": 12,
	"upto_day": 31,
	"upto_month": 1,
	"percent": 8,
}


@pytest.fixture
def on(monkeypatch):
	def fix(day: date) -> None:
		moment = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc)
		monkeypatch.setattr(clock, "utc_now", lambda: moment)

	fix(TODAY)
	return fix


def held(customer) -> Party:
	"""The account of the customer, locked as the run does it, and opened long ago."""
	party = party_of(customer=customer)
	accounts.lock(party)
	frappe.db.set_value("Credit Account", row_of(customer).name, "creation", "2020-01-01 00:00:00")
	return party


def row_of(customer):
	return accounts.read(party_of(customer=customer))


def changes_of(customer):
	return frappe.get_all(
		"Credit Limit Change",
		filters={"customer": customer.name},
		fields=["*"],
		order_by="creation",
	)


def bought(customer, net: float, *, on_day: str = "2025-06-01", paid: bool = True):
	invoice = make.make_sales_invoice(
		customer=customer, amount=net, date=on_day, due_date=add_days(on_day, 20)
	)
	if paid:
		make.make_payment(invoice=invoice, date=add_days(on_day, 5))
	return invoice


def reviewed_customer(*, limit: float, net: float = 6600, paid: bool = True, **policy):
	"""Bought 6,600 in the year: 6,600 / 12 x 2 = 1,100 are proposed."""
	customer = buyer_under(make_limit_policy(**{**REVIEWS, **policy}), limit=10**6)
	bought(customer, net, paid=paid)
	accounts.set_values(party_of(customer=customer), {"credit_limit": limit})
	return customer


def test_a_review_within_tolerance_is_put_in_force_by_the_policy(on):
	customer = reviewed_customer(limit=1000)
	assert decide(held(customer)) == automatic.APPROVED
	assert row_of(customer).credit_limit == 1100
	(change,) = changes_of(customer)
	assert (change.docstatus, change.origin, change.new_limit, change.approved_by) == (
		1,
		"Review",
		1100,
		None,
	)
	assert (change.requested_by, change.proposed_limit) == ("Administrator", 1100)
	assert json.loads(change.proposal)["limit"] == "1100.00"
	stored = frappe.get_last_doc("Credit Limit History", filters={"customer": customer.name})
	assert stored.approval.startswith(history.POLICY_TOLERANCE)
	assert "version 1, 10 % / $ 500.00" in stored.approval
	assert (stored.approved_by, stored.old_limit, stored.new_limit) == (None, 1000, 1100)


@pytest.mark.parametrize("limit", [999, 5000, 0])
def test_a_review_beyond_tolerance_waits_for_people(on, as_user, limit):
	customer = reviewed_customer(limit=limit)
	assert decide(held(customer)) == automatic.OPENED
	assert row_of(customer).credit_limit == limit
	(change,) = changes_of(customer)
	assert (change.docstatus, change.origin, change.workflow_state) == (0, "Review", "Pending Approval")
	alert = frappe.get_last_doc("Credit Alert", filters={"customer": customer.name})
	assert (alert.alert_type, alert.reference_name) == ("Limit Review", change.name)
	with as_user(MANAGER):
		frappe.get_doc("Credit Limit Change", change.name).submit()
	assert row_of(customer).credit_limit == 1100
	stored = frappe.get_doc("Credit Limit Change", change.name)
	assert (stored.origin, stored.approved_by) == ("Review", MANAGER)


def test_no_second_change_on_the_same_day_nor_beside_an_open_draft(on):
	customer = reviewed_customer(limit=1000)
	assert [decide(held(customer)) for _ in range(2)] == [automatic.APPROVED, automatic.UNCHANGED]
	other = reviewed_customer(limit=5000)
	assert [decide(held(other)) for _ in range(2)] == [automatic.OPENED, automatic.WAITING]
	on(date(2026, 3, 30))
	assert decide(held(other)) == automatic.WAITING
	assert [len(changes_of(each)) for each in (customer, other)] == [1, 1]


def test_a_rejected_draft_holds_up_no_later_review(on, as_user):
	customer = reviewed_customer(limit=5000)
	decide(held(customer))
	with as_user(MANAGER):
		apply_workflow({"doctype": "Credit Limit Change", "name": changes_of(customer)[0].name}, "Reject")
	assert decide(held(customer)) == automatic.UNCHANGED
	on(date(2025, 9, 28))
	assert decide(held(customer)) == automatic.OPENED
	assert [change.docstatus for change in changes_of(customer)] == [0, 0]


def test_the_next_review_comes_after_the_policy_s_days(on):
	customer = reviewed_customer(limit=1000)
	decide(held(customer))
	bought(customer, 300)
	on(date(2025, 9, 27))
	assert decide(held(customer)) == automatic.UNCHANGED
	on(date(2025, 9, 28))
	bought(customer, 360)
	# (6,600 + 300 + 360) / 6 = 1,210, down to 1,200.
	assert decide(held(customer)) == automatic.APPROVED
	assert row_of(customer).credit_limit == 1200


def test_the_last_day_of_the_limit_is_kept(on):
	customer = reviewed_customer(limit=1000)
	accounts.set_values(party_of(customer=customer), {"limit_valid_upto": "2025-12-31"})
	assert decide(held(customer)) == automatic.APPROVED
	assert row_of(customer).limit_valid_upto == date(2025, 12, 31)


@pytest.mark.parametrize(
	"values",
	[
		{"status": "Forced Hold"},
		{"status": "Blocked"},
		{"is_assessed": 0},
		{"is_unlimited": 1},
		{"limit_valid_upto": "2025-06-29"},
		{"plan_status": "Broken"},
	],
)
def test_never_raised(on, values):
	customer = reviewed_customer(limit=1000)
	accounts.set_values(party_of(customer=customer), values)
	assert decide(held(customer)) == automatic.UNCHANGED
	assert changes_of(customer) == []


@pytest.mark.parametrize("field", ["is_frozen", "disabled"])
def test_frozen_and_disabled_customers_are_not_raised(on, field):
	customer = reviewed_customer(limit=1000)
	customer.db_set(field, 1)
	assert decide(held(customer)) == automatic.UNCHANGED
	assert changes_of(customer) == []


def test_overdue_customers_are_lowered_but_not_raised(on):
	# Due on the 21st, 9 days ago; 5 are tolerated.
	customer = reviewed_customer(limit=1000, paid=False)
	assert decide(held(customer)) == automatic.UNCHANGED
	other = reviewed_customer(limit=1200, paid=False)
	assert decide(held(other)) == automatic.APPROVED
	assert row_of(other).credit_limit == 1100


def triggered_customer(*triggers, limit: float = 1000, invoices: int = 2, **policy):
	values = {**REVIEWS, "auto_limits_enabled": 0, "limit_triggers": list(triggers), "auto_limit_rounding": 0}
	customer = buyer_under(make_limit_policy(**{**values, **policy}), limit=10**6)
	for _at in range(invoices):
		bought(customer, 100)
	accounts.set_values(party_of(customer=customer), {"credit_limit": limit})
	return customer


def test_a_trigger_names_its_figure_and_cools_down(on):
	customer = triggered_customer(BUSY)
	assert decide(held(customer)) == automatic.APPROVED
	(change,) = changes_of(customer)
	assert (change.origin, change.new_limit) == ("Trigger", 1080)
	assert change.origin_detail == ("Trigger Busy: Transaction Velocity 2 in 90 days, at least 2: limit +8 %")
	assert change.reason == change.origin_detail
	on(date(2025, 7, 29))
	assert decide(held(customer)) == automatic.UNCHANGED
	on(date(2025, 7, 30))
	# 1,080 x 1.08 = 1,166.40, but its cap is 1,150.
	assert decide(held(customer)) == automatic.APPROVED
	assert row_of(customer).credit_limit == 1150
	on(date(2025, 8, 29))
	assert decide(held(customer)) == automatic.UNCHANGED


def test_a_trigger_beyond_tolerance_opens_a_draft_once(on):
	customer = triggered_customer({**BUSY, "adjust_percent": 11})
	assert decide(held(customer)) == automatic.OPENED
	frappe.delete_doc("Credit Limit Change", changes_of(customer)[0].name)
	on(date(2025, 7, 15))
	assert decide(held(customer)) == automatic.UNCHANGED
	assert changes_of(customer) == []


def test_the_cautious_trigger_wins_and_lowers_even_on_hold(on):
	rarely = {**QUIET, "trigger_name": "Rarely", "threshold": 500, "adjust_percent": -5}
	customer = triggered_customer(BUSY, rarely)
	accounts.set_values(party_of(customer=customer), {"status": "Forced Hold"})
	assert decide(held(customer)) == automatic.APPROVED
	assert row_of(customer).credit_limit == 950
	assert "Cumulative Spend $ 200.00 in 30 days, at most $ 500.00" in changes_of(customer)[0].reason


def test_velocity_below_its_line_moves_nothing(on):
	customer = triggered_customer(BUSY, invoices=1)
	assert decide(held(customer)) == automatic.UNCHANGED


def test_who_opened_his_account_yesterday_is_not_quiet(on):
	customer = triggered_customer(QUIET, invoices=0)
	party = party_of(customer=customer)
	frappe.db.set_value("Credit Account", row_of(customer).name, "creation", "2025-06-29 09:00:00")
	assert decide(party) == automatic.UNCHANGED
	assert decide(held(customer)) == automatic.OPENED
	assert changes_of(customer)[0].new_limit == 500


def seasonal_customer(limit: float = 1000, **season):
	values = {**REVIEWS, "auto_limits_enabled": 0, "seasons": [{**WINTER, **season}]}
	return buyer_under(make_limit_policy(**values), limit=limit)


def test_a_season_over_new_year_once_and_back_again(on):
	customer = seasonal_customer()
	on(date(2025, 11, 30))
	assert decide(held(customer)) == automatic.UNCHANGED
	on(date(2025, 12, 31))
	assert decide(held(customer)) == automatic.APPROVED
	row = row_of(customer)
	assert (row.credit_limit, row.temporary_limit) == (1000, 1080)
	assert (row.temporary_limit_from, row.temporary_limit_upto) == (date(2025, 12, 31), date(2026, 1, 31))
	(change,) = changes_of(customer)
	assert (change.change_type, change.origin) == ("Temporary Limit", "Season")
	assert change.origin_detail == "Season Winter 2025: 8 % more until 2026-01-31"
	position = "cqs_app.api.credit_position"
	for day, limit in ((date(2026, 1, 31), 1080), (date(2026, 2, 1), 1000)):
		on(day)
		assert frappe.call(position, customer=customer.name, company=COMPANY)["effective_limit"] == limit
		assert decide(held(customer)) == automatic.UNCHANGED
	on(date(2026, 12, 1))
	assert decide(held(customer)) == automatic.APPROVED
	assert len(changes_of(customer)) == 2


def test_a_season_is_not_given_twice_when_people_ended_it(on):
	customer = seasonal_customer()
	on(date(2025, 12, 1))
	decide(held(customer))
	accounts.set_values(party_of(customer=customer), {"temporary_limit_upto": "2025-12-02"})
	on(date(2026, 1, 5))
	assert decide(held(customer)) == automatic.UNCHANGED


def test_a_season_beyond_tolerance_waits_and_never_replaces_a_temporary_limit(on):
	on(date(2025, 12, 1))
	customer = seasonal_customer(percent=25)
	assert decide(held(customer)) == automatic.OPENED
	other = seasonal_customer()
	accounts.set_values(
		party_of(customer=other), {"temporary_limit": 5000, "temporary_limit_upto": "2025-12-20"}
	)
	assert decide(held(other)) == automatic.UNCHANGED
	on(date(2025, 12, 21))
	assert decide(held(other)) == automatic.APPROVED


def test_a_draft_whose_last_day_passed_waits_no_longer(on):
	on(date(2025, 12, 1))
	customer = seasonal_customer(percent=25)
	assert decide(held(customer)) == automatic.OPENED
	on(date(2026, 1, 31))
	assert decide(held(customer)) == automatic.WAITING
	on(date(2026, 2, 1))
	assert decide(held(customer)) == automatic.UNCHANGED


def test_no_season_for_who_is_overdue(on):
	customer = seasonal_customer()
	bought(customer, 500, on_day="2025-11-01", paid=False)
	on(date(2025, 12, 1))
	assert decide(held(customer)) == automatic.UNCHANGED


def make_proposed(customer, **values):
	return frappe.get_doc(
		doctype="Credit Limit Change",
		customer=customer.name,
		company=COMPANY,
		change_type="Base Limit",
		reason="Proposal",
		**{"with_proposal": 1, "new_limit": 1100, **values},
	).insert()


def test_a_change_keeps_the_server_s_proposal_until_what_it_rests_on_changes(on, as_user):
	customer = reviewed_customer(limit=1000)
	with as_user(ANALYST):
		change = make_proposed(customer, origin="Review", proposal='{"limit": "999999"}', proposed_limit=9)
		assert (change.origin, change.proposed_limit) == ("Proposal", 1100)
	kept = change.proposal
	bought(customer, 900)
	with as_user(ANALYST):
		change.reason = "Other words"
		change.save()
		assert change.proposal == kept
		change.net_worth, change.net_worth_on = 5000, "2024-12-31"
		change.save()
		# 10 % of 5,000
		assert (change.origin, change.proposed_limit) == ("Manual", 500)
		assert "10 % of net worth 5,000.00 on 2024-12-31 = 500.00" in change.proposal_html
	with as_user(MANAGER):
		change.proposal_html = change.proposal = "forged"
		change.origin = "Trigger"
		change.submit()
	stored = frappe.get_doc("Credit Limit Change", change.name)
	assert (stored.origin, json.loads(stored.proposal)["limit"]) == ("Manual", "500.00")


def test_net_worth_needs_its_day_and_is_not_edited_while_approving(on, as_user):
	customer = reviewed_customer(limit=1000)
	for values in ({"net_worth": 1}, {"net_worth": 1, "net_worth_on": "2025-07-01"}):
		with pytest.raises(frappe.ValidationError):
			make_proposed(customer, **values)
	with as_user(ANALYST):
		change = make_proposed(customer)
	with as_user(MANAGER), pytest.raises(frappe.ValidationError):
		change.net_worth_on = "2024-12-31"
		change.submit()


def test_an_edited_review_is_no_review_any_more(on, as_user):
	customer = reviewed_customer(limit=5000)
	decide(held(customer))
	change = frappe.get_doc("Credit Limit Change", changes_of(customer)[0].name)
	with as_user(ANALYST):
		change.new_limit = 4000
		change.save()
	assert (change.origin, change.proposed_limit, change.requested_by) == ("Manual", 1100, ANALYST)


def test_a_policy_of_one_person_changes_nothing_by_itself(on, as_user):
	"""Whoever widens the tolerance does not see the nightly run use it before somebody else has confirmed it."""
	policy = make_limit_policy(confirmed=False, **REVIEWS)
	customer = buyer_under(policy, limit=10**6)
	bought(customer, 6600)
	accounts.set_values(party_of(customer=customer), {"credit_limit": 1000})
	with as_user(MANAGER):
		policy.auto_limit_tolerance_percent = 90
		policy.save()
		assert not policy_confirmation(policy.name)["may_confirm"]
		with pytest.raises(NotIndependent, match="Credit Director"):
			confirm_policy(policy.name)
	with as_user(ANALYST), pytest.raises(frappe.PermissionError):
		confirm_policy(policy.name)
	assert decide(held(customer)) == automatic.OPENED
	with as_user(DIRECTOR):
		assert confirm_policy(policy.name)["confirmed_by"] == DIRECTOR
		with pytest.raises(WrongState):
			confirm_policy(policy.name)
		policy.reload()
		policy.auto_limit_tolerance_percent = 91
		policy.save()
		assert not policy_confirmation(policy.name)["confirmed_by"], (
			"a new version needs to be confirmed anew"
		)


@pytest.mark.committed
def test_clients_cannot_forge_where_a_change_comes_from(http):
	customer = make.make_customer()
	body = {
		"customer": customer.name,
		"company": COMPANY,
		"change_type": "Base Limit",
		"new_limit": 5000,
		"reason": "x",
		"origin": "Review",
		"origin_detail": "by the policy",
		"proposal": "{}",
		"proposal_html": "<b>9,999,999</b>",
		"proposed_limit": 5000,
		"flags": {"cqs_by_policy": "yes", "cqs_origin": "yes"},
	}
	analyst = http(ANALYST)
	stored = analyst.post("/api/resource/Credit Limit Change", **body)["data"]
	name = stored["name"]
	derived = ("origin", "origin_detail", "proposal", "proposal_html", "proposed_limit")
	for values in ({}, {"origin": "Trigger"}, {"origin": "Season", "new_limit": 5100}):
		found = analyst.put(f"/api/resource/Credit Limit Change/{name}", **values)["data"]
		assert [found.get(field) or None for field in derived] == ["Manual", None, None, None, None]
	with pytest.raises(HttpError):
		http("sales.manager@cqs.example").post(
			"/api/resource/Credit Limit Change", **{**body, "with_proposal": 1}
		)


@pytest.fixture
def portfolio(committed, on):
	"""Four committed customers whose review is within tolerance; their policy is disabled afterwards."""
	policy = make_limit_policy(**REVIEWS)
	customers = []
	for _at in range(4):
		customer = buyer_under(policy, limit=10**6)
		bought(customer, 6600)
		accounts.set_values(party_of(customer=customer), {"credit_limit": 1000})
		customers.append(customer)
	committed()
	yield customers
	frappe.db.rollback()
	policy.reload()
	policy.enabled = 0
	policy.save()
	committed()


@pytest.mark.committed
def test_a_run_that_breaks_off_is_resumed_and_nothing_happens_twice(portfolio, monkeypatch):
	mine, looked = {customer.name for customer in portfolio}, []
	carefully = automatic.look_after

	def breaks_off(party):
		if party.customer in mine and looked.append(party) is None and len(looked) == 3:
			raise KeyboardInterrupt
		return carefully(party)

	monkeypatch.setattr(automatic, "look_after", breaks_off)
	with pytest.raises(KeyboardInterrupt):
		automatic.run()
	frappe.db.rollback()
	assert sorted(len(changes_of(customer)) for customer in portfolio) == [0, 0, 1, 1]
	monkeypatch.setattr(automatic, "look_after", carefully)
	for _again in range(2):
		automatic.run()
		frappe.db.rollback()
		assert [len(changes_of(customer)) for customer in portfolio] == [1, 1, 1, 1]
	assert {row_of(customer).credit_limit for customer in portfolio} == {1100}


@pytest.mark.committed
def test_one_account_that_fails_stops_nobody(portfolio, monkeypatch):
	broken = portfolio[1].name
	carefully = automatic.propose

	def fails(party, *rest):
		if party.customer == broken:
			raise ValueError("a ledger nobody can read")
		return carefully(party, *rest)

	monkeypatch.setattr(automatic, "propose", fails)
	counts = automatic.run()
	assert counts[automatic.FAILED] == 1
	assert counts[automatic.APPROVED] >= 3
	assert [len(changes_of(customer)) for customer in portfolio] == [1, 0, 1, 1]
	assert frappe.db.exists("Error Log", {"method": ("like", f"%{broken}%")})
