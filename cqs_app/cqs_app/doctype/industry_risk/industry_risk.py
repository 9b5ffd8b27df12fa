from frappe.model.document import Document

from cqs_app.erp.compliance import risk_rows


class IndustryRisk(Document):
	def validate(self):
		risk_rows.validate_industry(self)

	@property
	def freshness(self):
		return risk_rows.freshness(self)
