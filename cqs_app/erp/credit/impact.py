"""What a document will change, read from its rows before anything is posted.

One function per ERPNext DocType returns the impacts, one for each customer it touches. Rows are believed only as
far as the database confirms them: a row that names an order of somebody else, or no row of it, continues nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import date_diff

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.vocabulary import Checkpoint
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit.commitments import Reference
from cqs_app.erp.credit.database import DATABASE
from cqs_app.ledger import commitments as ledger
from cqs_app.ledger.links import Links, LinksByRow, Party, merged, order_row_links


@dataclass
class Impact:
	"""Expected effect on one account, in company currency.

	`amount` is the document's worth for this account, `document_amount` that for all accounts it touches.
	`ledger` is the change of the GL balance. `upstream` are the orders, deliveries and till receipts whose
	commitment the document changes; `commitments` returns their values once it is submitted.
	"""

	party: Party
	checkpoint: Checkpoint
	amount: Decimal = ZERO
	document_amount: Decimal = ZERO
	ledger: Decimal = ZERO
	prepaid: Decimal = ZERO
	upstream: list[Reference] = field(default_factory=list)
	overlay: LinksByRow = field(default_factory=dict)
	own: dict[Reference, Commitment] = field(default_factory=dict)
	never_refused: str = ""
	credit_days: int | None = None
	continues: bool = False
	voucher: str = ""

	@property
	def references(self) -> list[Reference]:
		return sorted({*self.upstream, *self.own})

	def commitments(self) -> dict[Reference, Commitment]:
		"""New commitment of every document concerned; reads the rows of orders and deliveries."""
		result = {reference: Commitment() for reference in self.upstream}
		result.update(current(self.upstream, exclude=self.voucher, overlay=self.overlay))
		return {**result, **self.own}


def current(
	references: Iterable[Reference], exclude: str = "", overlay: LinksByRow | None = None
) -> dict[Reference, Commitment]:
	"""Commitments as the rows in the database, plus `overlay`, make them. Unsubmitted documents are absent."""
	names: dict[str, list[str]] = {}
	for reference in references:
		names.setdefault(reference.doctype, []).append(reference.name)
	found = {}
	for name, commitment in ledger.order_commitments(
		DATABASE, names.get("Sales Order", []), exclude=exclude, overlay=overlay
	).items():
		found[Reference("Sales Order", name)] = commitment
	for name, commitment in ledger.delivery_commitments(
		DATABASE, names.get("Delivery Note", []), exclude=exclude, overlay=overlay
	).items():
		found[Reference("Delivery Note", name)] = commitment
	for name, unpaid in ledger.till_unpaid(DATABASE, names.get("POS Invoice", [])).items():
		found[Reference("POS Invoice", name)] = Commitment(pos_unpaid=unpaid)
	return found


def of_quotation(doc) -> list[Impact]:
	if doc.quotation_to != "Customer":
		return []
	amount = decimal(doc.base_grand_total)
	party = Party(doc.party_name, doc.company)
	impact = Impact(party, Checkpoint.QUOTATION, amount, ledger=amount)
	impact.credit_days = credit_days(doc, doc.transaction_date)
	return [impact]


def of_sales_order(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	impact = Impact(party, Checkpoint.SALES_ORDER, decimal(doc.base_grand_total))
	head = _head(doc, party, doc.items)
	links = {} if doc.docstatus == 0 or doc.flags.cqs_unlinked else _row_links(party, head)
	impact.own[Reference(doc.doctype, doc.name)] = ledger.commitment_of_order(head, links, {})
	impact.credit_days = credit_days(doc, doc.transaction_date)
	return [impact]


def of_delivery_note(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	impact = Impact(party, Checkpoint.DELIVERY_NOTE, decimal(doc.base_grand_total), voucher=doc.name or "")
	orders = _parents(party, "Sales Order", [row.so_detail for row in doc.items])
	billed = _parents(party, "Sales Invoice", [row.si_detail for row in doc.items])
	impact.upstream = _references("Sales Order", orders)
	if doc.is_return:
		impact.never_refused = _("a return lowers what is owed")
		returned = _parents(party, "Delivery Note", [row.dn_detail for row in doc.items])
		impact.upstream += _references("Delivery Note", returned)
	for row in doc.items:
		net = decimal(row.net_amount)
		link = Links(returned=-net) if doc.is_return else Links(net, _value(doc, row))
		if row.so_detail in orders:
			impact.overlay = merged(impact.overlay, {row.so_detail: link})
		if doc.is_return and row.dn_detail:
			impact.overlay = merged(impact.overlay, {row.dn_detail: link})
	rows = [row for row in doc.items if row.so_detail not in orders and not _billed_before(row, billed)]
	if not doc.is_return:
		own = ledger.commitment_of_delivery(_head(doc, party, rows), {}, {})
		impact.own[Reference(doc.doctype, doc.name)] = own
	impact.continues = bool(orders) and all(row.so_detail in orders for row in doc.items)
	return [impact]


def of_sales_invoice(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	impact = Impact(party, Checkpoint.SALES_INVOICE, decimal(doc.base_grand_total), voucher=doc.name or "")
	impact.ledger = _invoice_debit(doc)
	orders = _parents(party, "Sales Order", [row.so_detail for row in doc.items])
	notes = _parents(party, "Delivery Note", [row.dn_detail for row in doc.items])
	receipts = _submitted_receipts(party, [row.get("pos_invoice") for row in doc.items])
	impact.upstream = [*_references("Sales Order", orders), *_references("Delivery Note", notes)]
	for row in doc.items:
		billed = Links(billed=decimal(row.net_amount))
		if row.so_detail in orders and (not doc.is_return or doc.get("update_billed_amount_in_sales_order")):
			impact.overlay = merged(impact.overlay, {row.so_detail: billed})
		if row.dn_detail in notes and not doc.is_return:
			impact.overlay = merged(impact.overlay, {row.dn_detail: billed})
	impact.own = {Reference("POS Invoice", name): Commitment() for name in sorted(receipts)}
	if doc.is_return and impact.ledger <= 0:
		impact.never_refused = _("a credit note lowers what is owed")
	elif receipts and all(row.get("pos_invoice") in receipts for row in doc.items):
		impact.never_refused = _("it consolidates receipts that were checked at the till")
	impact.prepaid = _allocated_advances(doc)
	impact.credit_days = credit_days(doc, doc.posting_date)
	impact.continues = bool(doc.items) and all(
		row.so_detail in orders or row.dn_detail in notes for row in doc.items
	)
	return [impact]


def of_pos_invoice(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	total = decimal(doc.base_rounded_total) or decimal(doc.base_grand_total)
	unpaid = cents(total - decimal(doc.base_paid_amount) + decimal(doc.base_change_amount))
	impact = Impact(party, Checkpoint.POS_INVOICE, decimal(doc.base_grand_total), voucher=doc.name or "")
	if doc.is_return:
		impact.never_refused = _("a return lowers what is owed")
		return [impact]
	impact.own[Reference(doc.doctype, doc.name)] = Commitment(pos_unpaid=max(unpaid, ZERO))
	return [impact]


def of_journal_entry(doc) -> list[Impact]:
	"""One impact per customer; a revaluation that ERPNext calculated is recorded but not refused."""
	totals: dict[str, Decimal] = {}
	for row in doc.accounts:
		if row.party_type == "Customer" and row.party:
			totals[row.party] = totals.get(row.party, ZERO) + decimal(row.debit) - decimal(row.credit)
	reason = _("it only revalues open balances") if _revalues(doc) else ""
	return [
		Impact(
			Party(customer, doc.company),
			Checkpoint.JOURNAL_ENTRY,
			abs(total),
			ledger=total,
			never_refused=reason,
		)
		for customer, total in totals.items()
		if total
	]


def of_payment_entry(doc) -> list[Impact]:
	if doc.party_type != "Customer" or not doc.party:
		return []
	amount = decimal(doc.base_paid_amount if doc.payment_type == "Pay" else doc.base_received_amount)
	signed = amount if doc.payment_type == "Pay" else -amount
	party = Party(doc.party, doc.company)
	return [Impact(party, Checkpoint.PAYMENT_ENTRY, amount, ledger=signed)]


IMPACTS: dict[str, Callable] = {
	"Quotation": of_quotation,
	"Sales Order": of_sales_order,
	"Delivery Note": of_delivery_note,
	"Sales Invoice": of_sales_invoice,
	"POS Invoice": of_pos_invoice,
	"Journal Entry": of_journal_entry,
	"Payment Entry": of_payment_entry,
}


def impacts_of(doc, unlinked: bool = False) -> list[Impact]:
	"""Impacts of a document, one per customer that it touches, in the order in which accounts are locked.

	`unlinked`: it is being submitted, so nothing can have been delivered or billed from it.
	"""
	doc.flags.cqs_unlinked = unlinked
	impacts = IMPACTS[doc.doctype](doc)
	for impact in impacts:
		impact.document_amount = sum((other.amount for other in impacts), ZERO)
	return impacts


def parties_of(doc) -> list[Party]:
	"""Customers and company whose accounts the document touches, without reading its rows' links."""
	if doc.doctype == "Journal Entry":
		names = {row.party for row in doc.accounts if row.party_type == "Customer" and row.party}
	elif doc.doctype == "Payment Entry":
		names = {doc.party} if doc.party_type == "Customer" and doc.party else set()
	elif doc.doctype == "Quotation":
		names = {doc.party_name} if doc.quotation_to == "Customer" and doc.party_name else set()
	else:
		names = {doc.customer} if doc.customer else set()
	return [Party(name, doc.company) for name in names] if doc.company else []


