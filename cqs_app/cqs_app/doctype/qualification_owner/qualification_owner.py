from cqs_app.erp.credit.protected import SavedWithParent


class QualificationOwner(SavedWithParent):
	pass
