from frappe.model.document import Document


class CustomerQualification(Document):
	pass
