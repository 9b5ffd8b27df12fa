"""Screening Matches: opened by what a screening found, kept up to date, and never closed by anything but a decision."""

import json
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.engine.compliance.queries import hash_of
from cqs_app.erp.compliance.bands import LIKELY, Bands
from cqs_app.erp.compliance.party_records import CUSTOMER, DOSSIER, Ref

MATCH = "Screening Match"
OPEN, CLEARED, CONFIRMED = "Open", "Cleared", "Confirmed"
OPENED, REOPENED, PROPOSED = "Opened", "Reopened", "Clear Proposed"
DECIDED = (
	*("decision", "decided_by", "decided_on", "decision_reason"),
	*("proposed_by", "proposed_on", "proposed_reason"),
)
ONE, SECOND = "A Compliance Officer", "A second Compliance Officer"


def record(subject: frappe._dict, found: Iterable, bands: Bands, check: str) -> list[str]:
	"""What a screening of the subject found. Returns the matches that are new or open again."""
	known = {row.match_key: row.name for row in _known(subject.name)}
	opened = []
	for one in found:
		key = hash_of(f"{subject.subject_key}|{one.screening_list}|{one.entry_id}")
		name = known.pop(key, None)
		document = frappe.get_doc(MATCH, name, for_update=True) if name else _new(subject, one, key)
		if _update(document, subject, one, bands, check):
			opened.append(document.name)
	for name in known.values():
		_no_longer_found(name)
	return opened


def note(document, decision: str, reason: str, user: str | None = None) -> None:
	"""A line of the match's history."""
	document.append(
		"decisions",
		{
			"decision": decision,
			"decided_by": user or frappe.session.user,
			"decided_on": now_datetime(),
			"score": document.score,
			"reason": reason,
			"query_hash": document.query_hash,
			"entry_hash": document.entry_hash,
		},
	)


def save(document) -> None:
	document.flags.by_cqs = True
	document.save(ignore_permissions=True)


def open_again(document, reason: str) -> None:
	document.update(
		{
			"decision": OPEN,
			"waits_for": ONE,
			**dict.fromkeys(("decided_by", "decided_on", "decision_reason")),
			**dict.fromkeys(("proposed_by", "proposed_on", "proposed_reason")),
		}
	)
	note(document, REOPENED, reason)


def _known(subject: str) -> list[frappe._dict]:
	"""As they are now, not as they were when this transaction began."""
	sql = f"select name, match_key from `tab{MATCH}` where subject = %s order by name for update"
	return frappe.db.sql(sql, subject, as_dict=True)


def _new(subject: frappe._dict, one, key: str):
	document = frappe.new_doc(MATCH)
	document.update(
		{
			"match_key": key,
			"subject": subject.name,
			"party_type": subject.party_type,
			"party": subject.party,
			"customer": subject.customer,
			"role": subject.role,
			"screening_list": one.screening_list,
			"entry_id": one.entry_id,
			"decision": OPEN,
			"waits_for": ONE,
		}
	)
	return document


def _update(document, subject: frappe._dict, one, bands: Bands, check: str) -> bool:
	"""True when somebody has to decide who had not to before."""
	hashes = {"query_hash": subject.query_hash, "entry_hash": one.entry_hash}
	same = all(document.get(field) == value for field, value in hashes.items())
	was_data_changed = document.query_hash != subject.query_hash
	band = _band(document, one, bands, same)
	if not document.is_new() and same and not document.left_list and _is_shown(document, one, band):
		return False
	document.update(
		{
			**hashes,
			"subject_name": subject.subject_name,
			"entry_name": one.entry_name[:140],
			"entry": one.entry or None,
			"entry_schema": one.schema,
			"programs": one.programs,
			"score": round(one.match.score, 4),
			"band": band,
			"explanation": one.match.sentence,
			"features": _features(one),
			"algorithm": one.match.algorithm,
			"left_list": 0,
			"last_check": check,
		}
	)
	opened = _reconsider(document, subject, same, was_data_changed)
	save(document)
	return opened


def _band(document, one, bands: Bands, same: bool) -> str:
	"""Of the same data against the same entry the stricter band counts that it ever had: a milder policy clears nothing."""
	return LIKELY if same and document.band == LIKELY else bands.band_of(one.match.score)


def _is_shown(document, one, band: str) -> bool:
	score = round(one.match.score, 4)
	return document.score == score and document.band == band and document.entry == (one.entry or None)


def _reconsider(document, subject: frappe._dict, same: bool, data_changed: bool) -> bool:
	"""A decision holds for what was decided on: the same data of the party and the same entry."""
	if document.is_new():
		if earlier := _decided_before(document, subject):
			document.update({"waits_for": "", **{field: earlier[field] for field in DECIDED}})
			document.decision_reason = _("As {0}: {1}").format(earlier.name, earlier.decision_reason or "")
			note(document, earlier.decision, document.decision_reason, earlier.decided_by)
			return False
		note(document, OPENED, document.explanation)
		return True
	if same or document.decision == CONFIRMED:
		return False
	why = _("What is known of the party has changed") if data_changed else _("The list entry has changed")
	if document.decision == CLEARED:
		open_again(document, why)
		return True
	if document.proposed_by:
		open_again(document, why)
	return False


def _decided_before(document, subject: frappe._dict) -> frappe._dict | None:
	"""Decided for this party in another role or when it was a lead: who was confirmed then is so whatever is known of him
	now; cleared is the same data against the same entry, by two where two decide."""
	entry = {"screening_list": document.screening_list, "entry_id": document.entry_id}
	hashes = {"query_hash": document.query_hash, "entry_hash": document.entry_hash}
	by_two = {"proposed_by": ("is", "set")} if document.band == LIKELY else {}
	wanted = (
		{**entry, "role": document.role, "decision": CONFIRMED},
		{**entry, **hashes, **by_two, "decision": CLEARED},
	)
	lineage = _lineage(Ref(subject.party_type, subject.party))
	for filters in wanted:
		for ref in lineage:
			of_party = {"party_type": ref.party_type, "party": ref.party, **filters}
			if found := frappe.db.get_value(MATCH, of_party, ["name", *DECIDED], as_dict=True):
				return found
	return None


def _lineage(ref: Ref) -> list[Ref]:
	if ref.party_type != CUSTOMER:
		return [ref]
	rows = frappe.get_all(
		DOSSIER, filters={"customer": ref.party}, fields=["party_type", "party"], order_by="creation"
	)
	return list(dict.fromkeys([ref, *(Ref(row.party_type, row.party) for row in rows)]))


def _no_longer_found(name: str) -> None:
	"""It stays open: whoever changed the data until the name fits no more has not decided anything."""
	document = frappe.get_doc(MATCH, name, for_update=True)
	if not document.left_list:
		document.left_list = 1
		save(document)


def _features(one) -> str:
	return json.dumps(
		[
			{
				"name": feature.name,
				"effect": feature.effect.value,
				"weight": round(feature.weight, 4),
				"score": round(feature.score, 4),
				"mine": feature.mine,
				"theirs": feature.theirs,
			}
			for feature in one.match.features
		],
		ensure_ascii=False,
	)
