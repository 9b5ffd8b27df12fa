from cqs_app.erp.credit.protected import AppendOnly


class ScreeningCheck(AppendOnly):
	pass
