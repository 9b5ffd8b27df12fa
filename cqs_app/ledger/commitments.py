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
from cqs_app.ledger.links import Links, LinksByRow, Party, delivery_row_links, order_row_links

CLOSED = frozenset({"Closed", "Stopped"})
NOTHING = Links()


@dataclass(frozen=True, slots=True)
class Line:
	"""A row of an order or delivery: `net` in its currency, `value` gross and in company currency."""

	name: str
	net: Decimal
	value: Decimal
	due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
	"""A submitted order or delivery with the rows that commit credit."""

	name: str
	party: Party
	closed: bool
	lines: tuple[Line, ...]


ORDERS = """
select so.name as parent, so.customer, so.company, so.status, soi.name as line, soi.net_amount as net,
	soi.base_net_amount * so.base_grand_total / nullif(so.base_net_total, 0) as value,
	coalesce(soi.delivery_date, so.delivery_date) as due_on
from `tabSales Order` so join `tabSales Order Item` soi on soi.parent = so.name
where so.name in ({names}) and so.docstatus = 1
order by so.name, soi.idx
"""

# Rows that continue an order of the same customer, or an invoice that billed them already, are left out.
DELIVERIES = """
select dn.name as parent, dn.customer, dn.company, dn.status, dni.name as line, dni.net_amount as net,
	dni.base_net_amount * dn.base_grand_total / nullif(dn.base_net_total, 0) as value
from `tabDelivery Note` dn join `tabDelivery Note Item` dni on dni.parent = dn.name
where dn.name in ({names}) and dn.docstatus = 1 and dn.is_return = 0
	and not exists (
		select 1 from `tabSales Order Item` soi join `tabSales Order` so on so.name = soi.parent
		where soi.name = dni.so_detail and so.docstatus = 1 and so.customer = dn.customer
			and so.company = dn.company)
	and not exists (
		select 1 from `tabSales Invoice Item` sii join `tabSales Invoice` si on si.name = sii.parent
		where sii.name = dni.si_detail and si.docstatus = 1 and si.customer = dn.customer
			and si.company = dn.company and si.is_return = 0 and sii.net_amount >= dni.net_amount)
order by dn.name, dni.idx
"""

TILL_RECEIPTS = """
select pi.name, pi.base_grand_total - coalesce(pi.base_paid_amount, 0) + coalesce(pi.base_change_amount, 0)
	as unpaid
from `tabPOS Invoice` pi
where pi.name in ({names}) and pi.docstatus = 1 and pi.is_return = 0
	and coalesce(pi.consolidated_invoice, '') = ''
	and not exists (
		select 1 from `tabSales Invoice Item` sii join `tabSales Invoice` si on si.name = sii.parent
		where sii.pos_invoice = pi.name and si.docstatus = 1 and si.customer = pi.customer)
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
				line.net,
				line.value,
				link.delivered,
				link.delivered_value,
				link.returned,
				link.billed,
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
		rows.append(DeliveryRow(line.net, line.value, link.returned, link.billed))
	return delivery_commitment(rows, precision=precision)


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
		Line(row["line"], decimal(row["net"]), decimal(row["value"]), day_of(row.get("due_on")))
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
