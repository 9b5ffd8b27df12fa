from frappe.model.document import Document


class CreditGroup(Document):
	pass
