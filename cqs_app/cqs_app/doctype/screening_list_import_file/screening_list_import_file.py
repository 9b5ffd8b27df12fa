from cqs_app.erp.credit.protected import SavedWithParent


class ScreeningListImportFile(SavedWithParent):
	pass
