"""Malformed and forged calls to the endpoints of compliance. Each names a method, who calls it, and with what."""

from collections.abc import Iterator
from typing import Any

OFFICER, SALES, ANALYST, AUDITOR = (
	f"{name}@cqs.example" for name in ("compliance", "sales", "analyst", "auditor")
)
NO_NAMES = ("", "no such", "'; drop table `tabScreening Match`; --", ["a"], {"a": 1}, "x" * 400, None)
NO_IDENTIFIERS = (
	"{",
	"[1]",
	'[{"kind": 1}]',
	'[{"value": []}]',
	"no JSON",
	'{"birth date": "yesterday"}',
	7,
	True,
)


def calls(customer: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
	"""(user, verb, method, arguments)."""
	party = {"party_type": "Customer", "party": customer}
	for name in NO_NAMES:
		yield OFFICER, "POST", "decide_match", {"match": name, "decision": "Clear", "reason": "fine"}
		yield OFFICER, "POST", "look_at_match", {"match": name}
		yield OFFICER, "POST", "screen_party", {"party_type": "Customer", "party": name}
		yield OFFICER, "POST", "screen_party", {"party_type": name, "party": customer}
		yield OFFICER, "POST", "screening_progress", {"run": name}
		yield OFFICER, "POST", "resume_screening", {"run": name}
		yield OFFICER, "POST", "confirm_screening_import", {"name": name}
		yield OFFICER, "POST", "dismiss_screening_import", {"name": name}
		yield OFFICER, "POST", "refresh_screening_list", {"screening_list": name}
		yield OFFICER, "POST", "screening_evidence", {"party_type": "Customer", "party": name}
		yield OFFICER, "POST", "check_vat_number", {"qualification": name}
	for name in ("", "   ", "...", "x" * 301, ["a"], {"a": 1}):
		yield OFFICER, "POST", "screen", {"name": name}
	for identifiers in NO_IDENTIFIERS:
		yield OFFICER, "POST", "screen", {"name": "Somebody", "identifiers": identifiers}
	for country in ("Atlantis", "XX", ["DE"]):
		yield OFFICER, "POST", "screen", {"name": "Somebody", "country": country}
	for day in ("yesterday", "2026-13-01", ["2026-01-01"]):
		yield OFFICER, "POST", "screening_evidence", {**party, "from_date": day}
	yield OFFICER, "POST", "screening_evidence", {**party, "format": "XLSX"}
	yield OFFICER, "POST", "check_identifier", {"country": "DE", "kind": "VAT", "value": ["a"]}
	yield OFFICER, "POST", "check_identifier", {"country": "DE", "kind": "VAT", "value": "1" * 500}
	for method in (
		"decide_match",
		"screen",
		"screen_party",
		"screening_of",
		"screening_evidence",
		"check_identifier",
	):
		yield OFFICER, "POST", method, {}
	for method in ("start_screening", "screen_party", "decide_match", "screening_evidence"):
		yield OFFICER, "GET", method, {}
	for user in (SALES, AUDITOR):
		yield user, "POST", "screen", {"name": "Somebody"}
		yield user, "POST", "screen_party", party
		yield user, "POST", "start_screening", {}
	for user in (SALES, ANALYST):
		yield user, "POST", "screening_evidence", party
	yield SALES, "POST", "screening_of", party
