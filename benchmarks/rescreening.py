"""Screens a whole base of customers against a full sanctions list, as after a new version of it.

	python benchmarks/rescreening.py [--data DIR] [--customers 100000] [--threshold 0.7]

DIR holds `sanctions/ofac-2022-01` and `sanctions/ofac-consolidated-nonsdn` (default: ../shared/data beside the
repository): they are read by the importer, with all names, birth dates, countries and numbers. The customers are made
up, half companies, half people (`benchmarks/kit/made_up.py`), one name each; who has directors and owners screened too
has so many names more. One process, one thread.

The cost of a customer is compared within the run: among the first 1,000, the next ones up to 10,000 and those up to
100,000. Flat is 1.0. The memory is that of the process, its peak as the system counts it.
"""

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.kit.made_up import customers
from cqs_app.engine.compliance.index import index_of
from cqs_app.engine.compliance.lists.entry_subject import subject_of
from cqs_app.engine.compliance.lists.reader import ListReader
from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.engine.compliance.matcher import ALGORITHM, POSSIBLE
from cqs_app.engine.compliance.screening import ScreeningIndex, listed_names
from cqs_app.engine.compliance.stored_index import packed, unpacked
from cqs_app.engine.compliance.subjects import Subject

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("CQS_SHARED_DATA") or ROOT.parent / "shared" / "data")
LISTS = ("ofac-2022-01", "ofac-consolidated-nonsdn")
MARKS = (1_000, 10_000, 100_000)


def read(folder: Path) -> Iterator[Subject]:
	with ExitStack() as opened:
		files = [
			SourceFile(path.name, opened.enter_context(path.open("rb")), path.stat().st_size)
			for path in sorted(folder.glob("*.csv"))
		]
		yield from map(subject_of, ListReader(files))


def megabytes() -> float:
	"""The peak so far; Linux counts in KiB, macOS in bytes."""
	peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
	return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def make(entries: list[Subject]) -> tuple[bytes, float]:
	"""The index as bytes, and the seconds it took."""
	began = time.perf_counter()
	made = index_of(listed_names(entries))
	return packed(made), time.perf_counter() - began


def stored_and_read(entries: list[Subject]) -> ScreeningIndex:
	"""As a worker gets it: made by another process, here read from its bytes."""
	with ProcessPoolExecutor(1) as other:
		stored, seconds = other.submit(make, entries).result()
	began = time.perf_counter()
	index = ScreeningIndex(entries, unpacked(stored))
	print(
		f"index made in {seconds:.1f} s, stored in {len(stored) / 1e6:.1f} MB, read in "
		f"{time.perf_counter() - began:.1f} s; peak so far {megabytes():.0f} MB"
	)
	return index


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--data", type=Path, default=SHARED)
	parser.add_argument("--customers", type=int, default=100_000)
	parser.add_argument("--threshold", type=float, default=POSSIBLE)
	options = parser.parse_args()
	entries = [entry for name in LISTS for entry in read(options.data / "sanctions" / name)]
	names = sum(len(entry.names) for entry in entries)
	print(
		f"{ALGORITHM}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
	)
	print(f"{len(entries):,} entries with {names:,} names")
	index = stored_and_read(entries)
	rescreen(index, options.customers, options.threshold)
	return 0


def rescreen(index: ScreeningIndex, count: int, threshold: float) -> None:
	marks = [mark for mark in MARKS if mark < count] + [count]
	hits = matches = slowest = 0.0
	base = 0.0
	began = since = time.perf_counter()
	last = 0
	for number, party in enumerate(customers(count), start=1):
		start = time.perf_counter()
		found = index.screen(party, threshold)
		slowest = max(slowest, time.perf_counter() - start)
		hits += bool(found)
		matches += len(found)
		if number in marks:
			now = time.perf_counter()
			each = (now - since) / (number - last)
			base = base or each
			print(
				f"customers {last + 1:,} to {number:,}: {each * 1000:.2f} ms each ({each / base:.2f} of the first), "
				f"peak {megabytes():.0f} MB",
				flush=True,
			)
			since, last = now, number
	seconds = time.perf_counter() - began
	print(
		f"{count:,} customers in {seconds:,.0f} s: {count / seconds:,.0f} a second, slowest {slowest * 1000:.0f} ms; "
		f"{int(hits):,} of them have {int(matches):,} entries at {threshold} or above; load {os.getloadavg()[0]:.1f}"
	)


if __name__ == "__main__":
	sys.exit(main())
