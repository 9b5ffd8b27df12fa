"""Screenings and decisions as rows, in the order in which they happened: of the report over the whole base, and of what a
regulator gets of one party. One row for each entry that a screening found, one for a screening that found none, one for
each decision. Read some hundred at a time."""

import heapq
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, cint

from cqs_app.engine.compliance import known_facts
from cqs_app.erp.compliance.evidence import CHECK
from cqs_app.erp.compliance.matches import MATCH
from cqs_app.erp.compliance.party_records import Ref

SCREENING, DECISION = "Screening", "Decision"
AT_ONCE = 500
# fieldname, label, type, options, width
COLUMNS = (
	("happened_on", "When", "Datetime", "", 185),
	("record", "Record", "Data", "", 90),
	("subject_name", "Who", "Data", "", 180),
	("role", "Role", "Data", "", 110),
	("result", "Result", "Data", "", 100),
	("officer", "By", "Data", "", 190),
	("reason", "Because", "Data", "", 180),
	("party_type", "Party Type", "Data", "", 110),
	("party", "Party", "Dynamic Link", "party_type", 150),
	("screening_list", "List", "Data", "", 120),
	("entry_id", "Entry", "Data", "", 90),
	("entry_name", "Listed As", "Data", "", 180),
	("score", "Score", "Float", "", 80),
	("explanation", "Explanation", "Data", "", 260),
	("match", "Match", "Link", MATCH, 130),
	("decision", "Decision Now", "Data", "", 110),
	("decided_by", "Decided By", "Data", "", 160),
	("decided_on", "Decided On", "Datetime", "", 160),
	("decision_reason", "Reason of the Decision", "Data", "", 200),
	("proposed_by", "Clearing Proposed By", "Data", "", 160),
	("proposed_on", "Proposed On", "Datetime", "", 160),
	("proposed_reason", "Why It Shall Be Cleared", "Data", "", 200),
	("asked", "What Was Asked", "Data", "", 260),
	("threshold", "Threshold", "Float", "", 90),
	("provider", "Answered By", "Data", "", 110),
	("lists", "Lists and Versions", "Data", "", 220),
	("algorithm", "Algorithm", "Data", "", 110),
	("note", "Note", "Data", "", 160),
	("run", "Screening Run", "Link", "Screening Run", 130),
	("check", "Screening Check", "Link", CHECK, 120),
	("chain_index", "Number in Its Chain", "Int", "", 80),
	("row_hash", "Hash", "Data", "", 160),
)
OF_CHECK = (
	"name",
	"checked_on",
	"subject",
	"subject_name",
	"role",
	"result",
	"actor",
	"reason",
	"party_type",
	"party",
	"matches",
	"query",
	"threshold",
	"provider",
	"lists",
	"algorithm",
	"note",
	"run",
	"chain_index",
	"row_hash",
)
DECIDED = ("decision", "decided_by", "decided_on", "decision_reason")
PROPOSED = ("proposed_by", "proposed_on", "proposed_reason")
OF_MATCH = (
	"name",
	"subject",
	"subject_name",
	"role",
	"party_type",
	"party",
	"screening_list",
	"entry_id",
	"entry_name",
	"score",
	"explanation",
	"algorithm",
	*DECIDED,
	*PROPOSED,
)


@dataclass(frozen=True)
class Scope:
	"""Whose evidence, of which days (both included). `refs` empty: of everybody whom the user may see."""

	refs: tuple[Ref, ...] = ()
	from_date: date | None = None
	to_date: date | None = None
	result: str = ""
	screening_list: str = ""
	officer: str = ""
	party_type: str = ""
	party: str = ""

	@property
	def read(self) -> Callable:
		"""Who may see the party sees all of its evidence; over the whole base user permissions count."""
		return frappe.get_all if self.refs else frappe.get_list

	def days(self, field: str) -> list[list]:
		found = [[field, ">=", str(self.from_date)]] if self.from_date else []
		if self.to_date:
			found.append([field, "<", str(add_days(self.to_date, 1))])
		return found

	def parties(self) -> list[list]:
		if not self.refs:
			named = (("party_type", self.party_type), ("party", self.party))
			return [[field, "=", value] for field, value in named if value]
		return [
			["party_type", "in", sorted({ref.party_type for ref in self.refs})],
			["party", "in", sorted({ref.party for ref in self.refs})],
		]

	def holds(self, row: frappe._dict) -> bool:
		"""`parties` lets through a customer who bears the name of a prospect that is meant."""
		return not self.refs or Ref(row.party_type, row.party) in self.refs


def columns() -> list[dict]:
	return [
		{"fieldname": field, "label": _(label), "fieldtype": kind, "options": options, "width": width}
		for field, label, kind, options, width in COLUMNS
	]


