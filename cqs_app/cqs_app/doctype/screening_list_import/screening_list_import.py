from cqs_app.erp.credit.protected import WrittenByApp


class ScreeningListImport(WrittenByApp):
	pass
