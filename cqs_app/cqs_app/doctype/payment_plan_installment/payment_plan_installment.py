from cqs_app.erp.credit.protected import SavedWithParent


class PaymentPlanInstallment(SavedWithParent):
	pass
