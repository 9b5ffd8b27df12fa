from cqs_app.erp.credit.protected import SavedWithParent


class QualificationStep(SavedWithParent):
	pass
