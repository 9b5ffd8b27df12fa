"""Payment plans: which installments were kept, and what a live plan asks of new orders. Amounts in company currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from cqs_app.engine.credit.vocabulary import DueWhen, InstallmentStatus, PlanStatus
from cqs_app.engine.money import ZERO, cents

HUNDRED = Decimal(100)
FREQUENCIES = {"Weekly": 7, "Every Two Weeks": 14, "Monthly": 0, "Quarterly": 0}
MONTHS = {"Monthly": 1, "Quarterly": 3}


@dataclass(frozen=True, slots=True)
class Installment:
	due_date: date
	amount: Decimal


@dataclass(frozen=True, slots=True)
class Line:
	"""An installment with what was paid of it."""

	due_date: date
	amount: Decimal
	paid: Decimal
	status: InstallmentStatus

	@property
	def open(self) -> Decimal:
		return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Progress:
	"""Where a plan stands. `lines` are in order of due date."""

	paid: Decimal
	status: PlanStatus
	lines: tuple[Line, ...]

	@property
	def missed(self) -> Decimal:
		return sum((line.open for line in self.lines if line.status is InstallmentStatus.MISSED), ZERO)

	@property
	def next_due(self) -> date | None:
		return next((line.due_date for line in self.lines if line.open > 0), None)


def progress(
	installments: Iterable[Installment], paid: Decimal, as_of: date, grace_days: int = 0
) -> Progress:
	"""Allocate `paid` to the installments in order of their due dates. One that is not paid in full when its grace
	days are over is Missed, and the plan Broken; a plan paid in full is Completed, however late."""
	ordered = sorted(installments, key=lambda one: one.due_date)
	left = paid = min(max(paid, ZERO), sum((one.amount for one in ordered), ZERO))
	lines = []
	for one in ordered:
		part = min(left, one.amount)
		left -= part
		lines.append(Line(one.due_date, one.amount, part, _status_of(one, part, as_of, grace_days)))
	kept = all(line.status is InstallmentStatus.PAID for line in lines)
	missed = any(line.status is InstallmentStatus.MISSED for line in lines)
	status = PlanStatus.COMPLETED if kept else PlanStatus.BROKEN if missed else PlanStatus.ACTIVE
	return Progress(paid, status, tuple(lines))


def _status_of(one: Installment, paid: Decimal, as_of: date, grace_days: int) -> InstallmentStatus:
	if paid >= one.amount:
		return InstallmentStatus.PAID
	if as_of <= one.due_date:
		return InstallmentStatus.OPEN
	late = (as_of - one.due_date).days
	return InstallmentStatus.OVERDUE if late <= grace_days else InstallmentStatus.MISSED


def next_status(stored: PlanStatus, found: PlanStatus) -> PlanStatus:
	"""A broken plan stays broken though it was caught up: that it may go on is decided by a new plan. Paid in full it
	is completed, and a completed one whose payment bounced is what its installments say."""
	if stored is PlanStatus.BROKEN and found is PlanStatus.ACTIVE:
		return stored
	return found


def paid_of(starts: Mapping[str, Decimal], outstanding: Mapping[str, Decimal]) -> Decimal:
	"""The fall of the invoices' outstanding since the plan began; a missing invoice is settled. What one invoice rose
	above its start (an older payment bounced) lies outside the plan and is no one else's payment."""
	return sum((start - covered_of(name, start, outstanding) for name, start in starts.items()), ZERO)


def covered_of(name: str, start: Decimal, outstanding: Mapping[str, Decimal]) -> Decimal:
	"""How much of an invoice's outstanding the plan covers."""
	return min(max(outstanding.get(name, ZERO), ZERO), start)


