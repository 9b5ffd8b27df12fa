from cqs_app.erp.credit.protected import SavedWithParent


class CreditApplicationReference(SavedWithParent):
	pass
