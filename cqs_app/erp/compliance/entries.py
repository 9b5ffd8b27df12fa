"""Rows of Screening Entry and Screening Entry Change. Lists have up to a few hundred thousand entries: they are written
in bulk, and an entry that no version changes is one row for all of them.

A row is found by its name, which is made of list, id and version: the ids of publishers differ by upper and lower case,
which the database does not see.
"""

import json
from collections.abc import Iterator
from hashlib import sha1

import frappe
from frappe.utils import now

from cqs_app.engine.compliance.lists.diff import Change, ChangeKind
from cqs_app.engine.compliance.lists.entry import Entry
from cqs_app.engine.compliance.lists.entry_json import from_json, to_json
from cqs_app.engine.compliance.lists.refusal import ListRefused

ENTRY, CHANGE = "Screening Entry", "Screening Entry Change"
MOST_ROWS, MOST_BYTES = 500, 4 * 1024 * 1024
AT_ONCE = 2000
LONGEST_ID, LONGEST_NAME, LONGEST_WORDS = 255, 300, 60_000
STANDARD = ("name", "creation", "modified", "owner", "modified_by")
ENTRY_COLUMNS = (
	"screening_list",
	"entry_id",
	"primary_name",
	"entry_type",
	"programs",
	"content_hash",
	"content",
	"from_version",
)
CHANGE_COLUMNS = ("screening_list", "version", "kind", "entry_id", "primary_name", "entry", "words")


class InForce:
	"""The entries of a list in force, as far as a new version is compared with them: hash and row by id."""

	def __init__(self, screening_list: str) -> None:
		self.hashes: dict[str, str] = {}
		self.rows: dict[str, str] = {}
		rows = frappe.db.sql(
			f"select entry_id, content_hash, name from `tab{ENTRY}` where screening_list = %s and upto_version = 0",
			screening_list,
		)
		for entry_id, content_hash, name in rows:
			self.hashes[entry_id] = content_hash
			self.rows[entry_id] = name

	def entry(self, entry_id: str) -> Entry | None:
		content = frappe.db.get_value(ENTRY, self.rows[entry_id], "content")
		return from_json(json.loads(content)) if content else None

	def primary_name(self, entry_id: str) -> str:
		return frappe.db.get_value(ENTRY, self.rows[entry_id], "primary_name") or ""


class Writer:
	"""Writes the changes of one version, in the caller's transaction, some hundred rows at a time."""

	def __init__(self, screening_list: str, version: int, before: InForce) -> None:
		self.screening_list = screening_list
		self.version = version
		self.before = before
		self.counts = dict.fromkeys(ChangeKind, 0)
		self._at, self._user = now(), frappe.session.user
		self._entries: list[tuple] = []
		self._ended: list[str] = []
		self._changes: list[tuple] = []
		self._bytes = 0

	def take(self, change: Change) -> None:
		self.counts[change.kind] += 1
		if change.kind is not ChangeKind.ADDED:
			self._ended.append(self.before.rows[change.entry_id])
		name = self._add(change.entry, change.hash) if change.entry else self.before.rows[change.entry_id]
		if self.version > 1:
			primary = change.entry.primary_name if change.entry else self.before.primary_name(change.entry_id)
			words = "\n".join(change.words)[:LONGEST_WORDS]
			row = (self.screening_list, self.version, change.kind.value, change.entry_id)
			self._changes.append((_name(*row), *row, primary[:LONGEST_NAME], name, words))
		if len(self._entries) + len(self._changes) >= MOST_ROWS or self._bytes >= MOST_BYTES:
			self.flush()

	def flush(self) -> None:
		if self._ended:
			frappe.db.sql(
				f"update `tab{ENTRY}` set upto_version = %s where name in %s", (self.version - 1, self._ended)
			)
		self._insert(ENTRY, ENTRY_COLUMNS, self._entries)
		self._insert(CHANGE, CHANGE_COLUMNS, self._changes)
		self._entries, self._ended, self._changes, self._bytes = [], [], [], 0

	def _add(self, entry: Entry, content_hash: str) -> str:
		if len(entry.entry_id) > LONGEST_ID:
			raise ListRefused(f"an id of more than {LONGEST_ID} letters ({entry.position})")
		name = _name(self.screening_list, entry.entry_id, self.version)
		content = json.dumps(to_json(entry), ensure_ascii=False)
		self._bytes += len(content)
		self._entries.append(
			(
				name,
				self.screening_list,
				entry.entry_id,
				entry.primary_name[:LONGEST_NAME],
				entry.schema.value,
				", ".join(entry.programs),
				content_hash,
				content,
				self.version,
			)
		)
		return name

	def _insert(self, doctype: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
		if not rows:
			return
		listed = ", ".join((*STANDARD, *columns))
		places = f"({', '.join(['%s'] * (len(STANDARD) + len(columns)))})"
		values = [
			value for name, *row in rows for value in (name, self._at, self._at, self._user, self._user, *row)
		]
		frappe.db.sql(
			f"insert into `tab{doctype}` ({listed}) values {', '.join([places] * len(rows))}", values
		)


def of_version(screening_list: str, version: int) -> Iterator[tuple[str, str, Entry]]:
	"""Name of the row, content hash and content of each entry in force in that version, in the order of their ids' rows."""
	last = ""
	while True:
		rows = frappe.db.sql(
			f"""select name, content_hash, content from `tab{ENTRY}` where screening_list = %s and from_version <= %s
			and (upto_version = 0 or upto_version >= %s) and name > %s order by name limit {AT_ONCE}""",
			(screening_list, version, version, last),
		)
		for name, content_hash, content in rows:
			yield name, content_hash, from_json(json.loads(content))
		if len(rows) < AT_ONCE:
			return
		last = rows[-1][0]


def _name(*parts: object) -> str:
	return sha1("\0".join(map(str, parts)).encode()).hexdigest()[:20]
