"""Who answers whether a party is listed: the local lists, or a live provider with the lists behind it.

The answer to the same subject under the same `fingerprint` is the same.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

import frappe
from frappe import _

from cqs_app.engine.compliance.matcher import ALGORITHM, ListMatch
from cqs_app.engine.compliance.stored_index import VERSION
from cqs_app.engine.compliance.subjects import Subject
from cqs_app.engine.compliance.yente_api import Listed
from cqs_app.erp.compliance import list_index, lists, yente
from cqs_app.erp.credit import clock
from cqs_app.erp.credit.http_call import CallFailed

LOCAL = "Local Lists"
MOST_FOUND = 50


@dataclass(frozen=True)
class Found:
	"""One listed entry that the subject may be. `screening_list`: name of the Screening List, or of the live provider;
	`entry`: the Screening Entry, empty from a live provider; `entry_hash` changes when the publisher changes it."""

	screening_list: str
	entry: str
	entry_id: str
	entry_hash: str
	entry_name: str
	schema: str
	programs: str
	match: ListMatch


@dataclass(frozen=True)
class Answer:
	"""`found` best first. `lists`: what answered, with version and day. `note`: why another provider than the wanted one
	answered, and which enabled list has nothing to be asked."""

	found: tuple[Found, ...]
	provider: str
	lists: str
	algorithm: str
	note: str = ""


class CannotAnswer(Exception):
	"""Neither the provider nor a list in force; the message is in words for whoever has to mend it."""


def ask(subject: Subject, threshold: float) -> Answer:
	"""Raises CannotAnswer: then nobody was screened."""
	return next(ask_many([subject], threshold))


def ask_many(subjects: Sequence[Subject] | Iterable[Subject], threshold: float) -> Iterator[Answer]:
	"""The same for many, in their order; for batches on the workers. Raises CannotAnswer at the first that nobody can
	answer."""
	if wanted() == yente.NAME:
		yield from _live(iter(subjects), threshold)
		return
	asked = _Local()
	for subject in subjects:
		yield asked.answer(subject, threshold, "")


def fingerprint() -> str:
	"""Changes whenever another answer may come: with the lists in force, the algorithm and the settings. A live provider
	may know more tomorrow, so with it the day counts too."""
	parts = [ALGORITHM, VERSION, wanted()]
	if wanted() == yente.NAME:
		found = yente.provider()
		parts += [found.url, found.dataset, found.algorithm, str(clock.today())]
	parts += [[row.name, row.version, row.last_import] for row in lists.in_force()]
	return sha256(json.dumps(parts).encode()).hexdigest()


def described() -> tuple[str, str]:
	"""What would answer now, and by which algorithm."""
	local = lists.described(lists.in_force())
	if wanted() != yente.NAME:
		return local, ALGORITHM
	found = yente.provider()
	return "; ".join(filter(None, (_named(found), local))), found.name


def wanted() -> str:
	return frappe.db.get_single_value("CQS Settings", "screening_provider") or LOCAL


class _Local:
	"""The lists in force at one moment."""

	def __init__(self) -> None:
		self.lists = lists.in_force()
		self.empty = lists.never_imported()

	def answer(self, subject: Subject, threshold: float, note: str) -> Answer:
		"""`note`: what was tried before."""
		if not self.lists:
			none = _(
				"No sanctions list is in force: a Compliance Officer imports one under Screening List and enables it."
			)
			raise CannotAnswer(f"{note} {none}".strip())
		found = [one for row in self.lists for one in _in_list(row, subject, threshold)]
		found.sort(key=lambda one: (-one.match.score, one.screening_list, one.entry_id))
		notes = [note] if note else []
		notes += [_("{0} is enabled, but was never imported.").format(name) for name in self.empty]
		return Answer(
			tuple(found[:MOST_FOUND]), LOCAL, lists.described(self.lists), ALGORITHM, " ".join(notes)
		)


def _in_list(row: frappe._dict, subject: Subject, threshold: float) -> Iterator[Found]:
	try:
		index = list_index.of(row)
	except (OSError, ValueError, KeyError) as error:
		frappe.log_error(title=f"CQS: index of {row.name}")
		message = _("The entries of {0} cannot be read; the Error Log says why.")
		raise CannotAnswer(message.format(row.name)) from error
	for match in index.screening.screen(subject, threshold, MOST_FOUND):
		one = index.listed[match.id]
		yield Found(
			screening_list=row.name,
			entry=one.row,
			entry_id=match.id,
			entry_hash=one.content_hash,
			entry_name=one.name,
			schema=one.entry_type,
			programs=one.programs,
			match=match,
		)


def _live(subjects: Iterator[Subject], threshold: float) -> Iterator[Answer]:
	"""Some at a time; when it fails, the local lists answer those, and each answer says so."""
	found, local = yente.provider(), None
	while parties := list(islice(subjects, yente.AT_ONCE)):
		try:
			answers = yente.ask(found, parties, threshold)
		except CallFailed as error:
			local = local or _Local()
			note = _("{0} could not be asked ({1}); the local lists answered.").format(yente.NAME, error)
			for party in parties:
				yield local.answer(party, threshold, note)
			continue
		for answer in answers:
			yield Answer(
				tuple(_from_live(one) for one in answer[:MOST_FOUND]),
				yente.NAME,
				_named(found),
				found.name,
			)


def _named(found: yente.Provider) -> str:
	return f"{yente.NAME} {found.dataset} ({clock.today()})"


def _from_live(one: Listed) -> Found:
	return Found(yente.NAME, "", one.id, one.hash, one.name, one.schema, one.programs, one.match)
