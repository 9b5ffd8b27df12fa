"""What a new version of a list changes against the one in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cqs_app.engine.compliance.lists.entry import Entry, Name
from cqs_app.engine.compliance.lists.entry_json import content_hash


class ChangeKind(str, Enum):
	ADDED = "Added"
	CHANGED = "Changed"
	REMOVED = "Removed"


@dataclass(frozen=True)
class Change:
	"""`entry` is the new one (None when removed), `hash` its hash; `words`: what changed, a line each."""

	kind: ChangeKind
	entry_id: str
	entry: Entry | None = None
	hash: str = ""
	words: tuple[str, ...] = ()


def diff(
	before: Mapping[str, str], after: Iterable[Entry], stored: Callable[[str], Entry | None] | None = None
) -> Iterator[Change]:
	"""`before`: entry id -> content hash. `stored` gives the old entry, asked only for those that changed.

	Streams: memory is one id per entry. Entries without a change are not yielded; the removed ones come last, so
	a file that turns out to be cut raises before any removal is reported.
	"""
	seen: set[str] = set()
	for entry in after:
		seen.add(entry.entry_id)
		old_hash, new_hash = before.get(entry.entry_id), content_hash(entry)
		if old_hash is None:
			yield Change(ChangeKind.ADDED, entry.entry_id, entry, new_hash)
		elif old_hash != new_hash:
			old = stored(entry.entry_id) if stored else None
			words = tuple(what_changed(old, entry)) if old else ()
			yield Change(ChangeKind.CHANGED, entry.entry_id, entry, new_hash, words)
	for entry_id in sorted(before.keys() - seen):
		yield Change(ChangeKind.REMOVED, entry_id)


def what_changed(old: Entry, new: Entry) -> list[str]:
	"""In words, one line a fact, old before new; empty for the same content."""
	words: list[str] = []
	if old.schema != new.schema:
		words.append(f"type: {old.schema.value} is now {new.schema.value}")
	words += _names(old.names, new.names)
	for label, was, now in (
		("country", old.countries, new.countries),
		("nationality", old.nationalities, new.nationalities),
		("birth date", [str(born) for born in old.birth_dates], [str(born) for born in new.birth_dates]),
		("birth place", old.birth_places, new.birth_places),
		("identifier", [_said(one) for one in old.identifiers], [_said(one) for one in new.identifiers]),
		("address", [_said(one) for one in old.addresses], [_said(one) for one in new.addresses]),
		("programme", old.programs, new.programs),
	):
		words += [f"{label} removed: {value}" for value in _only_in(was, now)]
		words += [f"{label} added: {value}" for value in _only_in(now, was)]
	if old.remarks != new.remarks:
		words.append(_remarks(old.remarks, new.remarks))
	return words


def _only_in(these: Iterable[str], not_those: Iterable[str]) -> list[str]:
	return sorted(set(these) - set(not_those))


def _said(value: object) -> str:
	parts = (getattr(part, "value", part) for part in vars(value).values())
	return ", ".join(str(part) for part in parts if part)


def _names(old: Iterable[Name], new: Iterable[Name]) -> list[str]:
	was, now = {name.text: name for name in old}, {name.text: name for name in new}
	words = [f"name removed: {text} ({was[text].kind.value})" for text in sorted(was.keys() - now.keys())]
	words += [f"name added: {text} ({now[text].kind.value})" for text in sorted(now.keys() - was.keys())]
	words += [
		f"name {text}: {was[text].kind.value} is now {now[text].kind.value}"
		for text in sorted(was.keys() & now.keys())
		if was[text].kind != now[text].kind
	]
	return words


def _remarks(old: str, new: str) -> str:
	was, now = _clauses(old), _clauses(new)
	gone = "; ".join(clause for clause in was if clause not in now)
	come = "; ".join(clause for clause in now if clause not in was)
	parts = [f"no longer: {gone}"] * bool(gone) + [f"new: {come}"] * bool(come)
	return f"remarks, {', '.join(parts)}" if parts else "remarks: written differently"


def _clauses(remarks: str) -> list[str]:
	return [clause.strip().rstrip(".") for clause in remarks.split(";") if clause.strip()]


def shrinkage(before: int, after: int, tolerated_percent: int = 10) -> str:
	"""A question for whoever imports when a list loses more than that share of its entries; empty if it does not.

	Some formats tell nowhere how long they are: a file cut exactly between two lines looks whole.
	"""
	lost = before - after
	if lost <= 0 or lost * 100 <= before * tolerated_percent:
		return ""
	return f"{after:,} entries, {lost:,} fewer than the {before:,} in force: is the file complete?"
