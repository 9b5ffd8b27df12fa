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
	"""Net amounts in the document's currency; `delivered_value` gross and in company currency. All positive."""

	delivered: Decimal = ZERO
	delivered_value: Decimal = ZERO
	returned: Decimal = ZERO
	billed: Decimal = ZERO

	def add(self, other: Links) -> Links:
		return Links(
			self.delivered + other.delivered,
			self.delivered_value + other.delivered_value,
			self.returned + other.returned,
			self.billed + other.billed,
		)


LinksByRow = dict[str, Links]

DELIVERED = """
select dni.{link} as link, dn.is_return as is_return, sum(dni.net_amount) as net,
	sum(dni.base_net_amount * dn.base_grand_total / nullif(dn.base_net_total, 0)) as value
from `tabDelivery Note Item` dni join `tabDelivery Note` dn on dn.name = dni.parent
where dni.{link} in ({rows}) and dn.docstatus = 1 and dn.customer = :customer and dn.company = :company
	and dn.name <> :exclude
group by dni.{link}, dn.is_return
"""

BILLED = """
select sii.{link} as link, sum(sii.net_amount) as net
from `tabSales Invoice Item` sii join `tabSales Invoice` si on si.name = sii.parent
where sii.{link} in ({rows}) and si.docstatus = 1 and si.customer = :customer and si.company = :company
	and si.name <> :exclude and (si.is_return = 0 {returns})
group by sii.{link}
"""

REOPENS_ORDER = "or si.update_billed_amount_in_sales_order = 1"


def order_row_links(db: Database, party: Party, rows: Sequence[str], exclude: str = "") -> LinksByRow:
	"""Per row of orders: delivered, returned and billed."""
	found: LinksByRow = {}
	for part in chunks(rows):
		names, params = _params(party, part, exclude)
		for row in db.rows(DELIVERED.format(link="so_detail", rows=names), params):
			_merge(found, row["link"], _moved(row))
		for row in db.rows(BILLED.format(link="so_detail", rows=names, returns=REOPENS_ORDER), params):
			_merge(found, row["link"], Links(billed=decimal(row["net"])))
	return found


def delivery_row_links(db: Database, party: Party, rows: Sequence[str], exclude: str = "") -> LinksByRow:
	"""Per row of deliveries: returned and billed. A credit note frees credit, so it does not un-bill a delivery."""
	found: LinksByRow = {}
	for part in chunks(rows):
		names, params = _params(party, part, exclude)
		for row in db.rows(DELIVERED.format(link="dn_detail", rows=names), params):
			if row["is_return"]:
				_merge(found, row["link"], Links(returned=-decimal(row["net"])))
		for row in db.rows(BILLED.format(link="dn_detail", rows=names, returns=""), params):
			_merge(found, row["link"], Links(billed=decimal(row["net"])))
	return found


def _params(party: Party, rows: Sequence[str], exclude: str) -> tuple[str, dict[str, Any]]:
	names, params = in_list("row", rows)
	return names, {**params, "customer": party.customer, "company": party.company, "exclude": exclude}


def _moved(row: dict[str, Any]) -> Links:
	net, value = decimal(row["net"]), decimal(row["value"])
	return Links(returned=-net) if row["is_return"] else Links(delivered=net, delivered_value=value)


def _merge(found: LinksByRow, name: str, links: Links) -> None:
	found[name] = found[name].add(links) if name in found else replace(links)


def merged(first: LinksByRow, second: LinksByRow) -> LinksByRow:
	result = dict(first)
	for name, links in second.items():
		_merge(result, name, links)
	return result
