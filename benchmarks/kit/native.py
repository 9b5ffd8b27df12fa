"""ERPNext as it is without the app, in the same process and on the same site."""

import contextlib
from collections.abc import Iterator

import frappe


@contextlib.contextmanager
def without_the_app() -> Iterator[None]:
	"""No handler of cqs_app runs inside; everything else of ERPNext and Frappe does."""
	with_app = frappe.get_doc_hooks()
	frappe.local.doc_events_hooks = {
		doctype: {
			event: [path for path in paths if not path.startswith("cqs_app.")]
			for event, paths in events.items()
		}
		for doctype, events in with_app.items()
	}
	try:
		yield
	finally:
		frappe.local.doc_events_hooks = with_app


def give_native_limit(customer: str, company: str, limit: float) -> None:
	"""ERPNext's own limit, by SQL because the app refuses it. Take it away again with `take_native_limit`."""
	row = frappe.new_doc("Customer Credit Limit")
	row.update({"parent": customer, "parenttype": "Customer", "parentfield": "credit_limits", "idx": 1})
	row.update({"company": company, "credit_limit": limit})
	row.db_insert()
	frappe.clear_document_cache("Customer", customer)


def take_native_limit(customer: str) -> None:
	frappe.db.delete("Customer Credit Limit", {"parent": customer, "parenttype": "Customer"})
	frappe.clear_document_cache("Customer", customer)
