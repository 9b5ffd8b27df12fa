"""Terms: what was agreed with a customer, what a document offers him, and where the offer is better than agreed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from cqs_app.engine.money import HUNDRED, ZERO, decimal

# Instalments are rounded to the cent, so that an average may differ from the agreed one by a part of a day.
AVERAGE_SLACK = Decimal("0.5")
PERCENT_SLACK = Decimal("0.01")

LATEST = (
	"The last instalment is due on {due}, {observed} days after {day}; agreed are {agreed} days, "
	"until {agreed_due} ({terms})"
)
AVERAGE = "The instalments give {observed} days on average; agreed are {agreed} days on average ({terms})"
SETTLEMENT = "A discount of {observed} % for early payment is offered; agreed are {agreed} % ({terms})"
SETTLEMENT_DAY = (
	"The discount for early payment may be taken until {upto}, {observed} days after {day}; agreed are {agreed} "
	"days, until {agreed_upto} ({terms})"
)
TRADE = "{subject} is sold {observed} % below its list price; a discount of {agreed} % is agreed ({source})"


class DueBasis(str, Enum):
	"""From when days or months are counted, as ERPNext's Payment Terms Template spells it."""

	DOCUMENT = "Day(s) after invoice date"
	MONTH_END = "Day(s) after the end of the invoice month"
	MONTHS = "Month(s) after the end of the invoice month"

	def reckon(self, day: date, number: int) -> date:
		"""The day `number` days or months after this basis, never before `day`."""
		if self is DueBasis.DOCUMENT:
			return max(day + timedelta(days=number), day)
		if self is DueBasis.MONTH_END:
			return max(month_end(day) + timedelta(days=number), day)
		return max(month_end(day, number), day)


class Cycle(str, Enum):
	"""When goods delivered are invoiced."""

	IMMEDIATE = "Immediate"
	WEEKLY = "Weekly"
	TWICE_A_MONTH = "Twice a Month"
	MONTHLY = "Monthly"


class Source(str, Enum):
	"""Where a part of the agreed terms comes from."""

	ACCOUNT = "Credit Account"
	POLICY = "Credit Policy"
	CUSTOMER = "Customer"
	COMPANY = "Company"


@dataclass(frozen=True, slots=True)
class Term:
	"""One line of a template. `number` counts days or months; `discount` is in percent, or in the document's
	currency when `discount_is_amount`."""

	portion: Decimal
	number: int = 0
	basis: DueBasis = DueBasis.DOCUMENT
	discount: Decimal = ZERO
	discount_is_amount: bool = False
	discount_number: int = 0
	discount_basis: DueBasis = DueBasis.DOCUMENT


@dataclass(frozen=True, slots=True)
class Template:
	name: str
	terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Instalment:
	"""`discount`: percent of the instalment for payment until `discount_upto` (None: no last day is known)."""

	due: date
	amount: Decimal
	discount: Decimal = ZERO
	discount_upto: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
	"""What was agreed, part by part; None or "" = nothing was."""

	template: Template | None = None
	template_from: Source | None = None
	invoicing_cycle: Cycle | None = None
	cycle_from: Source | None = None
	max_discount: Decimal | None = None
	discount_from: Source | None = None

	@property
	def terms(self) -> str:
		source = f", {self.template_from.value}" if self.template_from else ""
		return f"{self.template.name}{source}" if self.template else ""


@dataclass(frozen=True, slots=True)
class Offer:
	"""What a document offers. Days count from `day`; `total` is what the instalments have to add up to.

	`trade_discount` (percent below the list price, None = not looked at) is that of `discounted`, the worst row.
	`approved` is the offer of its order, if an approver released that order's terms.
	"""

	day: date
	total: Decimal
	instalments: tuple[Instalment, ...] = ()
	trade_discount: Decimal | None = None
	discounted: str = ""
	approved: Offer | None = None


@dataclass(frozen=True, slots=True)
class Difference:
	"""One way in which an offer is better for the customer; `observed` and `threshold` are figures."""

	observed: str
	threshold: str
	text: str
	values: Mapping[str, str] = field(default_factory=dict)


def month_end(day: date, months: int = 0) -> date:
	"""Last day of the month that lies `months` after that of `day`."""
	year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
	return date(year, month + 1, monthrange(year, month + 1)[1])


