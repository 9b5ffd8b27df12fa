import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.erp.credit import promises
from cqs_app.erp.credit.exceptions import NotEditable


class PromisetoPay(Document):
	"""Taken down once; withdrawn with a reason, never edited."""

	def validate(self):
		if self.is_new():
			promises.check_new(self)
		else:
			promises.refuse_changes(self)

	def after_insert(self):
		promises.made(self)

	def on_trash(self):
		frappe.throw(_("A promise is not deleted; withdraw it with a reason."), NotEditable)