def credit_days(doc, start) -> int | None:
	"""Days from the document's date to its latest instalment."""
	dates = [row.due_date for row in doc.get("payment_schedule") or [] if row.due_date]
	if not dates and doc.get("due_date"):
		dates = [doc.due_date]
	return max(date_diff(day, start) for day in dates) if dates and start else None


def _head(doc, party: Party, rows) -> ledger.Head:
	lines = tuple(
		ledger.Line(
			row.name or f"new-{row.idx}",
			decimal(row.net_amount),
			_value(doc, row),
			ledger.day_of(row.get("delivery_date") or doc.get("delivery_date")),
		)
		for row in rows
	)
	return ledger.Head(doc.name, party, doc.status in ledger.CLOSED, lines)


def _row_links(party: Party, head: ledger.Head) -> LinksByRow:
	return order_row_links(DATABASE, party, [line.name for line in head.lines])


def _value(doc, row) -> Decimal:
	"""A row's worth with its share of the taxes, in company currency."""
	net = decimal(doc.base_net_total)
	return decimal(row.base_net_amount) * decimal(doc.base_grand_total) / net if net else ZERO


def _references(doctype: str, parents: dict[str, str]) -> list[Reference]:
	return [Reference(doctype, name) for name in sorted(set(parents.values()))]


