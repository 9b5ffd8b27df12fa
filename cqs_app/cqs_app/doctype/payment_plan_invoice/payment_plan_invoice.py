from cqs_app.erp.credit.protected import SavedWithParent


class PaymentPlanInvoice(SavedWithParent):
	pass
