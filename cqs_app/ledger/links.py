"""What was delivered, returned and billed against rows of orders and deliveries.

Only documents of the same customer and company count, whatever a row claims. `exclude` names one document that
the caller holds in memory and adds himself (see `Links.add`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cqs_app.engine.money import ZERO, decimal
from cqs_app.ledger.database import Database, chunks, in_list


@dataclass(frozen=True, slots=True)
class Party:
	customer: str
	company: str


@dataclass(frozen=True, slots=True)
class Links:
	"""What happened to a row, in its own measure (see `measure`), all positive.

	`delivered_value` is gross and in company currency; `billed_quantity` is what was billed by quantity, whatever it
	cost: a closed document counts as billed that far.
	"""

	delivered: Decimal = ZERO
	delivered_value: Decimal = ZERO
	returned: Decimal = ZERO
	billed: Decimal = ZERO
	billed_quantity: Decimal = ZERO

	def add(self, other: Links) -> Links:
		return Links(
			self.delivered + other.delivered,
			self.delivered_value + other.delivered_value,
			self.returned + other.returned,
			self.billed + other.billed,
			self.billed_quantity + other.billed_quantity,
		)


LinksByRow = dict[str, Links]

# A row counts in its amount before document discounts, or in its quantity when it is free.
MEASURE = "case when {row}.amount > 0 then {row}.amount else {row}.qty end"

# A row's net amount and its part of the document's charges, split by size, so that the rows sum to the gross total.
VALUE = """({row}.base_net_amount + ({doc}.base_grand_total - {doc}.base_net_total) * coalesce(
	abs({row}.base_net_amount) / nullif((select sum(abs(part.base_net_amount)) from `tab{child}` part
		where part.parent = {doc}.name), 0),
	1.0 / (select count(*) from `tab{child}` part where part.parent = {doc}.name)))"""

DELIVERED = f"""
select dni.{{link}} as link, dn.is_return as is_return,
	sum(1.0 * dni.stock_qty / nullif(target.stock_qty, 0) * {MEASURE.format(row="target")}) as moved,
	sum({VALUE.format(row="dni", doc="dn", child="Delivery Note Item")}) as value
from `tabDelivery Note Item` dni join `tabDelivery Note` dn on dn.name = dni.parent
	join `tab{{target}}` target on target.name = dni.{{link}}
where dni.{{link}} in ({{rows}}) and dn.docstatus = 1 and dn.customer = :customer and dn.company = :company
	and dn.name <> :exclude {{belongs}}
group by dni.{{link}}, dn.is_return
"""

BILLED = f"""
select sii.{{link}} as link, sum(case when target.amount > 0 then sii.amount else sii.qty end) as billed,
	sum(1.0 * sii.stock_qty / nullif(target.stock_qty, 0) * {MEASURE.format(row="target")}) as by_quantity
from `tabSales Invoice Item` sii join `tabSales Invoice` si on si.name = sii.parent
	join `tab{{target}}` target on target.name = sii.{{link}}
where sii.{{link}} in ({{rows}}) and si.docstatus = 1 and si.customer = :customer and si.company = :company
	and si.name <> :exclude and (si.is_return = 0 or si.{{reopens}} = 1) {{belongs}}
group by sii.{{link}}
"""

# ERPNext compares currency and party only with the document that a row names beside the row it continues; and a
# row that bills a delivery bills the order of that delivery, no other.
OF_ORDER = "and dni.against_sales_order = target.parent"
BILLS_ORDER = """and sii.sales_order = target.parent and not exists (select 1 from `tabDelivery Note Item` other
	where other.name = sii.dn_detail and coalesce(other.so_detail, '') <> sii.so_detail)"""
BILLS_DELIVERY = "and sii.delivery_note = target.parent"


def measure(amount: Decimal, quantity: Decimal) -> Decimal:
	"""The same as MEASURE, for a row in memory."""
	return amount if amount > 0 else quantity


def order_row_links(db: Database, party: Party, rows: Sequence[str], exclude: str = "") -> LinksByRow:
	"""Per row of orders: delivered, returned and billed. A credit note un-bills only if it says so."""
	found: LinksByRow = {}
	target = {"link": "so_detail", "target": "Sales Order Item"}
	for part in chunks(rows):
		names, params = _params(party, part, exclude)
		for row in db.rows(DELIVERED.format(**target, rows=names, belongs=OF_ORDER), params):
			_merge(found, row["link"], _moved(row))
		reopens = "update_billed_amount_in_sales_order"
		sql = BILLED.format(**target, rows=names, reopens=reopens, belongs=BILLS_ORDER)
		for row in db.rows(sql, params):
			_merge(found, row["link"], _billed(row))
	return found


def delivery_row_links(db: Database, party: Party, rows: Sequence[str], exclude: str = "") -> LinksByRow:
	"""Per row of deliveries: returned and billed. A credit note un-bills as ERPNext does: unless told not to."""
	found: LinksByRow = {}
	target = {"link": "dn_detail", "target": "Delivery Note Item"}
	for part in chunks(rows):
		names, params = _params(party, part, exclude)
		for row in db.rows(DELIVERED.format(**target, rows=names, belongs=""), params):
			if row["is_return"]:
				_merge(found, row["link"], _moved(row))
		reopens = "update_billed_amount_in_delivery_note"
		sql = BILLED.format(**target, rows=names, reopens=reopens, belongs=BILLS_DELIVERY)
		for row in db.rows(sql, params):
			_merge(found, row["link"], _billed(row))
	return found


def _params(party: Party, rows: Sequence[str], exclude: str) -> tuple[str, dict[str, Any]]:
	names, params = in_list("row", rows)
	return names, {**params, "customer": party.customer, "company": party.company, "exclude": exclude}


def _moved(row: dict[str, Any]) -> Links:
	moved = decimal(row["moved"])
	if row["is_return"]:
		return Links(returned=-moved)
	return Links(delivered=moved, delivered_value=decimal(row["value"]))


def _billed(row: dict[str, Any]) -> Links:
	return Links(billed=decimal(row["billed"]), billed_quantity=decimal(row["by_quantity"]))


def _merge(found: LinksByRow, name: str, links: Links) -> None:
	found[name] = found[name].add(links) if name in found else replace(links)


def merged(first: LinksByRow, second: LinksByRow) -> LinksByRow:
	result = dict(first)
	for name, links in second.items():
		_merge(result, name, links)
	return result
