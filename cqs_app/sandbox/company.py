"""A year of a small trading company, made up: ten customers, each with a character. Seeded, so always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cqs_app.sandbox.entries import Entry, Kind
from cqs_app.sandbox.records import AccountChange

NAME, CURRENCY, TERMS, SEED = "Harbour Trading", "EUR", 30, 20240101
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


@dataclass(frozen=True)
class Character:
	"""`days_late`: lowest and highest delay of a payment. `growth`: of the order size per month.

	`stops_paying`: invoices due from that day on are never paid. `limit` None = never assessed.
	"""

	name: str
	story: str
	orders_a_month: int
	order_size: int
	days_late: tuple[int, int]
	limit: int | None
	growth: float = 0.0
	dispute_share: float = 0.0
	starts: date = FIRST
	qualified: date = FIRST
	stops_paying: date | None = None
	ends: date = LAST
	raised: tuple[date, int] | None = None


CHARACTERS = (
	Character("Alder Bakery", "pays on the day", 3, 900, (-5, 0), 6000),
	Character("Birch Hotels", "large and reliable", 4, 2600, (-3, 4), 22000),
	Character("Cedar Crafts", "small, sometimes forgets", 2, 450, (-2, 18), 2500),
	Character("Dune Retail", "always two or three weeks late", 4, 1500, (10, 24), 19000),
	Character(
		"Elm & Sons",
		"grows until the limit is too small, then gets a higher one",
		3,
		1100,
		(-4, 3),
		9500,
		growth=0.08,
		raised=(date(2024, 8, 12), 20000),
	),
	Character(
		"Fjord Interiors",
		"orders more and more, then goes bankrupt",
		4,
		1900,
		(2, 12),
		24000,
		growth=0.09,
		stops_paying=date(2024, 5, 15),
		ends=date(2024, 9, 15),
	),
	Character("Grove Clinics", "disputes a third of its invoices", 3, 1300, (0, 9), 9000, dispute_share=0.33),
	Character("Heath Kiosk", "never assessed, buys little", 2, 220, (-3, 10), None),
	Character(
		"Isle Yachts",
		"new in spring, sells before it is qualified",
		3,
		1700,
		(0, 14),
		14000,
		starts=date(2024, 4, 1),
		qualified=date(2024, 5, 6),
	),
	Character("Juniper Events", "seasonal, over its limit in summer", 2, 2100, (0, 25), 10000, growth=0.03),
)


def entries() -> list[Entry]:
	"""Orders, invoices and payments of the year, in date order, as if read from a file."""
	random = Random(SEED)
	found = [entry for character in CHARACTERS for entry in _year_of(character, random)]
	found = [entry for entry in found if entry.day <= LAST]
	found.sort(key=lambda entry: (entry.day, list(Kind).index(entry.kind), entry.document))
	return [replace(entry, line=line) for line, entry in enumerate(found, 2)]


def changes() -> list[AccountChange]:
	"""Limits given by people: on qualification, and later raised."""
	found = []
	for character in CHARACTERS:
		if character.limit is not None:
			title = "Qualified, limit assigned"
			found.append(AccountChange(character.name, character.qualified, title, Decimal(character.limit)))
		if character.raised:
			day, limit = character.raised
			found.append(AccountChange(character.name, day, "Limit raised on request", Decimal(limit)))
	return sorted(found, key=lambda change: (change.day, change.customer))


def _year_of(character: Character, random: Random) -> Iterator[Entry]:
	code = "".join(word[0] for word in character.name.split() if word[0].isalpha())
	day, number = character.starts + timedelta(days=random.randrange(6)), 0
	while day <= character.ends:
		number += 1
		months = (day - character.starts).days / 30.4
		season = 2.2 if "seasonal" in character.story and day.month in (6, 7, 8) else 1.0
		size = character.order_size * (1 + character.growth) ** months * season * random.uniform(0.7, 1.3)
		amount = Decimal(round(size * 100)) / 100
		yield from _sale(character, f"{code}-{number:03d}", day, amount.quantize(Decimal("0.01")), random)
		day += timedelta(days=max(round(30.4 / character.orders_a_month * random.uniform(0.6, 1.4)), 1))


def _sale(character: Character, code: str, day: date, amount: Decimal, random: Random) -> Iterator[Entry]:
	shipped = day + timedelta(days=random.randint(3, 9))
	order, invoice, due = f"SO-{code}", f"INV-{code}", shipped + timedelta(days=TERMS)
	disputed = random.random() < character.dispute_share
	late = random.randint(*character.days_late) + (18 if disputed else 0)
	yield Entry(0, Kind.ORDER, character.name, order, day, amount, shipped)
	yield Entry(0, Kind.INVOICE, character.name, invoice, shipped, amount, due, None, disputed, order)
	credited = (amount / 10).quantize(Decimal("0.01")) if disputed else Decimal(0)
	paid = due + timedelta(days=late)
	if character.stops_paying and due >= character.stops_paying:
		return
	if credited:
		day = due + timedelta(days=15)
		yield Entry(0, Kind.CREDIT_NOTE, character.name, f"CN-{code}", day, credited, against=invoice)
	yield Entry(0, Kind.PAYMENT, character.name, f"PAY-{code}", paid, amount - credited, against=invoice)
