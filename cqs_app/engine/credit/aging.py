"""Which part of the open items is past due, and by how many days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.money import ZERO


@dataclass(frozen=True, slots=True)
class OpenItem:
	"""An open invoice or journal in company currency. `instalments` (due date, amount), empty = one at `due_date`.

	`excused`: how much of it an honoured promise to pay keeps from counting, the oldest part first.
	"""

	due_date: date
	outstanding: Decimal
	instalments: tuple[tuple[date, Decimal], ...] = ()
	excused: Decimal = ZERO


def overdue_items(items: Iterable[OpenItem], as_of: date) -> tuple[AgedItem, ...]:
	"""Overdue amounts by days past due, oldest first. Payments are taken to settle the earliest instalments."""
	by_days: dict[tuple[int, bool], Decimal] = {}
	for item in items:
		for due, amount, promised in _with_excuse(item):
			days = (as_of - due).days
			if days > 0 and amount > 0:
				by_days[days, promised] = by_days.get((days, promised), ZERO) + amount
	listed = sorted(by_days.items(), reverse=True)
	return tuple(AgedItem(days, amount, promised) for (days, promised), amount in listed)


def _with_excuse(item: OpenItem) -> list[tuple[date, Decimal, bool]]:
	"""Unpaid parts from the oldest on, each split in what is excused and what is not."""
	left = item.excused
	parts = []
	for due, amount in sorted(_unpaid_instalments(item)):
		excused = min(left, amount)
		left -= excused
		parts += [(due, excused, True), (due, amount - excused, False)]
	return parts


def _unpaid_instalments(item: OpenItem) -> list[tuple[date, Decimal]]:
	"""Walk back from the latest instalment: what is still outstanding lies there first."""
	left = item.outstanding
	unpaid: list[tuple[date, Decimal]] = []
	for due, amount in sorted(item.instalments, reverse=True):
		part = min(left, amount)
		if part > 0:
			unpaid.append((due, part))
			left -= part
	if left > 0:
		earliest = min((due for due, _amount in item.instalments), default=item.due_date)
		unpaid.append((earliest, left))
	return unpaid
