from cqs_app.erp.credit.protected import SavedWithParent


class ScreeningMatchDecision(SavedWithParent):
	pass
