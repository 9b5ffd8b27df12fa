from cqs_app.erp.qualification import overview_report


def execute(filters=None):
	return overview_report.columns(), overview_report.rows(filters or {})
