"""The keys under which duplicates are looked up: kept up to date with each save, rebuilt every week."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from hashlib import sha1

import frappe
from frappe.query_builder import DocType
from frappe.utils import now

from cqs_app.engine.qualification.party_keys import Key, keys_of
from cqs_app.engine.qualification.party_records import NormalParty, normalised
from cqs_app.erp.qualification import common_words
from cqs_app.erp.qualification.common_words import TABLE
from cqs_app.erp.qualification.party_reading import PARTY_TYPES, Ref, read

BATCH = 500
# Up to this many parties are indexed at once while installing or migrating, more by a job.
AT_ONCE = 2000
JOB = "cqs_app.erp.qualification.party_index.rebuild"


@contextmanager
def harmless(what: str):
	"""The search of duplicates must not keep anybody from saving: errors are logged, the work is undone."""
	frappe.db.savepoint("cqs_party_keys")
	try:
		yield
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		# The database has rolled back the whole transaction: to go on would report a success that is none.
		raise
	except Exception:
		frappe.db.rollback(save_point="cqs_party_keys")
		frappe.log_error(title=f"CQS: {what}"[:140])
	else:
		frappe.db.release_savepoint("cqs_party_keys")


def refresh(refs: Iterable[Ref]) -> dict[Ref, NormalParty]:
	"""Bring the keys of these parties up to date; of those that are gone, remove them. Writes only what differs.
	Returns the parties as read."""
	wanted = list(dict.fromkeys(ref for ref in refs if ref.party_type in PARTY_TYPES))
	if not wanted:
		return {}
	parties = {ref: normalised(record) for ref, record in read(wanted).items()}
	rows = {_name(ref, key): (ref, key) for ref, party in parties.items() for key in keys_of(party)}
	known = set(_names(wanted))
	_delete(sorted(known - set(rows)))
	_insert(sorted((name, row) for name, row in rows.items() if name not in known))
	return parties


def forget(ref: Ref) -> None:
	frappe.db.delete(TABLE, {"party_type": ref.party_type, "party": ref.party})


def rebuild(commit: bool = True) -> int:
	"""All parties in batches, each in a transaction of its own. Returns how many were read.

	bench --site SITE execute cqs_app.erp.qualification.party_index.rebuild
	"""
	done = 0
	for party_type in PARTY_TYPES:
		last = ""
		while names := _after(party_type, last):
			refresh(Ref(party_type, name) for name in names)
			done, last = done + len(names), names[-1]
			if commit:
				frappe.db.commit()
		_forget_gone(party_type)
	common_words.count()
	if commit:
		frappe.db.commit()
	return done


def every_week() -> None:
	"""In the long queue: what other apps wrote by SQL, and what an error left out."""
	rebuild()


def fill_if_empty() -> None:
	"""After installing or migrating: index what is there, at once if it is little."""
	if frappe.get_all(TABLE, limit=1):
		return
	parties = sum(frappe.db.count(party_type) for party_type in PARTY_TYPES)
	if parties <= AT_ONCE:
		rebuild(commit=False)
		return
	try:
		frappe.enqueue(
			JOB,
			queue="long",
			timeout=6 * 3600,
			job_id="cqs-party-keys",
			deduplicate=True,
			enqueue_after_commit=True,
		)
	except Exception:
		frappe.log_error(title="CQS: the search of duplicates waits for its weekly rebuild")


def _after(party_type: str, last: str) -> list[str]:
	return frappe.get_all(
		party_type, filters={"name": (">", last)}, pluck="name", order_by="name", limit=BATCH
	)


def _forget_gone(party_type: str) -> None:
	key, party = DocType(TABLE), DocType(party_type)
	gone = (
		frappe.qb.from_(key)
		.left_join(party)
		.on(party.name == key.party)
		.where((key.party_type == party_type) & party.name.isnull())
		.select(key.name)
	)
	_delete([name for (name,) in gone.run()])


def _names(refs: list[Ref]) -> list[str]:
	rows = frappe.db.sql(
		f"select name from `tab{TABLE}` where party_type in %(types)s and party in %(parties)s",
		{"types": tuple({ref.party_type for ref in refs}), "parties": tuple(ref.party for ref in refs)},
	)
	return [name for (name,) in rows]


def _name(ref: Ref, key: Key) -> str:
	"""The same for the same key of the same party, so that it stands there once."""
	return sha1("\0".join((*ref, key[0].value, key[1])).encode()).hexdigest()[:20]


def _delete(names: list[str]) -> None:
	_in_batches(names, lambda part: frappe.db.delete(TABLE, {"name": ("in", part)}))


def _insert(rows: list[tuple[str, tuple[Ref, Key]]]) -> None:
	at, user = now(), frappe.session.user

	def write(part: list[tuple[str, tuple[Ref, Key]]]) -> None:
		values = [(name, at, at, user, user, *ref, key[0].value, key[1]) for name, (ref, key) in part]
		places = ", ".join([f"({', '.join(['%s'] * 9)})"] * len(values))
		frappe.db.sql(
			f"""insert ignore into `tab{TABLE}`
			(name, creation, modified, owner, modified_by, party_type, party, key_type, key_value)
			values {places}""",
			[value for row in values for value in row],
		)

	_in_batches(rows, write)


def _in_batches(rows: list, work: Callable[[list], object]) -> None:
	for start in range(0, len(rows), 1000):
		work(rows[start : start + 1000])
