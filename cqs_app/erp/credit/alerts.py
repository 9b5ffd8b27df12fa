"""Credit Alerts: something that somebody should look at."""

import json

import frappe

from cqs_app.ledger.links import Party


def raise_alert(
	party: Party,
	alert_type: str,
	severity: str,
	message: str,
	*,
	evidence: dict,
	reference: tuple[str, str] | None = None,
	role: str = "Credit Analyst",
) -> str:
	"""Write an open alert. Returns its name."""
	alert = frappe.new_doc("Credit Alert")
	alert.update(
		{
			"customer": party.customer,
			"company": party.company,
			"alert_type": alert_type,
			"severity": severity,
			"status": "Open",
			"message": message,
			"evidence": json.dumps(evidence, default=str, sort_keys=True),
			"assigned_role": role,
		}
	)
	if reference:
		alert.reference_doctype, alert.reference_name = reference
	alert.insert(ignore_permissions=True)
	return alert.name
