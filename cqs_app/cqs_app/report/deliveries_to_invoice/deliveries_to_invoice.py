from cqs_app.erp.credit import unbilled_report


def execute(filters=None):
	rows = unbilled_report.rows(filters or {})
	return unbilled_report.columns(), rows, None, None, unbilled_report.summary(rows) or None
