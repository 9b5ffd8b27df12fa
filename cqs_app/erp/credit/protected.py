"""Records that people read but never write, whatever their role."""

import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.erp.credit.exceptions import NotEditable


class WrittenByApp(Document):
	"""Saved only by the app's own code (`flags.by_cqs`), deleted by nobody."""

	def validate(self):
		if not self.flags.by_cqs:
			frappe.throw(
				_("{0} is written by the credit gate and cannot be edited.").format(_(self.doctype)),
				NotEditable,
			)

	def on_trash(self):
		frappe.throw(
			_("{0} belongs to the audit trail and cannot be deleted.").format(_(self.doctype)), NotEditable
		)

	def before_rename(self, *args, **kwargs):
		frappe.throw(_("{0} cannot be renamed.").format(_(self.doctype)), NotEditable)


class SavedWithParent(Document):
	"""A row that is written through its document only, where content is checked and who wrote it is kept. Frappe
	calls these of a row that is saved or deleted by itself, not of one that comes with its document."""

	def validate(self):
		frappe.throw(_("{0} is written through its document.").format(_(self.doctype)), NotEditable)

	def on_trash(self):
		frappe.throw(_("{0} is written through its document.").format(_(self.doctype)), NotEditable)


class AppendOnly(WrittenByApp):
	"""Inserted once, then never changed, not even by the app."""

	def validate(self):
		super().validate()
		if not self.is_new():
			frappe.throw(_("{0} is append-only.").format(_(self.doctype)), NotEditable)

	def db_set(self, *args, **kwargs):
		frappe.throw(_("{0} is append-only.").format(_(self.doctype)), NotEditable)