def invoice_on(delivered_on: date, cycle: Cycle) -> date:
	"""Day on which goods have to be invoiced: the same day, the Sunday, the 15th or the last of the month."""
	if cycle is Cycle.WEEKLY:
		return delivered_on + timedelta(days=6 - delivered_on.weekday())
	if cycle is Cycle.TWICE_A_MONTH and delivered_on.day <= 15:
		return delivered_on.replace(day=15)
	return delivered_on if cycle is Cycle.IMMEDIATE else month_end(delivered_on)


def schedule_of(template: Template, day: date, total: Decimal) -> tuple[Instalment, ...]:
	"""Instalments that the template makes of a document of this day and total."""
	found = []
	for term in template.terms:
		amount = total * term.portion / HUNDRED
		discount = percent_of(term.discount, term.discount_is_amount, amount)
		upto = term.discount_basis.reckon(day, term.discount_number) if discount else None
		found.append(Instalment(term.basis.reckon(day, term.number), amount, discount, upto))
	return tuple(found)


def percent_of(discount: Decimal, is_amount: bool, amount: Decimal) -> Decimal:
	"""A discount in percent of the instalment; a fixed sum on nothing is everything."""
	if not is_amount or not discount:
		return discount
	return discount / amount * HUNDRED if amount > 0 else HUNDRED


def latest_days(instalments: Iterable[Instalment], day: date) -> int:
	return max(((row.due - day).days for row in instalments), default=0)


def average_days(instalments: Iterable[Instalment], day: date, total: Decimal) -> Decimal:
	"""Days weighted by amount. Whatever the instalments leave open of `total` counts as due last, and what they
	have too much is taken from the earliest."""
	rows = sorted(instalments, key=lambda row: row.due, reverse=True)
	left, days = total, ZERO
	if total <= 0 or not rows:
		return ZERO
	for row in rows:
		part = min(max(row.amount, ZERO), left)
		days += part * (row.due - day).days
		left -= part
	return (days + left * (rows[0].due - day).days) / total


def differences(agreed: Agreed, offer: Offer, tolerated_days: int = 0) -> list[Difference]:
	"""Every difference that favours the customer by more than `tolerated_days`, or at all for a discount."""
	found = []
	if agreed.template and offer.instalments:
		found += _more_days(agreed, offer, tolerated_days)
		found += _more_settlement_discount(agreed, offer, tolerated_days)
	return found + _more_trade_discount(agreed, offer)


def no_better(now: Iterable[Mapping[str, object]], seen: Iterable[Mapping[str, object]]) -> bool:
	"""Whether findings of this rule (as dicts) are no better for the customer than those an approver has seen."""
	worst: dict[object, Decimal] = {}
	for finding in seen:
		known = worst.get(finding["text"], ZERO)
		worst[finding["text"]] = max(known, decimal(finding["observed"]))
	return all(
		finding["text"] in worst and decimal(finding["observed"]) <= worst[finding["text"]] for finding in now
	)


def _more_days(agreed: Agreed, offer: Offer, tolerated: int) -> list[Difference]:
	expected = schedule_of(agreed.template, offer.day, offer.total) if agreed.template else ()
	approved = offer.approved
	found = []
	given, allowed = latest_days(offer.instalments, offer.day), latest_days(expected, offer.day)
	free = latest_days(approved.instalments, approved.day) if approved else 0
	if given > max(allowed + tolerated, free):
		values = {
			"due": _day(offer.day, given),
			"observed": str(given),
			"day": offer.day.isoformat(),
			"agreed": str(allowed),
			"agreed_due": _day(offer.day, allowed),
			"terms": agreed.terms,
		}
		found.append(Difference(str(given), str(allowed + tolerated), LATEST, values))
	if len(offer.instalments) == len(expected) == 1:
		return found
	average, usual = (average_days(rows, offer.day, offer.total) for rows in (offer.instalments, expected))
	free_average = average_days(approved.instalments, approved.day, approved.total) if approved else ZERO
	if average > max(usual + tolerated, free_average) + AVERAGE_SLACK:
		values = {"observed": f"{average:.1f}", "agreed": f"{usual:.1f}", "terms": agreed.terms}
		found.append(Difference(f"{average:.2f}", f"{usual + tolerated:.2f}", AVERAGE, values))
	return found


