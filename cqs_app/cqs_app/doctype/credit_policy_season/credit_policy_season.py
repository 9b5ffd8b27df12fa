from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicySeason(SavedWithParent):
	pass
