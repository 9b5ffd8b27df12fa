from cqs_app.erp.credit.protected import WrittenByApp


class ScreeningMatch(WrittenByApp):
	pass
