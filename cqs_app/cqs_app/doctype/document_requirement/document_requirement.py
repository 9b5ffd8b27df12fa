from frappe.model.document import Document

from cqs_app.erp.qualification import document_rules


class DocumentRequirement(Document):
	def validate(self):
		document_rules.check(self)
