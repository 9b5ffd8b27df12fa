from frappe.model.document import Document


class CreditPolicyRule(Document):
	pass
