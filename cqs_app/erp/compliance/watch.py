"""Something about a party has changed: until it is screened with what it is now, its customer's documents are held."""

from collections.abc import Iterable

import frappe
from frappe.utils import add_to_date, now_datetime

from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.erp.compliance import registry, screening, standing, switch
from cqs_app.erp.compliance.party_records import PARTY_TYPES, Ref
from cqs_app.erp.credit.jobs import one_by_one

CHANGED, RETRY = "Data changed", "Tried again"
AT_ONCE = 200
# Who waits, and who could not be screened: whoever answers may be down for hours, and each try is kept as evidence.
RETRY_AFTER_MINUTES = {ComplianceStatus.PENDING.value: 5, ComplianceStatus.FAILED.value: 30}
WAITING = (ComplianceStatus.PENDING.value, ComplianceStatus.FAILED.value)


def changed(refs: Iterable[Ref], reason: str = CHANGED) -> None:
	"""Called in the transaction that changed the data. The screening itself is a job that starts after the commit."""
	parties = [ref for ref in dict.fromkeys(refs) if ref.party and ref.party_type in PARTY_TYPES]
	if not parties or not switch.is_in_use():
		return
	for ref, listed in registry.refresh(parties).items():
		waits = any(row.status in WAITING or not row.fingerprint for row in listed.current)
		if listed.changed or waits:
			standing.publish(ref)
		if waits:
			enqueue(ref, reason)


def enqueue(ref: Ref, reason: str) -> None:
	frappe.enqueue(
		"cqs_app.erp.compliance.watch.screen_one",
		queue="short",
		enqueue_after_commit=True,
		party_type=ref.party_type,
		party=ref.party,
		reason=reason,
	)


def screen_one(party_type: str, party: str, reason: str) -> None:
	"""The job."""
	screening.screen([Ref(party_type, party)], reason, only_outdated=True)


def every_few_minutes() -> None:
	"""Whoever still waits: his job was lost, or nobody could answer when it ran."""
	if not switch.is_in_use():
		return
	for status, minutes in RETRY_AFTER_MINUTES.items():
		rows = frappe.get_all(
			registry.SUBJECT,
			filters={
				"status": status,
				"is_current": 1,
				"modified": ("<", add_to_date(now_datetime(), minutes=-minutes)),
			},
			fields=["party_type", "party"],
			distinct=True,
			order_by="party_type, party",
			limit=AT_ONCE,
		)
		one_by_one(
			(Ref(row.party_type, row.party) for row in rows),
			lambda ref: screening.screen([ref], RETRY, only_outdated=True),
			lambda ref: f"CQS: {ref.party_type} {ref.party} could not be screened",
		)