def _more_settlement_discount(agreed: Agreed, offer: Offer, tolerated: int) -> list[Difference]:
	"""Each discount needs one of the agreed schedule that is as large and lasts as long; largest first."""
	expected = schedule_of(agreed.template, offer.day, offer.total) if agreed.template else ()
	left = _discounts(expected)
	if offer.approved:
		shift = offer.day - offer.approved.day
		left += [_shifted(row, shift) for row in _discounts(offer.approved.instalments)]
	found = []
	for row in _discounts(offer.instalments):
		large = [other for other in left if row.discount <= other.discount + PERCENT_SLACK]
		lasting = [other for other in large if _lasts(row, other, tolerated)]
		if lasting:
			left.remove(min(lasting, key=lambda other: other.discount))
			continue
		found.append(_settlement(agreed, offer, row, large, left))
	if not found and _weighted(offer.instalments) > _allowed_weight(expected, offer) + PERCENT_SLACK:
		given, allowed = _weighted(offer.instalments), _allowed_weight(expected, offer)
		values = {"observed": _percent(given), "agreed": _percent(allowed), "terms": agreed.terms}
		found.append(Difference(_percent(given), _percent(allowed), SETTLEMENT, values))
	return found


def _settlement(
	agreed: Agreed, offer: Offer, row: Instalment, large: list[Instalment], left: list[Instalment]
) -> Difference:
	if not large or row.discount_upto is None:
		most = max((other.discount for other in left), default=ZERO)
		values = {"observed": _percent(row.discount), "agreed": _percent(most), "terms": agreed.terms}
		return Difference(_percent(row.discount), _percent(most), SETTLEMENT, values)
	last = max(other.discount_upto or offer.day for other in large)
	given, allowed = (row.discount_upto - offer.day).days, (last - offer.day).days
	values = {
		"upto": row.discount_upto.isoformat(),
		"observed": str(given),
		"day": offer.day.isoformat(),
		"agreed": str(allowed),
		"agreed_upto": last.isoformat(),
		"terms": agreed.terms,
	}
	return Difference(str(given), str(allowed), SETTLEMENT_DAY, values)


def _more_trade_discount(agreed: Agreed, offer: Offer) -> list[Difference]:
	if agreed.max_discount is None or offer.trade_discount is None:
		return []
	free = (offer.approved.trade_discount if offer.approved else None) or ZERO
	if offer.trade_discount <= max(agreed.max_discount, free) + PERCENT_SLACK:
		return []
	values = {
		"subject": offer.discounted,
		"observed": _percent(offer.trade_discount),
		"agreed": _percent(agreed.max_discount),
		"source": agreed.discount_from.value if agreed.discount_from else "",
	}
	return [Difference(values["observed"], values["agreed"], TRADE, values)]


def _discounts(instalments: Iterable[Instalment]) -> list[Instalment]:
	return sorted(
		(row for row in instalments if row.discount > 0), key=lambda row: row.discount, reverse=True
	)


def _lasts(row: Instalment, other: Instalment, tolerated: int) -> bool:
	if row.discount_upto is None or other.discount_upto is None:
		return True
	return row.discount_upto <= other.discount_upto + timedelta(days=tolerated)


def _shifted(row: Instalment, by: timedelta) -> Instalment:
	upto = row.discount_upto + by if row.discount_upto else None
	return Instalment(row.due + by, row.amount, row.discount, upto)


def _weighted(instalments: Iterable[Instalment]) -> Decimal:
	"""Discount in percent of all instalments together."""
	rows = list(instalments)
	total = sum((max(row.amount, ZERO) for row in rows), ZERO)
	return sum((max(row.amount, ZERO) * row.discount for row in rows), ZERO) / total if total else ZERO


def _allowed_weight(expected: Iterable[Instalment], offer: Offer) -> Decimal:
	return max(_weighted(expected), _weighted(offer.approved.instalments) if offer.approved else ZERO)


def _percent(value: Decimal) -> str:
	return f"{value.quantize(PERCENT_SLACK).normalize():f}"


def _day(day: date, days: int) -> str:
	return (day + timedelta(days=days)).isoformat()
