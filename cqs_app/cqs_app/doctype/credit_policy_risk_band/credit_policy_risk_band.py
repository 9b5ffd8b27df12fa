from frappe.model.document import Document


class CreditPolicyRiskBand(Document):
	pass
