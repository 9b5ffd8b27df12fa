from frappe.model.document import Document


class CreditPolicyLimitTrigger(Document):
	pass
