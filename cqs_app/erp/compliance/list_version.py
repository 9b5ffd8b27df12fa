"""The files of an import become a version of the list: read, compared with the one in force, written, indexed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, getdate, now_datetime

from cqs_app.engine.compliance.lists.diff import ChangeKind, diff
from cqs_app.engine.compliance.lists.entry import Entry
from cqs_app.engine.compliance.lists.publication import Publication, published_on, questions
from cqs_app.engine.compliance.lists.reader import ListReader, Report
from cqs_app.engine.compliance.lists.source import SourceFile
from cqs_app.erp.compliance import entries, list_files, list_index, list_progress, lists, rescreening

WARNINGS_KEPT = 200


@dataclass(frozen=True)
class Result:
	"""`version` 0: nothing changed. `questions`: what a person has to confirm before it is committed."""

	version: int
	report: Report
	counts: dict[ChangeKind, int]
	published: date | None
	questions: tuple[str, ...]

	def figures(self) -> dict[str, object]:
		"""Fields of the import."""
		return {
			"version": self.version,
			"format": self.report.format,
			"entries": self.report.entries,
			"names": self.report.names,
			"published_on": self.published,
			"warnings": "\n".join(self.report.warnings[:WARNINGS_KEPT]),
			**{kind.value.lower(): count for kind, count in self.counts.items()},
		}


def read(doc, files: list[SourceFile]) -> Result:
	"""Write what the files change, in the caller's transaction. Raises ListRefused; then it must be rolled back."""
	in_force = frappe.db.get_value(
		lists.DOCTYPE,
		doc.screening_list,
		["version", "format", "published_on", "tolerated_shrinkage"],
		as_dict=True,
	)
	before = entries.InForce(doc.screening_list)
	reader = ListReader(files)
	writer = entries.Writer(doc.screening_list, cint(in_force.version) + 1, before)
	for change in diff(before.hashes, _told(reader, doc), before.entry):
		writer.take(change)
	writer.flush()
	report = reader.report
	published = published_on(report.published, report.format) or doc.published_on
	return Result(
		version=writer.version if any(writer.counts.values()) else 0,
		report=report,
		counts=writer.counts,
		published=getdate(published) if published else None,
		questions=tuple(
			questions(
				Publication(in_force.format or "", len(before.hashes), in_force.published_on),
				Publication(report.format, report.entries, getdate(published) if published else None),
				writer.counts[ChangeKind.REMOVED],
				cint(in_force.tolerated_shrinkage),
			)
		),
	)


def _told(reader: ListReader, doc) -> Iterator[Entry]:
	ticker = list_progress.Ticker(doc)
	for entry in reader:
		ticker("Reading", 95 * reader.progress())
		yield entry


def put_in_force(doc, result: Result) -> None:
	"""Index first, so that nobody has to wait for it once the version is there; then the list's row."""
	list_progress.tell(doc, list_progress.INDEXING, 95)
	list_index.make(doc.screening_list, result.version, doc.name)
	own = {
		"version": result.version,
		"entries": result.report.entries,
		"format": result.report.format,
		"published_on": result.published,
		"in_force_since": now_datetime(),
		"last_import": doc.name,
	}
	_set(doc, **{**_seen(result), **own})


def seen(doc, result: Result) -> None:
	"""The files were published anew without another content."""
	_set(doc, **_seen(result))


def after_commit(doc, result: Result) -> None:
	list_index.remove_older(doc.screening_list, result.version)
	keep = frappe.db.get_value(lists.DOCTYPE, doc.screening_list, "keep_files")
	list_files.drop_older(doc.screening_list, cint(keep))
	if cint(frappe.db.get_value(lists.DOCTYPE, doc.screening_list, "enabled")):
		rescreening.start(f"{doc.screening_list} v{result.version}")


def _seen(result: Result) -> dict[str, object]:
	hashes = "\n".join(f"{digest}  {name}" for name, digest in sorted(result.report.hashes.items()))
	values = {"refreshed_on": now_datetime(), "refresh_problem": "", "is_stale": 0, "file_hashes": hashes}
	return {**values, "published_on": result.published} if result.published else values


def _set(doc, **values) -> None:
	frappe.db.set_value(lists.DOCTYPE, doc.screening_list, values, update_modified=False)
