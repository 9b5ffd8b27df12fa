"""Payment plans and promises as pure functions: allocation, status, schedules, and what they leave overdue."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from random import Random

import pytest

from cqs_app.engine.credit.aging import OpenItem, overdue_items
from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.credit.plan_aging import Covering, rearranged
from cqs_app.engine.credit.plans import (
	FREQUENCIES,
	Arrangements,
	Installment,
	LivePlan,
	Milestone,
	OrderSchedule,
	Portion,
	Prepayment,
	first_shortfall,
	milestones_of,
	next_status,
	paid_of,
	progress,
	proposed,
	wanted_portions,
)
from cqs_app.engine.credit.promises import Excuse, Promised, deadline, excused, status_of
from cqs_app.engine.credit.promises import paid_of as promised_paid
from cqs_app.engine.credit.vocabulary import DueWhen, InstallmentStatus, PlanStatus, PromiseStatus
from cqs_app.engine.findings import Outcome
from tests.engine.make import DAY, make_facts
from tests.engine.test_rules import outcome

D = Decimal
OPEN, PAID, OVERDUE, MISSED = InstallmentStatus
PLAN = (Installment(DAY, D(100)), Installment(DAY + timedelta(days=10), D(200)))


def after(days: int) -> date:
	return DAY + timedelta(days=days)


@pytest.mark.parametrize(
	("paid", "days", "lines", "status"),
	[
		(0, 0, [OPEN, OPEN], PlanStatus.ACTIVE),
		(0, 1, [OVERDUE, OPEN], PlanStatus.ACTIVE),
		(0, 5, [OVERDUE, OPEN], PlanStatus.ACTIVE),
		(0, 6, [MISSED, OPEN], PlanStatus.BROKEN),
		(99, 6, [MISSED, OPEN], PlanStatus.BROKEN),
		(100, 6, [PAID, OPEN], PlanStatus.ACTIVE),
		(299, 12, [PAID, OVERDUE], PlanStatus.ACTIVE),
		(300, 99, [PAID, PAID], PlanStatus.COMPLETED),
		(999, 0, [PAID, PAID], PlanStatus.COMPLETED),
		(-50, 0, [OPEN, OPEN], PlanStatus.ACTIVE),
	],
)
def test_status_by_payment_and_day(paid, days, lines, status):
	found = progress(PLAN, D(paid), after(days), grace_days=5)
	assert ([line.status for line in found.lines], found.status) == (lines, status)


def test_allocations_never_exceed_and_always_sum_to_what_was_paid():
	random = Random(7)
	for _ in range(300):
		plan = [
			Installment(after(at * random.randint(1, 9)), D(random.randint(1, 10**6)) / 100)
			for at in range(random.randint(1, 12))
		]
		total = sum(one.amount for one in plan)
		paid = D(random.randint(-(10**6), 10**7)) / 100
		found = progress(plan, paid, after(random.randint(-50, 100)), random.randint(0, 9))
		assert found.paid == sum(line.paid for line in found.lines) == min(max(paid, D(0)), total)
		assert all(0 <= line.paid <= line.amount for line in found.lines)
		first_open = next((at for at, line in enumerate(found.lines) if line.open), len(plan))
		assert not any(line.paid for line in found.lines[first_open + 1 :])


def test_the_order_of_payments_and_of_installments_does_not_matter():
	starts = {"A": D(150), "B": D(150)}
	payments = [("A", D(70)), ("B", D(20)), ("A", D(80)), ("B", D(-20))]
	results = set()
	for order in permutations(payments):
		outstanding = dict(starts)
		for invoice, amount in order:
			outstanding[invoice] -= amount
		for plan in (PLAN, PLAN[::-1]):
			results.add(progress(plan, paid_of(starts, outstanding), DAY))
	assert len(results) == 1
	assert results.pop().paid == 150


def test_more_paid_is_never_worse():
	ranks = [PlanStatus.BROKEN, PlanStatus.ACTIVE, PlanStatus.COMPLETED]
	for days in range(0, 30, 3):
		found = [ranks.index(progress(PLAN, D(paid), after(days), 5).status) for paid in range(0, 310, 10)]
		assert found == sorted(found)


def test_what_one_invoice_rose_is_no_others_payment():
	assert paid_of({"A": D(100), "B": D(100)}, {"A": D(150), "B": D(30)}) == 70
	assert paid_of({"A": D(100), "B": D(100)}, {"A": D(-20)}) == 200


@pytest.mark.parametrize(
	("stored", "found", "becomes"),
	[
		("Active", "Broken", "Broken"),
		("Broken", "Active", "Broken"),
		("Broken", "Completed", "Completed"),
		("Completed", "Active", "Active"),
		("Completed", "Broken", "Broken"),
	],
)
def test_a_broken_plan_comes_back_by_decision_only(stored, found, becomes):
	assert next_status(PlanStatus(stored), PlanStatus(found)) is PlanStatus(becomes)


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_proposals_sum_to_the_total_with_ascending_dates(frequency):
	random = Random(3)
	for number in (1, 3, 7, 12, 120):
		total = D(random.randint(number, 10**8)) / 100
		found = proposed(total, number, frequency, date(2025, 1, 31))
		days = [one.due_date for one in found]
		assert sum(one.amount for one in found) == total
		assert days == sorted(set(days))
		assert len(found) == number
		assert len({one.amount for one in found[:-1]}) <= 1


def test_months_keep_the_day_where_they_have_it():
	found = proposed(D("100.00"), 3, "Monthly", date(2024, 1, 31))
	assert [(str(one.due_date), str(one.amount)) for one in found] == [
		("2024-01-31", "33.33"),
		("2024-02-29", "33.33"),
		("2024-03-31", "33.34"),
	]
	assert [str(one.due_date) for one in proposed(D(9), 3, "Quarterly", date(2024, 10, 5))][
		-1
	] == "2025-04-05"


@pytest.mark.parametrize(
	("total", "number", "frequency"),
	[(1, 0, "Monthly"), (1, 121, "Monthly"), (1, 2, "Daily"), ("0.01", 2, "Weekly")],
)
def test_no_proposal(total, number, frequency):
	with pytest.raises(ValueError, match=r"number|frequency|total"):
		proposed(D(total), number, frequency, DAY)


def aged(items: dict[str, OpenItem], plan: Covering, days: int) -> list[tuple[int, int]]:
	found = overdue_items(rearranged(items, [plan], after(days)), after(days))
	return [(item.days, int(item.amount)) for item in found]


def test_a_plans_invoices_count_by_its_installments_until_it_breaks():
	plan = Covering(PLAN, {"A": D(300)}, 5)
	old = OpenItem(after(-60), D(300))
	assert aged({"A": old}, plan, 0) == []
	assert aged({"A": old}, plan, 3) == [(3, 100)]
	assert aged({"A": old}, plan, 6) == [(66, 300)]
	assert aged({"A": OpenItem(after(-60), D(190))}, plan, 12) == [(2, 190)]
	assert aged({}, plan, 12) == []
	assert aged({"A": OpenItem(after(-60), D(340)), "B": OpenItem(after(-1), D(7))}, plan, 3) == [
		(63, 40),
		(4, 7),
		(3, 100),
	]


def test_milestones_become_a_schedule_and_a_schedule_that_asks_earlier_is_welcome():
	wanted = wanted_portions(milestones_of("Prepayment", D(30), ()), DAY, after(20))
	assert [(one.due_date, one.percent) for one in wanted] == [(DAY, 30), (after(20), 70)]
	assert wanted_portions(milestones_of("Prepayment", D(30), ()), DAY, DAY) == [Portion(DAY, D(100))]
	assert milestones_of("None", D(30), ()) == ()
	assert first_shortfall(wanted, [Portion(DAY, D(100))]) is None
	assert first_shortfall(wanted, [Portion(DAY, D(30)), Portion(after(20), D(70))]) is None
	late = first_shortfall(wanted, [Portion(DAY, D(30)), Portion(after(21), D(70))])
	assert late == (Portion(after(20), D(100)), D(30))
	short = first_shortfall(wanted, [Portion(after(1), D(100))])
	assert short == (Portion(DAY, D(30)), D(0))
	assert first_shortfall(wanted, []) == (Portion(DAY, D(30)), D(0))


def test_days_after_delivery():
	one = Milestone(D(50), DueWhen.AFTER_DELIVERY, days=10)
	assert (one.due_on(DAY, after(5)), Milestone(D(1), DueWhen.DELIVERY, 10).due_on(DAY, after(5))) == (
		after(15),
		after(5),
	)


def arranged(**facts) -> Outcome:
	return outcome(make_facts(arrangements=Arrangements(**facts)), "Payment Plan", threshold=1)


def test_the_rule_finds_each_of_its_reasons():
	asks = LivePlan("PP-1", PlanStatus.ACTIVE, milestones=(Milestone(D(30), DueWhen.ORDER),))
	good, bad = (OrderSchedule(DAY, DAY, (Portion(after(at), D(100)),)) for at in (0, 1))
	assert arranged() is Outcome.PASS
	assert arranged(plans=(LivePlan("PP-1", PlanStatus.ACTIVE),)) is Outcome.PASS
	assert arranged(plans=(LivePlan("PP-1", PlanStatus.BROKEN, D(5), DAY),)) is Outcome.HOLD
	assert arranged(plans=(asks,), schedule=good) is Outcome.PASS
	assert arranged(plans=(asks,), schedule=bad) is Outcome.HOLD
	assert arranged(prepayments=(Prepayment("SO-1", D(30), D(1000), D(300)),)) is Outcome.PASS
	assert arranged(prepayments=(Prepayment("SO-1", D(30), D(1000), D("299.99")),)) is Outcome.HOLD
	assert arranged(broken_promises=1) is Outcome.PASS
	assert arranged(broken_promises=2) is Outcome.HOLD


@pytest.mark.parametrize(
	("day", "until"),
	[("2025-03-03", "2025-03-04"), ("2025-03-07", "2025-03-10"), ("2025-03-08", "2025-03-10")],
)
def test_a_promise_has_one_business_day_of_grace(day, until):
	assert deadline(date.fromisoformat(day)) == date.fromisoformat(until)


@pytest.mark.parametrize(
	("paid", "settled", "days", "status"),
	[
		(99, False, 1, PromiseStatus.OPEN),
		(99, False, 2, PromiseStatus.BROKEN),
		(100, False, 99, PromiseStatus.KEPT),
		(0, True, 1, PromiseStatus.KEPT),
		(0, True, 2, PromiseStatus.BROKEN),
		(-5, False, 0, PromiseStatus.OPEN),
	],
)
def test_kept_open_broken(paid, settled, days, status):
	lines = [Promised(D(100), D(paid), settled)]
	assert status_of(lines, DAY, after(days)) is status


def test_more_for_one_invoice_is_not_for_the_other():
	assert promised_paid([Promised(D(100), D(500)), Promised(D(100), D(0))], True) == 100


@pytest.mark.parametrize(
	("changes", "days", "excuses"),
	[({}, 10, True), ({}, 11, False), ({"open": False}, 5, False), ({"promised_on": after(-5)}, 5, False)],
)
def test_a_promise_excuses_while_it_is_open_and_not_too_long(changes, days, excuses):
	one = Excuse(**{"amount": D(60), "promised_on": DAY, "pay_by": after(10), "open": True, **changes})
	assert bool(excused({"A": one}, after(days), max_days=10)) is excuses


def test_what_is_excused_is_the_oldest_part_and_no_rule_counts_it():
	item = OpenItem(after(-9), D(100), ((after(-9), D(50)), (after(-4), D(50))), excused=D(60))
	found = overdue_items([item], DAY)
	assert found == (AgedItem(9, D(50), True), AgedItem(4, D(10), True), AgedItem(4, D(40)))
	facts = make_facts(receivable=100)
	facts = type(facts)(**{**{name: getattr(facts, name) for name in facts.__slots__}, "overdue": found})
	assert outcome(facts, "Overdue Days", threshold=4) is Outcome.PASS
	assert outcome(facts, "Overdue Amount", threshold=40) is Outcome.PASS
	assert outcome(facts, "Overdue Percent", threshold=40) is Outcome.PASS
	assert outcome(facts, "Overdue Days", threshold=3) is Outcome.HOLD
