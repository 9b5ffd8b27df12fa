from cqs_app.erp.credit.protected import SavedWithParent


class CQSCompanyMode(SavedWithParent):
	pass
