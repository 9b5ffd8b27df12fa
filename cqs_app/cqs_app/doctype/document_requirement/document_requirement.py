from frappe.model.document import Document


class DocumentRequirement(Document):
	pass
