"""ERPNext as it is without the app, in the same process and on the same site."""

import contextlib
import multiprocessing
from collections.abc import Iterator

import frappe

from benchmarks.kit import stage
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.reconcile import rebuild
from cqs_app.ledger.links import Party
from tests.erp import factories as make


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


def race(parallel: int = 8, limit: float = 1000, share: float = 0.6) -> int:
	"""How many of `parallel` orders, each `share` of ERPNext's own limit, pass at the same moment without the app.

	Processes instead of HTTP, because the web server's handlers cannot be switched off from here.
	"""
	customer = make.make_customer().name
	drafts = [
		make.make_sales_order(customer=customer, amount=limit * share, submit=False).name
		for _ in range(parallel)
	]
	give_native_limit(customer, make.COMPANY, limit)
	stage.new_transaction()
	frappe.destroy()
	context = multiprocessing.get_context("fork")
	gate = context.Barrier(parallel)
	processes = [context.Process(target=_submit_natively, args=(name, gate)) for name in drafts]
	for process in processes:
		process.start()
	for process in processes:
		process.join()
	stage.open_site()
	take_native_limit(customer)
	accounts.lock(Party(customer, make.COMPANY))
	rebuild(Party(customer, make.COMPANY))
	stage.new_transaction()
	return frappe.db.count("Sales Order", {"name": ("in", drafts), "docstatus": 1})


def _submit_natively(name: str, gate) -> None:
	stage.open_site()
	order = frappe.get_doc("Sales Order", name)
	with without_the_app():
		gate.wait()
		with contextlib.suppress(frappe.ValidationError):
			order.submit()
			frappe.db.commit()
