from cqs_app.erp.credit.protected import SavedWithParent


class QualificationStatement(SavedWithParent):
	pass
