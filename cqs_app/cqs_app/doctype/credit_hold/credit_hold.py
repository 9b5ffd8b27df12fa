from cqs_app.erp.credit.protected import WrittenByApp


class CreditHold(WrittenByApp):
	pass
