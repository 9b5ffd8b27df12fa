"""Agreed terms against what a document offers: around each boundary, month ends and leap days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.policy import BrokenPolicy, policy_from_dict, policy_to_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.terms import (
	Agreed,
	Cycle,
	DueBasis,
	Instalment,
	Offer,
	Source,
	Template,
	Term,
	average_days,
	differences,
	invoice_on,
	month_end,
	no_better,
	schedule_of,
)
from cqs_app.engine.credit.vocabulary import Checkpoint
from cqs_app.engine.findings import Outcome
from tests.engine.make import DAY, due_after, make_account, make_document, make_facts, make_policy, net

HALVES = (Term(Decimal(50), 0), Term(Decimal(50), 30))
THOUSAND = Decimal(1000)


def agreed(*terms: Term, **values) -> Agreed:
	return Agreed(Template("Agreed", terms or (Term(Decimal(100), 30),)), Source.POLICY, **values)


def offer(*rows: Instalment, day: date = DAY, **values) -> Offer:
	return Offer(day, THOUSAND, rows, **values)


def row(days: int, amount: int = 1000, **values) -> Instalment:
	return Instalment(DAY + timedelta(days=days), Decimal(amount), **values)


def texts(of: Agreed, what: Offer, tolerated: int = 0) -> list[str]:
	return [found.text.format(**found.values) for found in differences(of, what, tolerated)]


@pytest.mark.parametrize(
	("day", "basis", "number", "due"),
	[
		("2025-01-31", DueBasis.DOCUMENT, 30, "2025-03-02"),
		("2024-01-31", DueBasis.DOCUMENT, 30, "2024-03-01"),
		("2024-02-28", DueBasis.DOCUMENT, 1, "2024-02-29"),
		("2024-02-10", DueBasis.MONTH_END, 0, "2024-02-29"),
		("2025-02-10", DueBasis.MONTH_END, 0, "2025-02-28"),
		("2025-02-28", DueBasis.MONTH_END, 10, "2025-03-10"),
		("2025-03-01", DueBasis.MONTH_END, 10, "2025-04-10"),
		("2025-01-31", DueBasis.MONTHS, 1, "2025-02-28"),
		("2024-01-31", DueBasis.MONTHS, 1, "2024-02-29"),
		("2024-12-15", DueBasis.MONTHS, 2, "2025-02-28"),
		("2025-11-30", DueBasis.MONTHS, 1, "2025-12-31"),
		("2025-06-30", DueBasis.MONTHS, 0, "2025-06-30"),
		("2025-06-10", DueBasis.DOCUMENT, -5, "2025-06-10"),
	],
)
def test_due_dates_of_a_template(day, basis, number, due):
	template = Template("T", (Term(Decimal(100), number, basis),))
	(only,) = schedule_of(template, date.fromisoformat(day), THOUSAND)
	assert only.due == date.fromisoformat(due)


@pytest.mark.parametrize(("day", "allowed"), [("2025-01-01", 58), ("2025-01-31", 28), ("2024-01-31", 29)])
def test_the_same_terms_give_other_days_on_another_date(day, allowed):
	"""End of next month: what counts is the document's own date."""
	start = date.fromisoformat(day)
	terms = agreed(Term(Decimal(100), 1, DueBasis.MONTHS))
	for days, expected in ((allowed, 0), (allowed + 1, 1)):
		assert len(differences(terms, due_after(days, day=start))) == expected


@pytest.mark.parametrize(
	("days", "tolerated", "found"), [(30, 0, 0), (31, 0, 1), (35, 5, 0), (36, 5, 1), (0, 0, 0)]
)
def test_later_than_agreed(days, tolerated, found):
	assert len(differences(net(30), due_after(days), tolerated)) == found


def test_a_later_due_date_is_said_in_figures():
	assert texts(net(30), due_after(45)) == [
		"The last instalment is due on 2025-08-14, 45 days after 2025-06-30; agreed are 30 days, until 2025-07-30 "
		"(Net 30, Customer)"
	]


