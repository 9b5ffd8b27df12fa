"""Promises to pay: until when, kept or broken, and what of an invoice one of them excuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cqs_app.engine.credit.vocabulary import PromiseStatus
from cqs_app.engine.money import ZERO

REMEMBERED_DAYS = 90


def deadline(pay_by: date) -> date:
	"""One business day after the promised date, Monday to Friday; public holidays are not known here."""
	day = pay_by + timedelta(days=1)
	while day.weekday() >= 5:
		day += timedelta(days=1)
	return day


@dataclass(frozen=True, slots=True)
class Promised:
	"""One line of a promise: `paid` since it was made and by its deadline; `settled`: nothing of it is open today."""

	amount: Decimal
	paid: Decimal
	settled: bool = False


def paid_of(lines: Iterable[Promised], in_time: bool) -> Decimal:
	"""What was paid of the promised amounts. An invoice settled in any other way binds nobody while there is time."""
	return sum(
		(
			line.amount if line.settled and in_time else min(max(line.paid, ZERO), line.amount)
			for line in lines
		),
		ZERO,
	)


def status_of(lines: Iterable[Promised], pay_by: date, as_of: date) -> PromiseStatus:
	"""Kept once everything was paid in time, Broken when the deadline has passed without it."""
	listed = list(lines)
	in_time = as_of <= deadline(pay_by)
	if paid_of(listed, in_time) >= sum((line.amount for line in listed), ZERO):
		return PromiseStatus.KEPT
	return PromiseStatus.OPEN if in_time else PromiseStatus.BROKEN


@dataclass(frozen=True, slots=True)
class Excuse:
	"""The first promise that ever named an invoice: `open` while it was neither withdrawn nor broken."""

	amount: Decimal
	promised_on: date
	pay_by: date
	open: bool

	def excuses(self, as_of: date, max_days: int) -> bool:
		"""While open and not past due, if it asked for no more than `max_days`."""
		return self.open and as_of <= self.pay_by and (self.pay_by - self.promised_on).days <= max_days


def excused(excuses: Mapping[str, Excuse], as_of: date, max_days: int) -> dict[str, Decimal]:
	"""Amount by invoice that is not counted as overdue for now."""
	return {name: one.amount for name, one in excuses.items() if one.excuses(as_of, max_days)}
