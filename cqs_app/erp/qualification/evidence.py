"""Files that came for a dossier stay as they came: private, and there. Frappe shows a file to whoever may read what it
is attached to, so each hangs on a record of its own, which the credit roles and compliance read and sales do not."""

import posixpath
import re
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.doctype.file.file import has_permission as file_permission
from frappe.utils import now_datetime

from cqs_app.erp.compliance import list_files
from cqs_app.erp.credit.exceptions import NotEditable

DOCTYPE = "Qualification File"
KEPT = ("file_url", "is_private", "attached_to_doctype", "attached_to_name", "content_hash")


def keep(doc, row, file, content_hash: str, *, sender: str) -> None:
	"""Record what was received for a row, and save the file with it."""
	record = frappe.new_doc(DOCTYPE)
	record.update(
		{
			"qualification": doc.name,
			"document_type": row.document_type,
			"received_on": now_datetime(),
			"received_from": sender,
			"content_hash": content_hash,
		}
	)
	record.flags.by_cqs = True
	record.insert(ignore_permissions=True)
	file.update({"attached_to_doctype": DOCTYPE, "attached_to_name": record.name})
	file.flags.cqs_kept = True
	file.save(ignore_permissions=True)
	record.db_set("file", file.file_url, update_modified=False)


def has_permission(doc, ptype=None, user=None, debug=False):
	"""Hook of File. Nobody writes or deletes what was received: Frappe takes a file off the disk before it asks anybody
	else. Everything else is as Frappe has it, whose own hook is asked here, because the first answer counts."""
	if ptype in ("write", "delete") and (doc.attached_to_doctype == DOCTYPE or list_files.is_kept(doc)):
		return False
	if ptype == "create":
		# Asked before Frappe looks for the bytes, at the address that was given or among the files that it has.
		if _at(doc.file_url):
			return False
		doc.flags.cqs_brought = bool(doc.get("content"))
	return bool(file_permission(doc, ptype, user, debug))


def guard_change(file) -> None:
	"""Whoever may write a file could publish, move and replace it; and Frappe does so with all that have its content."""
	before = file.get_doc_before_save()
	if not before:
		_guard_new(file)
		return
	of_ours = before if before.attached_to_doctype == DOCTYPE else _same_as(before)
	if of_ours:
		fixed = KEPT if of_ours is before else ("file_url", "is_private", "content_hash")
		if any(str(file.get(field) or "") != str(before.get(field) or "") for field in fixed):
			frappe.throw(
				_("{0} was received for {1} and stays as it is.").format(_name(before), _dossier(of_ours)),
				NotEditable,
			)
	elif not file.flags.cqs_kept and (file.attached_to_doctype == DOCTYPE or _at(file.file_url)):
		_refuse_second(file)


def _guard_new(file) -> None:
	"""A second record of a received file would open it to its owner, or to whoever reads what it is attached to. Who
	brought the same bytes has them already: his record is let be, but never publishes or moves them. So is what comes
	without a request, by e-mail for example."""
	if file.flags.cqs_kept or file.is_folder:
		return
	brought = file.flags.cqs_brought or not frappe.request
	if file.attached_to_doctype == DOCTYPE or (not brought and _at(file.file_url)):
		_refuse_second(file)


def _refuse_second(file) -> None:
	message = _("{0} was received for a qualification. It is read there and has no second record.")
	frappe.throw(message.format(_name(file)), NotEditable)


def _at(file_url: str | None):
	"""What was received and lies at the address, however the address is spelled."""
	url, plain = None, str(file_url or "")
	while url != plain:
		url, plain = plain, unquote(plain)
	path = posixpath.normpath(re.sub(r"^https?://[^/]*", "", url.strip(), flags=re.IGNORECASE))
	name = path.split("?")[0].split("#")[0].rpartition("/")[2]
	if not name or path.startswith("/files/"):
		return None
	return _received({"file_url": ("in", [url, f"/private/files/{name}"])})


def _same_as(file):
	"""What was received and shares its bytes, or its place on the disk, with another record."""
	of_same_bytes = file.content_hash and _received({"content_hash": file.content_hash})
	return of_same_bytes or _at(file.file_url)


def _received(filters: dict):
	fields = ["name", "file_name", "attached_to_name"]
	filters = {**filters, "attached_to_doctype": DOCTYPE}
	return frappe.db.get_value("File", filters, fields, as_dict=True)


def guard_deletion(file) -> None:
	if file.attached_to_doctype == DOCTYPE:
		message = _(
			"{0} was received for {1} and cannot be deleted. Refuse the document and ask for another one."
		)
		frappe.throw(message.format(_name(file), _dossier(file)), NotEditable)


def _dossier(file) -> str:
	return frappe.db.get_value(DOCTYPE, file.attached_to_name, "qualification") or ""


def _name(file) -> str:
	return frappe.utils.escape_html(file.file_name or file.name)
