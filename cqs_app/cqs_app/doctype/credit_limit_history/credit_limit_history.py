from cqs_app.erp.credit.protected import AppendOnly


class CreditLimitHistory(AppendOnly):
	pass
