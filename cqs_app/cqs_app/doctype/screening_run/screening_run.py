from cqs_app.erp.credit.protected import WrittenByApp


class ScreeningRun(WrittenByApp):
	pass
