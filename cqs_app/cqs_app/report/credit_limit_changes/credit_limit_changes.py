from cqs_app.erp.credit import history_report


def execute(filters=None):
	return history_report.columns(), history_report.rows(filters or {})
