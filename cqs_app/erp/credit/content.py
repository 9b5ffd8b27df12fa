"""What a document says, compared and traced: which of its fields differ, and who ever changed them."""

from collections.abc import Iterable

import frappe

from cqs_app.engine.money import decimal

NUMERIC = ("Currency", "Float", "Percent", "Int", "Check")
CHANGES = ("changed", "added", "removed", "row_changed")


def comparable(doc, field: str) -> object:
	"""A value as it can be compared: a form sends 5000 where the database holds 5000.0."""
	meta, value = doc.meta.get_field(field), doc.get(field)
	if meta.fieldtype == "Table":
		names = [column.fieldname for column in frappe.get_meta(meta.options).fields]
		return [[_plain(row.meta.get_field(name), row.get(name)) for name in names] for row in value or []]
	return _plain(meta, value)


def differing(doc, before, fields: Iterable[str]) -> list[str]:
	"""Those of the fields in which the two differ."""
	return [field for field in fields if comparable(doc, field) != comparable(before, field)]


def changed_by(doctype: str, name: str, fields: Iterable[str]) -> set[str]:
	"""Users who ever changed one of the fields, by the versions that Frappe keeps."""
	versions = frappe.get_all(
		"Version",
		filters={"ref_doctype": doctype, "docname": name},
		fields=["owner", "data"],
		order_by="creation",
	)
	wanted = set(fields)
	return {version.owner for version in versions if not wanted.isdisjoint(_fields_in(version.data))}


def _fields_in(data: str) -> set[str]:
	stored = frappe.parse_json(data)
	return {row[0] for kind in CHANGES for row in stored.get(kind) or []}


def _plain(meta, value: object) -> str:
	if meta.fieldtype in NUMERIC:
		return str(decimal(value).normalize())
	return str(value or "")
