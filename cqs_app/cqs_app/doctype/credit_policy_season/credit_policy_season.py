from frappe.model.document import Document


class CreditPolicySeason(Document):
	pass
