"""Deliveries to Invoice: what was delivered and not billed, and how late. Each day late is credit given for nothing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.credit.terms import Cycle, invoice_on
from cqs_app.engine.money import CENT, ZERO, cents, decimal
from cqs_app.erp.credit import terms
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.links import Party

ACCOUNT = ("name", "customer", "customer_name", "company", "currency", "invoicing_cycle")
NOTE = ("name", "customer", "company", "posting_date", "base_net_total", "base_grand_total")


def columns() -> list[dict]:
	"""Links only to what every reader of the report may read: Frappe refuses the whole report otherwise."""
	return [
		_column("customer", _("Customer"), "Link", "Customer", 150),
		_column("customer_name", _("Customer Name"), "Data", "", 150),
		_column("delivery_note", _("Delivery Note"), "Link", "Delivery Note", 190),
		_column("delivered_on", _("Delivered On"), "Date", "", 125),
		_column("invoicing_cycle", _("Invoicing Cycle"), "Data", "", 150),
		_column("invoice_on", _("To Invoice On"), "Date", "", 125),
		_column("days_late", _("Days Late"), "Int", "", 90),
		_column("amount", _("Not Invoiced"), "Currency", "currency", 130),
		_column("company", _("Company"), "Link", "Company", 150),
		_column("currency", _("Currency"), "Data", "", 80),
	]


def rows(filters: Mapping) -> list[dict]:
	"""One per delivery with something left to bill, the latest first; only accounts that the user may see."""
	accounts = _accounts(filters)
	found = []
	for note in _notes(filters, accounts):
		party = Party(note.customer, note.company)
		found.append(_row(note, accounts[party], _cycle(accounts[party], party)))
	if filters.get("invoicing_cycle"):
		found = [row for row in found if row["cycle"] == filters["invoicing_cycle"]]
	if filters.get("only_late"):
		found = [row for row in found if row["days_late"] > 0]
	return sorted(found, key=lambda row: (-row["days_late"], row["delivery_note"]))


def summary(found: list[dict]) -> list[dict]:
	"""Totals in each currency: what is not invoiced, how much of it late, and by how many days on average."""
	cards = []
	for currency in sorted({row["currency"] for row in found}):
		own = [row for row in found if row["currency"] == currency]
		late = [row for row in own if row["days_late"] > 0]
		amount = sum((decimal(row["amount"]) for row in late), ZERO)
		days = sum((decimal(row["amount"]) * row["days_late"] for row in late), ZERO)
		cards += [
			_card(_("Not invoiced"), float(sum((decimal(row["amount"]) for row in own), ZERO)), currency),
			_card(_("Of it late"), float(amount), currency, "Red" if late else "Green"),
		]
		if amount:
			label = _("Days late on average ({0})").format(currency)
			cards.append({"label": label, "value": round(float(days / amount), 1), "datatype": "Float"})
	return cards


def _accounts(filters: Mapping) -> dict[Party, frappe._dict]:
	wanted = {field: filters[field] for field in ("customer", "company") if filters.get(field)}
	listed = frappe.get_list(
		"Credit Account",
		filters={**wanted, "status": ("!=", "Closed")},
		fields=list(ACCOUNT),
		order_by="customer, company",
		limit=0,
	)
	# The class chooses the policy, also for those who do not read it.
	names = [row.name for row in listed]
	classes = dict(
		frappe.get_all(
			"Credit Account", filters={"name": ("in", names)}, fields=["name", "risk_class"], as_list=True
		)
	)
	return {Party(row.customer, row.company): row.update(risk_class=classes[row.name]) for row in listed}


def _notes(filters: Mapping, accounts: Mapping[Party, frappe._dict]) -> list[frappe._dict]:
	"""Deliveries of these accounts with `amount`, the part of their worth that is not billed."""
	wanted = {field: filters[field] for field in ("customer", "company") if filters.get(field)}
	open_notes = {"docstatus": 1, "is_return": 0, "per_billed": ("<", 100), "status": ("not in", ("Closed",))}
	listed = frappe.get_all(
		"Delivery Note", filters={**wanted, **open_notes}, fields=list(NOTE), order_by="name"
	)
	notes = {note.name: note for note in listed if Party(note.customer, note.company) in accounts}
	for note, net in _unbilled(list(notes)).items():
		total = decimal(notes[note].base_net_total)
		share = net / total if total else ZERO
		notes[note].amount = cents(decimal(notes[note].base_grand_total) * share)
	return [note for note in notes.values() if note.get("amount", ZERO) >= CENT]


def _unbilled(names: list[str]) -> dict[str, Decimal]:
	"""Net worth, by delivery, of what was neither billed nor returned."""
	fields = ["name", "parent", "stock_qty", "amount", "billed_amt", "base_net_amount"]
	found = dict.fromkeys(names, ZERO)
	for start in range(0, len(names), 500):
		part = {"parent": ("in", names[start : start + 500])}
		rows = frappe.get_all("Delivery Note Item", filters=part, fields=fields, order_by="parent, idx")
		returned = _returned([row.name for row in rows])
		for row in rows:
			if decimal(row.amount) <= 0 or decimal(row.stock_qty) <= 0:
				continue
			back = returned.get(row.name, ZERO) / decimal(row.stock_qty)
			open_part = 1 - back - decimal(row.billed_amt) / decimal(row.amount)
			found[row.parent] += decimal(row.base_net_amount) * max(open_part, ZERO)
	return found


def _returned(rows: list[str]) -> dict[str, Decimal]:
	"""Stock quantity that came back, by row of the delivery."""
	back = {"dn_detail": ("in", rows), "docstatus": 1, "stock_qty": ("<", 0)}
	found: dict[str, Decimal] = {}
	for row in frappe.get_all(
		"Delivery Note Item", filters=back, fields=["dn_detail", "stock_qty"], order_by="name"
	):
		found[row.dn_detail] = found.get(row.dn_detail, ZERO) - decimal(row.stock_qty)
	return found


def _cycle(account: frappe._dict, party: Party) -> Cycle | None:
	return terms.cycle_of(account, policy_for(party, account.risk_class))[0]


def _row(note: frappe._dict, account: frappe._dict, cycle: Cycle | None) -> dict:
	"""Without an agreed cycle goods are to be invoiced on the day of their delivery."""
	due: date = invoice_on(getdate(note.posting_date), cycle or Cycle.IMMEDIATE)
	return {
		"customer": note.customer,
		"customer_name": account.customer_name,
		"delivery_note": note.name,
		"delivered_on": note.posting_date,
		"cycle": (cycle or Cycle.IMMEDIATE).value,
		"invoicing_cycle": _(cycle.value) if cycle else _("Immediate (none agreed)"),
		"invoice_on": due,
		"days_late": max((today(note.company) - due).days, 0),
		"amount": float(note.amount),
		"company": note.company,
		"currency": account.currency,
	}


def _column(name: str, label: str, kind: str, options: str, width: int) -> dict:
	return {"fieldname": name, "label": label, "fieldtype": kind, "options": options, "width": width}


def _card(label: str, value: float, currency: str, indicator: str = "Blue") -> dict:
	return {
		"label": label,
		"value": value,
		"datatype": "Currency",
		"currency": currency,
		"indicator": indicator,
	}
