"""What no single row shows: numbers used twice, days in the wrong order, references that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cqs_app.sandbox.entries import Entry, Kind
from cqs_app.sandbox.problems import Problems

Documents = Mapping[tuple[Kind, str], Entry]
SALES = (Kind.ORDER, Kind.INVOICE)


def check_entries(entries: Iterable[Entry], problems: Problems) -> None:
	"""Add to `problems`. In a file without orders, the order that an invoice names is not looked up."""
	listed = list(entries)
	documents: dict[tuple[Kind, str], Entry] = {}
	for entry in listed:
		_check_days(entry, problems)
		if entry.kind in SALES:
			first = documents.setdefault((entry.kind, entry.document), entry)
			if first is not entry:
				problems.add(
					entry.line, f"{entry.kind.value} {entry.document} stands on line {first.line} already"
				)
	_check_settlements_twice(listed, problems)
	has_orders = any(kind is Kind.ORDER for kind, _document in documents)
	for entry in listed:
		if entry.against and (has_orders or entry.kind is not Kind.INVOICE):
			_check_reference(entry, documents, problems)


def _check_days(entry: Entry, problems: Problems) -> None:
	if entry.kind in SALES and entry.due and entry.due < entry.day:
		problems.add(entry.line, f"due on {entry.due}, before its date {entry.day}")
	if entry.kind is Kind.INVOICE and entry.paid and entry.paid < entry.day:
		problems.add(entry.line, f"paid on {entry.paid}, before its date {entry.day}")


def _check_settlements_twice(entries: Iterable[Entry], problems: Problems) -> None:
	"""One payment may settle several invoices, each on a row of its own."""
	first: dict[tuple[Kind, str, str, str], int] = {}
	for entry in entries:
		if entry.kind in SALES or not entry.document:
			continue
		key = (entry.kind, entry.customer, entry.document, entry.against)
		line = first.setdefault(key, entry.line)
		if line != entry.line:
			problems.add(entry.line, f"{entry.kind.value} {entry.document} stands on line {line} already")


def _check_reference(entry: Entry, documents: Documents, problems: Problems) -> None:
	kind = Kind.ORDER if entry.kind is Kind.INVOICE else Kind.INVOICE
	target = documents.get((kind, entry.against))
	if entry.kind is Kind.ORDER:
		problems.add(entry.line, f"an order stands against nothing, but it names {entry.against}")
	elif target is None and not (kind is Kind.INVOICE and (Kind.ORDER, entry.against) in documents):
		problems.add(entry.line, f"against {entry.against}: there is no such {kind.value}")
	elif target is not None and target.customer != entry.customer:
		problems.add(entry.line, f"against {entry.against}: that {kind.value} is of {target.customer}")
	elif target is not None and kind is Kind.ORDER and target.day > entry.day:
		problems.add(entry.line, f"against {entry.against}: that order is dated later, {target.day}")
