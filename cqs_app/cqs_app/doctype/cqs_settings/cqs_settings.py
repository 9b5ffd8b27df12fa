import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.erp.credit import policy as policies


class CQSSettings(Document):
	def validate(self):
		listed = [row.company for row in self.companies]
		if len(listed) != len(set(listed)):
			frappe.throw(_("Each company can be listed once."))
		before = self.get_doc_before_save()
		if before:
			self.native_limits = before.native_limits

	def on_update(self):
		policies.clear()
