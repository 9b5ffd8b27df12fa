"""Who changed what in a dossier, without telling everybody the figures.

Frappe hands the last versions of a document, with all values, to whoever may read it, whatever his permission levels.
So the version that it hands out says of restricted fields only that they were changed; the full one is kept beside it
under a name that no form asks for (readable, as any version, by a System Manager).
"""

import json

import frappe

HIDDEN, FULL = "***", "{0} (full)"


def save(doc) -> None:
	"""Controller's `save_version`."""
	if not doc.meta.track_changes or doc.flags.ignore_version or frappe.flags.in_install:
		return
	version = frappe.new_doc("Version")
	if not version.update_version_info(doc.get_doc_before_save(), doc):
		return
	told = json.dumps(masked(doc.meta, json.loads(version.data)), separators=(",", ":"))
	if told != json.dumps(json.loads(version.data), separators=(",", ":")):
		full = frappe.copy_doc(version)
		full.docname = FULL.format(doc.name)
		full.insert(ignore_permissions=True, ignore_links=True)
		version.data = told
	version.insert(ignore_permissions=True)


def masked(meta, data: dict) -> dict:
	"""The change as those read it who read permission level 0 only: the fields stay, their values go."""
	told = dict(data)
	told["changed"] = [_change(meta, one) for one in data.get("changed") or []]
	for kind in ("added", "removed"):
		told[kind] = [[table, _row(meta, table, row)] for table, row in data.get(kind) or []]
	told["row_changed"] = [
		[table, at, name, [_row_change(meta, table, one) for one in changes]]
		for table, at, name, changes in data.get("row_changed") or []
	]
	return told


def _change(meta, change: list) -> list:
	field = meta.get_field(change[0])
	return [change[0], HIDDEN, HIDDEN] if field and field.permlevel else change


def _row_change(meta, table: str, change: list) -> list:
	return [change[0], HIDDEN, HIDDEN] if _is_restricted(meta, table, change[0]) else change


def _row(meta, table: str, row: dict) -> dict:
	return {
		name: HIDDEN if value not in (None, "", 0) and _is_restricted(meta, table, name) else value
		for name, value in row.items()
	}


def _is_restricted(meta, table: str, name: str) -> bool:
	field = meta.get_field(table)
	column = frappe.get_meta(field.options).get_field(name) if field else None
	return bool(column and (field.permlevel or column.permlevel))
