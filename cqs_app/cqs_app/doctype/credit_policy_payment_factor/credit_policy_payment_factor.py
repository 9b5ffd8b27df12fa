from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyPaymentFactor(SavedWithParent):
	pass
