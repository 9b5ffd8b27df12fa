"""Exchange rates on record. ERPNext's own function would ask a service on the internet; a decision must not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe

from cqs_app.engine.money import decimal

ONE = Decimal(1)


@dataclass(frozen=True)
class Rate:
	"""What one unit is worth in another currency, and the day of the Currency Exchange record that says so."""

	value: Decimal
	on: date | None


def rate_of_day(source: str, target: str, day: date) -> Rate | None:
	"""The latest rate on record up to the day, in either direction; None when there is no record."""
	if source == target:
		return Rate(ONE, None)
	direct, inverse = _latest(source, target, day), _latest(target, source, day)
	if direct and (not inverse or direct.on >= inverse.on):
		return direct
	return Rate(ONE / inverse.value, inverse.on) if inverse else None


def _latest(source: str, target: str, day: date) -> Rate | None:
	rows = frappe.get_all(
		"Currency Exchange",
		filters={
			"from_currency": source,
			"to_currency": target,
			"date": ("<=", day),
			"exchange_rate": (">", 0),
		},
		fields=["exchange_rate", "date"],
		order_by="date desc, modified desc",
		limit=1,
	)
	return Rate(decimal(rows[0].exchange_rate), rows[0].date) if rows else None
