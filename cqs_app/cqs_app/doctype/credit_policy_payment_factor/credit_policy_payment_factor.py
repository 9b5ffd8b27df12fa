from frappe.model.document import Document


class CreditPolicyPaymentFactor(Document):
	pass