def rows(scope: Scope) -> Iterator[dict]:
	"""The oldest first."""
	return heapq.merge(screenings(scope), decisions(scope), key=lambda row: str(row["happened_on"]))


def screenings(scope: Scope) -> Iterator[dict]:
	filters = [*scope.parties(), *scope.days("checked_on")]
	if scope.result:
		filters.append(["result", "=", scope.result])
	if scope.officer:
		filters.append(["actor", "=", scope.officer])
	if scope.screening_list:
		filters.append(["lists", "like", f"%{_literal(scope.screening_list)}%"])
	for page in _pages(scope, CHECK, filters, OF_CHECK, "checked_on asc, name asc"):
		known = _matches_of({row.subject for row in page if row.matches and row.matches != "[]"})
		for row in filter(scope.holds, page):
			yield from _of_check(row, known, scope.screening_list)


def decisions(scope: Scope) -> Iterator[dict]:
	"""What became of matches, with who and why. Nothing where only screenings of one result are wanted."""
	if scope.result:
		return
	filters = scope.parties()
	if scope.screening_list:
		filters.append(["screening_list", "=", scope.screening_list])
	found = []
	for page in _pages(scope, MATCH, filters, OF_MATCH, "name asc"):
		found += _decisions_of({row.name: row for row in filter(scope.holds, page)}, scope)
	yield from sorted(found, key=lambda row: str(row["happened_on"]))


def _of_check(row: frappe._dict, known: dict[tuple, frappe._dict], only: str) -> Iterator[dict]:
	shared = {
		"record": SCREENING,
		"happened_on": row.checked_on,
		"officer": row.actor,
		"asked": asked_in_words(row.query),
		"check": row.name,
		"chain_index": cint(row.chain_index),
		**{
			field: row[field]
			for field in (
				"subject_name",
				"role",
				"result",
				"reason",
				"party_type",
				"party",
				"threshold",
				"provider",
				"lists",
				"algorithm",
				"note",
				"run",
				"row_hash",
			)
		},
	}
	found = [one for one in json.loads(row.matches or "[]") if not only or one["list"] == only]
	if not found:
		yield shared
	for one in found:
		match = known.get((row.subject, one["list"], one["entry"]), {})
		yield {
			**shared,
			"screening_list": one["list"],
			"entry_id": one["entry"],
			"entry_name": one["name"],
			"score": one["score"],
			"explanation": one["explanation"],
			"match": match.get("name"),
			**{field: match.get(field) for field in (*DECIDED, *PROPOSED)},
		}


def _matches_of(subjects: set[str]) -> dict[tuple, frappe._dict]:
	"""By subject, list and entry, as they stand now."""
	subjects.discard(None)
	if not subjects:
		return {}
	found = frappe.get_all(
		MATCH, filters={"subject": ("in", sorted(subjects))}, fields=list(OF_MATCH), order_by="name"
	)
	return {(row.subject, row.screening_list, row.entry_id): row for row in found}


def _decisions_of(matches: dict[str, frappe._dict], scope: Scope) -> list[dict]:
	filters = [
		["parent", "in", sorted(matches) or [""]],
		["parenttype", "=", MATCH],
		*scope.days("decided_on"),
	]
	if scope.officer:
		filters.append(["decided_by", "=", scope.officer])
	fields = ["parent", "decision", "decided_by", "decided_on", "score", "reason"]
	found = frappe.get_all(
		"Screening Match Decision", filters=filters, fields=fields, order_by="decided_on, parent, idx"
	)
	return [_of_decision(row, matches[row.parent]) for row in found]


def _of_decision(row: frappe._dict, match: frappe._dict) -> dict:
	copied = (
		"subject_name",
		"role",
		"party_type",
		"party",
		"screening_list",
		"entry_id",
		"entry_name",
		"explanation",
		"algorithm",
		*DECIDED,
		*PROPOSED,
	)
	return {
		"record": DECISION,
		"happened_on": row.decided_on,
		"result": row.decision,
		"officer": row.decided_by,
		"reason": row.reason,
		"score": row.score,
		"match": match.name,
		**{field: match[field] for field in copied},
	}


def asked_in_words(query: str | None, most: int = 0) -> str:
	return known_facts.in_words(known_facts.of_query(json.loads(query)), most) if query else ""


def _pages(scope: Scope, doctype: str, filters: list, fields: Iterable[str], order: str) -> Iterator[list]:
	start = 0
	while True:
		page = scope.read(
			doctype,
			filters=filters,
			fields=list(fields),
			order_by=order,
			limit_start=start,
			limit_page_length=AT_ONCE,
		)
		if page:
			yield page
		if len(page) < AT_ONCE:
			return
		start += AT_ONCE


def _literal(text: str) -> str:
	return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
