from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyRule(SavedWithParent):
	pass
