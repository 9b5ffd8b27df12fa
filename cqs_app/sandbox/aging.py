"""Open items by age, for the portfolio."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.money import ZERO

BUCKETS = ("not due", "1-30 days", "31-60 days", "61-90 days", "over 90 days")
UPPER = (0, 30, 60, 90)


def bucket_of(days: int) -> int:
	"""Position in BUCKETS of an item `days` past due (0 = not due)."""
	return next((at for at, upper in enumerate(UPPER) if days <= upper), len(UPPER))


def by_age(open_total: Decimal, overdue: Iterable[AgedItem]) -> tuple[Decimal, ...]:
	"""`open_total`: all open items; what is not overdue of it is not due."""
	amounts = [ZERO] * len(BUCKETS)
	for item in overdue:
		amounts[bucket_of(item.days)] += item.amount
	amounts[0] = max(open_total - sum(amounts, ZERO), ZERO)
	return tuple(amounts)
