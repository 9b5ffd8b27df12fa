from cqs_app.erp.credit.protected import WrittenByApp


class QualificationFile(WrittenByApp):
	pass
