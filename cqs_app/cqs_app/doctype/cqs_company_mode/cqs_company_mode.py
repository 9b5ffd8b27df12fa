from frappe.model.document import Document


class CQSCompanyMode(Document):
	pass
