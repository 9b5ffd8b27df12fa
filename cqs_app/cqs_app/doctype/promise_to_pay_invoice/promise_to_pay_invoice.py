from cqs_app.erp.credit.protected import SavedWithParent


class PromisetoPayInvoice(SavedWithParent):
	pass
