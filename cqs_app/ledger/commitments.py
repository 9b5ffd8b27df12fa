"""Commitments of submitted orders, deliveries and till receipts, read from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.commitments import (
	Commitment,
	DeliveryRow,
	OrderRow,
	delivery_commitment,
	order_commitment,
)
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.ledger.database import Database, chunks, in_list
from cqs_app.ledger.links import (
	MEASURE,
	VALUE,
	Links,
	LinksByRow,
	Party,
	delivery_row_links,
	order_row_links,
)

CLOSED = frozenset({"Closed", "Stopped"})
NOTHING = Links()


@dataclass(frozen=True, slots=True)
class Line:
	"""A row of an order or delivery: `size` in its own measure, `value` gross and in company currency.

	`supplied` is what the supplier delivered straight to the customer; no delivery note tells of it.
	"""

	name: str
	size: Decimal
	value: Decimal
	supplied: Decimal = ZERO
	due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
	"""A submitted order or delivery with the rows that commit credit."""

	name: str
	party: Party
	closed: bool
	lines: tuple[Line, ...]


ORDERS = f"""
select so.name as parent, so.customer, so.company, so.status, soi.name as line,
	{MEASURE.format(row="soi")} as size,
	{VALUE.format(row="soi", doc="so", child="Sales Order Item")} as value,
	case when soi.delivered_by_supplier = 1
		then 1.0 * soi.delivered_qty / nullif(soi.qty, 0) * {MEASURE.format(row="soi")} else 0 end as supplied,
	coalesce(soi.delivery_date, so.delivery_date) as due_on
from `tabSales Order` so join `tabSales Order Item` soi on soi.parent = so.name
where so.name in ({{names}}) and so.docstatus = 1
order by so.name, soi.idx
"""

# Rows that continue an order of the same customer, or an invoice that billed them already, are left out.
DELIVERIES = f"""
select dn.name as parent, dn.customer, dn.company, dn.status, dni.name as line,
	{MEASURE.format(row="dni")} as size,
	{VALUE.format(row="dni", doc="dn", child="Delivery Note Item")} as value
from `tabDelivery Note` dn join `tabDelivery Note Item` dni on dni.parent = dn.name
where dn.name in ({{names}}) and dn.docstatus = 1 and dn.is_return = 0
	and not exists (
		select 1 from `tabSales Order Item` soi join `tabSales Order` so on so.name = soi.parent
		where soi.name = dni.so_detail and so.name = dni.against_sales_order and so.docstatus = 1
			and so.customer = dn.customer and so.company = dn.company)
	and not exists (
		select 1 from `tabSales Invoice Item` sii join `tabSales Invoice` si on si.name = sii.parent
		where sii.name = dni.si_detail and si.docstatus = 1 and si.customer = dn.customer
			and si.company = dn.company and si.is_return = 0 and si.currency = dn.currency
			and sii.amount >= dni.amount and sii.stock_qty >= dni.stock_qty)
order by dn.name, dni.idx
"""

# What the closing of the till took over stands in its invoice; both must say so.
TILL_RECEIPTS = """
select pi.name, pi.base_grand_total - coalesce(pi.base_paid_amount, 0) + coalesce(pi.base_change_amount, 0)
	as unpaid
from `tabPOS Invoice` pi
where pi.name in ({names}) and pi.docstatus = 1 and pi.is_return = 0
	and not exists (
		select 1 from `tabSales Invoice Item` sii join `tabSales Invoice` si on si.name = sii.parent
		where si.name = pi.consolidated_invoice and sii.pos_invoice = pi.name and si.docstatus = 1
			and si.customer = pi.customer)
"""


def heads(db: Database, sql: str, names: Sequence[str]) -> list[Head]:
	"""Read orders (ORDERS) or deliveries (DELIVERIES) with their rows."""
	grouped: dict[str, list[dict[str, Any]]] = {}
	for part in chunks(names):
		placeholders, params = in_list("name", part)
		for row in db.rows(sql.format(names=placeholders), params):
			grouped.setdefault(row["parent"], []).append(row)
	return [_head(name, rows) for name, rows in grouped.items()]


def order_commitments(
	db: Database,
	names: Sequence[str],
	*,
	exclude: str = "",
	overlay: LinksByRow | None = None,
	precision: int = 2,
) -> dict[str, Commitment]:
	"""Commitment by order name; orders that are not submitted are absent."""
	found = {}
	for head in heads(db, ORDERS, names):
		links = order_row_links(db, head.party, [line.name for line in head.lines], exclude)
		found[head.name] = commitment_of_order(head, links, overlay or {}, precision)
	return found


def commitment_of_order(head: Head, links: LinksByRow, overlay: LinksByRow, precision: int = 2) -> Commitment:
	rows = []
	for line in head.lines:
		link = links.get(line.name, NOTHING).add(overlay.get(line.name, NOTHING))
		rows.append(
			OrderRow(
				line.size,
				line.value,
				max(link.delivered, line.supplied),
				link.delivered_value,
				link.returned,
				_billed(head, link),
				line.due_on,
			)
		)
	return order_commitment(rows, closed=head.closed, precision=precision)


def delivery_commitments(
	db: Database,
	names: Sequence[str],
	*,
	exclude: str = "",
	overlay: LinksByRow | None = None,
	precision: int = 2,
) -> dict[str, Commitment]:
	"""Commitment by delivery name, of the rows that belong to no order and were not billed beforehand."""
	found = {}
	for head in heads(db, DELIVERIES, names):
		links = delivery_row_links(db, head.party, [line.name for line in head.lines], exclude)
		found[head.name] = commitment_of_delivery(head, links, overlay or {}, precision)
	return found


def commitment_of_delivery(
	head: Head, links: LinksByRow, overlay: LinksByRow, precision: int = 2
) -> Commitment:
	rows = []
	for line in head.lines:
		link = links.get(line.name, NOTHING).add(overlay.get(line.name, NOTHING))
		rows.append(DeliveryRow(line.size, line.value, link.returned, _billed(head, link)))
	return delivery_commitment(rows, precision=precision)


def _billed(head: Head, link: Links) -> Decimal:
	"""By amount; but nobody will bill a closed document further than its quantities."""
	return max(link.billed, link.billed_quantity) if head.closed else link.billed


def till_unpaid(db: Database, names: Sequence[str], precision: int = 2) -> dict[str, Decimal]:
	"""Unpaid part, in company currency, of till receipts that are not yet consolidated into an invoice."""
	found = {}
	for part in chunks(names):
		placeholders, params = in_list("name", part)
		for row in db.rows(TILL_RECEIPTS.format(names=placeholders), params):
			found[row["name"]] = max(cents(decimal(row["unpaid"]), precision), ZERO)
	return found


def _head(name: str, rows: Iterable[Mapping[str, Any]]) -> Head:
	listed = list(rows)
	first = listed[0]
	lines = tuple(
		Line(
			row["line"],
			decimal(row["size"]),
			decimal(row["value"]),
			decimal(row.get("supplied")),
			day_of(row.get("due_on")),
		)
		for row in listed
	)
	return Head(name, Party(first["customer"], first["company"]), first["status"] in CLOSED, lines)


def day_of(value: object) -> date | None:
	"""A date from what the host's driver returns: a date, a datetime, ISO text or nothing."""
	if not value:
		return None
	if isinstance(value, date):
		return date(value.year, value.month, value.day)
	return date.fromisoformat(str(value)[:10])
