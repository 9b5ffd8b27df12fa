from cqs_app.erp.compliance import exposure_report


def execute(filters=None):
	filters = filters or {}
	by, rows = exposure_report.by_of(filters), exposure_report.rows(filters)
	return (
		exposure_report.columns(by),
		rows,
		exposure_report.message(rows, filters),
		exposure_report.chart(rows, by),
		exposure_report.summary(rows) or None,
	)
