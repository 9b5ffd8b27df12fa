from frappe.model.document import Document

from cqs_app.erp.compliance import risk_rows


class CountryRisk(Document):
	def validate(self):
		risk_rows.validate_country(self)

	@property
	def freshness(self):
		return risk_rows.freshness(self)
