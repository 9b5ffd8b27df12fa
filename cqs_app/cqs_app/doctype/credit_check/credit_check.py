from cqs_app.erp.credit.protected import AppendOnly


class CreditCheck(AppendOnly):
	pass
