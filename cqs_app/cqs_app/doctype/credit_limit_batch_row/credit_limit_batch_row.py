from cqs_app.erp.credit.protected import WrittenByApp


class CreditLimitBatchRow(WrittenByApp):
	pass
