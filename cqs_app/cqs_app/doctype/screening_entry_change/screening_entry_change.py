from cqs_app.erp.credit.protected import WrittenByApp


class ScreeningEntryChange(WrittenByApp):
	pass
