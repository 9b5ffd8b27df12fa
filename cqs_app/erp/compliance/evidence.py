"""Screening Checks: every screening as it was asked and answered, append-only and chained for each subject."""

import json
from dataclasses import dataclass

import frappe
from frappe.utils import get_datetime, now

from cqs_app.engine.compliance.queries import hash_of
from cqs_app.engine.credit.snapshot import GENESIS, chained_hash
from cqs_app.erp.compliance import registry

CHECK = "Screening Check"
CLEAR, HIT, FAILED = "Clear", "Hit", "Failed"
HASHED = (
	"subject_name",
	"role",
	"result",
	"checked_on",
	"actor",
	"reason",
	"provider",
	"lists",
	"note",
	"algorithm",
	"threshold",
	"query",
	"matches",
	"chain_index",
)


@dataclass(frozen=True)
class Asked:
	"""What was asked, why, and in which run. `query`: as `queries.text_of` writes it."""

	subject_name: str
	query: str
	threshold: float
	reason: str
	role: str = ""
	run: str | None = None


def append(subject: frappe._dict, asked: Asked, answer, failure: str = "") -> str:
	"""The next check of a subject that this transaction holds. `answer` None = nobody could answer, `failure` says why."""
	index = (subject.check_count or 0) + 1
	party = {field: subject[field] for field in ("party_type", "party", "customer")}
	linked = {**party, "subject": subject.name, "chain_index": index}
	name, row_hash = _insert(asked, answer, failure, linked, subject.last_hash or GENESIS)
	registry.write(
		subject,
		{"check_count": index, "last_hash": row_hash, "last_check": name, "last_screened_on": now()},
	)
	return name


def of_a_question(asked: Asked, answer) -> str:
	"""A name that somebody looked up: it is nobody's subject and begins no chain."""
	return _insert(asked, answer, "", {"chain_index": 0}, GENESIS)[0]


def hash_of_row(row: dict) -> str:
	return chained_hash({field: _text(field, row[field]) for field in HASHED}, row["previous_hash"])


def verify(party_type: str | None = None, party: str | None = None) -> tuple[int, list[str]]:
	"""Checks verified, and what is wrong in words: changed, removed or slipped in."""
	filters = {"party_type": party_type, "party": party} if party else {}
	verified, broken = 0, []
	for subject in frappe.get_all(
		registry.SUBJECT,
		filters=filters,
		fields=["name", "subject_name", "party_type", "party", "check_count", "last_hash"],
		order_by="name",
	):
		count, problem = _verify_chain(subject)
		verified += count
		broken += [f"{subject.subject_name} ({subject.name}): {problem}"] if problem else []
	return verified, broken + _strays(filters)


def _strays(filters: dict[str, str]) -> list[str]:
	"""Checks whose subject is gone: a chain that was removed whole but for some of its links."""
	of_party = "and checked.party_type = %(party_type)s and checked.party = %(party)s" if filters else ""
	rows = frappe.db.sql(
		f"""select checked.name, checked.subject_name from `tab{CHECK}` checked
		left join `tab{registry.SUBJECT}` subject on subject.name = checked.subject
		where checked.chain_index > 0 and subject.name is null {of_party} order by checked.name""",
		filters,
	)
	return [f"{name}: the subject of check {check} is gone" for check, name in rows]


def _verify_chain(subject: frappe._dict) -> tuple[int, str]:
	fields = ["name", "previous_hash", "row_hash", "party_type", "party", *HASHED]
	rows = frappe.get_all(
		CHECK, filters={"subject": subject.name}, fields=fields, order_by="chain_index, creation"
	)
	previous = GENESIS
	for at, row in enumerate(rows, 1):
		if row.chain_index != at or row.previous_hash != previous:
			return at, f"check {row.name} does not follow the one before it"
		if hash_of_row(row) != row.row_hash:
			return at, f"check {row.name} was changed"
		if (row.party_type, row.party) != (subject.party_type, subject.party):
			return at, f"check {row.name} was moved to another party"
		previous = row.row_hash
	if len(rows) != (subject.check_count or 0) or previous != (subject.last_hash or GENESIS):
		return len(rows), f"{subject.check_count} checks were written, {len(rows)} are there"
	return len(rows), ""


def _insert(asked: Asked, answer, failure: str, linked: dict, previous: str) -> tuple[str, str]:
	found = answer.found if answer else ()
	values = {
		"subject_name": asked.subject_name,
		"role": asked.role,
		"result": FAILED if answer is None else HIT if found else CLEAR,
		"match_count": len(found),
		"best_score": max((one.match.score for one in found), default=0.0),
		"checked_on": now(),
		"actor": frappe.session.user,
		"reason": asked.reason,
		"run": asked.run,
		"provider": answer.provider if answer else "",
		"lists": answer.lists if answer else "",
		"note": (answer.note if answer else failure) or "",
		"algorithm": answer.algorithm if answer else "",
		"threshold": asked.threshold,
		"query": asked.query,
		"query_hash": hash_of(asked.query),
		"matches": json.dumps([_shown(one) for one in found], ensure_ascii=False),
		"previous_hash": previous,
		**linked,
	}
	values["row_hash"] = hash_of_row(values)
	stamp = {"name": frappe.generate_hash(length=12), "owner": frappe.session.user}
	stamp |= {
		"creation": values["checked_on"],
		"modified": values["checked_on"],
		"modified_by": frappe.session.user,
	}
	columns = {**values, **stamp}
	names = ", ".join(f"`{field}`" for field in columns)
	marks = ", ".join(["%s"] * len(columns))
	frappe.db.sql(f"insert into `tab{CHECK}` ({names}) values ({marks})", list(columns.values()))
	return stamp["name"], values["row_hash"]


def _shown(found) -> dict:
	return {
		"list": found.screening_list,
		"entry": found.entry_id,
		"name": found.entry_name,
		"score": round(found.match.score, 4),
		"explanation": found.match.sentence,
		"entry_hash": found.entry_hash,
	}


def _text(field: str, value: object) -> str:
	if field == "checked_on":
		return get_datetime(value).isoformat()
	if field == "threshold":
		return f"{float(value or 0):.4f}"
	return "" if value is None else str(value)
