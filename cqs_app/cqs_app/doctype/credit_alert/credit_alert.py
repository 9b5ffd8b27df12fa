import frappe
from frappe import _
from frappe.model.document import Document

from cqs_app.erp.credit.exceptions import NotEditable

HANDLED = {"status", "action_taken"}


class CreditAlert(Document):
	"""Raised by the app; people acknowledge and resolve it, and say what they did."""

	def validate(self):
		before = self.get_doc_before_save()
		if not before:
			return
		for field in self.meta.get_valid_columns():
			if field in HANDLED or field in ("modified", "modified_by", "_seen", "_assign", "_comments"):
				continue
			if str(self.get(field) or "") != str(before.get(field) or ""):
				frappe.throw(
					_("Of an alert only the status and the action taken can be changed."), NotEditable
				)
