from frappe.model.document import Document


class CQSDefaultLimit(Document):
	pass