def _parents(party: Party, doctype: str, details: Iterable[str | None]) -> dict[str, str]:
	"""Row name to document name, for rows of submitted documents of this very customer and company."""
	names = sorted({name for name in details if name})
	if not names:
		return {}
	child = f"{doctype} Item"
	found = frappe.db.sql(
		f"""select child.name, child.parent from `tab{child}` child
		join `tab{doctype}` doc on doc.name = child.parent
		where child.name in ({", ".join(["%s"] * len(names))}) and doc.docstatus = 1 and doc.customer = %s
			and doc.company = %s""",
		[*names, party.customer, party.company],
	)
	return dict(found)


def _submitted_receipts(party: Party, names: Iterable[str | None]) -> set[str]:
	listed = sorted({name for name in names if name})
	filters = {"name": ("in", listed), "docstatus": 1, "customer": party.customer, "company": party.company}
	return (
		set(frappe.get_all("POS Invoice", filters=filters, pluck="name", order_by="name"))
		if listed
		else set()
	)


def _billed_before(row, billed: dict[str, str]) -> bool:
	"""The row delivers goods that an invoice of the same customer billed already, at no less than its worth."""
	if row.si_detail not in billed:
		return False
	invoiced = frappe.db.get_value("Sales Invoice Item", row.si_detail, "net_amount")
	return decimal(invoiced) >= decimal(row.net_amount)


def _invoice_debit(doc) -> Decimal:
	"""What the invoice will debit to the customer: its total less what is paid and written off with it."""
	total = decimal(doc.base_rounded_total) or decimal(doc.base_grand_total)
	paid = ZERO
	if doc.is_pos:
		paid = decimal(doc.base_paid_amount) - decimal(doc.base_change_amount)
	paid += decimal(doc.get("base_write_off_amount")) + decimal(doc.get("loyalty_amount"))
	return cents(total - paid)


def _allocated_advances(doc) -> Decimal:
	allocated = sum((decimal(row.allocated_amount) for row in doc.get("advances") or []), ZERO)
	same = doc.party_account_currency == frappe.get_cached_value("Company", doc.company, "default_currency")
	return allocated if same else allocated * decimal(doc.conversion_rate)


def _revalues(doc) -> bool:
	"""Made by ERPNext from a submitted Exchange Rate Revaluation; the voucher type alone proves nothing."""
	names = {row.reference_name for row in doc.accounts if row.reference_type == "Exchange Rate Revaluation"}
	return any(frappe.db.get_value("Exchange Rate Revaluation", name, "docstatus") == 1 for name in names)
