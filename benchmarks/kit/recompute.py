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
		self.bills = self._read("Sales Invoice", ["is_return", *REOPENS.values()])
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
				moved = self._moved("so_detail", row.name)
				ordered = size(row)
				if row.delivered_by_supplier and row.qty:
					supplied = number(row.delivered_qty) / number(row.qty) * ordered
					moved["delivered"] = max(moved["delivered"], supplied)
				self._settle(order, moved)
				reached = max(moved["delivered"], moved["billed"])
				if order.status not in ("Closed", "Stopped") and ordered > 0 and reached < ordered:
					share = (ordered - max(reached, ZERO)) / ordered
					by_date[row.delivery_date or order.delivery_date] += worth(order, row) * share
				if ordered > 0:
					agreed = worth(order, row) * moved["delivered"] / ordered
					unbilled += left_to_bill(moved, max(moved["delivered_worth"], agreed))
			open_total += sum((cents(amount) for amount in by_date.values()), ZERO)
			unbilled_total += cents(unbilled)
		return open_total, unbilled_total

	def deliveries(self) -> Decimal:
		"""Delivered without an order of this customer, not invoiced beforehand, and not billed."""
		total = ZERO
		ordered = {row.name for order in self.sold for row in order.rows}
		billed = {row.name: row for bill in self.bills if not bill.is_return for row in bill.rows}
		for note in self.notes:
			if note.is_return:
				continue
			unbilled = ZERO
			for row in note.rows:
				paid_for = billed.get(row.si_detail)
				if row.so_detail in ordered or (paid_for and paid_for.amount >= row.amount):
					continue
				moved = self._moved("dn_detail", row.name)
				moved["delivered"] = size(row)
				self._settle(note, moved)
				unbilled += left_to_bill(moved, worth(note, row))
			total += cents(unbilled)
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
		consolidated = {row.get("pos_invoice") for bill in self.bills for row in bill.rows}
		total = ZERO
		for receipt in receipts:
			if receipt.consolidated_invoice or receipt.name in consolidated:
				continue
			paid = number(receipt.base_paid_amount) - number(receipt.base_change_amount)
			total += max(cents(number(receipt.base_grand_total) - paid), ZERO)
		return total

	def reserved(self) -> Decimal:
		filters = {"customer": self.customer, "company": self.company, "status": "Released"}
		rows = frappe.get_all("Credit Hold", filters=filters, fields=["reserved", "used_on"], order_by="name")
		return sum((number(row.reserved) for row in rows if not row.used_on), ZERO)

	def _read(self, doctype: str, fields: list[str]) -> list:
		"""Submitted documents with their rows, net of nothing."""
		money = ["name", "base_grand_total", "base_net_total"]
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

	def _moved(self, link: str, row: str) -> dict[str, Decimal]:
		"""What deliveries, returns and invoices say about a row of an order (so_detail) or delivery (dn_detail)."""
		moved = defaultdict(lambda: ZERO)
		for note, line in self.notes_by[link, row]:
			if note.is_return:
				moved["returned"] -= self._quantity_of(line, row)
			elif link == "so_detail":
				moved["delivered"] += self._quantity_of(line, row)
				moved["delivered_worth"] += worth(note, line)
		for bill, line in self.bills_by[link, row]:
			if not bill.is_return or bill[REOPENS[link]]:
				free = number(self._row(row).amount) <= 0
				moved["billed"] += number(line.qty if free else line.amount)
				moved["billed_quantity"] += self._quantity_of(line, row)
		return moved

	def _row(self, name: str):
		"""The row of an order or delivery of that name."""
		return next(
			row for book in (self.sold, self.notes) for doc in book for row in doc.rows if row.name == name
		)

	def _quantity_of(self, line, row: str) -> Decimal:
		"""A line's quantity in the measure of the row that it continues."""
		target = self._row(row)
		return number(line.stock_qty) / number(target.stock_qty) * size(target)

	def _settle(self, document, moved) -> None:
		"""What is closed will not be billed beyond its quantities."""
		if document.status in ("Closed", "Stopped"):
			moved["billed"] = max(moved["billed"], moved["billed_quantity"])

	def _lines_of(self, documents: list) -> dict[tuple[str, str], list]:
		"""Documents and their rows by the row of an order or delivery that they name."""
		found = defaultdict(list)
		for document in documents:
			for line in document.rows:
				for link in ("so_detail", "dn_detail"):
					found[link, line.get(link)].append((document, line))
		return found


def left_to_bill(moved: dict[str, Decimal], value: Decimal) -> Decimal:
	delivered = moved["delivered"]
	left = delivered - max(moved["returned"], ZERO) - max(moved["billed"], ZERO)
	return value * left / delivered if delivered > 0 and left > 0 else ZERO


def worth(document, row) -> Decimal:
	"""A row with its share of the document's charges, split by size, in company currency."""
	charges = number(document.base_grand_total) - number(document.base_net_total)
	sizes = sum((abs(number(other.base_net_amount)) for other in document.rows), ZERO)
	net = number(row.base_net_amount)
	return net + charges * (abs(net) / sizes if sizes else 1 / number(len(document.rows)))


def size(row) -> Decimal:
	"""The amount of a row before document discounts; the quantity of a free one."""
	return number(row.amount) if number(row.amount) > 0 else number(row.qty)


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
