from cqs_app.erp.credit.protected import WrittenByApp


class ScreeningSubject(WrittenByApp):
	pass
