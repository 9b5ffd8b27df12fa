from cqs_app.erp.credit.protected import SavedWithParent


class QualificationDocument(SavedWithParent):
	pass
