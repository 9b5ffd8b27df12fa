from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyComponent(SavedWithParent):
	pass
