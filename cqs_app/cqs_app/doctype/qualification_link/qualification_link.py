from cqs_app.erp.credit.protected import WrittenByApp


class QualificationLink(WrittenByApp):
	pass
