from frappe.model.document import Document


class CreditGuaranteeDocument(Document):
	pass
