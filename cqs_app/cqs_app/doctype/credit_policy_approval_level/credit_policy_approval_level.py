from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyApprovalLevel(SavedWithParent):
	pass
