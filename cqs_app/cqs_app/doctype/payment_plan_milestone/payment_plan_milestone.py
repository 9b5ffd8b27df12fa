from cqs_app.erp.credit.protected import SavedWithParent


class PaymentPlanMilestone(SavedWithParent):
	pass
