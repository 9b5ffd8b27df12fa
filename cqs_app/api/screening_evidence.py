"""What an officer looks at before he decides, and the report that a regulator gets."""

from urllib.parse import quote

import frappe
from frappe import _
from werkzeug.wrappers import Response

from cqs_app.api.arguments import READ, WRITE, endpoint, readable
from cqs_app.erp.compliance import evidence_files, evidence_party, match_view
from cqs_app.erp.compliance.matches import MATCH
from cqs_app.erp.compliance.party_records import DOSSIER, PARTY_TYPES

DRAWERS = ("Compliance Officer", "Credit Auditor")
MIMETYPES = {evidence_files.PDF: "application/pdf", evidence_files.CSV: "text/csv"}


@endpoint(READ)
def look_at_match(match: str) -> dict:
	"""rows (label, mine, theirs, effect), steps of the score, threshold and upper (0 to 1), rights, dossiers, queue."""
	return match_view.of(readable(MATCH, match))


@endpoint(WRITE)
def screening_evidence(
	party_type: str, party: str, from_date: str | None = None, to_date: str | None = None, format: str = "PDF"
) -> Response:
	"""The file for a regulator, PDF or CSV, of a Customer, Lead, Prospect or Customer Qualification; both days included.
	That it was drawn is recorded as a Screening Evidence Log."""
	frappe.only_for(DRAWERS, message=True)
	if party_type not in (*PARTY_TYPES, DOSSIER):
		frappe.throw(_("A party is one of: {0}.").format(", ".join(map(_, (*PARTY_TYPES, DOSSIER)))))
	if not isinstance(format, str) or format not in MIMETYPES:
		frappe.throw(_("The format is one of: {0}.").format(", ".join(MIMETYPES)))
	period = evidence_files.period_of(from_date, to_date)
	if not evidence_party.is_known(party_type, party) or frappe.db.exists(party_type, party):
		readable(party_type, party)
	file, name = evidence_files.draw(evidence_party.refs_of(party_type, party), *period, format)
	answer = Response(evidence_files.blocks(file), mimetype=MIMETYPES[format])
	answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
	answer.headers["Cache-Control"] = "no-store"
	return answer
