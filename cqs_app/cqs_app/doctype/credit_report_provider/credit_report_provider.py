from frappe.model.document import Document

from cqs_app.erp.qualification import report_providers


class CreditReportProvider(Document):
	def onload(self):
		self.set_onload("adapters", sorted(report_providers.adapters()))

	def validate(self):
		report_providers.validate(self)
