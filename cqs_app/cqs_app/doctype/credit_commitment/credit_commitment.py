from cqs_app.erp.credit.protected import WrittenByApp


class CreditCommitment(WrittenByApp):
	pass
