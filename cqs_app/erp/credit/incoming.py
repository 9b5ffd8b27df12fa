"""A document as a client sends it: every value must be of its field's kind before anybody calculates with it."""

import json

import frappe
from frappe import _
from frappe.model import numeric_fieldtypes, table_fields
from frappe.utils import escape_html, get_datetime

from cqs_app.engine.money import NotANumber, decimal

DATES = ("Date", "Datetime")
LARGEST = 10**15


def document_from(doctype: str, doc: str | dict):
	"""An unsaved document of client data, with totals as the server would compute them. Raises ValidationError."""
	document = frappe.get_doc({**_checked(doctype, _read(doc)), "doctype": doctype})
	if document.get("items") and document.get("currency"):
		try:
			document.calculate_taxes_and_totals()
		except (frappe.ValidationError, TypeError, ValueError, KeyError, AttributeError) as error:
			frappe.throw(_("The document's totals cannot be computed: {0}").format(escape_html(str(error))))
	return document


def _read(doc: str | dict) -> dict:
	try:
		data = json.loads(doc) if isinstance(doc, str) else dict(doc)
		if not isinstance(data, dict):
			raise ValueError(_("not an object"))
	except (TypeError, ValueError) as error:
		frappe.throw(_("The document cannot be read: {0}").format(escape_html(str(error))))
	return data


def _checked(doctype: str, data: dict) -> dict:
	"""The fields of the DocType, checked one by one; whatever else the client sent is left out."""
	meta = frappe.get_meta(doctype)
	values = {}
	for key, value in data.items():
		field = meta.get_field(key)
		if field and field.fieldtype in table_fields:
			values[key] = [_row(field, row) for row in _rows(field, value)]
		elif field or key in ("name", "owner", "docstatus", "idx", "__islocal", "parenttype", "parentfield"):
			_check(field, key, value)
			values[key] = value
	return values


def _rows(field, value: object) -> list:
	if value is None:
		return []
	if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
		_refuse(field.label, value)
	return value


def _row(field, row: dict) -> dict:
	return {**_checked(field.options, row), "doctype": field.options}


def _check(field, key: str, value: object) -> None:
	label = field.label if field else key
	if isinstance(value, dict | list):
		_refuse(label, value)
	if value in (None, "") or not field:
		return
	try:
		if field.fieldtype in numeric_fieldtypes and abs(decimal(_plain(value))) > LARGEST:
			_refuse(label, value)
		if field.fieldtype in DATES and not get_datetime(value):
			_refuse(label, value)
	except (NotANumber, TypeError, ValueError, OverflowError):
		_refuse(label, value)


def _plain(value: object) -> object:
	return int(value) if isinstance(value, bool) else value


def _refuse(label: str, value: object) -> None:
	shown = escape_html(str(value)[:100])
	frappe.throw(_("{0}: {1} is not a value for this field.").format(frappe.bold(_(label)), shown))
