"""Whether a document only continues goods that left already, or an order that an approver released."""

import frappe

from cqs_app.engine.credit.vocabulary import CreditStatus
from cqs_app.engine.money import ZERO
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.impact import Impact
from cqs_app.ledger.links import Links, order_row_links

NOTHING = Links()


def is_shipped(impact: Impact) -> bool:
	"""Every row's goods were delivered, net of returns, at least as far as they will now be billed."""
	orders = [name for doctype, name in impact.upstream if doctype == "Sales Order"]
	rows = [
		row
		for row in impact.overlay
		if orders and frappe.db.get_value("Sales Order Item", row, "parent") in orders
	]
	links = order_row_links(DATABASE, impact.party, rows, impact.voucher)
	for row in rows:
		link = links.get(row, NOTHING)
		if link.delivered - link.returned < link.billed + impact.overlay[row].billed:
			return False
	return any(row.billed > ZERO for row in impact.overlay.values())


def is_released(impact: Impact) -> bool:
	"""Every order or delivery that this document continues was released by an approver."""
	statuses = [frappe.db.get_value(doctype, name, "cqs_credit_status") for doctype, name in impact.upstream]
	return bool(statuses) and all(status == CreditStatus.RELEASED.value for status in statuses)
