"""A Screening Run over a whole base inside ERPNext: time, statements' share, memory, and whether a customer costs the same
in a larger base.

	python tests/run_on_bench.py --no-web --run python benchmarks/screening_base.py [--customers N]

The customers are made up and written by SQL; the list is OFAC's of ../shared/data where it is there, else 10,000 made-up
names. The run is the app's own job (`runs.run`), in chunks of 50 with a commit each; the first run screens everybody, the
second finds nobody changed. The cost of a customer is compared between the first and the last tenth of the first run.
"""

import argparse
import os
import resource
import time
from pathlib import Path

import frappe

from benchmarks.kit import stage
from benchmarks.kit.bulk import insert
from benchmarks.kit.made_up import customers
from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.erp.compliance import list_imports, list_version, runs
from tests.engine import published
from tests.erp import factories as make

ROOT = Path(__file__).resolve().parents[1]
OFAC = (
	Path(os.environ.get("CQS_SHARED_DATA") or ROOT.parent / "shared" / "data") / "sanctions" / "ofac-2022-01"
)


def files() -> list[SourceFile]:
	if OFAC.exists():
		return [
			SourceFile(path.name, path.open("rb"), path.stat().st_size) for path in sorted(OFAC.glob("*.csv"))
		]
	head, made = published.SIMPLE.splitlines()[0], customers(10_000, seed=5)
	rows = [f'"N-{one.id}","Company","{one.names[0].text}",' + ",".join(['""'] * 12) for one in made]
	return published.sources({"targets.simple.csv": "\n".join([head, *rows, ""])})


def put_list() -> tuple[str, int, float]:
	name = frappe.get_doc(doctype="Screening List", list_name=make.unique("Benchmark")).insert().name
	began = time.perf_counter()
	record = list_imports.record(name, [], "Upload")
	result = list_version.read(record, files())
	list_version.put_in_force(record, result)
	frappe.db.commit()
	return name, result.report.entries, time.perf_counter() - began


def fill(number: int) -> None:
	rows = [
		{
			"name": f"SCR-{one.id.zfill(7)}",
			"customer_name": one.names[0].text,
			"customer_type": "Company",
			"customer_group": make.CUSTOMER_GROUP,
			"territory": make.TERRITORY,
		}
		for one in customers(number)
	]
	for start in range(0, number, 5000):
		insert("Customer", rows[start : start + 5000])
	frappe.db.commit()


def timed(name: str) -> list[float]:
	"""Seconds of each chunk."""
	spent = []
	while True:
		began = time.perf_counter()
		if not runs._chunk_with_retries(name):
			return spent
		spent.append(time.perf_counter() - began)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--customers", type=int, default=5_000)
	number = parser.parse_args().customers
	with stage.opened():
		print(stage.describe())
		fill(number)
		screening_list, entries, imported = put_list()
		first = runs.start("Benchmark")
		frappe.db.commit()
		chunks = timed(first)
		told = runs.progress(first)
		again = runs.start("Benchmark again")
		frappe.db.commit()
		unchanged = timed(again)
		frappe.db.set_value("Screening List", screening_list, "enabled", 0)
		frappe.db.commit()
		tenth = max(1, len(chunks) // 10)
		early, late = (sum(part) / len(part) for part in (chunks[1 : tenth + 1], chunks[-tenth:]))
		peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
		rows = [
			("parties, names screened", f"{told.done:,}, {told.subjects:,}"),
			("entries of the list; import with its index, s", f"{entries:,}; {imported:.0f}"),
			("first run, ms per party", f"{1000 * sum(chunks) / told.done:.1f}"),
			("last tenth against first tenth", f"{late / early:.2f} times"),
			(
				"run again with nothing changed, against the first",
				f"{sum(unchanged) / sum(chunks):.2f} times",
			),
			("new matches, not screened", f"{told.new_matches:,}, {told.failed:,}"),
			("peak memory of the process, MB", f"{peak:.0f}"),
		]
		print(stage.table(("screening of the base", "figure"), rows))
	return 0


if __name__ == "__main__":
	raise SystemExit(main())
