from frappe.model.document import Document


class CreditPolicyApprovalLevel(Document):
	pass
