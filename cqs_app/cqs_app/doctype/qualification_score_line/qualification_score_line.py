from cqs_app.erp.credit.protected import SavedWithParent


class QualificationScoreLine(SavedWithParent):
	pass
