from cqs_app.erp.credit import exceptions_report


def execute(filters=None):
	return exceptions_report.columns(), exceptions_report.rows(filters or {})
