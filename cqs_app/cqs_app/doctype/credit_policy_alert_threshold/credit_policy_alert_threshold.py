from frappe.model.document import Document


class CreditPolicyAlertThreshold(Document):
	pass
