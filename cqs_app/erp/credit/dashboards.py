"""Connections on forms of ERPNext: guarantees, restructurings and promises stand on the customer, dossiers on whom they
qualify."""

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
	groups = [
		{"label": _("Credit"), "items": items},
		{"label": _("Compliance"), "items": ["Screening Match", "Screening Check", "Screening Subject"]},
	]
	return {**data, "transactions": [*data.get("transactions", []), *groups]}


def lead(data: dict) -> dict:
	return _with_dossiers(data, "Lead")


def prospect(data: dict) -> dict:
	return _with_dossiers(data, "Prospect")


def _with_dossiers(data: dict, doctype: str) -> dict:
	group = {"label": _("Credit"), "items": ["Customer Qualification"]}
	fields, links = data.get("non_standard_fieldnames", {}), data.get("dynamic_links", {})
	return {
		"fieldname": "party",
		**data,
		"non_standard_fieldnames": {**fields, "Customer Qualification": "party"},
		"dynamic_links": {**links, "party": [doctype, "party_type"]},
		"transactions": [*data.get("transactions", []), group],
	}
