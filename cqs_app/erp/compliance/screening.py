"""Screens parties with everybody behind them: read, ask, record, publish. One transaction of the caller."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import frappe
from frappe import _

from cqs_app.engine.compliance.parties import is_readable
from cqs_app.engine.compliance.queries import from_query, hash_of
from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.erp.compliance import bands, evidence, matches, notices, provider, registry, standing
from cqs_app.erp.compliance.bands import Bands
from cqs_app.erp.compliance.party_records import Ref
from cqs_app.erp.compliance.provider import CannotAnswer


@dataclass
class Counts:
	"""`parties` that exist; `subjects` asked about, `unchanged` ones not asked again, `failed` ones without an answer."""

	parties: int = 0
	subjects: int = 0
	unchanged: int = 0
	failed: int = 0
	opened: int = 0

	def add(self, other: "Counts") -> None:
		for field in fields(self):
			setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def screen(
	refs: Iterable[Ref], reason: str, *, run: str | None = None, only_outdated: bool = False
) -> Counts:
	"""`only_outdated`: who has the same data as at his last screening, and would be held against the same lists and
	thresholds, gets the same answer and is not asked about again."""
	counts = Counts()
	asked = provider.fingerprint()
	for ref, listed in registry.refresh(refs).items():
		counts.parties += 1
		opened = _screen_party(ref, listed, reason, run, asked, only_outdated, counts)
		standing.publish(ref)
		if opened and not run:
			notices.tell_of_matches(ref, opened)
	return counts


def outdated(ref: Ref) -> list[frappe._dict]:
	"""Subjects of a party whose last screening does not hold any more, or who were never screened."""
	limits, asked = bands.of(ref), provider.fingerprint()
	rows = registry.refresh([ref]).get(ref)
	return [row for row in rows.current if not _is_current(row, asked, limits)] if rows else []


def _screen_party(ref, listed, reason, run, asked, only_outdated, counts) -> list[str]:
	limits = bands.of(ref)
	waiting = []
	for row in listed.current:
		if only_outdated and _is_current(row, asked, limits):
			counts.unchanged += 1
		else:
			waiting.append(row)
	opened: list[str] = []
	for row, answer, failure in _answers(waiting, limits):
		question = evidence.Asked(row.subject_name, row.query, limits.threshold, reason, row.role, run)
		check = evidence.append(row, question, answer, failure)
		counts.subjects += 1
		if answer is None:
			counts.failed += 1
			_fail(row, failure)
			continue
		opened += matches.record(row, answer.found, limits, check)
		values = {"status": ComplianceStatus.CLEAR.value, "note": answer.note or ""}
		registry.write(row, {**values, "fingerprint": _fingerprint(row, asked, limits)})
	counts.opened += len(opened)
	return opened


def _answers(rows: list[frappe._dict], limits: Bands) -> Iterator[tuple[frappe._dict, object, str]]:
	"""(row, answer, why there is none)."""
	subjects = [from_query(row.name, json.loads(row.query)) for row in rows]
	answers = provider.ask_many([one for one in subjects if is_readable(one)], limits.threshold)
	for row, subject in zip(rows, subjects, strict=True):
		if not is_readable(subject):
			yield (
				row,
				None,
				_("{0} has no letter and no digit that could be compared.").format(row.subject_name),
			)
			continue
		try:
			yield row, next(answers), ""
		except (CannotAnswer, StopIteration) as error:
			answers = iter(())
			yield row, None, str(error)


def _fail(row: frappe._dict, failure: str) -> None:
	"""What was known of him still holds as long as he was screened with the data that he has; else he is held."""
	held_before = row.fingerprint and row.status == ComplianceStatus.CLEAR.value
	values = {"note": failure}
	if not held_before:
		values |= {"status": ComplianceStatus.FAILED.value, "fingerprint": ""}
	registry.write(row, values)


def _is_current(row: frappe._dict, asked: str, limits: Bands) -> bool:
	return bool(row.fingerprint) and row.fingerprint == _fingerprint(row, asked, limits)


def _fingerprint(row: frappe._dict, asked: str, limits: Bands) -> str:
	return hash_of(f"{asked}|{limits.threshold}|{limits.upper}|{row.query_hash}")
