"""Keeps who is screened: one Screening Subject for each role and name of a party, whatever record names him."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import frappe
from frappe.utils import now

from cqs_app.engine.compliance.parties import Role, Screened
from cqs_app.engine.compliance.queries import hash_of, text_of, to_query
from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.erp.compliance import party_records
from cqs_app.erp.compliance.party_records import CUSTOMER, Ref

SUBJECT = "Screening Subject"
COLUMNS = """name, party_type, party, customer, role, subject_name, status, query, query_hash, fingerprint, is_current,
	last_screened_on, check_count, last_hash, subject_key, open_matches, party_status"""


class Listed(NamedTuple):
	"""The subjects of a party after reading it anew. `changed`: something about them is new, changed or gone."""

	subjects: list[frappe._dict]
	changed: bool

	@property
	def current(self) -> list[frappe._dict]:
		return [row for row in self.subjects if row.is_current]


def refresh(refs: Iterable[Ref]) -> dict[Ref, Listed]:
	"""Read the parties and bring their subjects up to date; holds their rows until the transaction ends."""
	read = party_records.read(refs)
	return {ref: _refresh_one(ref, screened) for ref, screened in sorted(read.items())}


def lock(ref: Ref) -> list[frappe._dict]:
	"""All subjects of a party, held until the transaction ends: who screens or decides comes after the other."""
	return frappe.db.sql(
		f"select {COLUMNS} from `tab{SUBJECT}` where party_type = %s and party = %s order by name for update",
		ref,
		as_dict=True,
	)


def key_of(ref: Ref, role: Role, name: str) -> str:
	"""The party itself is one subject, however it is called."""
	who = "" if role is Role.PARTY else name.casefold()
	return hashlib.sha256("\0".join((*ref, role.value, who)).encode()).hexdigest()


def write(row: frappe._dict, values: dict[str, object]) -> None:
	row.update(values)
	stamped = {**values, "modified": now(), "modified_by": frappe.session.user}
	assignments = ", ".join(f"`{field}` = %s" for field in stamped)
	frappe.db.sql(f"update `tab{SUBJECT}` set {assignments} where name = %s", [*stamped.values(), row.name])


def _refresh_one(ref: Ref, screened: list[Screened]) -> Listed:
	wanted = {key_of(ref, one.role, one.name): one for one in screened}
	known = {row.subject_key: row for row in lock(ref)}
	added = [key for key in wanted if key not in known]
	for key in added:
		_insert(ref, key, wanted[key])
	if added:
		known = {row.subject_key: row for row in lock(ref)}
	changed = bool(added)
	for key, row in known.items():
		values = _differing(row, wanted.get(key))
		if values:
			write(row, values)
			changed = True
	return Listed(list(known.values()), changed)


def _differing(row: frappe._dict, screened: Screened | None) -> dict[str, object]:
	if screened is None:
		return {"is_current": 0} if row.is_current else {}
	values = _values(screened)
	if row.is_current and values["query_hash"] == row.query_hash:
		return {}
	if row.status == ComplianceStatus.CLEAR.value:
		values["status"] = ComplianceStatus.PENDING.value
	# Whatever was answered was answered of other data: also once the matches that are open now have been decided.
	return {**values, "is_current": 1, "fingerprint": ""}


def _values(screened: Screened) -> dict[str, object]:
	query = text_of(to_query(screened.subject))
	return {
		"subject_name": screened.name[:140],
		"source_doctype": screened.source[0],
		"source_name": screened.source[1],
		"query": query,
		"query_hash": hash_of(query),
	}


def _insert(ref: Ref, key: str, screened: Screened) -> None:
	values = {
		"name": frappe.generate_hash(length=12),
		"subject_key": key,
		"party_type": ref.party_type,
		"party": ref.party,
		"customer": ref.party if ref.party_type == CUSTOMER else None,
		"role": screened.role.value,
		"status": ComplianceStatus.PENDING.value,
		"is_current": 1,
		**_values(screened),
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"creation": now(),
		"modified": now(),
	}
	columns, marks = ", ".join(f"`{field}`" for field in values), ", ".join(["%s"] * len(values))
	frappe.db.sql(f"insert ignore into `tab{SUBJECT}` ({columns}) values ({marks})", list(values.values()))


def retire(ref: Ref) -> None:
	"""The party was deleted: it is asked about no more. What was decided stays, should it come back under its name."""
	for row in lock(ref):
		write(row, {"is_current": 0})


def follow_rename(old: Ref, new: Ref) -> None:
	"""The subjects of a party that is called otherwise now. Joined with another one, twins stay as they were decided, and
	belong to the party no more; their open matches still count."""
	for doctype in (SUBJECT, "Screening Check", "Screening Match"):
		frappe.db.sql(
			f"update `tab{doctype}` set party = %s where party_type = %s and party = %s",
			(new.party, old.party_type, old.party),
		)
	rows = lock(new)
	taken = {row.subject_key for row in rows}
	for row in rows:
		key = key_of(new, Role(row.role), row.subject_name)
		if key == row.subject_key:
			continue
		if key in taken:
			write(row, {"is_current": 0})
			continue
		taken.add(key)
		write(row, {"subject_key": key})
