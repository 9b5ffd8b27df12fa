"""How fast and in how much memory published lists are read, and whether a cut is noticed.

	python benchmarks/list_import.py DIRECTORY [--cuts N]

DIRECTORY holds one folder per publication. Each is read twice: once for time, once under tracemalloc for the peak
memory while entries are streamed and hashed (nothing kept but id -> hash, as the import does). The second import is
compared with the first. `--cuts`: each file is cut N times at random places and N times at random line ends.
"""

import argparse
import io
import random
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cqs_app.engine.compliance.lists.diff import diff
from cqs_app.engine.compliance.lists.entry_json import content_hash
from cqs_app.engine.compliance.lists.reader import ListReader
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile

Files = dict[str, bytes]


def publications(directory: Path) -> dict[str, Files]:
	"""Folder (and file, where a folder holds several single-file formats) -> its files."""
	found: dict[str, Files] = {}
	for folder in sorted(path for path in directory.iterdir() if path.is_dir()):
		files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
		try:
			reader(files)
			found[folder.name] = files
		except ListRefused:
			for name, data in files.items():
				try:
					reader({name: data})
				except ListRefused:
					continue
				found[f"{folder.name}/{name}"] = {name: data}
	return found


def reader(files: Files) -> ListReader:
	return ListReader([SourceFile(name, io.BytesIO(data), len(data)) for name, data in files.items()])


def describe(name: str, files: Files) -> str:
	began = time.perf_counter()
	first = reader(files)
	hashes = {entry.entry_id: content_hash(entry) for entry in first}
	seconds = time.perf_counter() - began
	tracemalloc.start()
	again = sum(1 for _change in diff(hashes, reader(files)))
	peak = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	report = first.report
	kinds = ", ".join(f"{count:,} {schema}" for schema, count in sorted(report.schemas.items()))
	size = sum(map(len, files.values()))
	lines = [
		f"{name}: {report.format}, {report.entries:,} entries ({kinds}), {report.names:,} names, {size / 1e6:.1f} MB",
		f"  {seconds:.2f} s, {report.entries / seconds:,.0f} entries/s; peak {peak / 1e6:.1f} MB while streaming; "
		f"imported again: {again} changes",
	]
	return "\n".join(lines + [f"  note: {warning}" for warning in report.warnings])


def is_refused(files: Files) -> bool:
	try:
		for _entry in reader(files):
			pass
	except ListRefused:
		return True
	return False


def cuts(files: Files, times: int, chance: random.Random) -> str:
	lines = []
	for name, data in files.items():
		ends = [place + 1 for place, byte in enumerate(data[:-2]) if byte == 10] or [1]
		anywhere = sum(
			is_refused({**files, name: data[: chance.randrange(1, len(data) - 6)]}) for _time in range(times)
		)
		at_ends = sum(is_refused({**files, name: data[: chance.choice(ends)]}) for _time in range(times))
		lines.append(f"  cut, refused of {times}: {name}: anywhere {anywhere}, at a line end {at_ends}")
	return "\n".join(lines)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("directory", type=Path)
	parser.add_argument("--cuts", type=int, default=0)
	parser.add_argument("--seed", type=int, default=1)
	options = parser.parse_args()
	chance = random.Random(options.seed)
	for name, files in publications(options.directory).items():
		print(describe(name, files))
		if options.cuts:
			print(cuts(files, options.cuts, chance))
	return 0


if __name__ == "__main__":
	sys.exit(main())
