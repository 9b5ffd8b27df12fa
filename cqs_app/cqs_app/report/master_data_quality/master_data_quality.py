from cqs_app.erp.qualification import quality_report


def execute(filters=None):
	return quality_report.columns(), quality_report.rows(filters or {})
