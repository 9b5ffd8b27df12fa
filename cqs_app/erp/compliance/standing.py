"""What the screening of a party says: of each of its subjects, of the whole, and so of the customer's accounts."""

from collections import defaultdict

import frappe

from cqs_app.engine.compliance.parties import Role
from cqs_app.engine.credit.compliance_rule import ComplianceStatus, worst
from cqs_app.erp.compliance import matches, registry
from cqs_app.erp.compliance.party_records import CUSTOMER, Ref
from cqs_app.erp.credit import compliance_block


def publish(ref: Ref, always: bool = False) -> ComplianceStatus:
	"""Work it out from the matches and write it where it is read. The caller's transaction holds the party. `always`: the
	accounts may not be those that were written to last."""
	subjects = registry.lock(ref)
	decided = _decisions(ref)
	statuses = set()
	for row in subjects:
		status = _status(row, decided.get(row.name, {}))
		counted = decided.get(row.name, {}).get(matches.OPEN, 0)
		if (row.status, row.open_matches or 0) != (status.value, counted):
			registry.write(row, {"status": status.value, "open_matches": counted})
		if row.is_current or status.blocks:
			statuses.add(status)
	whole = worst(statuses)
	own = [row for row in subjects if row.role == Role.PARTY.value]
	main = next((row for row in own if row.is_current), next(iter(own), None))
	# Accounts are written, and so locked, only when the whole has changed: every night most of them have not.
	if main and (always or main.party_status != whole.value):
		registry.write(main, {"party_status": whole.value})
		if ref.party_type == CUSTOMER:
			compliance_block.put(
				ref.party, whole, _note(subjects) if whole is ComplianceStatus.FAILED else ""
			)
	return whole


def of(ref: Ref) -> ComplianceStatus:
	"""As it was published last; NONE for a party that nobody has screened."""
	filters = {"party_type": ref.party_type, "party": ref.party, "role": Role.PARTY.value}
	# A party that another one was merged into has the subject of both; its own is the current one.
	status = frappe.db.get_value(registry.SUBJECT, filters, "party_status", order_by="is_current desc")
	return ComplianceStatus(status or "")


def _decisions(ref: Ref) -> dict[str, dict[str, int]]:
	"""Subject -> decision -> matches, as they are now: of two officers who decide at the same moment the second one sees
	what the first one did."""
	counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
	sql = "select subject, decision from `tabScreening Match` where party_type = %s and party = %s for update"
	for subject, decision in frappe.db.sql(sql, ref):
		counted[subject][decision] += 1
	return counted


def _status(row: frappe._dict, decided: dict[str, int]) -> ComplianceStatus:
	if decided.get(matches.CONFIRMED):
		return ComplianceStatus.CONFIRMED
	if decided.get(matches.OPEN):
		return ComplianceStatus.HIT
	status = ComplianceStatus(row.status)
	if not status.blocks:
		return status
	return ComplianceStatus.CLEAR if row.fingerprint else ComplianceStatus.PENDING


def _note(subjects: list[frappe._dict]) -> str:
	failed = (row.name for row in subjects if row.status == ComplianceStatus.FAILED.value)
	name = next(failed, None)
	return (frappe.db.get_value(registry.SUBJECT, name, "note") or "") if name else ""