def test_shifting_amounts_to_later_instalments_is_found():
	same_days = offer(row(0, 100), row(30, 900))
	assert texts(agreed(*HALVES), same_days) == [
		"The instalments give 27.0 days on average; agreed are 15.0 days on average (Agreed, Credit Policy)"
	]


@pytest.mark.parametrize("late", [500, 516, 517])
def test_cents_of_rounding_are_no_shift(late):
	found = differences(agreed(*HALVES), offer(row(0, 1000 - late), row(30, late)))
	assert bool(found) is (late > 516)


@pytest.mark.parametrize(
	"rows",
	[
		(row(0, 10**9), row(30, 1000)),
		(row(0, -500), row(30, 1500)),
		(row(0, 1), row(30, 1)),
		(row(0, 500), row(29, -500), row(30, 1000)),
	],
)
def test_amounts_that_do_not_add_up_count_as_due_last(rows):
	assert average_days(rows, DAY, THOUSAND) > 29
	assert differences(agreed(*HALVES), offer(*rows))


def test_earlier_or_fewer_instalments_favour_nobody():
	assert not differences(agreed(*HALVES), offer(row(0, 600), row(20, 400)))
	assert not differences(agreed(*HALVES), offer(row(10)))
	assert not differences(agreed(*HALVES), offer())


@pytest.mark.parametrize(
	("discount", "upto", "found"),
	[
		("2", 10, ""),
		("2", 11, "until 2025-07-11, 11 days after 2025-06-30; agreed are 10 days, until 2025-07-10"),
		("2.5", 10, "A discount of 2.5 % for early payment is offered; agreed are 2 %"),
		("1", 40, "until 2025-08-09"),
		("0", 40, ""),
		("2", None, ""),
		("3", None, "A discount of 3 %"),
	],
)
def test_settlement_discount(discount, upto, found):
	terms = agreed(Term(Decimal(100), 30, discount=Decimal(2), discount_number=10))
	last = DAY + timedelta(days=upto) if upto is not None else None
	said = texts(terms, offer(row(30, discount=Decimal(discount), discount_upto=last)))
	assert len(said) == bool(found)
	assert all(found in text for text in said)


def test_each_portion_has_its_own_settlement_discount():
	early = {"discount_upto": DAY, "discount": Decimal(2)}
	terms = agreed(
		Term(Decimal(50), 10, discount=Decimal(2)),
		Term(Decimal(50), 30, discount=Decimal(1), discount_number=5),
	)
	assert not differences(terms, offer(row(10, 500, **early), row(30, 500)))
	twice = offer(row(10, 500, **early), row(30, 500, **early))
	assert texts(terms, twice) == [
		"A discount of 2 % for early payment is offered; agreed are 1 % (Agreed, Credit Policy)"
	]
	larger_part = offer(row(10, 990, **early), row(30, 10, discount=Decimal(1), discount_upto=DAY))
	assert "1.99 %" in texts(terms, larger_part)[0]


def test_a_fixed_settlement_discount_is_measured_against_its_instalment():
	term = Term(Decimal(100), 30, discount=Decimal(20), discount_is_amount=True, discount_number=10)
	assert schedule_of(Template("T", (term,)), DAY, THOUSAND)[0].discount == 2


@pytest.mark.parametrize(
	("limit", "given", "found"), [(5, "5", 0), (5, "5.02", 1), (0, "0", 0), (0, "0.5", 1), (None, "90", 0)]
)
def test_trade_discount(limit, given, found):
	limit = None if limit is None else Decimal(limit)
	terms = Agreed(max_discount=limit, discount_from=Source.ACCOUNT)
	what = offer(row(400), trade_discount=Decimal(given), discounted="Row 1, Bolt,")
	said = texts(terms, what)
	assert len(said) == found
	assert all("Row 1, Bolt, is sold" in text and "(Credit Account)" in text for text in said)


