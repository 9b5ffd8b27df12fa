"""What a document will change, read from its rows before anything is posted.

One function per ERPNext DocType returns the impacts, one for each customer it touches. Rows are believed only as
far as the database confirms them: a row that names an order of somebody else, or no row of it, continues nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.terms import Offer
from cqs_app.engine.credit.vocabulary import Checkpoint
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit.commitments import Reference
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.document_rows import (
	ANY,
	billed_before,
	continued,
	head_of,
	moved_of,
	value_of,
)
from cqs_app.erp.credit.offers import offered
from cqs_app.ledger import commitments as ledger
from cqs_app.ledger.links import (
	Links,
	LinksByRow,
	Party,
	delivery_row_links,
	merged,
	order_row_links,
)

ROUNDING = decimal("0.05")


@dataclass
class Impact:
	"""Expected effect on one account, in company currency.

	`amount` is the document's worth for this account, `document_amount` that for all accounts it touches.
	`ledger` is the change of the GL balance, `order_parts` which part of it bills each order. `named` are the orders,
	and the rows of orders and invoices, that its rows name, whether or not they continue them; `ships_on` the day on which its goods
	leave, None = it moves none. `upstream` are the orders, deliveries and till receipts whose
	commitment the document changes; `commitments` returns their values once it is submitted. `elsewhere` is what
	the same document charges to other accounts, which may share a group limit with this one. `offer` (see `offers`)
	tells on which terms it sells.
	"""

	party: Party
	checkpoint: Checkpoint
	amount: Decimal = ZERO
	document_amount: Decimal = ZERO
	ledger: Decimal = ZERO
	upstream: list[Reference] = field(default_factory=list)
	overlay: LinksByRow = field(default_factory=dict)
	own: dict[Reference, Commitment] = field(default_factory=dict)
	never_refused: str = ""
	never_refused_if_lowering: str = ""
	rate: Decimal | None = None
	market_rate: Decimal | None = None
	offer: Callable[..., Offer | None] | None = None
	continues: bool = False
	order_parts: dict[str, Decimal] = field(default_factory=dict)
	named: set[str] = field(default_factory=set)
	ships_on: date | None = None
	voucher: str = ""
	elsewhere: dict[Party, Decimal] = field(default_factory=dict)
	doc: object = field(default=None, repr=False, compare=False)

	@property
	def exemption(self) -> str:
		"""Why it may only be warned about. What calls itself a return must lower the balance, also once posted."""
		return self.never_refused or (self.never_refused_if_lowering if self.ledger <= 0 else "")

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
	impact.offer = partial(offered, doc)
	return [_with_rates(doc, impact, doc.transaction_date)]


def of_sales_order(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	impact = Impact(party, Checkpoint.SALES_ORDER, decimal(doc.base_grand_total))
	head = head_of(doc, party, doc.items)
	links = (
		{}
		if doc.docstatus == 0 or doc.flags.cqs_unlinked
		else order_row_links(DATABASE, party, [line.name for line in head.lines])
	)
	impact.own[Reference(doc.doctype, doc.name)] = ledger.commitment_of_order(head, links, {})
	impact.offer = partial(offered, doc)
	return [_with_rates(doc, impact, doc.transaction_date)]


def of_delivery_note(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	impact = Impact(party, Checkpoint.DELIVERY_NOTE, decimal(doc.base_grand_total), voucher=doc.name or "")
	orders = continued(party, "Sales Order", [(row.so_detail, row.against_sales_order) for row in doc.items])
	billed = continued(
		party, "Sales Invoice", [(row.si_detail, row.against_sales_invoice) for row in doc.items]
	)
	impact.upstream = _references("Sales Order", orders)
	returned = {}
	if doc.is_return:
		impact.never_refused_if_lowering = _("a return lowers what is owed")
		returned = continued(party, "Delivery Note", [(row.dn_detail, ANY) for row in doc.items])
		impact.upstream += _references("Delivery Note", returned)
	for row in doc.items:
		for links, detail in ((orders, row.so_detail), (returned, row.dn_detail)):
			if detail in links:
				moved = moved_of(row, links[detail])
				link = Links(returned=-moved) if doc.is_return else Links(moved, value_of(doc, row))
				impact.overlay = merged(impact.overlay, {detail: link})
	rows = [row for row in doc.items if row.so_detail not in orders and not billed_before(doc, row, billed)]
	if not doc.is_return:
		head = head_of(doc, party, rows)
		stored = doc.docstatus == 1 and not doc.flags.cqs_unlinked
		names = [line.name for line in head.lines]
		links = delivery_row_links(DATABASE, party, names) if stored else {}
		own = ledger.commitment_of_delivery(head, links, {})
		impact.own[Reference(doc.doctype, doc.name)] = own
	impact.continues = bool(orders or billed) and not doc.is_return
	if not doc.is_return:
		impact.ships_on = getdate(doc.posting_date)
		impact.named = _named(doc, "so_detail", "against_sales_order", "si_detail")
	return [_with_rates(doc, impact, doc.posting_date)]


def of_sales_invoice(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	impact = Impact(party, Checkpoint.SALES_INVOICE, decimal(doc.base_grand_total), voucher=doc.name or "")
	impact.ledger = _invoice_debit(doc)
	orders = continued(party, "Sales Order", [(row.so_detail, row.sales_order) for row in doc.items])
	notes = continued(party, "Delivery Note", [(row.dn_detail, row.delivery_note) for row in doc.items])
	impact.upstream = [*_references("Sales Order", orders), *_references("Delivery Note", notes)]
	for row in doc.items:
		note = notes.get(row.dn_detail)
		other_order = note and (note.so_detail or "") != (row.so_detail or "")
		if row.so_detail in orders and not other_order and _bills(doc, "sales_order"):
			_bill(impact, row, row.so_detail, orders[row.so_detail])
		if note and _bills(doc, "delivery_note"):
			_bill(impact, row, row.dn_detail, note)
	receipts = consolidated_receipts(doc, party)
	impact.own = {Reference("POS Invoice", name): Commitment() for name in receipts}
	if receipts:
		impact.never_refused = _("it consolidates receipts that were checked at the till")
	elif doc.is_return:
		impact.never_refused_if_lowering = _("a credit note lowers what is owed")
	impact.offer = partial(offered, doc, on_credit=impact.ledger > 0)
	impact.continues = bool(orders or notes) and not doc.is_return
	impact.order_parts = _order_parts(doc, orders)
	if doc.update_stock and not doc.is_return:
		impact.ships_on = getdate(doc.posting_date)
		impact.named = _named(doc, "so_detail", "sales_order")
	return [_with_rates(doc, impact, doc.posting_date)]


def of_pos_invoice(doc) -> list[Impact]:
	party = Party(doc.customer, doc.company)
	total = decimal(doc.base_rounded_total) or decimal(doc.base_grand_total)
	unpaid = cents(total - decimal(doc.base_paid_amount) + decimal(doc.base_change_amount))
	impact = Impact(party, Checkpoint.POS_INVOICE, decimal(doc.base_grand_total), voucher=doc.name or "")
	if doc.is_return:
		impact.never_refused_if_lowering = _("a return lowers what is owed")
		return [impact]
	impact.own[Reference(doc.doctype, doc.name)] = Commitment(pos_unpaid=max(unpaid, ZERO))
	if doc.update_stock:
		impact.ships_on = getdate(doc.posting_date)
		impact.named = _named(doc, "so_detail", "sales_order")
	return [impact]


def of_journal_entry(doc) -> list[Impact]:
	"""One impact per customer. What moves no amount in the account's own currency only revalues it."""
	totals: dict[str, Decimal] = {}
	for row in doc.accounts:
		if row.party_type == "Customer" and row.party:
			totals[row.party] = totals.get(row.party, ZERO) + decimal(row.debit) - decimal(row.credit)
	return [
		Impact(
			Party(customer, doc.company),
			Checkpoint.JOURNAL_ENTRY,
			abs(total),
			ledger=total,
			never_refused=_("it only revalues open balances") if _revalues(doc, customer) else "",
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
		impact.elsewhere = {other.party: other.ledger for other in impacts if other is not impact}
		impact.doc = doc
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


def _bill(impact: Impact, row, detail: str, target: frappe._dict) -> None:
	billed = decimal(row.amount if decimal(target.amount) > 0 else row.qty)
	link = Links(billed=billed, billed_quantity=moved_of(row, target))
	impact.overlay = merged(impact.overlay, {detail: link})


def _named(doc, *fields: str) -> set[str]:
	return {row.get(field) for row in doc.items for field in fields} - {None, ""}


def _order_parts(doc, orders: dict[str, frappe._dict]) -> dict[str, Decimal]:
	"""By order: which part of the document, by net amount, bills it."""
	parts: dict[str, Decimal] = {}
	whole = sum((decimal(row.base_net_amount) for row in doc.items), ZERO)
	for row in doc.items:
		if row.so_detail in orders and whole:
			order = orders[row.so_detail].parent
			parts[order] = parts.get(order, ZERO) + decimal(row.base_net_amount) / whole
	return parts


def _bills(doc, what: str) -> bool:
	"""A credit note un-bills its order or delivery only where it says so."""
	return not doc.is_return or bool(doc.get(f"update_billed_amount_in_{what}"))


def _references(doctype: str, rows: dict[str, frappe._dict]) -> list[Reference]:
	return [Reference(doctype, name) for name in sorted({row.parent for row in rows.values()})]


def consolidated_receipts(doc, party: Party) -> list[str]:
	"""Till receipts that this invoice takes over: all its rows name one, none was taken over before, and together
	they are worth what the invoice is worth."""
	named = {row.get("pos_invoice") for row in doc.items}
	if not named or not all(named) or doc.is_return:
		return []
	filters = {"name": ("in", sorted(named)), "docstatus": 1, "customer": party.customer}
	fields = ["name", "base_grand_total", "consolidated_invoice"]
	receipts = frappe.get_all(
		"POS Invoice", filters={**filters, "company": party.company}, fields=fields, order_by="name"
	)
	free = [row for row in receipts if row.consolidated_invoice in (None, "", doc.name)]
	worth = sum((decimal(row.base_grand_total) for row in free), ZERO)
	same = abs(worth - decimal(doc.base_grand_total)) <= ROUNDING * len(named)
	return [row.name for row in free] if len(free) == len(named) and same else []


def _invoice_debit(doc) -> Decimal:
	"""What the invoice will debit to the customer: its total less what is paid and written off with it."""
	total = decimal(doc.base_rounded_total) or decimal(doc.base_grand_total)
	paid = ZERO
	if doc.is_pos:
		paid = decimal(doc.base_paid_amount) - decimal(doc.base_change_amount)
	paid += decimal(doc.get("base_write_off_amount"))
	if doc.get("redeem_loyalty_points"):
		paid += decimal(doc.get("loyalty_amount"))
	return cents(total - paid)


def _revalues(doc, customer: str) -> bool:
	"""The customer's rows stand in foreign-currency accounts and sum to nothing there: only rates have moved."""
	currency = frappe.get_cached_value("Company", doc.company, "default_currency")
	moved: dict[str, Decimal] = {}
	for row in doc.accounts:
		if row.party_type == "Customer" and row.party == customer:
			change = decimal(row.debit_in_account_currency) - decimal(row.credit_in_account_currency)
			moved[row.account] = moved.get(row.account, ZERO) + change
	return not any(moved.values()) and all(
		frappe.get_cached_value("Account", account, "account_currency") != currency for account in moved
	)


def _with_rates(doc, impact: Impact, day) -> Impact:
	"""Add the document's exchange rate and the latest one on record for its day, where a currency is exchanged."""
	currency = frappe.get_cached_value("Company", doc.company, "default_currency")
	if not doc.currency or doc.currency == currency:
		return impact
	rates = frappe.get_all(
		"Currency Exchange",
		filters={
			"from_currency": doc.currency,
			"to_currency": currency,
			"date": ("<=", day),
			"for_selling": 1,
		},
		pluck="exchange_rate",
		order_by="date desc",
		limit=1,
	)
	impact.rate = decimal(doc.conversion_rate)
	impact.market_rate = decimal(rates[0]) if rates else None
	return impact
