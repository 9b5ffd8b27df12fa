"""A confirmed match: an alert on each account, and word to those who answer for the credit."""

import frappe
from frappe import _
from frappe.utils.user import get_users_with_role

from cqs_app.erp.compliance import notices as officers
from cqs_app.erp.credit import alerts, notices
from cqs_app.ledger.links import Party

# Neutral, as sales may read alerts; what was found stands in the match.
ALERT = "Compliance"
TOLD = ("Compliance Officer", "Credit Director", "Credit Manager")


def confirmed(match) -> None:
	users = {user for role in TOLD for user in get_users_with_role(role)} - {match.decided_by}
	who = match.customer or match.party
	text = _("Compliance has forbidden business with {0}").format(who)
	notices.send(
		users,
		match.doctype if not match.customer else "Customer",
		match.name if not match.customer else who,
		text,
	)
	if not match.customer:
		return
	companies = frappe.get_all(
		"Credit Account",
		filters={"customer": match.customer, "status": ("!=", "Closed")},
		pluck="company",
		order_by="company",
	)
	for company in companies:
		alerts.raise_alert(
			Party(match.customer, company),
			ALERT,
			"Critical",
			text,
			evidence={"match": match.name},
			reference=(match.doctype, match.name),
			role=officers.OFFICER,
		)
