"""Connections on forms of ERPNext: guarantees, restructurings and promises stand on the customer."""

from frappe import _


def customer(data: dict) -> dict:
	"""Add our documents to the customer's connections."""
	items = [
		"Customer Qualification",
		"Credit Account",
		"Credit Hold",
		"Credit Limit Change",
		"Credit Guarantee",
		"Payment Plan",
		"Promise to Pay",
	]
	group = {"label": _("Credit"), "items": items}
	return {**data, "transactions": [*data.get("transactions", []), group]}
