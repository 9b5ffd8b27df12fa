from cqs_app.erp.credit.protected import SavedWithParent


class CQSContractCheck(SavedWithParent):
	pass
