"""The rows of the report `Screening Evidence`: every screening and decision of the base, as far as the user sees the
customers."""

from collections.abc import Mapping
from itertools import islice

import frappe
from frappe import _

from cqs_app.erp.compliance.evidence_files import period_of
from cqs_app.erp.compliance.evidence_rows import Scope, columns
from cqs_app.erp.compliance.evidence_rows import rows as rows_of

MOST_SHOWN = 20_000
RESULTS = ("Clear", "Hit", "Failed")

__all__ = ["columns", "rows"]


def rows(filters: Mapping) -> list[dict]:
	from_date, to_date = period_of(filters.get("from_date"), filters.get("to_date"))
	result = filters.get("result") or ""
	scope = Scope(
		from_date=from_date,
		to_date=to_date,
		result=result if result in RESULTS else "",
		screening_list=str(filters.get("screening_list") or ""),
		officer=str(filters.get("officer") or ""),
		party_type=str(filters.get("party_type") or ""),
		party=str(filters.get("party") or ""),
	)
	found = list(islice(rows_of(scope), MOST_SHOWN + 1))
	if len(found) > MOST_SHOWN:
		frappe.throw(
			_("More than {0} rows. Choose a shorter period, or one party, list or officer.").format(
				f"{MOST_SHOWN:,}"
			)
		)
	return found
