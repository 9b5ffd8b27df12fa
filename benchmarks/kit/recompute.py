"""Exposure recomputed from the documents by plain loops, without anything of cqs_app.

Follows the definitions in words (docs, and the head of `engine/credit/commitments.py`): what is ordered and not yet
delivered or billed, what is delivered and not yet billed, what a till receipt leaves unpaid, and the balance of the
customer's GL rows. Amounts of rows carry the taxes of their document and are in company currency.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import frappe

CENT = Decimal("0.01")
ZERO = Decimal(0)
REOPENS = {
	"so_detail": "update_billed_amount_in_sales_order",
	"dn_detail": "update_billed_amount_in_delivery_note",
}
CLOSED = ("Closed", "Stopped")
REOPENS = ("update_billed_amount_in_sales_order", "update_billed_amount_in_delivery_note")
COMPONENTS = ("receivable", "delivered_unbilled", "open_orders", "pos_unpaid", "reserved")


def exposure(customer: str, company: str) -> dict[str, Decimal]:
	"""Every component of one account, to the cent."""
	books = Books(customer, company)
	open_orders, from_orders = books.orders()
	return {
		"receivable": books.receivable(),
		"delivered_unbilled": from_orders + books.deliveries(),
		"open_orders": open_orders,
		"pos_unpaid": books.till(),
		"reserved": books.reserved(),
	}


class Books:
	"""All submitted documents of one customer in one company."""

	def __init__(self, customer: str, company: str) -> None:
		self.where = {"customer": customer, "company": company, "docstatus": 1}
		self.customer, self.company = customer, company
		self.notes = self._read("Delivery Note", ["is_return", "status"])
		self.bills = self._read("Sales Invoice", ["is_return", "status", *REOPENS])
		self.sold = self._read("Sales Order", ["status", "delivery_date"])
		self.notes_by, self.bills_by = self._lines_of(self.notes), self._lines_of(self.bills)

	def receivable(self) -> Decimal:
		rows = frappe.get_all(
			"GL Entry",
			filters={"party_type": "Customer", "party": self.customer, "company": self.company},
			fields=["debit", "credit", "is_cancelled"],
			order_by="name",
		)
		return cents(sum((number(r.debit) - number(r.credit) for r in rows if not r.is_cancelled), ZERO))

	def orders(self) -> tuple[Decimal, Decimal]:
		"""What is open, and what was delivered from orders and is not billed."""
		open_total = unbilled_total = ZERO
		for order in self.sold:
			by_date, unbilled = defaultdict(lambda: ZERO), ZERO
			for row in order.rows:
				ordered, value = size(row), worth(order, row)
				moved = self._moved("so_detail", order, row)
				moved["delivered"] = max(moved["delivered"], supplied(row))
				reached = max(moved["delivered"], moved["billed"], ZERO)
				if order.status not in CLOSED and 0 < ordered and reached < ordered:
					due = row.delivery_date or order.delivery_date
					by_date[due] += value * (ordered - reached) / ordered
				if ordered > 0:
					moved["worth"] = max(moved["worth"], value * moved["delivered"] / ordered)
					unbilled += left_to_bill(moved)
			if sum(by_date.values(), ZERO) >= 0:
				open_total += sum((cents(amount) for amount in by_date.values()), ZERO)
			unbilled_total += cents(max(unbilled, ZERO))
		return open_total, unbilled_total

	def deliveries(self) -> Decimal:
		"""Delivered without an order of this customer, not invoiced beforehand, and not billed."""
		total = ZERO
		ordered = {(order.name, row.name) for order in self.sold for row in order.rows}
		billed = {row.name: (bill, row) for bill in self.bills if not bill.is_return for row in bill.rows}
		for note in self.notes:
			if note.is_return:
				continue
			unbilled = ZERO
			for row in note.rows:
				if (row.against_sales_order, row.so_detail) in ordered:
					continue
				if row.si_detail in billed and paid_for(note, row, *billed[row.si_detail]):
					continue
				moved = self._moved("dn_detail", note, row)
				moved["delivered"], moved["worth"] = size(row), worth(note, row)
				unbilled += left_to_bill(moved)
			total += cents(max(unbilled, ZERO))
		return total

	def till(self) -> Decimal:
		fields = [
			"name",
			"base_grand_total",
			"base_paid_amount",
			"base_change_amount",
			"consolidated_invoice",
		]
		receipts = frappe.get_all(
			"POS Invoice", filters={**self.where, "is_return": 0}, fields=fields, order_by="name"
		)
		consolidated = {(bill.name, row.get("pos_invoice")) for bill in self.bills for row in bill.rows}
		total = ZERO
		for receipt in receipts:
			if (receipt.consolidated_invoice, receipt.name) not in consolidated:
				paid = number(receipt.base_paid_amount) - number(receipt.base_change_amount)
				total += max(cents(number(receipt.base_grand_total) - paid), ZERO)
		return total

	def reserved(self) -> Decimal:
		filters = {"customer": self.customer, "company": self.company, "status": "Released"}
		rows = frappe.get_all("Credit Hold", filters=filters, fields=["reserved", "used_on"], order_by="name")
		return sum((number(row.reserved) for row in rows if not row.used_on), ZERO)

	def _read(self, doctype: str, fields: list[str]) -> list:
		"""Submitted documents with their rows, net of nothing."""
		money = ["name", "currency", "base_grand_total", "base_net_total"]
		documents = frappe.get_all(doctype, filters=self.where, fields=[*money, *fields], order_by="name")
		rows = defaultdict(list)
		parents = [document.name for document in documents]
		for row in frappe.get_all(
			f"{doctype} Item", filters={"parent": ("in", parents)}, fields=["*"], order_by="parent, idx"
		):
			rows[row.parent].append(row)
		for document in documents:
			document.rows = rows[document.name]
		return documents

	def _moved(self, link: str, document, row) -> dict[str, Decimal]:
		"""What deliveries, returns and invoices say about a row of an order (so_detail) or delivery (dn_detail), in
		the measure of that row."""
		moved = defaultdict(lambda: ZERO)
		of_order = link == "so_detail"
		for note, line in self.notes_by[link, row.name]:
			if of_order and line.against_sales_order != document.name:
				continue
			if note.is_return:
				moved["returned"] -= by_quantity(line, row)
			elif of_order:
				moved["delivered"] += by_quantity(line, row)
				moved["worth"] += worth(note, line)
		by_amount = in_quantity = ZERO
		for bill, line in self.bills_by[link, row.name]:
			if self._bills(of_order, document, bill, line):
				by_amount += number(line.amount if row.amount > 0 else line.qty)
				in_quantity += by_quantity(line, row)
		closed = document.status in CLOSED
		moved["billed"] = max(by_amount, in_quantity) if closed else by_amount
		return moved

	def _bills(self, of_order: bool, document, bill, line) -> bool:
		"""The line bills the row that it names: through its own order or delivery, and not as a mere credit."""
		if not of_order:
			reopens = bill.update_billed_amount_in_delivery_note
			return line.delivery_note == document.name and bool(not bill.is_return or reopens)
		if line.sales_order != document.name:
			return False
		delivered = line.dn_detail and frappe.db.get_value(
			"Delivery Note Item", line.dn_detail, ["name", "so_detail"]
		)
		if delivered and delivered[1] != line.so_detail:
			return False
		return bool(not bill.is_return or bill.update_billed_amount_in_sales_order)

	def _lines_of(self, documents: list) -> dict[tuple[str, str], list]:
		"""Documents and their rows by the row of an order or delivery that they name."""
		found = defaultdict(list)
		for document in documents:
			for line in document.rows:
				for link in ("so_detail", "dn_detail"):
					found[link, line.get(link)].append((document, line))
		return found


def left_to_bill(moved: dict[str, Decimal]) -> Decimal:
	delivered = moved["delivered"]
	left = delivered - max(moved["returned"], ZERO) - max(moved["billed"], ZERO)
	return moved["worth"] * left / delivered if delivered > 0 and left > 0 else ZERO


def size(row) -> Decimal:
	"""A row's own measure: its amount, or its quantity when it is free."""
	return number(row.amount) if row.amount > 0 else number(row.qty)


