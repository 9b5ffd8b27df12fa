from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyAlertThreshold(SavedWithParent):
	pass
