from cqs_app.erp.credit.protected import AppendOnly


class VATCheck(AppendOnly):
	pass
