"""10,000 limits adjusted with one approval; the job is killed in the middle and resumed: none twice, none missed.

	python tests/run_on_bench.py --no-web --run python benchmarks/mass_adjustment.py [--accounts N]

The accounts are written by SQL; preview, approval, job and resumption are the app's own. The job runs in a real worker
process, which is killed with SIGKILL once a third of the rows is done. Afterwards every account is compared with its
row, and the limit history must hold exactly one entry for each.
"""

import argparse
import os
import signal
import subprocess
import sys
import time

import frappe

from benchmarks.kit import stage
from benchmarks.kit.bulk import insert
from cqs_app import api
from cqs_app.erp.credit import audit
from cqs_app.erp.credit.account import account_key
from cqs_app.erp.credit.batches import ROW
from cqs_app.ledger.links import Party
from tests.erp import factories as make

BATCH = "Credit Limit Batch"
ASKER, APPROVER = "analyst@cqs.example", "director@cqs.example"
PATIENCE = 3600
CHUNK = 1000


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--accounts", type=int, default=10_000)
	number = parser.parse_args().accounts
	with stage.opened():
		print(stage.describe())
		group = make.make_customer_group().name
		fill(group, number)
		frappe.db.commit()
		batch, preview_seconds = asked(group)
		approve(batch)
		killed_after = work(batch, until=number // 3)
		before = done(batch)
		api.resume_batch(batch)
		frappe.db.commit()
		resumed = work(batch)
		rows = verify(batch, number)
		seconds = (killed_after + resumed) * 1000 / number
		rows += [
			("done before the kill", before),
			("done after resuming", done(batch) - before),
			("preview, s per 1,000", f"{preview_seconds * 1000 / number:.1f}"),
			("carried out, s per 1,000", f"{seconds:.1f}"),
		]
		print(stage.table(("mass adjustment", "figure"), [("accounts", number), *rows]))
	wrong = [value for name, value in rows if name in ("twice", "missed", "wrong limit", "broken chains")]
	return 1 if any(wrong) or not 0 < before < number else 0


def fill(group: str, number: int) -> None:
	"""Customers with an account and a limit each."""
	mark = frappe.generate_hash(length=8)
	for start in range(0, number, CHUNK):
		names = [f"BULK {mark} {at:06}" for at in range(start, min(start + CHUNK, number))]
		shared = {"customer_group": group, "territory": make.TERRITORY, "customer_type": "Company"}
		insert("Customer", [{"name": name, "customer_name": name, **shared} for name in names])
		insert("Credit Account", [account(name, 1000 + at) for at, name in enumerate(names)])


def account(customer: str, limit: int) -> dict:
	return {
		"name": frappe.generate_hash(length=12),
		"account_key": account_key(Party(customer, make.COMPANY)),
		"customer": customer,
		"customer_name": customer,
		"company": make.COMPANY,
		"currency": make.CURRENCY[make.COMPANY],
		"status": "Active",
		"is_assessed": 1,
		"credit_limit": limit,
	}


def asked(group: str) -> tuple[str, float]:
	"""A batch that was previewed by a worker and waits for approval, and how long the preview took."""
	frappe.set_user(ASKER)
	values = {"company": make.COMPANY, "customer_group": group, "reason": "Benchmark"}
	batch = frappe.get_doc(doctype=BATCH, method="Percent", value=10, round_to=50, **values).insert()
	api.preview_batch(batch.name)
	frappe.db.commit()
	began = time.perf_counter()
	worker().wait()
	seconds = time.perf_counter() - began
	frappe.db.commit()
	api.apply_workflow(frappe.get_doc(BATCH, batch.name).as_json(), "Request Approval")
	frappe.db.commit()
	return batch.name, seconds


def approve(batch: str) -> None:
	frappe.set_user(APPROVER)
	api.apply_workflow(frappe.get_doc(BATCH, batch).as_json(), "Approve")
	frappe.db.commit()


def work(batch: str, until: int | None = None) -> float:
	"""Let a worker work: to the end, or until so many rows are done, when it is killed. Returns the seconds."""
	began = time.perf_counter()
	process = worker()
	while process.poll() is None:
		if until and done(batch) >= until:
			os.killpg(process.pid, signal.SIGKILL)
			process.wait()
			break
		if time.perf_counter() - began > PATIENCE:
			raise SystemExit("the job does not end")
		time.sleep(0.2)
	return time.perf_counter() - began


def worker() -> subprocess.Popen:
	argv = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "worker", "--burst"]
	return subprocess.Popen(
		[*argv, "--queue", "short,default,long"],
		cwd=os.environ["CQS_SITES"],
		start_new_session=True,
		stdout=subprocess.DEVNULL,
		stderr=subprocess.DEVNULL,
	)


def done(batch: str) -> int:
	frappe.db.commit()
	return frappe.db.count(ROW, {"batch": batch, "status": "Done"})


def verify(batch: str, number: int) -> list[tuple[str, object]]:
	"""Counted from the accounts and the history, not from the batch's own figures."""
	frappe.db.commit()
	entries = frappe.db.sql(
		"select customer, count(*) from `tabCredit Limit History` where reference_name = %s group by customer",
		batch,
	)
	unlike = frappe.db.sql(
		f"""select count(*) from `tab{ROW}` listed join `tabCredit Account` account on account.name = listed.account
		where listed.batch = %s and account.credit_limit != listed.new_limit""",
		batch,
	)[0][0]
	mine = {customer for customer, _count in entries}
	return [
		("twice", sum(count > 1 for _customer, count in entries)),
		("missed", number - len(entries)),
		("wrong limit", unlike),
		("broken chains", sum(found.customer in mine for found in audit.verify()[2])),
	]


if __name__ == "__main__":
	sys.exit(main())
