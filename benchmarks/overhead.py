"""What the gate costs: beside a Sales Order submit without the app, with a long history, and in the sales screens.

	python tests/run_on_bench.py --run python benchmarks/overhead.py [--rounds N] [--large 100000]

1. The same draft order is submitted with and without the app's handlers, turn by turn in one process; the medians
   of `--rounds` (default 60) and their ratio are printed, for a new customer and one with a history.
2. The gate alone (everything the app does in a submit) for a customer with 100 ledger rows and one with `--large`,
   beside ERPNext's own `get_customer_outstanding`.
3. `credit_position` and `preview` over HTTP, server time.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import frappe

from benchmarks.kit import bulk, native, stage
from cqs_app.erp.credit import account as accounts
from cqs_app.ledger.links import Party
from tests.erp import factories as make

SMALL = 100
LIMIT = 1_000_000_000


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--rounds", type=int, default=60)
	parser.add_argument("--large", type=int, default=100_000)
	options = parser.parse_args()
	with stage.opened():
		print(stage.describe())
		small = customer_with_history(SMALL)
		submit_overhead(small, options.rounds)
		large = customer_with_history(options.large)
		growth(small, large, options.rounds)
		http_times({f"{SMALL} ledger rows": small, f"{options.large} ledger rows": large}, options.rounds)
	return 0


def customer_with_history(rows: int) -> str:
	"""A customer with a limit, `rows` GL rows, and as many billed orders and deliveries; ten invoices are open."""
	customer = make.make_customer().name
	party = Party(customer, make.COMPANY)
	bulk.fill(customer, make.COMPANY, invoices=rows // 2, orders=rows, open_invoices=10)
	accounts.lock(party)
	accounts.set_values(party, {"is_assessed": 1, "credit_limit": LIMIT})
	frappe.db.commit()
	return customer


def timed(work: Callable[[], object]) -> float:
	began = time.perf_counter()
	work()
	return (time.perf_counter() - began) * 1000


def submit_one(customer: str, items: int = 3) -> float:
	"""Milliseconds of one submit with its commit; the draft is made and loaded before the clock starts."""
	rows = [
		{"item_code": make.SERVICE, "qty": 1, "rate": 10, "warehouse": make.warehouse()} for _ in range(items)
	]
	draft = make.make_sales_order(customer=customer, items=rows, submit=False)
	frappe.db.commit()
	frappe.clear_messages()
	document = frappe.get_doc("Sales Order", draft.name)
	return timed(lambda: (document.submit(), frappe.db.commit()))


def submit_without_app(customer: str) -> float:
	with native.without_the_app():
		return submit_one(customer)


def submit_with_native_limit(customer: str) -> float:
	"""Without the app, and with ERPNext's own limit in its place."""
	native.give_native_limit(customer, make.COMPANY, LIMIT)
	frappe.db.commit()
	try:
		with native.without_the_app():
			return submit_one(customer)
	finally:
		native.take_native_limit(customer)
		frappe.db.commit()


def interleaved(rounds: int, *sides: Callable[[], float]) -> list[list[float]]:
	"""Each side once per round, in turning order, after two rounds that do not count."""
	times: list[list[float]] = [[] for _ in sides]
	for at in range(-2, rounds):
		order = range(len(sides))
		for side in order if at % 2 else reversed(order):
			spent = sides[side]()
			if at >= 0:
				times[side].append(spent)
	return times


def submit_overhead(customer: str, rounds: int) -> None:
	sides = {
		"without the app": lambda: submit_without_app(customer),
		"without the app, native limit": lambda: submit_with_native_limit(customer),
		"with the app": lambda: submit_one(customer),
	}
	times = dict(zip(sides, interleaved(rounds, *sides.values()), strict=True))
	base = times["without the app"]
	rows = []
	for name, spent in times.items():
		pairs = [mine / bare - 1 for mine, bare in zip(spent, base, strict=True)]
		ratio = statistics.median(spent) / statistics.median(base) - 1
		rows.append(
			(name, f"{statistics.median(spent):.1f}", f"{ratio:+.1%}", f"{statistics.median(pairs):+.1%}")
		)
	print(f"\nSales Order submit, 3 rows, {rounds} of each (limit: at most +10 %)")
	print(stage.table(("", "median ms", "overhead", "paired"), rows))


def growth(small: str, large: str, rounds: int) -> None:
	from erpnext.selling.doctype.customer.customer import get_customer_outstanding

	def native_check(customer: str) -> float:
		return timed(lambda: get_customer_outstanding(customer, make.COMPANY))

	gate_times = interleaved(rounds, lambda: gate_one(small), lambda: gate_one(large))
	native_times = interleaved(5, lambda: native_check(small), lambda: native_check(large))
	rows = []
	for name, (few, many) in (("gate of a Sales Order", gate_times), ("ERPNext's own check", native_times)):
		less, more = statistics.median(few), statistics.median(many)
		rows.append((name, f"{less:.2f}", f"{more:.2f}", f"{more / less:.2f}"))
	counts = [frappe.db.count("GL Entry", {"party": customer}) for customer in (small, large)]
	print(f"\nms at {counts[0]} and {counts[1]} ledger rows of the customer (limit: at most 1.5 times)")
	print(stage.table(("", str(counts[0]), str(counts[1]), "ratio"), rows))


def gate_one(customer: str) -> float:
	"""Milliseconds of all the app does in the submit of an order, from the lock to the commit."""
	from cqs_app.erp.credit import gate

	draft = make.make_sales_order(customer=customer, amount=10, submit=False)
	frappe.db.commit()
	frappe.clear_messages()

	def check() -> None:
		gate.prepare(draft)
		gate.before_submit(draft)
		gate.on_submit(draft)
		frappe.db.before_commit.run()

	try:
		return timed(check)
	finally:
		frappe.db.rollback()


def http_times(customers: dict[str, str], rounds: int) -> None:
	"""Per call: the method alone in this process, with the request's caches empty, and the whole request as the
	client sees it. Frappe's own `ping` and its reading of the same order stand beside it."""
	from tests.bench.client import Client

	client = Client(user="sales@cqs.example", password=make.PASSWORD)
	rows = []
	for label, customer in customers.items():
		draft = make.make_sales_order(customer=customer, amount=10, submit=False)
		frappe.db.commit()
		order = {"doctype": "Sales Order", "name": draft.name}
		party = {"customer": customer, "company": make.COMPANY}
		calls = {
			"ping": {},
			"frappe.client.get": order,
			"cqs_app.api.credit_position": party,
			"cqs_app.api.preview": order,
		}
		for method, args in calls.items():
			inside = [timed(lambda m=method, a=args: _in_process(m, a)) for _ in range(rounds)]
			outside = [timed(lambda m=method, a=args: client.read(m, **a)) for _ in range(rounds)]
			medians = (f"{statistics.median(times):.1f}" for times in (inside, outside))
			rows.append((f"{method.removeprefix('cqs_app.api.')}, {label}", *medians))
	print(f"\nms per call, median of {rounds} (limit: 30 ms server time)")
	print(stage.table(("", "method", "request over HTTP"), rows))


def _in_process(method: str, args: dict) -> None:
	"""Without the caches that one request fills for itself."""
	frappe.local.request_cache.clear()
	frappe.local.role_permissions = {}
	if method != "ping":
		frappe.get_attr(method)(**args)


if __name__ == "__main__":
	sys.exit(main())
