"""What an order owes beyond its commitment: the open part of its invoices, less what was paid in advance on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.ledger.database import Database, chunks, in_list
from cqs_app.ledger.links import Party

OPEN = """(select sum(ple.amount) from `tabPayment Ledger Entry` ple
	where ple.against_voucher_type = '{doctype}' and ple.against_voucher_no = {name} and ple.delinked = 0
		and ple.party_type = 'Customer' and ple.party = :customer and ple.company = :company
		and ple.account_type = 'Receivable')"""

# An invoice may bill several orders: each owes its part of what is open, split by net amount.
BILLED = f"""
select soi.parent as parent, si.name, sum(sii.base_net_amount) as part,
	(select sum(every.base_net_amount) from `tabSales Invoice Item` every where every.parent = si.name) as whole,
	{OPEN.format(doctype="Sales Invoice", name="si.name")} as open
from `tabSales Order Item` soi
	join `tabSales Invoice Item` sii on sii.so_detail = soi.name and sii.sales_order = soi.parent
	join `tabSales Invoice` si on si.name = sii.parent
where soi.parent in ({{orders}}) and si.docstatus = 1 and si.customer = :customer and si.company = :company
	and si.name <> :exclude
group by soi.parent, si.name
"""

PAID_IN_ADVANCE = f"""
select so.name as parent, {OPEN.format(doctype="Sales Order", name="so.name")} as open
from `tabSales Order` so where so.name in ({{orders}}) and so.customer = :customer and so.company = :company
"""

# Orders by their own name, by that of a row of theirs, or of an invoice's row that bills one of theirs.
NAMED = """
select so.name as parent from `tabSales Order` so
where so.customer = :customer and so.company = :company and (
	so.name in ({names})
	or so.name in (select soi.parent from `tabSales Order Item` soi where soi.name in ({names}))
	or so.name in (select soi.parent from `tabSales Invoice Item` sii
		join `tabSales Order Item` soi on soi.name = sii.so_detail where sii.name in ({names})))
"""


def billed_open(db: Database, party: Party, orders: Sequence[str], exclude: str = "") -> dict[str, Decimal]:
	"""By order: the open part of its invoices less its advances, in company currency. `exclude`: an invoice."""
	found = dict.fromkeys(orders, ZERO)
	for part in chunks(orders):
		names, params = in_list("order", part)
		params |= {"customer": party.customer, "company": party.company, "exclude": exclude}
		for row in db.rows(BILLED.format(orders=names), params):
			whole = decimal(row["whole"])
			share = decimal(row["part"]) / whole if whole else ZERO
			found[row["parent"]] += decimal(row["open"]) * share
		for row in db.rows(PAID_IN_ADVANCE.format(orders=names), params):
			found[row["parent"]] += decimal(row["open"])
	return {order: cents(amount) for order, amount in found.items()}


def orders_named(db: Database, party: Party, names: Sequence[str], among: Sequence[str]) -> set[str]:
	"""Those of the orders `among` that `names` of orders, their rows, or invoice rows that bill them lead to."""
	found: set[str] = set()
	for part in chunks(names):
		listed, params = in_list("name", part)
		limits, wanted = in_list("among", among)
		values = {**params, **wanted, "customer": party.customer, "company": party.company}
		sql = f"{NAMED.format(names=listed)} and so.name in ({limits})"
		found |= {str(row["parent"]) for row in db.rows(sql, values)}
	return found
