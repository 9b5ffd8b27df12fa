from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyLimitTrigger(SavedWithParent):
	pass
