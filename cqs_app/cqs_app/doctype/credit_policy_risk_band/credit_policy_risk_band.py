from cqs_app.erp.credit.protected import SavedWithParent


class CreditPolicyRiskBand(SavedWithParent):
	pass
