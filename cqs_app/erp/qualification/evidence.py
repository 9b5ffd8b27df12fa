"""Files that came for a dossier stay as they came: private, and there. Frappe shows a file to whoever may read what it
is attached to, so each hangs on a record of its own, which the credit roles and compliance read and sales do not."""

import frappe
from frappe import _
from frappe.core.doctype.file.file import has_permission as file_permission
from frappe.utils import now_datetime

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
	file.save(ignore_permissions=True)
	record.db_set("file", file.file_url, update_modified=False)


def has_permission(doc, ptype=None, user=None, debug=False):
	"""Hook of File. Nobody writes or deletes what was received: Frappe takes a file off the disk before it asks anybody
	else. Everything else is as Frappe has it, whose own hook is asked here, because the first answer counts."""
	if doc.attached_to_doctype == DOCTYPE and ptype in ("write", "delete"):
		return False
	return bool(file_permission(doc, ptype, user, debug))


def guard_change(file) -> None:
	"""Whoever may write a file could publish, move and replace it."""
	before = file.get_doc_before_save()
	if not before or before.attached_to_doctype != DOCTYPE:
		return
	if any(str(file.get(field) or "") != str(before.get(field) or "") for field in KEPT):
		frappe.throw(
			_("{0} was received for {1} and stays as it is.").format(_name(before), _dossier(before)),
			NotEditable,
		)


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
