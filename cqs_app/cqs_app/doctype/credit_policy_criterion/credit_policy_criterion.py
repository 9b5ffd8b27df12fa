from frappe.model.document import Document


class CreditPolicyCriterion(Document):
	pass
