"""How far below its list price a document is sold, computed from amounts: percentages come from the client."""

from datetime import date
from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.money import HUNDRED, ZERO, decimal
from cqs_app.erp.credit.document_rows import continued
from cqs_app.ledger.links import Party

ONE = Decimal(1)
Days = tuple[date, date]


def trade_discount(doc, days: Days) -> tuple[Decimal, str]:
	"""The largest discount of any row, in percent with its part of what is taken off the whole document, and the row.
	`days` are the document's and today.

	Goods without a price count as given away. A row without any list price shares in the document's discount only.
	"""
	kept = _kept(doc)
	worst, subject = (ONE - kept) * HUNDRED, _("The document as a whole")
	ordered = _ordered(doc)
	for row in doc.get("items") or []:
		rate, price = decimal(row.rate), ZERO
		if rate > 0:
			price = _list_price(doc, row, days, ordered)
		if rate < 0 or decimal(row.qty) <= 0 or (rate and not price):
			continue
		percent = (ONE - (rate / price if price else ZERO) * kept) * HUNDRED
		if percent > worst:
			worst, subject = percent, _("Row {0}, {1},").format(row.idx, row.item_code or row.item_name)
	return worst, subject


def _kept(doc) -> Decimal:
	"""What is left of the prices after everything taken off the whole document, as a fraction."""
	discount = decimal(doc.get("discount_amount"))
	rows = [decimal(row.amount) for row in doc.get("items") or []]
	goods = sum((amount for amount in rows if amount > 0), ZERO)
	off = -sum((amount for amount in rows if amount < 0), ZERO)
	off += _negative_charges(doc) + decimal(doc.get("write_off_amount"))
	kept = ONE - discount / _base(doc, discount) if discount else ONE
	return max(kept, ZERO) * max(ONE - off / goods, ZERO) if goods > 0 else ONE


def _base(doc, discount: Decimal) -> Decimal:
	"""What the additional discount was taken off. A discount on nothing takes everything."""
	if doc.get("apply_discount_on") == "Net Total":
		base = decimal(doc.net_total) + discount
	else:
		charges = (row for row in doc.get("taxes") or [] if row.charge_type == "Actual")
		base = decimal(doc.grand_total) + discount - sum((decimal(row.tax_amount) for row in charges), ZERO)
	return base if base > 0 else abs(discount)


def _negative_charges(doc) -> Decimal:
	"""Charges that lower the total, taxes left out: a tax that the customer withholds is no discount."""
	lowering = [row for row in doc.get("taxes") or [] if decimal(row.tax_amount) < 0]
	return -sum(
		(
			decimal(row.tax_amount)
			for row in lowering
			if frappe.get_cached_value("Account", row.account_head, "account_type") != "Tax"
		),
		ZERO,
	)


def _ordered(doc) -> dict[str, frappe._dict]:
	"""List prices of the orders' rows that an invoice bills: they were judged when the order was submitted."""
	if doc.doctype != "Sales Invoice":
		return {}
	claims = [(row.so_detail, row.sales_order) for row in doc.items]
	names = list(continued(Party(doc.customer, doc.company), "Sales Order", claims))
	if not names:
		return {}
	rows = frappe.get_all(
		"Sales Order Item",
		filters={"name": ("in", names), "price_list_rate": (">", 0)},
		fields=["name", "parent", "price_list_rate", "conversion_factor"],
		order_by="name",
	)
	currency = {
		name: frappe.db.get_value("Sales Order", name, "currency") for name in {row.parent for row in rows}
	}
	return {row.name: row for row in rows if currency[row.parent] == doc.currency}


def _list_price(doc, row, days: Days, ordered: dict[str, frappe._dict]) -> Decimal:
	"""Price for the row's unit in the document's currency, 0 = none: that of the order, else the Item Price, else the
	one that the document names."""
	order = ordered.get(row.get("so_detail"))
	if order:
		factor = decimal(row.conversion_factor) or ONE
		return decimal(order.price_list_rate) * factor / (decimal(order.conversion_factor) or ONE)
	return _item_price(doc, row, days) or decimal(row.price_list_rate)


def _item_price(doc, row, days: Days) -> Decimal:
	"""The price on the document's day, or of today where none was on record then: dating back avoids no price."""
	from erpnext.setup.utils import get_exchange_rate

	price_list = doc.get("selling_price_list") or frappe.db.get_single_value(
		"Selling Settings", "selling_price_list"
	)
	if not row.item_code or not price_list:
		return ZERO
	fields = ["currency", "price_not_uom_dependent"]
	known = frappe.get_cached_value("Price List", price_list, fields, as_dict=True) or frappe._dict()
	items = [row.item_code, frappe.get_cached_value("Item", row.item_code, "variant_of")]
	for day in days:
		price = next(
			filter(None, (_price_on(doc, row, price_list, known, day, item) for item in items)), ZERO
		)
		if price and known.currency != doc.currency:
			return price * decimal(get_exchange_rate(known.currency, doc.currency, days[0], "for_selling"))
		if price:
			return price
	return ZERO


def _price_on(doc, row, price_list: str, known: frappe._dict, day: date, item: str | None) -> Decimal:
	from erpnext.stock.get_item_details import get_price_list_rate_for

	if not item:
		return ZERO
	arguments = frappe._dict(
		price_list=price_list,
		customer=doc.get("customer") or doc.get("party_name"),
		uom=row.uom,
		stock_uom=row.stock_uom,
		conversion_factor=row.conversion_factor or 1,
		qty=row.qty,
		transaction_date=day,
		batch_no=row.get("batch_no"),
		price_list_uom_dependant=known.price_not_uom_dependent,
	)
	return decimal(get_price_list_rate_for(arguments, item))
