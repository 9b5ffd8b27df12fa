"""The files of one publication -> its entries, and afterwards what there is to say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cqs_app.engine.compliance.lists import eu_csv, eu_xml, ftm_json, ofac_csv, ofac_xml, simple_csv, un_xml
from cqs_app.engine.compliance.lists.detect import FileKind, detect, target_count
from cqs_app.engine.compliance.lists.draft import Notes
from cqs_app.engine.compliance.lists.entry import Entry
from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.engine.compliance.lists.source import SourceFile

_SINGLE: dict[FileKind, Callable[[SourceFile, Notes], Iterator[Entry]]] = {
	FileKind.OFAC_XML: ofac_xml.entries,
	FileKind.UN_XML: un_xml.entries,
	FileKind.EU_XML: eu_xml.entries,
	FileKind.EU_CSV: eu_csv.entries,
	FileKind.OPENSANCTIONS_CSV: simple_csv.entries,
	FileKind.FTM_JSON: ftm_json.entries,
}
_OFAC = (FileKind.OFAC_CSV, FileKind.OFAC_ALIASES, FileKind.OFAC_ADDRESSES, FileKind.OFAC_COMMENTS)
_UNMEASURED = (FileKind.OPENSANCTIONS_CSV, FileKind.FTM_JSON)


@dataclass
class Report:
	"""Complete once every entry was read. `published` as the file gives it; `hashes`: SHA-256 of each file's bytes."""

	format: str
	published: str = ""
	entries: int = 0
	schemas: Counter[str] = field(default_factory=Counter)
	names: int = 0
	hashes: dict[str, str] = field(default_factory=dict)
	warnings: list[str] = field(default_factory=list)


class ListReader:
	"""Iterate once. `ListRefused` may come after any entry, even after the last one: keep nothing until the end.

	Memory does not grow with the list, but for one id per entry and the companion files of OFAC's CSV.
	"""

	def __init__(self, files: Sequence[SourceFile]) -> None:
		self.files = files
		self._kinds = _sorted_out(files)
		self.report = Report(
			next(kind.value for kind in self._kinds if kind in (*_SINGLE, FileKind.OFAC_CSV))
		)

	def __iter__(self) -> Iterator[Entry]:
		notes, seen = Notes(), set[str]()
		statistics = self._kinds.get(FileKind.OPENSANCTIONS_STATISTICS)
		announced = target_count(statistics) if statistics else None
		for entry in self._parser(notes):
			if entry.entry_id in seen:
				raise ListRefused(f"the entry {entry.entry_id} stands twice, again in {entry.position}")
			seen.add(entry.entry_id)
			self.report.entries += 1
			self.report.names += len(entry.names)
			self.report.schemas[entry.schema.value] += 1
			yield entry
		self._check(notes.expected if announced is None else announced, notes)
		self.report.published = notes.published
		self.report.warnings = notes.warnings
		self.report.hashes = {file.name: file.sha256 for file in self.files}

	def progress(self) -> float:
		"""0..1 of the bytes, 0 while a size is not known."""
		total = sum(file.size for file in self.files)
		return min(sum(file.bytes_read for file in self.files) / total, 1.0) if total else 0.0

	def _parser(self, notes: Notes) -> Iterator[Entry]:
		for kind, read in _SINGLE.items():
			if kind in self._kinds:
				return read(self._kinds[kind], notes)
		primary, aliases, addresses, comments = (self._kinds.get(kind) for kind in _OFAC)
		if not (primary and aliases and addresses):
			raise ListRefused(
				"OFAC publishes entries, aliases and addresses in three files (sdn.csv, alt.csv, add.csv): give all three"
			)
		return ofac_csv.entries(ofac_csv.OfacFiles(primary, aliases, addresses, comments), notes)

	def _check(self, announced: int | None, notes: Notes) -> None:
		name = self.files[0].name
		if announced is not None and announced != self.report.entries:
			raise ListRefused(
				f"{self.report.entries:,} entries, but the publisher announces {announced:,}: the file is cut or "
				"of another publication",
				name,
			)
		if not self.report.entries:
			raise ListRefused("holds no entry", name)
		if announced is None and any(kind in self._kinds for kind in _UNMEASURED):
			notes.warnings.append(
				"without the statistics of the data set (index.json) a file cut exactly at a line end cannot be told"
			)


def _sorted_out(files: Sequence[SourceFile]) -> dict[FileKind, SourceFile]:
	kinds: dict[FileKind, SourceFile] = {}
	for file in files:
		kind = detect(file)
		if kind in kinds:
			raise ListRefused(
				f"and {kinds[kind].name} are both {kind.value}: give the files of one publication", file.name
			)
		kinds[kind] = file
	lists = [kind for kind in kinds if kind in _SINGLE] + [FileKind.OFAC_CSV] * any(
		kind in _OFAC for kind in kinds
	)
	if len(lists) != 1:
		found = ", ".join(kind.value for kind in kinds) or "nothing"
		raise ListRefused(f"the files of one list are expected, but there is {found}")
	if lists[0] is FileKind.OFAC_CSV and FileKind.OFAC_CSV not in kinds:
		raise ListRefused("OFAC's main file (sdn.csv or cons_prim.csv) is missing")
	return kinds
