"""Who hears of matches: the Compliance Officers, and nobody who might warn the customer."""

import frappe
from frappe import _
from frappe.utils.user import get_users_with_role

from cqs_app.erp.compliance.party_records import Ref
from cqs_app.erp.credit import notices

OFFICER = "Compliance Officer"


def officers() -> list[str]:
	"""Enabled users with the role."""
	return get_users_with_role(OFFICER)


def tell_of_matches(ref: Ref, opened: list[str]) -> None:
	subject = _("{0} {1}: {2} to decide").format(_(ref.party_type), ref.party, _matches(len(opened)))
	notices.send(officers(), "Screening Match", opened[0], subject)


def tell_of_run(run) -> None:
	subject = _("{0}: {1} to decide, {2} names could not be screened").format(
		run.reason, _matches(run.new_matches), run.failed
	)
	notices.send(officers(), run.doctype, run.name, subject)


def tell_second(match) -> None:
	subject = _("{0}: {1} proposes to clear this match; a second officer decides").format(
		match.subject_name, match.proposed_by
	)
	notices.send(set(officers()) - {match.proposed_by}, match.doctype, match.name, subject)


def tell_of_rules(doc, changed: str) -> None:
	"""By whom and by what is screened was changed; who did it knows."""
	subject = _("{0} changed {1}: {2}").format(frappe.session.user, doc.name, changed)
	notices.send(set(officers()) - {frappe.session.user}, doc.doctype, doc.name, subject)


def _matches(number: int) -> str:
	return _("one match") if number == 1 else _("{0} matches").format(number)
