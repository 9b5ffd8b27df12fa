from frappe.model.document import Document


class CreditGroupMember(Document):
	pass