def proposed(total: Decimal, number: int, frequency: str, first: date) -> list[Installment]:
	"""Equal installments, rounded down to the cent; the last one takes the rest. Raises ValueError."""
	if frequency not in FREQUENCIES:
		raise ValueError(f"frequency: {frequency!r} is none of {', '.join(FREQUENCIES)}")
	if not 1 <= number <= 120:
		raise ValueError("number: between 1 and 120 installments")
	total = cents(total)
	if total < number * Decimal("0.01"):
		raise ValueError("total: less than a cent for each installment")
	each = (total * 100 // number) / 100
	dates = [_later(first, frequency, at) for at in range(number)]
	amounts = [each] * (number - 1) + [total - each * (number - 1)]
	return [Installment(day, amount) for day, amount in zip(dates, amounts, strict=True)]


def _later(first: date, frequency: str, steps: int) -> date:
	"""Months keep the day of the first date where the month has it, else their last day."""
	if FREQUENCIES[frequency]:
		return first + timedelta(days=FREQUENCIES[frequency] * steps)
	months = first.year * 12 + first.month - 1 + MONTHS[frequency] * steps
	year, month = divmod(months, 12)
	next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
	return date(year, month + 1, min(first.day, (next_month - timedelta(days=1)).day))


@dataclass(frozen=True, slots=True)
class Milestone:
	"""`percent` of an order, due at `when` (and `days` after it)."""

	percent: Decimal
	when: DueWhen
	days: int = 0
	description: str = ""

	def due_on(self, ordered: date, delivered: date) -> date:
		if self.when is DueWhen.ORDER:
			return ordered
		return delivered + timedelta(days=self.days if self.when is DueWhen.AFTER_DELIVERY else 0)


@dataclass(frozen=True, slots=True)
class Portion:
	"""A line of a payment schedule: percent of the order and its due date."""

	due_date: date
	percent: Decimal
	description: str = ""


@dataclass(frozen=True, slots=True)
class OrderSchedule:
	ordered: date
	delivered: date
	portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class Prepayment:
	"""What has to be paid before goods of an order may leave. `order` empty: goods without an order."""

	order: str
	percent: Decimal
	worth: Decimal
	received: Decimal

	@property
	def required(self) -> Decimal:
		return cents(self.worth * self.percent / HUNDRED)


@dataclass(frozen=True, slots=True)
class LivePlan:
	"""A plan in force at the gate; `milestones` empty: it asks nothing of new orders."""

	name: str
	status: PlanStatus
	missed: Decimal = ZERO
	missed_since: date | None = None
	milestones: tuple[Milestone, ...] = ()

	@property
	def prepayment_percent(self) -> Decimal:
		return sum((one.percent for one in self.milestones if one.when is DueWhen.ORDER), ZERO)


@dataclass(frozen=True, slots=True)
class Arrangements:
	"""What was agreed with a late customer, and of the document what it asks about."""

	plans: tuple[LivePlan, ...] = ()
	broken_promises: int = 0
	schedule: OrderSchedule | None = None
	prepayments: tuple[Prepayment, ...] = field(default_factory=tuple)


def milestones_of(requires: str, percent: Decimal, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
	"""A prepayment is two milestones: the percent with the order, the rest at delivery."""
	if requires == "Prepayment":
		rest = Milestone(HUNDRED - percent, DueWhen.DELIVERY)
		return (Milestone(percent, DueWhen.ORDER), *((rest,) if rest.percent > 0 else ()))
	return tuple(milestones) if requires == "Milestones" else ()


def wanted_portions(milestones: Sequence[Milestone], ordered: date, delivered: date) -> list[Portion]:
	"""The payment schedule that the milestones make of an order; those due on one day are one portion."""
	by_day: dict[date, list[Milestone]] = {}
	for one in milestones:
		by_day.setdefault(one.due_on(ordered, delivered), []).append(one)
	return [
		Portion(
			day,
			sum((one.percent for one in due), ZERO),
			", ".join(dict.fromkeys(one.description for one in due if one.description)),
		)
		for day, due in sorted(by_day.items())
	]


def first_shortfall(wanted: Sequence[Portion], given: Sequence[Portion]) -> tuple[Portion, Decimal] | None:
	"""The first date by which the schedule has less due than wanted, with what it has; due earlier is welcome."""
	needed = ZERO
	for portion in wanted:
		needed += portion.percent
		has = sum((one.percent for one in given if one.due_date <= portion.due_date), ZERO)
		if has + Decimal("0.01") < needed:
			return replace(portion, percent=needed), has
	return None
