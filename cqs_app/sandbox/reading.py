"""The user's receivables export as entries, or one message with every bad row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from cqs_app.sandbox.columns import field_columns
from cqs_app.sandbox.consistency import check_entries
from cqs_app.sandbox.entries import Entry, Kind
from cqs_app.sandbox.problems import BadInput, Problems
from cqs_app.sandbox.table import read_table
from cqs_app.sandbox.values import amount_from, day_from, yes_from

UNKNOWN_CURRENCY = "¤"
T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
	"""How to read the file. `mapping` is column -> field; `terms_days` stands in for a missing due date."""

	mapping: Mapping[str, str] = field(default_factory=dict)
	date_format: str = "mdy"
	decimal_comma: bool = False
	currency: str = ""
	terms_days: int | None = None


@dataclass(frozen=True)
class Source:
	"""The entries, in the file's order, and what the report tells about the file."""

	entries: tuple[Entry, ...]
	currency: str
	columns: Mapping[str, str]
	ignored: tuple[str, ...]
	one_row_per_invoice: bool


def read_ledger(path: Path, reading: Reading) -> Source:
	"""Read and check the whole file. Raises BadInput."""
	problems = Problems(path.name)
	table = read_table(path, problems)
	columns = field_columns(table.header, reading.mapping)
	rows = [_Row(line, cells, columns, reading, problems) for line, cells in table.rows]
	entries = [entry for entry in (row.entry() for row in rows) if entry is not None]
	currency = _currency(rows, reading, path.name)
	check_entries(entries, problems)
	problems.raise_any()
	return Source(
		entries=tuple(entries),
		currency=currency,
		columns={name: table.header[at] for name, at in columns.items()},
		ignored=tuple(column for at, column in enumerate(table.header) if at not in columns.values()),
		one_row_per_invoice="type" not in columns,
	)


def up_to(entries: tuple[Entry, ...], as_of: date) -> tuple[Entry, ...]:
	"""What was known on `as_of`: later rows are left out, later payments not yet made."""
	known = (entry for entry in entries if entry.day <= as_of)
	return tuple(entry.unpaid_after(as_of) for entry in known)


def _currency(rows: list[_Row], reading: Reading, file: str) -> str:
	first: dict[str, int] = {}
	for row in rows:
		code = row.text("currency").upper()
		if code:
			first.setdefault(code, row.line)
	if len(first) > 1:
		seen = ", ".join(f"{code} (line {line})" for code, line in first.items())
		raise BadInput(
			f"{file}: several currencies: {seen}. A credit account has one currency, and this file tells no rates.\n"
			"Split the file by currency and run each part, or export the amounts in company currency."
		)
	found = next(iter(first), "")
	if found and reading.currency and found != reading.currency.upper():
		raise BadInput(f"{file}: the amounts are in {found}, but --currency is {reading.currency.upper()}.")
	return found or reading.currency.upper() or UNKNOWN_CURRENCY


@dataclass
class _Row:
	line: int
	cells: list[str]
	columns: Mapping[str, int]
	reading: Reading
	problems: Problems

	def text(self, name: str) -> str:
		at = self.columns.get(name)
		return "" if at is None else self.cells[at].strip()

	def entry(self) -> Entry | None:
		before = len(self.problems.rows)
		customer, kind = self.text("customer"), self._kind()
		if not customer:
			self.problems.add(self.line, "the customer is empty")
		day = self._parsed("date", self._day) if self.text("date") else None
		if not self.text("date"):
			self.problems.add(self.line, "the date is empty")
		amount = self._parsed("amount", lambda text: amount_from(text, self.reading.decimal_comma))
		due, paid = self._optional_day("due_date"), self._optional_day("paid_date")
		disputed = self._parsed("disputed", yes_from) or False
		document = self.text("document")
		if not document and kind in (Kind.ORDER, Kind.INVOICE):
			self.problems.add(self.line, "the document number is empty")
		if len(self.problems.rows) > before or day is None or amount is None or kind is None:
			return None
		if due is None and kind is Kind.INVOICE:
			due = self._due_by_terms(day)
		return Entry(
			self.line, kind, customer, document, day, amount, due, paid, disputed, self.text("against")
		)

	def _kind(self) -> Kind | None:
		text = self.text("type").lower().replace(" ", "_").replace("-", "_")
		if "type" not in self.columns:
			return Kind.INVOICE
		named = {**{kind.value: kind for kind in Kind}, **COMMON_KINDS}
		if text not in named:
			choices = ", ".join(kind.value for kind in Kind)
			self.problems.add(self.line, f"the type is {self.text('type')!r}; expected {choices}")
		return named.get(text)

	def _day(self, text: str) -> date:
		return day_from(text, self.reading.date_format)

	def _optional_day(self, name: str) -> date | None:
		return self._parsed(name, self._day) if self.text(name) else None

	def _due_by_terms(self, day: date) -> date | None:
		if self.reading.terms_days is not None:
			return day + timedelta(days=self.reading.terms_days)
		self.problems.add(self.line, "the invoice has no due date; --terms-days N gives one to all without")
		return None

	def _parsed(self, name: str, parse: Callable[[str], T]) -> T | None:
		try:
			return parse(self.text(name))
		except ValueError as error:
			prefix = "" if name in ("amount", "disputed") else f"{name}: "
			self.problems.add(self.line, f"{prefix}{error}")
			return None


COMMON_KINDS: Mapping[str, Kind] = {
	"sales_order": Kind.ORDER,
	"sales_invoice": Kind.INVOICE,
	"payment_entry": Kind.PAYMENT,
	"receipt": Kind.PAYMENT,
	"creditnote": Kind.CREDIT_NOTE,
	"credit": Kind.CREDIT_NOTE,
	"return": Kind.CREDIT_NOTE,
}
