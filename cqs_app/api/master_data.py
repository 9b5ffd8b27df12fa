"""Master data: duplicates of a party, one view of a customer over all companies, external credit reports."""

import frappe
from frappe import _
from frappe.utils import cint

from cqs_app.api.arguments import READ, WRITE, endpoint, readable, reason_of
from cqs_app.erp.qualification import duplicates, overview, reports
from cqs_app.erp.qualification.case import DOCTYPE
from cqs_app.erp.qualification.party_reading import PARTY_TYPES

BUYERS = ("Credit Analyst", "Credit Manager", "Credit Director")


@endpoint(READ)
def find_duplicates(
	party_type: str | None = None, party: str | None = None, qualification: str | None = None
) -> list[dict]:
	"""Parties that may be the same as a Customer, Lead or Prospect, or as a dossier's: ranked, each with its `score`
	(0..1), `likely`, and `reasons` (feature, similarity, weight, mine, theirs). One that the user may not read has no name."""
	if qualification:
		dossier = readable(DOCTYPE, qualification)
		party_type, party = dossier.party_type, dossier.party
	elif party_type not in PARTY_TYPES:
		frappe.throw(_("Give a Customer, Lead or Prospect, or a qualification."))
	else:
		readable(party_type, party)
	return duplicates.shown(duplicates.find(party_type, party))


@endpoint(READ)
def customer_overview(customer: str) -> dict:
	"""Limits, exposure, overdue and qualification of a customer in each company that the user may see, totals by currency,
	groups, dossiers, completeness of the master data and possible duplicates."""
	readable("Customer", customer)
	return overview.of_customer(customer)


@endpoint(WRITE)
def fetch_credit_report(qualification: str, force: bool = False, reason: str | None = None) -> dict:
	"""The fresh credit report on the dossier's party, bought if there is none. `force` buys again and needs a reason.
	Returns `report`, `bought`, and `answers` of the providers that gave none."""
	dossier = readable(DOCTYPE, qualification)
	if not set(BUYERS) & set(frappe.get_roles()):
		named = ", ".join(map(_, BUYERS))
		raise frappe.PermissionError(_("Credit reports are bought by: {0}.").format(named))
	frappe.has_permission(reports.DOCTYPE, "read", throw=True)
	because = reason_of(reason) if cint(force) else None
	result = reports.fetch(dossier, forced_because=because)
	reports.note(dossier, result, because)
	return reports.described(result)
