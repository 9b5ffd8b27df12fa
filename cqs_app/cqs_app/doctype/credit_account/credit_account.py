from cqs_app.erp.credit.protected import WrittenByApp


class CreditAccount(WrittenByApp):
	pass
