"""Rows of a dossier that happened: no client takes them out or makes them say something else."""

from collections.abc import Callable


def keep(doc, before, table: str, happened: Callable[[object], bool], fixed: tuple[str, ...]) -> None:
	"""Bring back deleted rows for which `happened(row)` holds, and the `fixed` fields of those that are there."""
	if doc.flags.by_cqs or not before:
		return
	present = {row.name: row for row in doc.get(table)}
	for stored in before.get(table):
		if not happened(stored):
			continue
		if row := present.get(stored.name):
			for field in fixed:
				row.set(field, stored.get(field))
		else:
			doc.append(table, {**stored.as_dict(), "idx": len(doc.get(table)) + 1})
