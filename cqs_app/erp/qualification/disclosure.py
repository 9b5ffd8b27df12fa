"""Permission levels where Frappe forgets them: in the answer to a save, and in what a request searches and sorts by.

Frappe takes restricted fields out of a document that is read, not out of one that was just saved, and honours filters on
fields that the user does not read, so that a figure is found by halving. Both are looked at here, once a request: whatever
method, address or version of the API it came by.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.utils import escape_html

RESTRICTED = ("Customer Qualification", "Credit Account")
# Arguments of Frappe's methods that name fields to search, sort, group or count by.
SEARCHES = frozenset(
	"""filters or_filters current_filters applied_filters filters_json dynamic_filters_json order_by group_by
	sort_by field searchfield filter_fields stats aggregate_on_field aggregate_function_based_on
	group_by_based_on value_based_on based_on field_map""".split()
)
# Those that name fields to return: Frappe takes plain ones out by itself, but not what stands in an expression.
FIELDS = frozenset({"fields", "fieldname"})
# Descriptions of charts and cards, which carry filters of their own.
NESTED, CHARTS = frozenset({"chart", "doc"}), ("dashboard_chart", "number_card")
NAME = r"(?:`[^`]+`|\w+)"
PLAIN = re.compile(rf"\s*{NAME}(?:\.{NAME})?(?:\s+as\s+{NAME})?\s*", re.IGNORECASE)
COLUMN = re.compile(rf"(?:({NAME})\s*\.\s*)?({NAME})")


def hidden() -> dict[str, frozenset[str]]:
	"""Of each restricted DocType and its tables: the fields that the session user may not read. Empty: nothing is."""
	found: dict[str, frozenset[str]] = {}
	for doctype in RESTRICTED:
		meta = frappe.get_meta(doctype)
		levels = {0, *meta.get_permlevel_access("read")}
		for name in (doctype, *(table.options for table in meta.get_table_fields())):
			beyond = {
				field.fieldname for field in frappe.get_meta(name).fields if field.permlevel not in levels
			}
			if beyond:
				found[name] = frozenset(beyond)
	return found


def answer(response, request) -> None:
	"""Hook `after_request`: what a document shows after it was saved is what it shows when it is opened."""
	if response is None or response.mimetype != "application/json":
		return
	text = response.get_data()
	if not any(f'"{doctype}"'.encode() in text for doctype in RESTRICTED):
		return
	fields = hidden()
	body = json.loads(text) if fields else None
	if fields and sum(_blanked(body, fields)):
		response.set_data(json.dumps(body, separators=(",", ":")))


def _blanked(value, fields: dict[str, frozenset[str]]) -> Iterator[int]:
	"""Blanks the restricted fields of the documents in it; how many of each."""
	if isinstance(value, dict):
		doctype = value.get("doctype")
		restricted = fields.get(doctype, frozenset()) if isinstance(doctype, str) else frozenset()
		shown = [name for name in restricted & value.keys() if value[name]]
		for name in shown:
			value[name] = [] if isinstance(value[name], list) else None
		yield len(shown)
		value = list(value.values())
	if isinstance(value, list):
		for one in value:
			yield from _blanked(one, fields)


def search() -> None:
	"""Hook `auth_hooks`, the first that knows the user. Raises PermissionError naming the field."""
	args = frappe.local.form_dict
	path = f"{unquote(frappe.request.path)} {args.get('cmd') or ''}"
	names = [name for name in _named(args, any(chart in path for chart in CHARTS)) if name]
	if not names:
		return
	asked = path + json.dumps(args, default=str, ensure_ascii=False)
	if not any(doctype in asked for doctype in RESTRICTED):
		return
	fields = hidden()
	refused = sorted(column for name in names for column in _beyond(name, asked, fields))
	if refused:
		frappe.throw(
			_("You may not search or sort by {0}: its permission level is not open to you.").format(
				escape_html(refused[0])
			),
			frappe.PermissionError,
		)


def _beyond(name: str, asked: str, fields: dict[str, frozenset[str]]) -> Iterator[str]:
	"""Restricted columns in a name or an expression. In lower case, as the database takes columns in any.

	Without a table it may be of any DocType that was asked for; with a table field or a link, of any."""
	if name in fields:
		return
	for table, column in COLUMN.findall(name):
		table, column = table.strip("`"), column.strip("`").lower()
		doctypes = [doctype for doctype in fields if doctype in asked] if not table else list(fields)
		if table.startswith("tab"):
			doctypes = [doctype for doctype in fields if table == f"tab{doctype}"]
		if any(column in fields[doctype] for doctype in doctypes):
			yield column


def _named(args: dict, charts: bool = False) -> Iterator[str]:
	"""Names of fields, or expressions with such, by which the arguments search, sort, group or calculate."""
	for key, value in args.items():
		if key in SEARCHES:
			yield from _strings(_parsed(value))
		elif key in FIELDS:
			names = _strings(_parsed(value))
			yield from (name for name in names if not PLAIN.fullmatch(name))
		elif charts and key in NESTED and isinstance(inner := _parsed(value), dict):
			yield from _named(inner)


def _strings(value) -> Iterator[str]:
	"""A row of a filter is [field, operator, value] or [DocType, field, operator, value]."""
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		yield from (str(key) for key in value)
	elif isinstance(value, list):
		for one in value:
			if isinstance(one, list):
				yield from (part for part in one[:2] if isinstance(part, str))
			else:
				yield from _strings(one)


def _parsed(value):
	if not isinstance(value, str) or value.lstrip()[:1] not in ("[", "{", '"'):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return value
