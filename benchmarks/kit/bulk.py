"""Ledger rows by the hundred thousand, written by SQL: paid invoices, billed deliveries and billed orders."""

from decimal import Decimal

import frappe

from tests.erp import factories as make

AMOUNT = Decimal("100.00")
CHUNK = 5000
DAY = "2025-03-03"


def fill(customer: str, company: str, invoices: int, orders: int = 0, open_invoices: int = 0) -> None:
	"""Give a customer `invoices` invoices, each with its GL and payment ledger rows, all paid but `open_invoices`.

	Every invoice makes two GL rows of the customer (invoice and payment). `orders` are billed and closed orders, and
	as many billed deliveries. Nothing of it adds to any component of the exposure but the open invoices.
	"""
	mark = frappe.generate_hash(length=8)
	debtors = frappe.get_cached_value("Company", company, "default_receivable_account")
	head = {"customer": customer, "company": company, "mark": mark, "debtors": debtors}
	for start in range(0, invoices, CHUNK):
		_invoices(head, range(start, min(start + CHUNK, invoices)), open_invoices)
	for start in range(0, orders, CHUNK):
		_orders(head, range(start, min(start + CHUNK, orders)))
	frappe.db.commit()
	for doctype in ("GL Entry", "Payment Ledger Entry", "Sales Invoice", "Sales Order", "Delivery Note"):
		frappe.db.sql(f"analyze table `tab{doctype}`")
		frappe.db.sql(f"analyze table `tab{doctype} Item`") if "Entry" not in doctype else None


def _invoices(head: dict, numbers: range, still_open: int) -> None:
	money = float(AMOUNT)
	invoices, items, general, payments = [], [], [], []
	for at in numbers:
		name = f"BINV-{head['mark']}-{at:06}"
		owed = money if at < still_open else 0.0
		shared = {"posting_date": DAY, "company": head["company"], "docstatus": 1}
		invoices.append(
			{
				"name": name,
				"customer": head["customer"],
				"due_date": DAY,
				"outstanding_amount": owed,
				"grand_total": money,
				"base_grand_total": money,
				"base_net_total": money,
				"conversion_rate": 1,
				"party_account_currency": make.CURRENCY[head["company"]],
				"status": "Overdue" if owed else "Paid",
				**shared,
			}
		)
		items.append({"name": f"{name}-1", "parent": name, **_row("Sales Invoice")})
		for side, voucher in (("debit", name), ("credit", f"BPAY-{head['mark']}-{at:06}")):
			if side == "credit" and owed:
				continue
			general.append(_gl(head, voucher, side, shared))
			payments.append(_payment_row(head, voucher, name, side, shared))
	for doctype, rows in (
		("Sales Invoice", invoices),
		("Sales Invoice Item", items),
		("GL Entry", general),
		("Payment Ledger Entry", payments),
	):
		insert(doctype, rows)


def _gl(head: dict, voucher: str, side: str, shared: dict) -> dict:
	return {
		"name": f"{voucher}-{side}",
		"party_type": "Customer",
		"party": head["customer"],
		"account": head["debtors"],
		"voucher_type": "Sales Invoice" if side == "debit" else "Payment Entry",
		"voucher_no": voucher,
		"debit": float(AMOUNT) if side == "debit" else 0.0,
		"credit": float(AMOUNT) if side == "credit" else 0.0,
		"is_cancelled": 0,
		**shared,
	}


def _payment_row(head: dict, voucher: str, against: str, side: str, shared: dict) -> dict:
	return {
		"name": f"{voucher}-{side}",
		"party_type": "Customer",
		"party": head["customer"],
		"account": head["debtors"],
		"account_type": "Receivable",
		"voucher_type": "Sales Invoice" if side == "debit" else "Payment Entry",
		"voucher_no": voucher,
		"against_voucher_type": "Sales Invoice",
		"against_voucher_no": against,
		"due_date": DAY,
		"amount": float(AMOUNT) if side == "debit" else -float(AMOUNT),
		"delinked": 0,
		**shared,
	}


def _orders(head: dict, numbers: range) -> None:
	"""Orders and, from nothing, deliveries: all billed."""
	tables: dict[str, list[dict]] = {}
	for at in numbers:
		for doctype, letter, date in (
			("Sales Order", "O", "transaction_date"),
			("Delivery Note", "D", "posting_date"),
		):
			name = f"B{letter}-{head['mark']}-{at:06}"
			document = {
				"name": name,
				"customer": head["customer"],
				"company": head["company"],
				"docstatus": 1,
				date: DAY,
				"status": "Completed",
				"per_billed": 100,
				"grand_total": float(AMOUNT),
				"base_grand_total": float(AMOUNT),
				"base_net_total": float(AMOUNT),
				"conversion_rate": 1,
			}
			tables.setdefault(doctype, []).append(document)
			billed = {"billed_amt": float(AMOUNT)}
			row = {"name": f"{name}-1", "parent": name, **billed, **_row(doctype)}
			tables.setdefault(f"{doctype} Item", []).append(row)
			detail = "so_detail" if letter == "O" else "dn_detail"
			invoice = {"name": f"{name}-I", "parent": f"BINV-{head['mark']}-{at:06}", detail: f"{name}-1"}
			tables.setdefault(f"Sales Invoice Item {letter}", []).append({**invoice, **_row("Sales Invoice")})
	for doctype, rows in tables.items():
		insert(doctype.removesuffix(" O").removesuffix(" D"), rows)


def _row(parenttype: str) -> dict:
	return {
		"parenttype": parenttype,
		"parentfield": "items",
		"idx": 1,
		"docstatus": 1,
		"item_code": make.SERVICE,
		"qty": 1,
		"net_amount": float(AMOUNT),
		"base_net_amount": float(AMOUNT),
		"amount": float(AMOUNT),
		"base_amount": float(AMOUNT),
	}


def insert(doctype: str, rows: list[dict]) -> None:
	if not rows:
		return
	columns = list(rows[0])
	stamp = {"creation": f"{DAY} 12:00:00", "modified": f"{DAY} 12:00:00", "owner": "Administrator"}
	names = ", ".join(f"`{column}`" for column in [*columns, *stamp])
	marks = "(" + ", ".join(["%s"] * (len(columns) + len(stamp))) + ")"
	values = [value for row in rows for value in (*(row[column] for column in columns), *stamp.values())]
	frappe.db.sql(f"insert into `tab{doctype}` ({names}) values {', '.join([marks] * len(rows))}", values)
