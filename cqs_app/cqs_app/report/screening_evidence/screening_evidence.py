from cqs_app.erp.compliance import evidence_report


def execute(filters=None):
	return evidence_report.columns(), evidence_report.rows(filters or {})
