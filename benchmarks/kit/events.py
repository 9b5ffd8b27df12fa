"""Random events in the life of a few customers, as people and ERPNext's own buttons would cause them.

Each event is a method of `World`; `happen` picks one, does it inside a savepoint and says what became of it. What
ERPNext itself refuses (nothing left to deliver, a document that others depend on) is rolled back and counted.
"""

import random
from collections import Counter
from collections.abc import Callable

import frappe
from frappe.utils import add_days

from cqs_app.erp.credit import account as accounts
from cqs_app.ledger.links import Party
from tests.erp import factories as make

LIMIT = 1_000_000_000
CANCELLABLE = (
	"Sales Order",
	"Delivery Note",
	"Sales Invoice",
	"Payment Entry",
	"Journal Entry",
	"POS Invoice",
	"POS Closing Entry",
)
WEIGHTS = {
	"order": 14,
	"deliver_order": 14,
	"deliver_alone": 5,
	"bill_order": 10,
	"bill_delivery": 8,
	"bill_alone": 6,
	"pay_invoice": 10,
	"pay_order": 3,
	"pay_on_account": 2,
	"refund": 2,
	"return_delivery": 6,
	"credit_note": 6,
	"journal": 4,
	"cancel": 8,
	"close": 5,
	"reopen": 4,
	"update_items": 6,
	"sell_at_till": 3,
	"close_till": 2,
}


