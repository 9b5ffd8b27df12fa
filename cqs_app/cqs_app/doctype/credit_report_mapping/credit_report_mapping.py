from cqs_app.erp.credit.protected import SavedWithParent


class CreditReportMapping(SavedWithParent):
	pass
