from cqs_app.erp.credit.protected import AppendOnly


class CreditReport(AppendOnly):
	pass
