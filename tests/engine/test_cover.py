"""Cover: what guarantees add to the limit, and what a letter of credit forbids."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cqs_app.engine.credit.cover import Guarantee, covered
from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.vocabulary import Checkpoint
from cqs_app.engine.findings import Outcome
from tests.engine.make import DAY, make_account, make_document, make_facts, make_policy

PASS, WARN, HOLD = Outcome.PASS, Outcome.WARN, Outcome.HOLD
ONE = timedelta(days=1)
LETTER = Guarantee("CGU-1", "Letter of Credit", Decimal(500), order="SO-1", order_exposure=Decimal(200))


@pytest.mark.parametrize(
	("guarantee", "cover"),
	[
		(Guarantee("G", "Deposit", Decimal(500)), 500),
		(Guarantee("G", "Credit Insurance", Decimal(500), Decimal(90)), 450),
		(Guarantee("G", "Credit Insurance", Decimal(500), Decimal(0)), 0),
		(Guarantee("G", "Deposit", None), 0),
		(Guarantee("G", "Deposit", Decimal(500), valid_from=DAY, valid_upto=DAY), 500),
		(Guarantee("G", "Deposit", Decimal(500), valid_from=DAY + ONE), 0),
		(Guarantee("G", "Deposit", Decimal(500), valid_upto=DAY - ONE), 0),
		(LETTER, 200),
		(replace(LETTER, order_exposure=Decimal(900)), 500),
		(replace(LETTER, order_exposure=Decimal(-50)), 0),
	],
)
def test_what_a_guarantee_covers(guarantee, cover):
	assert covered([guarantee], DAY) == cover


@pytest.mark.parametrize(
	("growth", "cover"),
	[({}, 200), ({"SO-1": 100}, 300), ({"SO-1": 900}, 500), ({"SO-1": -150}, 50), ({"SO-2": 900}, 200)],
)
def test_a_bound_letter_grows_with_its_order_only(growth, cover):
	assert covered([LETTER], DAY, {order: Decimal(amount) for order, amount in growth.items()}) == cover


def test_another_order_does_not_profit():
	account = make_account(credit_limit=Decimal(0), guarantees=(LETTER,))
	own = make_document(increase=100, order_growth={"SO-1": Decimal(100)})
	assert decide(make_facts(account=account, receivable=200, document=own), make_policy()).outcome is PASS
	other = make_document(increase=100, name="SO-2")
	assert decide(make_facts(account=account, receivable=200, document=other), make_policy()).outcome is HOLD


def delivery(**changes):
	values = {"checkpoint": Checkpoint.DELIVERY_NOTE, "orders": ("SO-1",), "ships_on": DAY, **changes}
	return make_document(increase=0, continues=True, **values)


def shipped(letter, policy=None, **changes):
	facts = make_facts(account=make_account(guarantees=(letter,)), document=delivery(**changes))
	return decide(facts, policy or make_policy())


LATE = replace(LETTER, latest_shipment_on=DAY - ONE, valid_upto=DAY + 60 * ONE)


@pytest.mark.parametrize(
	"softener",
	[{}, {"released_upstream": True}, {"shipped": True, "checkpoint": Checkpoint.SALES_INVOICE}],
)
def test_a_late_shipment_is_held_whatever_was_released_before(softener):
	decision = shipped(LATE, **softener)
	assert decision.outcome is HOLD
	(found,) = decision.findings
	for part in ("CGU-1", "SO-1", (DAY - ONE).isoformat(), DAY.isoformat(), "amended"):
		assert part in found.message()


@pytest.mark.parametrize(
	("changes", "expected"),
	[
		({"ships_on": None}, PASS),
		({"orders": ("SO-2",)}, PASS),
		({"ships_on": DAY - 30 * ONE}, HOLD),
		({"ships_on": DAY + ONE}, HOLD),
	],
)
def test_only_goods_of_its_order_and_no_posting_date_in_the_past_helps(changes, expected):
	assert shipped(LATE, **changes).outcome is expected


def test_after_its_end_a_letter_still_forbids_the_shipment():
	assert shipped(replace(LETTER, valid_upto=DAY - ONE)).outcome is HOLD


def test_a_policy_may_soften_what_it_names():
	policy = make_policy({"rule": "Letter of Credit", "action": "Warn"})
	assert shipped(LATE, policy).outcome is WARN


def test_the_letter_with_the_latest_date_counts():
	good = replace(LATE, name="CGU-2", latest_shipment_on=DAY)
	account = make_account(guarantees=(LATE, good))
	assert decide(make_facts(account=account, document=delivery()), make_policy()).outcome is PASS


@pytest.mark.parametrize(
	("changes", "expected"),
	[
		({"presentation_days": 4}, WARN),
		({"presentation_days": 5}, PASS),
		({"presentation_days": 21, "valid_upto": DAY + 4 * ONE}, WARN),
		({"missing_documents": ("Bill of lading",)}, WARN),
		({"missing_documents": ()}, PASS),
	],
)
def test_short_presentation_and_missing_documents_are_warned_about(changes, expected):
	assert shipped(replace(LETTER, **{"valid_upto": DAY + 60 * ONE, **changes})).outcome is expected
