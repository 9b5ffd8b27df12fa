from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyCriterion(SavedWithParent):
	pass
