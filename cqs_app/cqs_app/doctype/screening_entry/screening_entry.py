from cqs_app.erp.credit.protected import WrittenByApp


class ScreeningEntry(WrittenByApp):
	pass
