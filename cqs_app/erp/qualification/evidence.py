"""Files that came for a dossier stay as they came: private, attached to it, and there."""

import frappe
from frappe import _

from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.qualification.documents import DOCTYPE

KEPT = ("file_url", "is_private", "attached_to_doctype", "attached_to_name", "content_hash")


def guard_change(file) -> None:
	"""Frappe lets whoever may write the dossier publish, move and replace its files."""
	before = file.get_doc_before_save()
	if not before or not _is_evidence(before):
		return
	if any(str(file.get(field) or "") != str(before.get(field) or "") for field in KEPT):
		frappe.throw(
			_("{0} was received for {1} and stays as it is.").format(_name(before), before.attached_to_name),
			NotEditable,
		)


def guard_deletion(file) -> None:
	if _is_evidence(file):
		message = _(
			"{0} was received for {1} and cannot be deleted. Refuse the document and ask for another one."
		)
		frappe.throw(message.format(_name(file), file.attached_to_name), NotEditable)


def _is_evidence(file) -> bool:
	"""Sent through a link, or counted for one of the documents."""
	if file.attached_to_doctype != DOCTYPE:
		return False
	rows = {"parent": file.attached_to_name, "parenttype": DOCTYPE, "file": file.file_url}
	return file.owner == "Guest" or bool(frappe.db.exists("Qualification Document", rows))


def _name(file) -> str:
	return frappe.utils.escape_html(file.file_name or file.name)
