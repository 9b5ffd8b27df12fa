"""How complete the master data is: of a dossier, and of customers."""

from collections.abc import Iterable

import frappe
from frappe import _

from cqs_app.engine.qualification.completeness import (
	NEEDED_FOR_REVIEW,
	OF_CUSTOMER,
	OF_DOSSIER,
	Completeness,
	Wanted,
	completeness,
)
from cqs_app.erp.qualification.party_reading import Ref, read


def settle(doc) -> None:
	doc.completeness = float(of_dossier(doc).percent)


def missing(doc, step: str = "") -> list[str]:
	"""What stops the review: without it nobody can check who it is."""
	lacking = completeness(_values(doc, NEEDED_FOR_REVIEW), NEEDED_FOR_REVIEW)
	return [_("Company Data: {0}").format(_(label)) for label in lacking.missing]


def of_dossier(doc) -> Completeness:
	return completeness(_values(doc, OF_DOSSIER), OF_DOSSIER)


def _values(doc, wanted: Iterable[Wanted]) -> dict:
	return {field: doc.get(field) for piece in wanted for field in piece.fields}


def completeness_of(customer: str) -> Completeness:
	return of_customers([customer])[customer]


def of_customers(customers: Iterable[str]) -> dict[str, Completeness]:
	"""Of those that exist; a handful of queries, whatever their number."""
	names = list(customers)
	records = read(Ref("Customer", name) for name in names)
	masters = frappe.get_all(
		"Customer",
		filters={"name": ("in", names or [""])},
		fields=["name", "tax_id", "payment_terms", "customer_group", "territory"],
		order_by="name",
		limit=0,
	)
	with_contact = set(
		frappe.get_all(
			"Dynamic Link",
			filters={"parenttype": "Contact", "link_doctype": "Customer", "link_name": ("in", names or [""])},
			pluck="link_name",
			order_by="name",
			limit=0,
		)
	)
	agreed = _agreed_terms(names)
	found = {}
	for row in masters:
		record = records[Ref("Customer", row.name)]
		values = {
			**row,
			"address": record.addresses,
			"contact": row.name in with_contact,
			"email": record.emails,
			"phone": record.phones,
			"bank_account": record.bank_accounts,
			"payment_terms": row.payment_terms or row.name in agreed,
		}
		found[row.name] = completeness({field: value or None for field, value in values.items()}, OF_CUSTOMER)
	return found


def _agreed_terms(names: list[str]) -> set[str]:
	"""Customers with terms in a credit account, which count as well as those of the master."""
	filters = {"customer": ("in", names or [""]), "payment_terms_template": ("is", "set")}
	return set(frappe.get_all("Credit Account", filters=filters, pluck="customer", order_by="name", limit=0))
