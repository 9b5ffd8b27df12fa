from cqs_app.erp.credit.protected import SavedWithParent


class CreditApplicationOwner(SavedWithParent):
	pass
