"""What really happened: every sale with the payments and credit notes that settled it.

Which payment settled which invoice is taken from `against`. A payment that names no invoice settles, in this order,
those that the file says were paid on that very day, then those without a paid date, then the rest, each the
earliest due first. What is left over is money on account, which the customer's next invoices use up. An invoice's
paid date then settles whatever of it is still open. An invoice that names no order bills the order of the same
number, or else the customer's oldest order that is not yet fully billed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import ZERO
from cqs_app.sandbox.entries import Entry, Kind


@dataclass(frozen=True)
class Settlement:
	"""A part of an invoice paid or credited. `on_account`: from money that the ledger held already."""

	day: date
	amount: Decimal
	kind: Kind
	document: str = ""
	on_account: bool = False


@dataclass(frozen=True)
class Receipt:
	"""Money or a credit note on account, settling nothing yet."""

	customer: str
	day: date
	amount: Decimal
	kind: Kind
	document: str = ""


@dataclass(frozen=True)
class Sale:
	"""An order or invoice. `billed` is the part of the invoice that bills `order`."""

	kind: Kind
	customer: str
	document: str
	day: date
	due: date | None
	amount: Decimal
	disputed: bool = False
	order: str = ""
	billed: Decimal = ZERO
	settlements: tuple[Settlement, ...] = ()

	@property
	def unpaid(self) -> Decimal:
		return self.amount - sum((part.amount for part in self.settlements), ZERO)

	@property
	def paid_on(self) -> date | None:
		"""Day on which the last part was settled; None = not in full."""
		if self.unpaid > 0:
			return None
		return max((part.day for part in self.settlements), default=self.day)


@dataclass(frozen=True)
class History:
	sales: tuple[Sale, ...]
	receipts: tuple[Receipt, ...]
	as_of: date
	billing: Mapping[str, tuple[Sale, ...]] = field(default_factory=dict)

	@property
	def customers(self) -> list[str]:
		return sorted(
			{sale.customer for sale in self.sales} | {receipt.customer for receipt in self.receipts}
		)

	@property
	def invoices(self) -> list[Sale]:
		return [sale for sale in self.sales if sale.kind is Kind.INVOICE]

	@property
	def first_sale(self) -> date:
		return min((sale.day for sale in self.sales), default=self.as_of)

	@property
	def last_sale(self) -> date:
		return max((sale.day for sale in self.sales), default=self.as_of)


def history_of(entries: Iterable[Entry], as_of: date | None = None) -> History:
	"""Settle the entries. `as_of` defaults to the latest day that any of them names."""
	listed = list(entries)
	last = max((entry.paid or entry.day for entry in listed), default=date.min)
	books: dict[str, _Book] = {}
	for _day, _turn, _line, entry, settles in sorted(_steps(listed), key=lambda step: step[:3]):
		book = books.setdefault(entry.customer, _Book(entry.customer))
		if settles:
			book.paid_date(entry)
		else:
			book.enter(entry)
	sales = [sale for book in books.values() for sale in book.finished()]
	receipts = [receipt for book in books.values() for receipt in book.receipts]
	sales.sort(key=lambda sale: (sale.day, sale.kind is Kind.INVOICE, sale.document))
	billing: dict[str, tuple[Sale, ...]] = {}
	for sale in sales:
		if sale.order:
			billing[sale.order] = (*billing.get(sale.order, ()), sale)
	receipts.sort(key=lambda receipt: (receipt.day, receipt.customer, receipt.document))
	return History(tuple(sales), tuple(receipts), as_of or last, billing)


TURNS = {Kind.ORDER: 0, Kind.INVOICE: 1, Kind.CREDIT_NOTE: 2, Kind.PAYMENT: 3}


def _steps(entries: Iterable[Entry]) -> Iterable[tuple[date, int, int, Entry, bool]]:
	for entry in entries:
		yield entry.day, TURNS[entry.kind], entry.line, entry, False
		if entry.kind is Kind.INVOICE and entry.paid:
			yield entry.paid, len(TURNS), entry.line, entry, True


@dataclass
class _Open:
	entry: Entry
	left: Decimal
	order: str = ""
	billed: Decimal = ZERO
	settlements: list[Settlement] = field(default_factory=list)

	def settle(self, settlement: Settlement) -> None:
		self.settlements.append(settlement)
		self.left -= settlement.amount


class _Book:
	"""Open documents of one customer while the history is settled."""

	def __init__(self, customer: str) -> None:
		self.customer = customer
		self.orders: dict[str, _Open] = {}
		self.invoices: dict[str, _Open] = {}
		self.receipts: list[Receipt] = []
		self.on_account: list[tuple[Entry, Decimal]] = []

	def enter(self, entry: Entry) -> None:
		if entry.kind is Kind.ORDER:
			self.orders[entry.document] = _Open(entry, entry.amount)
		elif entry.kind is Kind.INVOICE:
			self._invoice(entry)
		else:
			self._receive(entry)

	def _invoice(self, entry: Entry) -> None:
		invoice = self.invoices[entry.document] = _Open(entry, entry.amount)
		order = self.orders.get(entry.against) or self.orders.get(entry.document) or self._oldest_order()
		if order is not None:
			invoice.order = order.entry.document
			invoice.billed = min(entry.amount, max(order.left, ZERO))
			order.left -= invoice.billed
		still: list[tuple[Entry, Decimal]] = []
		for receipt, amount in self.on_account:
			part = min(amount, invoice.left)
			if part > 0:
				invoice.settle(Settlement(entry.day, part, receipt.kind, receipt.document, on_account=True))
			if amount > part:
				still.append((receipt, amount - part))
		self.on_account = still

	def _oldest_order(self) -> _Open | None:
		return next((order for order in self.orders.values() if order.left > 0), None)

	def _receive(self, entry: Entry) -> None:
		left = entry.amount
		for invoice in self._candidates(entry):
			part = min(left, invoice.left)
			if part > 0:
				invoice.settle(Settlement(entry.day, part, entry.kind, entry.document))
				left -= part
		if left > 0:
			self.receipts.append(Receipt(self.customer, entry.day, left, entry.kind, entry.document))
			self.on_account.append((entry, left))

	def _candidates(self, entry: Entry) -> list[_Open]:
		named = self.invoices.get(entry.against)
		if named is not None:
			return [named]

		def preference(invoice: _Open) -> tuple[int, date]:
			paid = invoice.entry.paid
			rank = 0 if paid == entry.day else 1 if paid is None else 2
			return rank, invoice.entry.due or invoice.entry.day

		return sorted((i for i in self.invoices.values() if i.left > 0), key=preference)

	def paid_date(self, entry: Entry) -> None:
		invoice = self.invoices[entry.document]
		if invoice.left > 0 and entry.paid:
			invoice.settle(Settlement(entry.paid, invoice.left, Kind.PAYMENT))

	def finished(self) -> Iterable[Sale]:
		for kind, found in ((Kind.ORDER, self.orders), (Kind.INVOICE, self.invoices)):
			for document in found.values():
				entry = document.entry
				yield Sale(
					kind,
					self.customer,
					entry.document,
					entry.day,
					entry.due,
					entry.amount,
					entry.disputed,
					document.order,
					document.billed,
					tuple(document.settlements),
				)