class World:
	"""Customers in two companies and currencies, and every document that the events made."""

	def __init__(self, seed: int, customers: int = 4) -> None:
		self.random = random.Random(seed)
		self.customers = [make.make_customer().name for _ in range(customers)]
		self.companies = (make.COMPANY, make.SECOND_COMPANY)
		for party in self.parties:
			accounts.lock(party)
			accounts.set_values(party, {"is_assessed": 1, "credit_limit": LIMIT})
		self.till = make.make_pos_profile(allow_partial_payment=1)
		self.counts: Counter = Counter()
		self.refusals: Counter = Counter()
		self.last_error = ""

	@property
	def parties(self) -> list[Party]:
		return [Party(customer, company) for customer in self.customers for company in self.companies]

	def happen(self) -> tuple[str, bool]:
		"""One event: its name, and whether ERPNext let it happen."""
		name = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
		frappe.db.savepoint("cqs_event")
		try:
			done = getattr(self, name)()
		except frappe.ValidationError as error:
			frappe.db.rollback(save_point="cqs_event")
			done, self.last_error = False, str(error)
		frappe.clear_messages()
		(self.counts if done else self.refusals)[name] += 1
		return name, bool(done)

	# what is sold

	def order(self):
		return make.make_sales_order(**self._sale(), delivery_date=self._day())

	def deliver_order(self):
		from erpnext.selling.doctype.sales_order.sales_order import make_delivery_note

		return self._part_of("Sales Order", make_delivery_note, per_delivered=("<", 100))

	def deliver_alone(self):
		return make.make_delivery_note(**self._sale(item=make.WIDGET))

	def bill_order(self):
		from erpnext.selling.doctype.sales_order.sales_order import make_sales_invoice

		return self._part_of("Sales Order", make_sales_invoice, per_billed=("<", 100))

	def bill_delivery(self):
		from erpnext.stock.doctype.delivery_note.delivery_note import make_sales_invoice

		return self._part_of("Delivery Note", make_sales_invoice, per_billed=("<", 100), is_return=0)

	def bill_alone(self):
		return make.make_sales_invoice(**self._sale())

	def sell_at_till(self):
		if not self._shift():
			make.make_pos_opening(profile=self.till)
		qty, rate = self.random.randint(1, 5), self._price()
		paid = self.random.choice([qty * rate, round(qty * rate / 3, 2), 0.01])
		customer = self.random.choice(self.customers)
		return make.make_pos_invoice(
			profile=self.till, customer=customer, qty=qty, rate=rate, paid=round(paid, 2)
		)

	def close_till(self):
		"""The shift ends: ERPNext consolidates its receipts into invoices, in this process."""
		from erpnext.accounts.doctype.pos_closing_entry.pos_closing_entry import (
			make_closing_entry_from_opening,
		)

		closing = self._shift() and make_closing_entry_from_opening(self._shift())
		if not closing or not closing.get("pos_transactions"):
			return None
		closing.period_end_date = f"{make.POSTING_DATE} 23:00:00"
		closing.posting_date = make.POSTING_DATE
		closing.insert()
		closing.submit()
		return closing

	def _shift(self):
		filters = {"pos_profile": self.till.name, "status": "Open", "docstatus": 1}
		name = frappe.db.get_value("POS Opening Entry", filters, "name")
		return name and frappe.get_doc("POS Opening Entry", name)

	# what is paid and taken back

	def pay_invoice(self):
		invoice = self._pick("Sales Invoice", outstanding_amount=(">", 0), is_return=0)
		amount = invoice and frappe.db.get_value("Sales Invoice", invoice, "outstanding_amount")
		return invoice and make.make_payment(invoice=invoice, amount=self._share(amount))

	def pay_order(self):
		order = self._pick("Sales Order", status=("not in", ("Closed", "Completed")), currency="USD")
		return order and make.make_payment(order=order, amount=10.01)

	def pay_on_account(self):
		return make.make_payment(**self._party(), amount=self._price())

	def refund(self):
		return make.make_payment(**self._party(), amount=self._price(), payment_type="Pay")

	def return_delivery(self):
		from erpnext.stock.doctype.delivery_note.delivery_note import make_sales_return

		return self._part_of("Delivery Note", make_sales_return, is_return=0)

	def credit_note(self):
		from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

		reopens = self.random.random() < 0.4
		return self._part_of(
			"Sales Invoice", make_sales_return, update_billed_amount_in_sales_order=int(reopens), is_return=0
		)

	def journal(self):
		"""Charges, write-offs and transfers between two customers of one company."""
		party = self._party()
		debtors = make.account(name="Debtors", company=party["company"])
		other = {"account": make.account(name="Sales", company=party["company"])}
		other["cost_center"] = make.account(name="Main", company=party["company"])
		if self.random.random() < 0.3:
			other = {"account": debtors, "customer": self.random.choice(self.customers)}
		mine = {"account": debtors, "customer": party["customer"]}
		amount = self._price()
		debit, credit = (mine, other) if self.random.random() < 0.6 else (other, mine)
		rows = [{**debit, "debit": amount}, {**credit, "credit": amount}]
		return make.make_journal(rows=rows, company=party["company"])

	# what is undone

	def cancel(self):
		doctype = self.random.choice(CANCELLABLE)
		name = self._pick_journal() if doctype == "Journal Entry" else self._pick(doctype)
		document = name and frappe.get_doc(doctype, name)
		return document and (document.cancel() or document)

	def close(self):
		doctype = self.random.choice(("Sales Order", "Sales Order", "Delivery Note"))
		name = self._pick(doctype, status=("not in", ("Closed", "Completed")))
		return name and self._set_status(doctype, name, "Closed")

	def reopen(self):
		doctype = self.random.choice(("Sales Order", "Sales Order", "Delivery Note"))
		name = self._pick(doctype, status="Closed")
		return name and self._set_status(doctype, name, "Draft" if doctype == "Sales Order" else "Submitted")

	def update_items(self):
		from erpnext.controllers.accounts_controller import update_child_qty_rate

		name = self._pick("Sales Order", status=("not in", ("Closed", "Completed")))
		if not name:
			return None
		order = frappe.get_doc("Sales Order", name)
		items = [
			{
				"docname": row.name,
				"name": row.name,
				"item_code": row.item_code,
				"qty": max(row.qty + self.random.randint(-2, 3), row.delivered_qty, 1),
				"rate": row.rate if row.billed_amt else self._price(),
				"delivery_date": str(row.delivery_date),
			}
			for row in order.items
		]
		if self.random.random() < 0.3:
			items.append(
				{"item_code": make.SERVICE, "qty": 1, "rate": self._price(), "delivery_date": self._day()}
			)
		update_child_qty_rate("Sales Order", frappe.as_json(items), name)
		return order

	# how they choose

	def _party(self) -> dict:
		return {
			"customer": self.random.choice(self.customers),
			"company": self.random.choices(self.companies, (3, 1))[0],
		}

	def _sale(self, item: str | None = None) -> dict:
		"""Customer, company, currency, one to three rows with odd cents, and sometimes a tax."""
		party = self._party()
		rows = [
			{
				"item_code": item or self.random.choice((make.SERVICE, make.WIDGET)),
				"qty": self.random.randint(1, 12),
				"rate": self._price(),
				"warehouse": make.warehouse(company=party["company"]),
			}
			for _ in range(self.random.randint(1, 3))
		]
		# One party account per company is in its currency, so foreign documents go to the first company.
		foreign = party["company"] == make.COMPANY and self.random.random() < 0.3
		sale = {**party, "items": rows, "currency": "EUR" if foreign else None}
		if self.random.random() < 0.4:
			sale["taxes"] = [self._tax(party["company"])]
		return sale

	def _tax(self, company: str) -> dict:
		return {
			"charge_type": "On Net Total",
			"account_head": make.account(name="Sales", company=company),
			"cost_center": make.account(name="Main", company=company),
			"description": "Tax",
			"rate": self.random.choice((7, 8.25, 19)),
		}

	def _part_of(self, doctype: str, mapper: Callable, **filters):
		"""A document that continues another: some of its rows, some of their quantity."""
		values = {key: filters.pop(key) for key in list(filters) if key.startswith("update_billed")}
		if doctype == "Sales Order":
			filters["status"] = ("not in", ("Closed", "On Hold"))
		name = self._pick(doctype, **filters)
		document = name and mapper(name)
		if not document or not document.get("items"):
			return None
		for row in document.items:
			if abs(row.qty) > 1 and self.random.random() < 0.6:
				row.qty = self.random.randint(1, int(abs(row.qty))) * (1 if row.qty > 0 else -1)
		if len(document.items) > 1 and self.random.random() < 0.3:
			document.items.remove(self.random.choice(document.items))
		document.update(
			{"set_posting_time": 1, "posting_date": make.POSTING_DATE, "posting_time": "12:00:00"}
		)
		document.update({"due_date": None, "payment_schedule": [], **values})
		document.insert()
		document.submit()
		return document

	def _set_status(self, doctype: str, name: str, status: str):
		document = frappe.get_doc(doctype, name)
		document.update_status(status)
		return document

	def _pick(self, doctype: str, **filters) -> str | None:
		filters = {"customer": ("in", self.customers), "docstatus": 1, **filters}
		if doctype == "Payment Entry":
			filters = {"party": ("in", self.customers), "docstatus": 1}
		if doctype == "POS Closing Entry":
			filters = {"pos_profile": self.till.name, "docstatus": 1}
		names = frappe.get_all(
			doctype, filters=filters, pluck="name", order_by="creation desc, name desc", limit=25
		)
		return self.random.choice(names) if names else None

	def _pick_journal(self) -> str | None:
		rows = frappe.get_all(
			"Journal Entry Account",
			filters={"party": ("in", self.customers), "docstatus": 1},
			pluck="parent",
			order_by="creation desc, name desc",
			limit=25,
		)
		return self.random.choice(rows) if rows else None

	def _price(self) -> float:
		return round(self.random.uniform(0.01, 400), 2)

	def _share(self, amount: float) -> float:
		part = self.random.choice((1, 1, 0.5, 0.333))
		return max(round(amount * part, 2), 0.01)

	def _day(self) -> str:
		return str(add_days(make.POSTING_DATE, self.random.choice((0, 7, 30))))
