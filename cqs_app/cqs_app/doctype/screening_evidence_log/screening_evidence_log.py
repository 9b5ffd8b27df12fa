from cqs_app.erp.credit.protected import AppendOnly


class ScreeningEvidenceLog(AppendOnly):
	pass
