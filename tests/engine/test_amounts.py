"""Money, exposure, commitments and aging."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from cqs_app.engine.credit.aging import OpenItem, overdue_items
from cqs_app.engine.credit.commitments import DeliveryRow, OrderRow, delivery_commitment, order_commitment
from cqs_app.engine.credit.exposure import exposure_of, utilisation
from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import CurrencyMismatch, Money, NotANumber, cents, decimal
from tests.engine.make import DAY, make_policy

D = Decimal


def row(ordered=100, value=120, **moved):
	return OrderRow(D(ordered), D(value), **{name: D(amount) for name, amount in moved.items()})


def test_numbers_come_in_through_one_door():
	assert decimal(0.1) == D("0.1")
	assert decimal(None) == decimal("") == 0
	for bad in ("ten", float("nan"), "Infinity", object()):
		with pytest.raises(NotANumber):
			decimal(bad)


@pytest.mark.parametrize(("value", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("1.004", "1.00")])
def test_cents_round_half_away_from_zero(value, rounded):
	assert cents(D(value)) == D(rounded)


def test_currencies_do_not_mix():
	assert Money(D(1), "EUR") + Money(D(2), "EUR") == Money(D(3), "EUR")
	for mix in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b):
		with pytest.raises(CurrencyMismatch):
			mix(Money(D(1), "EUR"), Money(D(1), "USD"))


ORDERS = [
	# what happened to a row of 100 net, 120 gross: open, unbilled
	(row(), 120, 0),
	(row(delivered=40, delivered_value=48), 72, 48),
	(row(delivered=100, delivered_value=120), 0, 120),
	(row(delivered=100, delivered_value=120, billed=100), 0, 0),
	(row(delivered=40, delivered_value=48, billed=40), 72, 0),
	(row(billed=30), 84, 0),
	(row(billed=130), 0, 0),
	(row(delivered=40, delivered_value=48, billed=60), 48, 0),
	(row(delivered=40, delivered_value=48, returned=10), 72, 36),
	(row(delivered=40, delivered_value=48, returned=10, billed=30), 72, 0),
	(row(delivered=150, delivered_value=180), 0, 180),
	(row(ordered=0, value=0), 0, 0),
]


@pytest.mark.parametrize(("moved", "still_open", "unbilled"), ORDERS)
def test_order_commitment(moved, still_open, unbilled):
	found = order_commitment([moved], closed=False)
	assert (found.open_orders, found.delivered_unbilled) == (still_open, unbilled)
	closed = order_commitment([moved], closed=True)
	assert (closed.open_orders, closed.delivered_unbilled) == (0, unbilled)


def test_orders_split_by_delivery_date():
	rows = [
		OrderRow(D(10), D(10), due_on=DAY),
		OrderRow(D(5), D(5), due_on=DAY + timedelta(days=9)),
		row(1, 1),
	]
	found = order_commitment(rows, closed=False)
	assert found.open_orders == 16
	assert found.open_until(DAY) == 11
	assert found.open_until(None) == 16


@pytest.mark.parametrize(
	("moved", "unbilled"),
	[
		(DeliveryRow(D(100), D(120)), 120),
		(DeliveryRow(D(100), D(120), billed=D(25)), 90),
		(DeliveryRow(D(100), D(120), returned=D(50), billed=D(50)), 0),
		(DeliveryRow(D(100), D(120), billed=D(130)), 0),
		(DeliveryRow(D(0), D(0)), 0),
	],
)
def test_delivery_commitment(moved, unbilled):
	assert delivery_commitment([moved]).delivered_unbilled == unbilled


def test_any_history_of_an_order_keeps_its_commitment_in_bounds():
	random = Random(7)
	for _ in range(2000):
		ordered = D(random.randint(1, 10_000)) / 100
		moved = {
			name: D(random.randint(0, 15_000)) / 100
			for name in ("delivered", "delivered_value", "returned", "billed")
		}
		found = order_commitment([OrderRow(ordered, ordered, **moved)], closed=False)
		assert 0 <= found.open_orders <= ordered
		assert 0 <= found.delivered_unbilled <= max(moved["delivered_value"], moved["delivered"])
		more = order_commitment(
			[OrderRow(ordered, ordered, **{**moved, "billed": moved["billed"] + 1})], closed=False
		)
		assert more.open_orders + more.delivered_unbilled <= found.open_orders + found.delivered_unbilled


def test_exposure_is_the_sum_of_what_the_policy_includes():
	components = {Component.RECEIVABLE: D(100), Component.OPEN_ORDERS: D(50), Component.DISPUTED: D(30)}
	assert exposure_of(components, make_policy()).total == 150
	without = make_policy(
		components=[{"component": "receivable"}, {"component": "open_orders", "include": 0}]
	)
	assert exposure_of(components, without).total == 100
	disputed = make_policy(components=[{"component": "receivable"}, {"component": "disputed"}])
	assert exposure_of(components, disputed).total == 70
	reserved = {Component.RESERVED: D(7)}
	assert exposure_of(reserved, make_policy()).total == 7


def test_utilisation():
	assert utilisation(D(50), D(200)) == D("25.00")
	assert utilisation(D(50), D(0)) is None
	assert utilisation(D(50), None) is None


def test_aging():
	due = date(2025, 6, 1)
	assert overdue_items([OpenItem(due, D(10))], due) == ()
	assert overdue_items([OpenItem(due, D(10))], due + timedelta(days=1)) == (AgedItem(1, D(10)),)
	parts = ((due, D(50)), (due + timedelta(days=30), D(50)))
	half_paid = OpenItem(due, D(60), parts)
	assert overdue_items([half_paid], due + timedelta(days=10)) == (AgedItem(10, D(10)),)
	assert overdue_items([half_paid], due + timedelta(days=40)) == (AgedItem(40, D(10)), AgedItem(10, D(50)))
	surplus = OpenItem(due, D(120), parts)
	assert sum(item.amount for item in overdue_items([surplus], due + timedelta(days=40))) == 120
