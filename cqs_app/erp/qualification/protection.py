"""What clients may not write: fields that only the app sets are put back to what is stored, and markup is refused."""

import re

import frappe
from frappe import _

from cqs_app.engine.qualification.stages import Stage
from cqs_app.engine.qualification.typed import line_problem, text_problem
from cqs_app.erp.qualification.plain_text import refuse

SKIPPED = {"Section Break", "Column Break", "Tab Break", "HTML", "Table", "Fold", "Heading", "Button"}
TEXTS = {"Data", "Small Text", "Text", "Long Text"}
# An opening tag, or what browsers run in links and attributes. `<` beside a space or a figure is a plain word.
MARKUP = re.compile(r"<\s*[a-zA-Z!/?]|javascript\s*:|&#|\bon\w+\s*=\s*[\"']", re.IGNORECASE)
DEFAULTS = {"stage": Stage.INQUIRY.value}


def protect(doc, before) -> None:
	"""Put back whatever only the app writes, in the document and in its rows, and refuse markup in what is typed."""
	if not doc.flags.by_cqs:
		for field in _owned_by_app(doc.meta):
			if field.fieldname != "stage":
				doc.set(field.fieldname, before.get(field.fieldname) if before else _default(field))
		for table in doc.meta.get_table_fields():
			_protect_rows(doc, before, table)
		if not before:
			doc.stage = Stage.INQUIRY.value
	refuse_markup(doc)
	if not doc.flags.by_cqs:
		refuse_unseen(doc, before)


def refuse_markup(doc) -> None:
	"""Raises ValidationError naming the field: what is typed by applicants and clerks is text, never HTML."""
	for where, field, value in _typed_texts(doc):
		if MARKUP.search(value):
			frappe.throw(
				_("{0} contains markup or a script. Write plain text; nothing was stored.").format(
					frappe.bold(f"{where}{_(field.label)}")
				),
				title=_("Plain Text Only"),
			)


def refuse_unseen(doc, before) -> None:
	"""Raises NotAccepted for a name that is a formula, has more than one line, or characters that turn it around. What
	is stored already stays, so that nobody is kept from his work by what somebody else wrote."""
	known = {value for _where, _field, value in _typed_texts(before)} if before else set()
	for where, field, value in _typed_texts(doc):
		if value in known or field.read_only:
			continue
		label = f"{where}{_(field.label)}"
		refuse(
			[
				line_problem(label, value)
				if field.fieldtype == "Data"
				else text_problem(label, value, len(value))
			]
		)


def _typed_texts(doc):
	for field in doc.meta.fields:
		if field.fieldtype in TEXTS and not field.read_only and doc.get(field.fieldname):
			yield "", field, str(doc.get(field.fieldname))
	for table in doc.meta.get_table_fields():
		columns = [column for column in frappe.get_meta(table.options).fields if column.fieldtype in TEXTS]
		for row in doc.get(table.fieldname) or []:
			for column in columns:
				if row.get(column.fieldname):
					yield f"{_(table.label)}, {row.idx}: ", column, str(row.get(column.fieldname))


def _owned_by_app(meta):
	return [
		field
		for field in meta.fields
		if field.read_only and field.fieldtype not in SKIPPED and not field.is_virtual
	]


def _default(field):
	return field.default if field.default else None


def _protect_rows(doc, before, table) -> None:
	if table.read_only:
		doc.set(table.fieldname, before.get(table.fieldname) if before else [])
		return
	stored = {row.name: row for row in before.get(table.fieldname)} if before else {}
	owned = _owned_by_app(frappe.get_meta(table.options))
	for row in doc.get(table.fieldname) or []:
		known = stored.get(row.name)
		for field in owned:
			row.set(field.fieldname, known.get(field.fieldname) if known else _default(field))
