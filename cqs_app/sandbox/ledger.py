"""An ERPNext ledger in SQLite: the rows that submitting a document leaves behind, and a door for the queries.

Amounts are stored as SQLite's 8-byte floats, like a Decimal of two places through its shortest text. A sum of them
is off by less than a thousandth of a cent up to a turnover of 10^11 per customer, and every query rounds to the
cent, so the figures are exact; `tests/sandbox` proves it against sums of Decimals.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.money import ZERO, decimal
from cqs_app.ledger.links import Party
from cqs_app.sandbox.schema import statements

RECEIVABLE, INCOME, BANK = "Debtors", "Sales", "Bank"


class SqliteDatabase:
	"""`cqs_app.ledger.database.Database` on SQLite, which reads `:name` and backticks as they stand."""

	def __init__(self, path: str = ":memory:") -> None:
		self.connection = sqlite3.connect(path)
		self.connection.row_factory = sqlite3.Row
		for statement in statements():
			self.connection.execute(statement)

	def rows(self, sql: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
		return [dict(row) for row in self.connection.execute(sql, dict(params))]

	def insert(self, table: str, **values: Any) -> None:
		stored = {column: _stored(value) for column, value in values.items()}
		columns = ", ".join(f"`{column}`" for column in stored)
		marks = ", ".join(f":{column}" for column in stored)
		self.connection.execute(f"insert into `tab{table}` ({columns}) values ({marks})", stored)

	def execute(self, sql: str, **values: Any) -> None:
		self.connection.execute(sql, {name: _stored(value) for name, value in values.items()})


def _stored(value: Any) -> Any:
	if isinstance(value, Decimal):
		return float(value)
	return value.isoformat() if isinstance(value, date) else value


class Ledger:
	"""Posts documents of one company in its own currency. Orders and invoices have one row, free of tax."""

	def __init__(self, company: str, currency: str, path: str = ":memory:") -> None:
		self.db = SqliteDatabase(path)
		self.company = company
		self.currency = currency
		self._vouchers = 0

	def party(self, customer: str) -> Party:
		return Party(customer, self.company)

	def post_order(self, name: str, customer: str, day: date, due: date | None, amount: Decimal) -> None:
		"""Submit an order, to be delivered on `due`."""
		head = self._head(name, customer, amount)
		self.db.insert(
			"Sales Order", **head, status="To Deliver and Bill", transaction_date=day, delivery_date=due
		)
		self.db.insert("Sales Order Item", **_row(name, amount), delivery_date=due)

	def close_order(self, name: str) -> None:
		"""What was not yet billed of it no longer commits credit."""
		self.db.execute("update `tabSales Order` set status = 'Closed' where name = :name", name=name)

	def post_delivery(
		self, name: str, customer: str, day: date, amount: Decimal, *, order: str = "", return_of: str = ""
	) -> None:
		"""Submit a delivery, or with `return_of` the return of one; `amount` is positive either way."""
		signed = -amount if return_of else amount
		self.db.insert(
			"Delivery Note",
			**self._head(name, customer, signed),
			status="To Bill",
			posting_date=day,
			is_return=int(bool(return_of)),
			return_against=return_of or None,
		)
		self.db.insert(
			"Delivery Note Item",
			**_row(name, signed),
			against_sales_order=order or None,
			so_detail=_line(order),
			dn_detail=_line(return_of),
		)

	def post_invoice(
		self,
		name: str,
		customer: str,
		day: date,
		due: date,
		amount: Decimal,
		*,
		order: str = "",
		delivery: str = "",
		billed: Decimal | None = None,
		disputed: Decimal = ZERO,
	) -> None:
		"""Submit an invoice. Of its amount, `billed` (default all) bills the order or delivery; the rest is extra."""
		self.db.insert(
			"Sales Invoice",
			**self._head(name, customer, amount),
			posting_date=day,
			due_date=due,
			outstanding_amount=amount,
			party_account_currency=self.currency,
			cqs_disputed_amount=disputed,
		)
		linked = amount if billed is None else billed
		links = {"sales_order": order or None, "so_detail": _line(order)}
		links |= {"delivery_note": delivery or None, "dn_detail": _line(delivery)}
		self.db.insert("Sales Invoice Item", **_row(name, linked), **links)
		if linked != amount:
			self.db.insert("Sales Invoice Item", **_row(name, amount - linked, 2))
		self.db.insert(
			"Payment Schedule",
			parent=name,
			parenttype="Sales Invoice",
			due_date=due,
			base_payment_amount=amount,
		)
		self._book(customer, day, amount, ("Sales Invoice", name), name, INCOME, due)

	def post_payment(
		self, customer: str, day: date, amount: Decimal, *, invoice: str = "", name: str = ""
	) -> str:
		"""Submit a payment received, for an invoice or on account. The bank clears it the same day."""
		name = name or self._next("payment")
		self.db.insert(
			"Payment Entry",
			name=name,
			party_type="Customer",
			party=customer,
			company=self.company,
			docstatus=1,
			payment_type="Receive",
			posting_date=day,
			reference_date=day,
			clearance_date=day,
			base_received_amount=amount,
		)
		self._book(customer, day, -amount, ("Payment Entry", name), invoice or name, BANK)
		if invoice:
			self.settle(invoice, amount)
		return name

	def post_credit_note(
		self, customer: str, day: date, amount: Decimal, *, invoice: str = "", name: str = ""
	) -> str:
		"""Submit a return invoice over `amount` (positive) against an invoice, or one that stands alone."""
		name = name or self._next("credit note")
		self.db.insert(
			"Sales Invoice",
			**self._head(name, customer, -amount),
			posting_date=day,
			due_date=day,
			is_return=1,
			return_against=invoice or None,
			outstanding_amount=ZERO if invoice else -amount,
			party_account_currency=self.currency,
		)
		self.db.insert("Sales Invoice Item", **_row(name, -amount))
		self._book(customer, day, -amount, ("Sales Invoice", name), invoice or name, INCOME)
		if invoice:
			self.settle(invoice, amount)
		return name

	def settle(self, invoice: str, amount: Decimal) -> None:
		"""Take `amount` off what is outstanding: booked just now, or money on account allocated to it."""
		left = self.outstanding(invoice) - amount
		self.db.execute(
			"update `tabSales Invoice` set outstanding_amount = :left where name = :name",
			left=left,
			name=invoice,
		)

	def outstanding(self, invoice: str) -> Decimal:
		sql = "select outstanding_amount from `tabSales Invoice` where name = :name"
		return decimal(self.db.rows(sql, {"name": invoice})[0]["outstanding_amount"])

	def _head(self, name: str, customer: str, amount: Decimal) -> dict[str, Any]:
		return {
			"name": name,
			"customer": customer,
			"company": self.company,
			"docstatus": 1,
			"currency": self.currency,
			"conversion_rate": 1,
			"base_net_total": amount,
			"base_grand_total": amount,
		}

	def _book(
		self,
		customer: str,
		day: date,
		amount: Decimal,
		voucher: tuple[str, str],
		against: str,
		contra: str,
		due: date | None = None,
	) -> None:
		"""Debit (positive) or credit the customer, and the contra account the other way round."""
		kind, name = voucher
		party = {"party_type": "Customer", "party": customer}
		common = {
			"posting_date": day,
			"company": self.company,
			"voucher_type": kind,
			"voucher_no": name,
			"is_cancelled": 0,
		}
		debit, credit = max(amount, ZERO), max(-amount, ZERO)
		self.db.insert(
			"GL Entry",
			**common,
			**party,
			account=RECEIVABLE,
			debit=debit,
			credit=credit,
			against_voucher=against,
		)
		self.db.insert("GL Entry", **common, account=contra, debit=credit, credit=debit)
		self.db.insert(
			"Payment Ledger Entry",
			posting_date=day,
			due_date=due,
			company=self.company,
			**party,
			voucher_type=kind,
			voucher_no=name,
			account_type="Receivable",
			against_voucher_type="Sales Invoice" if against != name else kind,
			against_voucher_no=against,
			**dict.fromkeys(("amount", "amount_in_account_currency"), amount),
			delinked=0,
		)

	def _next(self, prefix: str) -> str:
		"""A name that no document of the user's has."""
		self._vouchers += 1
		return f"({prefix} {self._vouchers})"


def _row(parent: str, amount: Decimal, idx: int = 1) -> dict[str, Any]:
	"""One unit is one unit of the currency: an export knows amounts, no quantities."""
	return {
		"name": f"{parent}:{idx}",
		"parent": parent,
		"idx": idx,
		"qty": amount,
		"stock_qty": amount,
		"amount": amount,
		"base_net_amount": amount,
	}


def _line(parent: str) -> str | None:
	return f"{parent}:1" if parent else None
