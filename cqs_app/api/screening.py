"""Screening: asking the lists, screening a party, deciding matches, and screening the whole base."""

import frappe
from frappe import _

from cqs_app.api.arguments import READ, WRITE, endpoint, readable, reason_of
from cqs_app.erp.compliance import decisions, lookup, overview, runs, screening
from cqs_app.erp.compliance.party_records import PARTY_TYPES, Ref

CHECK, MATCH, RUN = "Screening Check", "Screening Match", "Screening Run"
SCREENERS = ("Compliance Officer", "Credit Analyst", "Credit Manager", "Credit Director")


@endpoint(READ)
def screen(name: str, country: str | None = None, identifiers: str | dict | list | None = None) -> list[dict]:
	"""Entries of the lists that somebody of this name may be, the likeliest first: list, entry, name, score (0 to 1),
	explanation, features. `identifiers`: {"tax number": "...", "passport": "...", "birth date": "1970-04-12"} or a list of
	{kind, value, country}. The question is kept as a Screening Check."""
	frappe.only_for((*SCREENERS, "System Manager"), message=True)
	return lookup.look_up(name, country, identifiers)


@endpoint(WRITE)
def screen_party(party_type: str, party: str) -> dict:
	"""Screen a customer, lead or prospect with everybody behind it now. Returns `screening_of`, or only its status to who
	may not learn of matches."""
	ref = _party(party_type, party)
	frappe.only_for(SCREENERS, message=True)
	screening.screen([ref], _("Asked for"))
	found = overview.of(ref)
	return found if frappe.has_permission(CHECK, "read") else {"status": found["status"]}


@endpoint(READ)
def screening_of(party_type: str, party: str) -> dict:
	"""Status of a party, who was screened with it, and its matches."""
	ref = _party(party_type, party)
	frappe.has_permission(CHECK, "read", throw=True)
	return overview.of(ref)


@endpoint(WRITE)
def decide_match(match: str, decision: str, reason: str, seen: str | None = None) -> dict:
	"""Clear, Confirm or Reopen. Above the policy's upper band, and to take back a confirmation, the first Clear proposes and
	a second officer's decides. `seen`: `modified` of the match as it was looked at. Returns the match."""
	document = readable(MATCH, match)
	return decisions.decide(document.name, decision, reason_of(reason), seen).as_dict()


@endpoint(WRITE)
def start_screening() -> str:
	"""Screen the whole base in the background. Returns the name of the Screening Run."""
	frappe.only_for("Compliance Officer", message=True)
	return runs.start(_("Asked for"))


@endpoint(WRITE)
def resume_screening(run: str) -> dict:
	"""Go on with a run whose job died. Returns `screening_progress`."""
	frappe.only_for("Compliance Officer", message=True)
	document = readable(RUN, run)
	runs.resume(document.name)
	return runs.progress(document.name)


@endpoint(READ)
def screening_progress(run: str) -> dict:
	"""status, percent, total, done, failed, subjects, unchanged, new_matches."""
	return runs.progress(readable(RUN, run).name)


def _party(party_type: str, party: str) -> Ref:
	if party_type not in PARTY_TYPES:
		frappe.throw(_("A party is one of: {0}.").format(", ".join(map(_, PARTY_TYPES))))
	return Ref(party_type, readable(party_type, party).name)
