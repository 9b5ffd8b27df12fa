"""What the session user may do with a dossier. Screens show their buttons by it; each step checks again."""

import frappe

from cqs_app.engine.qualification.stages import Stage, actions_at
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import moves, renewal, requirements


def of(doc) -> dict:
	"""`actions`: each possible one with `allowed`, `why_not`, `missing` (list) and `needs_reason`; `may_renew`."""
	case = cases.case_of(doc)
	return {
		"actions": [_described(doc, case, action) for action in actions_at(case)],
		"may_renew": _may_renew(doc),
		"renewal": renewal.under_way(doc) or "",
	}


def _described(doc, case, action) -> dict:
	refused = moves.why_not(doc, case, action)
	return {
		"action": action.value,
		"allowed": not refused,
		"why_not": refused,
		"missing": [] if refused else requirements.missing_for(doc, action),
		"needs_reason": action in moves.NEEDS_A_REASON,
	}


def _may_renew(doc) -> bool:
	if Stage(doc.stage) not in renewal.RENEWABLE or renewal.under_way(doc):
		return False
	return bool(frappe.has_permission(doc.doctype, "create"))
