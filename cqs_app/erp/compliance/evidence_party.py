"""Everything that the evidence of one party holds: who was screened, when, against what, what was decided, who owns it, and
whether the chains still hold."""

import json
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import get_fullname

from cqs_app.engine.compliance import known_facts
from cqs_app.engine.compliance.lists.entry_json import from_json
from cqs_app.engine.compliance.score_steps import steps
from cqs_app.erp.compliance import evidence, match_view, matches, registry, standing
from cqs_app.erp.compliance.evidence_rows import Scope, asked_in_words
from cqs_app.erp.compliance.party_records import CUSTOMER, DOSSIER, PARTY_TYPES, Ref

# Setting a row takes about 40 ms and half a megabyte; the CSV has no bound.
MOST_PRINTED = 400
OF_DOSSIER = (
	"name",
	"stage",
	"country",
	"registration_number",
	"registration_check",
	"tax_id",
	"tax_id_check",
	"vat_status",
	"number_explanation",
	"ownership_summary",
	"ownership_explanation",
	"no_owner_reason",
	"country_risk",
	"industry_risk",
	"enhanced_due_diligence",
	"compliance_status",
	"compliance_reviewer",
	"compliance_reviewed_on",
	"compliance_note",
)
VAT = ("vat_number", "status", "trader_name", "consultation_number", "checked_on", "checked_by")


class TooLong(frappe.ValidationError):
	pass


@dataclass(frozen=True)
class Verified:
	"""`count` chained screenings were recomputed; `broken`: what does not hold, in words."""

	count: int
	broken: tuple[str, ...]

	def __str__(self) -> str:
		if self.broken:
			return _("BROKEN: {0}").format("; ".join(self.broken))
		return _("{0} screenings verified: none was changed, removed or slipped in.").format(self.count)


def refs_of(party_type: str, party: str) -> tuple[Ref, ...]:
	"""The party, and what it was before: a customer's evidence begins when it was a lead. Of a dossier, its party's."""
	if party_type == DOSSIER:
		values = frappe.db.get_value(DOSSIER, party, ["party_type", "party", "customer"], as_dict=True)
		first = Ref(CUSTOMER, values.customer) if values.customer else Ref(values.party_type, values.party)
	else:
		first = Ref(party_type, party)
	rows = frappe.get_all(
		DOSSIER,
		or_filters=[["customer", "=", first.party], ["party", "=", first.party]],
		fields=["party_type", "party", "customer"],
		order_by="creation",
	)
	found = [first]
	for row in rows:
		pair = [Ref(row.party_type, row.party), *([Ref(CUSTOMER, row.customer)] if row.customer else [])]
		found += pair if first in pair else []
	return tuple(dict.fromkeys(found))


def is_known(party_type: str, party: str) -> bool:
	"""A party that was deleted keeps its evidence."""
	if party_type not in (*PARTY_TYPES, DOSSIER) or not isinstance(party, str):
		return False
	if frappe.db.exists(party_type, party):
		return True
	return bool(frappe.db.exists(registry.SUBJECT, {"party_type": party_type, "party": party}))


def verified(refs: tuple[Ref, ...]) -> Verified:
	count, broken = 0, []
	for ref in refs:
		one, problems = evidence.verify(*ref)
		count, broken = count + one, broken + problems
	return Verified(count, tuple(broken))


def collect(refs: tuple[Ref, ...], from_date: date | None, to_date: date | None) -> dict:
	"""For the printed report. Raises TooLong."""
	scope = Scope(refs, from_date, to_date)
	return {
		"parties": [_party(ref) for ref in refs],
		"chain": verified(refs),
		"subjects": _subjects(refs),
		"screenings": _screenings(scope),
		"matches": _matches(scope),
		"dossiers": dossiers(refs),
	}


def _party(ref: Ref) -> dict:
	exists = frappe.db.exists(*ref)
	return {
		"type": ref.party_type,
		"name": ref.party,
		"title": match_view.title_of(ref) if exists else _("deleted"),
		"status": standing.of(ref).value or _("Never Screened"),
	}


