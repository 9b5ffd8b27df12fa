"""Connections on forms of ERPNext: the history of restructurings and promises stands on the customer."""

from frappe import _


def customer(data: dict) -> dict:
	"""Add our documents to the customer's connections."""
	group = {"label": _("Credit"), "items": ["Payment Plan", "Promise to Pay", "Credit Limit Change"]}
	return {**data, "transactions": [*data.get("transactions", []), group]}
