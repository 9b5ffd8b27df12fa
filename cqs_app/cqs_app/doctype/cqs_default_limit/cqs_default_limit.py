from cqs_app.erp.credit.protected import SavedWithParent


class CQSDefaultLimit(SavedWithParent):
	pass
