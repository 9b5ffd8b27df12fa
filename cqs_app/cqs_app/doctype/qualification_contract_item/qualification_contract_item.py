from cqs_app.erp.credit.protected import SavedWithParent


class QualificationContractItem(SavedWithParent):
	pass
