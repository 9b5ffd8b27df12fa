from cqs_app.erp.credit.protected import SavedWithParent


class DocumentRequirementCondition(SavedWithParent):
	pass
