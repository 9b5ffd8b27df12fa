"""Rows of a dossier that happened: no client takes them out or makes them say something else."""

from collections.abc import Callable

import frappe
from frappe import _

from cqs_app.erp.credit.exceptions import NotEditable


def refuse_foreign_rows(doc, before) -> None:
	"""Frappe writes a row of a saved document by its name, wherever the row was. Raises NotEditable for one that is
	not in the same table of the stored document; a new document's rows always get names of their own."""
	if not before:
		return
	for table in doc.meta.get_table_fields():
		own = {row.name for row in before.get(table.fieldname) or []}
		for row in doc.get(table.fieldname) or []:
			if row.name and row.name not in own and frappe.db.exists(table.options, row.name):
				message = _(
					"{0}, row {1} belongs to another document. Add a new row instead; nothing was stored."
				)
				frappe.throw(message.format(_(table.label), row.idx), NotEditable)


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
