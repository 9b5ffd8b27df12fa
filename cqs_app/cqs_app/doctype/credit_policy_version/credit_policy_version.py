from cqs_app.erp.credit.protected import AppendOnly


class CreditPolicyVersion(AppendOnly):
	pass