def by_quantity(line, row) -> Decimal:
	"""As much of `row` as the quantity of `line` makes."""
	return number(line.stock_qty) / number(row.stock_qty) * size(row) if row.stock_qty else ZERO


def supplied(row) -> Decimal:
	"""Delivered by the supplier straight to the customer; no delivery note tells of it."""
	if not row.delivered_by_supplier or not row.qty:
		return ZERO
	return number(row.delivered_qty) / number(row.qty) * size(row)


def paid_for(note, row, bill, billed) -> bool:
	"""An invoice billed the delivered goods beforehand, at no less than their worth."""
	same = bill.currency == note.currency
	return same and billed.amount >= row.amount and billed.stock_qty >= row.stock_qty


def worth(document, row) -> Decimal:
	"""A row with its part of the document's charges, in company currency."""
	nets = [abs(number(other.base_net_amount)) for other in document.rows]
	net = number(row.base_net_amount)
	part = abs(net) / sum(nets) if sum(nets) else Decimal(1) / len(nets)
	return net + (number(document.base_grand_total) - number(document.base_net_total)) * part


def number(value: object) -> Decimal:
	return Decimal(str(value or 0))


def cents(amount: Decimal) -> Decimal:
	return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def differences(customer: str, company: str) -> dict[str, tuple[Decimal, Decimal]]:
	"""Components where `credit_position`, or the running total stored on the account, is not what the documents say.

	Empty when everything agrees. Keys: `component` and `stored component`; values: found and due.
	"""
	from cqs_app.erp.credit.position import credit_position
	from cqs_app.ledger.links import Party

	due = exposure(customer, company)
	found = credit_position(Party(customer, company))
	wrong = {}
	for component in COMPONENTS:
		shown = cents(number(found["components"].get(component)))
		if shown != due[component]:
			wrong[component] = (shown, due[component])
	account = frappe.db.get_value(
		"Credit Account", {"customer": customer, "company": company}, [*COMPONENTS, "exposure"], as_dict=True
	)
	total = sum(due.values(), ZERO)
	if cents(number(found["exposure"])) != total:
		wrong["exposure"] = (number(found["exposure"]), total)
	if account:
		for component in (*COMPONENTS, "exposure"):
			expected = total if component == "exposure" else due[component]
			if cents(number(account[component])) != expected:
				wrong[f"stored {component}"] = (number(account[component]), expected)
	return wrong
