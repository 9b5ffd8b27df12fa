from cqs_app.erp.credit.protected import SavedWithParent


class QualificationReference(SavedWithParent):
	pass
