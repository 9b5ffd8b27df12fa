"""The lists in memory: made once per version by its import, stored in the site's private folder, read by each process.

A process keeps what it has read until another version is in force, and at most `MOST_KEPT` of them. What is missing,
damaged or of another version of the program is made anew from the entries in the database.
"""

import json
import os
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import frappe

from cqs_app.engine.compliance import stored_index, stored_subjects
from cqs_app.engine.compliance.lists.entry import Entry
from cqs_app.engine.compliance.lists.entry_subject import subject_of
from cqs_app.engine.compliance.screening import ScreeningIndex
from cqs_app.erp.compliance import entries

LAYOUT = 1
FOLDER = "cqs_screening"
MOST_KEPT = 24
DAMAGED = "The stored index is damaged."
_LENGTH, _HASH = 8, 32
_kept: dict[tuple, "ListIndex"] = {}
_lock = threading.RLock()


@dataclass(frozen=True, slots=True)
class Listed:
	"""What is told of an entry that was found. `row`: the Screening Entry."""

	row: str
	content_hash: str
	name: str
	entry_type: str
	programs: str


@dataclass(frozen=True)
class ListIndex:
	screening: ScreeningIndex
	listed: dict[str, Listed]


def of(found: frappe._dict) -> ListIndex:
	"""The index of a row of `lists.in_force()`."""
	key = (frappe.local.site, found.name, found.version, found.last_import, stored_index.VERSION)
	with _lock:
		index = _kept.pop(key, None) or _read(found) or _make_anew(found)
		for other in [other for other in _kept if other[:2] == key[:2]]:
			del _kept[other]
		_kept[key] = index
		while len(_kept) > MOST_KEPT:
			del _kept[next(iter(_kept))]
		return index


def forget() -> None:
	"""What this process holds of the site; it reads it again when asked."""
	with _lock:
		for key in [key for key in _kept if key[0] == frappe.local.site]:
			del _kept[key]


def make(screening_list: str, version: int, stamp: str) -> ListIndex:
	"""From the entries of that version, and store it. `stamp`: the import that made the version."""
	index = _index_of(entries.of_version(screening_list, version))
	_store(path_of(screening_list, version), stamp, index)
	return index


def path_of(screening_list: str, version: int) -> Path:
	name = sha1(screening_list.encode()).hexdigest()[:16]
	return Path(frappe.get_site_path("private", FOLDER, f"{name}-v{version}.idx"))


def remove_older(screening_list: str, version: int) -> None:
	"""But for the one before, which another process may be reading at this moment."""
	own = path_of(screening_list, version)
	kept = {own.name, path_of(screening_list, version - 1).name}
	for path in own.parent.glob(f"{own.name.partition('-')[0]}-v*.idx"):
		if path.name not in kept:
			path.unlink(missing_ok=True)


def remove_all() -> None:
	shutil.rmtree(frappe.get_site_path("private", FOLDER), ignore_errors=True)


def _make_anew(found: frappe._dict) -> ListIndex:
	frappe.logger("cqs").info(f"index of {found.name} v{found.version} is made anew")
	return make(found.name, found.version, found.last_import or "")


def _index_of(rows: Iterable[tuple[str, str, Entry]]) -> ListIndex:
	parties, listed = [], {}
	for row, content_hash, entry in rows:
		parties.append(subject_of(entry))
		programs = ", ".join(entry.programs)
		listed[entry.entry_id] = Listed(row, content_hash, entry.primary_name, entry.schema.value, programs)
	return ListIndex(ScreeningIndex(parties), listed)


def _store(path: Path, stamp: str, index: ListIndex) -> None:
	"""Whole or not at all, whoever reads meanwhile."""
	rows = [
		(entry_id, one.row, one.content_hash, one.name, one.entry_type, one.programs)
		for entry_id, one in index.listed.items()
	]
	head = json.dumps({"layout": LAYOUT, "stamp": stamp, "listed": rows}, ensure_ascii=False).encode()
	parts = (
		head,
		stored_subjects.packed(index.screening.entries),
		stored_index.packed(index.screening.names),
	)
	body = b"".join(len(part).to_bytes(_LENGTH, "little") + part for part in parts)
	path.parent.mkdir(parents=True, exist_ok=True)
	with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
		file.write(sha256(body).digest() + body)
	os.replace(file.name, path)


def _read(found: frappe._dict) -> ListIndex | None:
	"""None where there is nothing that can be used."""
	try:
		stored = path_of(found.name, found.version).read_bytes()
		if sha256(stored[_HASH:]).digest() != stored[:_HASH]:
			raise ValueError(DAMAGED)
		head, parties, names = _parts(stored[_HASH:])
		told = json.loads(head)
		if told["layout"] != LAYOUT or told["stamp"] != (found.last_import or ""):
			return None
		listed = {entry_id: Listed(*row) for entry_id, *row in told["listed"]}
		subjects = stored_subjects.unpacked(parties)
		return ListIndex(ScreeningIndex(subjects, stored_index.unpacked(names)), listed)
	except (OSError, ValueError, KeyError, TypeError):
		return None


def _parts(body: bytes) -> list[bytes]:
	parts, start = [], 0
	while start < len(body):
		length = int.from_bytes(body[start : start + _LENGTH], "little")
		parts.append(body[start + _LENGTH : start + _LENGTH + length])
		start += _LENGTH + length
	return parts
