"""What a screen shows of the screening of a party."""

import frappe

from cqs_app.erp.compliance import matches, registry, screening, standing, switch
from cqs_app.erp.compliance.party_records import Ref

SUBJECT = ("name", "subject_name", "role", "status", "is_current", "last_screened_on", "open_matches", "note")
MATCH = (
	"name",
	"subject_name",
	"entry_name",
	"screening_list",
	"score",
	"band",
	"decision",
	"waits_for",
	"left_list",
)
WORST_FIRST = "field(decision, 'Confirmed', 'Open', 'Cleared'), score desc"


def of(ref: Ref) -> dict:
	"""status, is_in_use, subjects, matches (worst first), and `outdated`: names whose last screening does not hold any
	more."""
	filters = {"party_type": ref.party_type, "party": ref.party}
	in_use = switch.is_in_use()
	return {
		"status": standing.of(ref).value,
		"is_in_use": in_use,
		"subjects": frappe.get_all(
			registry.SUBJECT, filters=filters, fields=list(SUBJECT), order_by="role, subject_name"
		),
		"matches": frappe.get_all(matches.MATCH, filters=filters, fields=list(MATCH), order_by=WORST_FIRST),
		"outdated": [row.subject_name for row in screening.outdated(ref)] if in_use else [],
	}
