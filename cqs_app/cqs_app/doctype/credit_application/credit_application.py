from frappe.model.document import Document


class CreditApplication(Document):
	pass
