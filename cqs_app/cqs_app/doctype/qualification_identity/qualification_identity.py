from cqs_app.erp.credit.protected import SavedWithParent


class QualificationIdentity(SavedWithParent):
	pass
