from cqs_app.erp.credit.protected import SavedWithParent


class CreditGroupMember(SavedWithParent):
	pass
