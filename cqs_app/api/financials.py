"""Financial statements of a qualification: import from a file, and the empty table to fill in."""

import base64
import binascii

import frappe
from frappe import _

from cqs_app.api.arguments import READ, WRITE, endpoint, readable
from cqs_app.erp.qualification import statement_files, statement_import

DOCTYPE = "Customer Qualification"
MOST_TEXT = statement_files.MOST_BYTES * 4 // 3 + 1024


@endpoint(WRITE)
def import_statements(
	qualification: str,
	filename: str | None = None,
	content: str | None = None,
	file_url: str | None = None,
	dry_run: bool | int | str = True,
) -> dict:
	"""Statements from a CSV or XLSX file of at most 5 MB: its `content` in Base64 with its `filename`, or the `file_url`
	of a file attached to the dossier. Returns `statements`, `replaced`, `errors` and `warnings`. Stores nothing with
	`dry_run` or when there is any error."""
	document = readable(DOCTYPE, qualification)
	statement_import.may_write(document)
	if bool(content) == bool(file_url):
		frappe.throw(_("Give either the content of a file or the address of an attached one."))
	data, name = _attached(document, file_url) if file_url else (_decoded(content), filename)
	if not isinstance(name, str) or not name.strip():
		frappe.throw(_("Give the name of the file."))
	stores = str(dry_run).strip().lower() in ("0", "false")
	act = statement_import.store if stores else statement_import.preview
	return act(document, data, name.strip())


@endpoint(READ)
def statement_template() -> None:
	"""A CSV file with every figure that a statement may have: one a row, a period a column."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	frappe.response.filename = "financial-statements.csv"
	frappe.response.filecontent = statement_import.template().encode("utf-8-sig")
	frappe.response.type = "download"


def _decoded(content: str) -> bytes:
	if not isinstance(content, str) or len(content) > MOST_TEXT:
		frappe.throw(
			_("The file is larger than {0} MB.").format(statement_files.MOST_BYTES // statement_files.MB)
		)
	try:
		return base64.b64decode(content.rpartition(",")[2], validate=True)
	except (binascii.Error, ValueError):
		frappe.throw(_("The content of the file must be sent in Base64."))


def _attached(document, file_url: str) -> tuple[bytes, str]:
	"""Only of this dossier, and only what the user may read."""
	attached = {"file_url": file_url, "attached_to_doctype": DOCTYPE, "attached_to_name": document.name}
	name = frappe.db.get_value("File", attached) if isinstance(file_url, str) else None
	if not name or not file_url.startswith(("/files/", "/private/files/")):
		frappe.throw(
			_("There is no such file attached to {0}.").format(document.name), frappe.DoesNotExistError
		)
	file = frappe.get_doc("File", name)
	file.check_permission("read")
	if (file.file_size or 0) > statement_files.MOST_BYTES:
		frappe.throw(
			_("The file is larger than {0} MB.").format(statement_files.MOST_BYTES // statement_files.MB)
		)
	with open(file.get_full_path(), "rb") as stored:
		return stored.read(statement_files.MOST_BYTES + 1), file.file_name
