"""Rows of a document in memory: their size, their worth, and which rows of other documents they really continue."""

from collections.abc import Iterable
from decimal import Decimal

import frappe

from cqs_app.engine.money import ZERO, decimal
from cqs_app.ledger import commitments as ledger
from cqs_app.ledger.links import Party, measure

ANY = "*"


def head_of(doc, party: Party, rows) -> ledger.Head:
	lines = tuple(
		ledger.Line(
			row.name or f"new-{row.idx}",
			size_of(row),
			value_of(doc, row),
			_supplied(doc, row),
			ledger.day_of(row.get("delivery_date") or doc.get("delivery_date")),
		)
		for row in rows
	)
	return ledger.Head(doc.name, party, doc.status in ledger.CLOSED, lines)


def size_of(row) -> Decimal:
	return measure(decimal(row.amount), decimal(row.qty))


def value_of(doc, row) -> Decimal:
	"""A row's worth with its part of the document's charges, split by size, in company currency."""
	net = decimal(row.base_net_amount)
	charges = decimal(doc.base_grand_total) - decimal(doc.base_net_total)
	sizes = sum((abs(decimal(other.base_net_amount)) for other in doc.items), ZERO)
	return net + charges * (abs(net) / sizes if sizes else 1 / decimal(len(doc.items)))


def _supplied(doc, row) -> Decimal:
	"""Delivered by the supplier; only the database knows, so a new document has none."""
	if doc.docstatus != 1 or doc.flags.cqs_unlinked or not row.get("delivered_by_supplier") or not row.qty:
		return ZERO
	return decimal(row.delivered_qty) / decimal(row.qty) * size_of(row)


def stock_qty_of(row) -> Decimal:
	return decimal(row.get("stock_qty")) or decimal(row.qty) * (decimal(row.get("conversion_factor")) or 1)


def moved_of(row, target: frappe._dict) -> Decimal:
	"""The row's quantity in the measure of the row that it continues."""
	quantity = decimal(target.stock_qty)
	return stock_qty_of(row) / quantity * size_of(target) if quantity else ZERO


def continued(
	party: Party, doctype: str, claims: Iterable[tuple[str | None, str | None]]
) -> dict[str, frappe._dict]:
	"""The rows that a document really continues, by name: rows of submitted documents of this very customer and
	company, whose document is named beside them (ANY: it need not be), so that ERPNext compared the two."""
	named = {detail: parent for detail, parent in claims if detail}
	if not named:
		return {}
	link = "so_detail" if doctype == "Delivery Note" else "null"
	found = frappe.db.sql(
		f"""select child.name, child.parent, child.amount, child.qty, child.stock_qty, {link} as so_detail
		from `tab{doctype} Item` child join `tab{doctype}` doc on doc.name = child.parent
		where child.name in ({", ".join(["%s"] * len(named))}) and doc.docstatus = 1 and doc.customer = %s
			and doc.company = %s""",
		[*sorted(named), party.customer, party.company],
		as_dict=True,
	)
	return {row.name: row for row in found if named[row.name] in (ANY, row.parent)}


def billed_before(doc, row, billed: dict[str, frappe._dict]) -> bool:
	"""The row delivers goods that an invoice of the same customer billed already, at no less than their worth."""
	target = billed.get(row.si_detail)
	if not target or frappe.db.get_value("Sales Invoice", target.parent, "currency") != doc.currency:
		return False
	enough = decimal(target.stock_qty) >= stock_qty_of(row)
	return enough and decimal(target.amount) >= decimal(row.amount)