def _subjects(refs: tuple[Ref, ...]) -> list[dict]:
	fields = [
		"name",
		"party_type",
		"party",
		"subject_name",
		"role",
		"status",
		"is_current",
		"last_screened_on",
		"source_doctype",
		"source_name",
		"query",
		"check_count",
		"note",
	]
	scope = Scope(refs)
	found = frappe.get_all(
		registry.SUBJECT, filters=scope.parties(), fields=fields, order_by="party, role, subject_name"
	)
	found = list(filter(scope.holds, found))
	for row in found:
		row.known = asked_in_words(row.query, 5)
	return found


def _screenings(scope: Scope) -> list[frappe._dict]:
	filters = [*scope.parties(), *scope.days("checked_on")]
	fields = [
		"name",
		"party_type",
		"party",
		"checked_on",
		"subject_name",
		"role",
		"result",
		"match_count",
		"best_score",
		"lists",
		"algorithm",
		"threshold",
		"provider",
		"reason",
		"run",
		"actor",
		"note",
		"chain_index",
		"row_hash",
		"query",
		"matches",
	]
	found = frappe.get_all(
		evidence.CHECK,
		filters=filters,
		fields=fields,
		order_by="checked_on asc, name asc",
		limit_page_length=MOST_PRINTED + 1,
	)
	if len(found) > MOST_PRINTED:
		frappe.throw(
			_(
				"More than {0} screenings are too many to print. Choose a shorter period, or CSV, which holds all of them."
			).format(MOST_PRINTED),
			TooLong,
		)
	found = list(filter(scope.holds, found))
	for row in found:
		row.asked = asked_in_words(row.query, 5)
		row.found = json.loads(row.matches or "[]")
	return found


def _matches(scope: Scope) -> list[dict]:
	"""Those that were found or decided on in the period, and those that are open."""
	found = []
	for name in frappe.get_all(
		matches.MATCH, filters=scope.parties(), pluck="name", order_by="creation asc, name asc"
	):
		match = frappe.get_doc(matches.MATCH, name)
		if not scope.holds(match):
			continue
		days = {row.decided_on.date() for row in match.decisions if row.decided_on}
		if match.decision == matches.OPEN or any(_inside(day, scope) for day in days):
			found.append(_match(match))
	return found


def _match(match) -> dict:
	content = frappe.db.get_value("Screening Entry", match.entry, "content") if match.entry else None
	return {
		"doc": match,
		"entry": known_facts.in_words(known_facts.of_entry(from_json(json.loads(content))), 8)
		if content
		else "",
		"steps": steps(match_view.features_of(match)),
		"decisions": [
			{
				"what": row.decision,
				"who": row.decided_by,
				"name": get_fullname(row.decided_by),
				"on": row.decided_on,
				"score": row.score,
				"reason": row.reason,
			}
			for row in match.decisions
		],
	}


def _inside(day: date, scope: Scope) -> bool:
	return not (scope.from_date and day < scope.from_date) and not (scope.to_date and day > scope.to_date)


def dossiers(refs: tuple[Ref, ...]) -> list[dict]:
	"""Owners, numbers, papers and what compliance wrote, of each qualification of the party."""
	meta = frappe.get_meta(DOSSIER)
	fields = [field for field in OF_DOSSIER if field == "name" or meta.has_field(field)]
	names = {ref.party for ref in refs}
	rows = frappe.get_all(
		DOSSIER,
		or_filters=[["customer", "in", sorted(names)], ["party", "in", sorted(names)]],
		fields=[*fields, "party_type", "party", "customer"],
		order_by="creation",
	)
	rows = [row for row in rows if {Ref(row.party_type, row.party), Ref(CUSTOMER, row.customer)} & set(refs)]
	for row in rows:
		row.owners = _children("Qualification Owner", row.name)
		row.papers = _children("Qualification Identity", row.name)
		row.vat = frappe.get_all(
			"VAT Check", filters={"qualification": row.name}, fields=list(VAT), order_by="checked_on"
		)
	return rows


def _children(doctype: str, dossier: str) -> list[frappe._dict]:
	return frappe.get_all(
		doctype, filters={"parent": dossier, "parenttype": DOSSIER}, fields=["*"], order_by="idx"
	)
