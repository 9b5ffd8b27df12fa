from frappe.model.document import Document


class CreditPolicyComponent(Document):
	pass
