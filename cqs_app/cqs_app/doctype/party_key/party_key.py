from cqs_app.erp.credit.protected import WrittenByApp


class PartyKey(WrittenByApp):
	pass