def test_a_released_order_is_the_measure_of_its_invoice():
	"""60 days were released at the order: the invoice may give 60, not 61."""
	approved = due_after(60, day=DAY - timedelta(days=20))
	for days, found in ((60, 0), (61, 1)):
		assert len(differences(net(30), due_after(days, approved=approved))) == found
	cheap = replace(due_after(30), trade_discount=Decimal(50))
	limited = net(30, max_discount=Decimal(5))
	assert len(differences(limited, cheap)) == 1
	assert not differences(limited, replace(cheap, approved=cheap))


@pytest.mark.parametrize("outcome_of", [{"shipped": True}, {"released_upstream": True}])
def test_neither_shipping_nor_another_release_softens_terms(outcome_of):
	document = make_document(
		increase=0, checkpoint=Checkpoint.SALES_INVOICE, continues=True, offer=due_after(90), **outcome_of
	)
	facts = make_facts(account=make_account(agreed=net(30)), document=document)
	policy = make_policy({"rule": "Payment Terms", "action": "Hold"})
	assert decide(facts, policy).outcome is Outcome.HOLD


def test_what_an_approver_saw_is_the_most_that_passes():
	def seen(days: int) -> list[dict]:
		facts = make_facts(
			account=make_account(agreed=net(30)), document=make_document(offer=due_after(days))
		)
		policy = make_policy({"rule": "Payment Terms", "action": "Hold"})
		return [finding.as_dict() for finding in decide(facts, policy).findings]

	assert no_better(seen(60), seen(60)) and no_better(seen(45), seen(60))
	assert not no_better(seen(61), seen(60)) and not no_better(seen(60), [])


@pytest.mark.parametrize(
	("delivered", "cycle", "due"),
	[
		("2025-06-11", Cycle.IMMEDIATE, "2025-06-11"),
		("2025-06-11", Cycle.WEEKLY, "2025-06-15"),
		("2025-06-15", Cycle.WEEKLY, "2025-06-15"),
		("2025-06-16", Cycle.WEEKLY, "2025-06-22"),
		("2025-12-31", Cycle.WEEKLY, "2026-01-04"),
		("2025-06-01", Cycle.TWICE_A_MONTH, "2025-06-15"),
		("2025-06-15", Cycle.TWICE_A_MONTH, "2025-06-15"),
		("2025-06-16", Cycle.TWICE_A_MONTH, "2025-06-30"),
		("2024-02-16", Cycle.TWICE_A_MONTH, "2024-02-29"),
		("2024-02-01", Cycle.MONTHLY, "2024-02-29"),
		("2025-02-28", Cycle.MONTHLY, "2025-02-28"),
		("2025-12-01", Cycle.MONTHLY, "2025-12-31"),
	],
)
def test_day_of_the_invoice(delivered, cycle, due):
	assert invoice_on(date.fromisoformat(delivered), cycle) == date.fromisoformat(due)


def test_month_ends_cross_the_year():
	assert month_end(date(2025, 12, 3), 1) == date(2026, 1, 31)
	assert month_end(date(2025, 1, 3), 13) == date(2026, 2, 28)


def test_a_policy_keeps_its_standard_terms():
	values = {"standard_terms": "Net 30", "invoicing_cycle": "Monthly", "limits_discount": 1}
	policy = make_policy(**values)
	assert (policy.standard_terms, policy.invoicing_cycle, policy.max_discount) == (
		"Net 30",
		Cycle.MONTHLY,
		0,
	)
	assert policy_from_dict(policy_to_dict(policy), list(RULES)) == policy
	assert make_policy(max_discount_percent=5).max_discount is None


@pytest.mark.parametrize("wrong", [{"invoicing_cycle": "Yearly"}, {"max_discount_percent": 101}])
def test_a_policy_with_broken_terms_is_refused(wrong):
	with pytest.raises(BrokenPolicy, match=next(iter(wrong))):
		make_policy(**wrong)
