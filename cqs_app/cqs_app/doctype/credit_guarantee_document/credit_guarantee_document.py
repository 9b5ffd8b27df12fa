from cqs_app.erp.credit.protected import SavedWithParent


class CreditGuaranteeDocument(SavedWithParent):
	pass
