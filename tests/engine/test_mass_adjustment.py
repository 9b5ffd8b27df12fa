"""New limits of a mass adjustment: method, rounding, cap and floor."""

from decimal import Decimal

import pytest

from cqs_app.engine.credit.mass_adjustment import Adjustment, Method, Rounding


@pytest.mark.parametrize(
	("method", "value", "limit", "expected"),
	[
		(Method.PERCENT, "10", "1000", "1100"),
		(Method.PERCENT, "-12.5", "999.99", "874.99"),
		(Method.PERCENT, "-100", "1000", "0"),
		(Method.AMOUNT, "250.50", "1000", "1250.50"),
		(Method.AMOUNT, "-5000", "1000", "0"),
		(Method.SET_TO, "0", "1000", "0"),
		(Method.SET_TO, "7500", "0", "7500"),
	],
)
def test_methods(method, value, limit, expected):
	assert Adjustment(method, Decimal(value)).of(Decimal(limit)) == Decimal(expected)


@pytest.mark.parametrize(
	("rounding", "limit", "expected"),
	[
		(Rounding.NEAREST, "1249.99", "1200"),
		(Rounding.NEAREST, "1250", "1300"),
		(Rounding.UP, "1200.01", "1300"),
		(Rounding.UP, "1200", "1200"),
		(Rounding.DOWN, "1299.99", "1200"),
	],
)
def test_rounding_to_a_multiple(rounding, limit, expected):
	adjustment = Adjustment(Method.PERCENT, multiple=Decimal(100), rounding=rounding)
	assert adjustment.of(Decimal(limit)) == Decimal(expected)


def test_cap_and_floor_hold_after_rounding():
	values = {
		"multiple": Decimal(1000),
		"rounding": Rounding.UP,
		"cap": Decimal(4500),
		"floor": Decimal(1500),
	}
	adjustment = Adjustment(Method.PERCENT, Decimal(0), **values)
	assert [adjustment.of(Decimal(limit)) for limit in (100, 2100, 4100)] == [1500, 3000, 4500]


def test_automatic_takes_the_proposal():
	adjustment = Adjustment(Method.AUTOMATIC, multiple=Decimal(500), rounding=Rounding.DOWN)
	assert adjustment.of(Decimal(1), Decimal(4999)) == 4500
	with pytest.raises(ValueError, match="needs a proposal"):
		adjustment.of(Decimal(1))
