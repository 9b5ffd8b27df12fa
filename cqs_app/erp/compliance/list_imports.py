"""Imports of published lists: asked for, queued, read on a worker one at a time for each list, confirmed where in doubt.

What an import writes, it writes in one transaction: a file that is refused at its last line leaves nothing, and so does
a job that dies, which is found by `resume_dead` and starts over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1

import frappe
from frappe import _
from frappe.utils import add_to_date, cint, now_datetime

from cqs_app.engine.compliance.lists.refusal import ListRefused
from cqs_app.erp.compliance import list_files, list_progress, list_version, lists
from cqs_app.erp.credit import jobs
from cqs_app.erp.credit.exceptions import WrongState

DOCTYPE = "Screening List Import"
QUEUED, READING, ASKS = "Queued", "Reading", "Needs Confirmation"
IN_FORCE, UNCHANGED, REFUSED, FAILED = "In Force", "Unchanged", "Refused", "Failed"
AT_WORK = (QUEUED, READING)
MOST_TRIES = 3
DEAD_AFTER_MINUTES = 5
JOB = "cqs_app.erp.compliance.list_imports.run"


def request(screening_list: str, files: list[str], published_on=None) -> str:
	"""Queue an import of files that the user attached to the list. Returns its name."""
	given = list_files.given(screening_list, files)
	doc = record(screening_list, [list_files.row_of(file) for file in given], "Upload", published_on)
	for file in given:
		list_files.attach(file, doc.name)
	start(doc.name)
	return doc.name


def record(screening_list: str, rows: list[dict], how: str, published_on=None):
	"""The import's record, not queued yet."""
	doc = frappe.new_doc(DOCTYPE)
	doc.update(
		{
			"screening_list": screening_list,
			"status": QUEUED,
			"how": how,
			"files": rows,
			"published_on": published_on,
			"requested_by": frappe.session.user,
			"requested_on": now_datetime(),
			"heartbeat": now_datetime(),
		}
	)
	doc.flags.by_cqs = True
	return doc.insert(ignore_permissions=True)


def start(name: str) -> None:
	jobs.start_long(JOB, f"cqs-list-{name}", 4, name=name)


def confirm(name: str) -> None:
	"""Read the files again and let them take the place of the version in force, if their figures are still those."""
	doc = _asked(name)
	_set(
		name,
		status=QUEUED,
		confirmed_by=frappe.session.user,
		confirmed_on=now_datetime(),
		confirmed_figures=figures_of(doc),
		tries=0,
		heartbeat=now_datetime(),
	)
	start(name)


def dismiss(name: str) -> None:
	"""The version in force stays."""
	doc = _asked(name)
	message = _("{0} decided against it. {1}").format(frappe.session.user, doc.message)
	_set(name, status=REFUSED, message=message, ended_on=now_datetime())


def figures_of(values) -> str:
	"""What was confirmed: another version in force, or other files, and it is asked again."""
	in_force = frappe.db.get_value(lists.DOCTYPE, values.screening_list, "version")
	return f"v{cint(in_force)}: {values.entries}, {values.added}+, {values.changed}~, {values.removed}-"


def resume_dead() -> None:
	"""Scheduled: imports whose job was not heard of for a while. One that is only waiting loses nothing by it."""
	quiet_since = add_to_date(now_datetime(), minutes=-DEAD_AFTER_MINUTES)
	waiting = {"status": ("in", AT_WORK), "heartbeat": ("<", quiet_since)}
	for name in frappe.get_all(DOCTYPE, filters=waiting, pluck="name", order_by="name"):
		if not list_progress.is_alive(name):
			start(name)


def run(name: str) -> None:
	"""The job: this import, then whatever waits for the same list. Another one at work on the list goes on with it."""
	screening_list = frappe.db.get_value(DOCTYPE, name, "screening_list")
	if not screening_list:
		return
	waiting: str | None = name
	with _alone(screening_list) as is_ours:
		while is_ours and waiting:
			_one(waiting)
			waiting = _next(screening_list)


@contextmanager
def _alone(screening_list: str) -> Iterator[bool]:
	"""True where no other job reads files of this list. The database gives the lock back when the connection dies."""
	lock = sha1(f"{frappe.conf.db_name}/{screening_list}".encode()).hexdigest()[:40]
	got = frappe.db.sql("select get_lock(%s, 0)", lock)[0][0]
	try:
		yield bool(got)
	finally:
		if got:
			frappe.db.sql("select release_lock(%s)", lock)


def _next(screening_list: str) -> str | None:
	frappe.db.commit()
	waiting = {"screening_list": screening_list, "status": ("in", AT_WORK)}
	return next(iter(frappe.get_all(DOCTYPE, filters=waiting, pluck="name", order_by="name", limit=1)), None)


def _one(name: str) -> None:
	frappe.db.commit()
	doc = frappe.get_doc(DOCTYPE, name)
	if doc.status not in AT_WORK:
		return
	if cint(doc.tries) >= MOST_TRIES:
		_end(doc, FAILED, _("The job died {0} times; the Error Log may say why.").format(doc.tries))
		return
	started = {"status": READING, "started_on": now_datetime(), "heartbeat": now_datetime()}
	_set(name, **started, tries=cint(doc.tries) + 1, message="")
	frappe.db.commit()
	list_progress.tell(doc, READING, 0)
	try:
		with list_files.opened(doc.files) as files:
			result = list_version.read(doc, files)
	except ListRefused as error:
		_after_rollback(doc, REFUSED, str(error))
	except FileNotFoundError:
		_after_rollback(doc, FAILED, _("A file is not on the disk any more. Import it again."))
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		frappe.db.rollback()
		_set(name, status=QUEUED)
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(title=f"CQS: import {name} failed")
		words = _("The import failed ({0}); the Error Log says where. The version in force stays.")
		_end(doc, FAILED, words.format(type(error).__name__))
	else:
		_finish(doc, result)


def _finish(doc, result: list_version.Result) -> None:
	"""Commit what was read, or ask first. A version that has come into force starts a screening of the whole base."""
	figures = result.figures()
	if result.questions and doc.confirmed_figures != figures_of(
		frappe._dict(figures, screening_list=doc.screening_list)
	):
		frappe.db.rollback()
		_end(doc, ASKS, " ".join(result.questions), figures)
		words = _("{0}: the new files wait for a confirmation. {1}")
		_tell(doc, words.format(doc.screening_list, " ".join(result.questions)))
		frappe.db.commit()
	elif not result.version:
		list_version.seen(doc, result)
		_end(doc, UNCHANGED, _("The files say what the version in force says."), figures)
	else:
		list_version.put_in_force(doc, result)
		words = _("Version {0}: {1} entries; {2} added, {3} changed, {4} removed.")
		counts = (f"{figures[key]:,}" for key in ("entries", "added", "changed", "removed"))
		_end(doc, IN_FORCE, words.format(result.version, *counts), figures)
		_tidy(doc, result)
	list_progress.tell(doc, None, 100)


def _tidy(doc, result: list_version.Result) -> None:
	"""The version is in force whatever fails here."""
	try:
		list_version.after_commit(doc, result)
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"CQS: after import {doc.name}")
	frappe.db.commit()


def _after_rollback(doc, status: str, message: str) -> None:
	frappe.db.rollback()
	version = cint(frappe.db.get_value(lists.DOCTYPE, doc.screening_list, "version"))
	kept = _("Version {0} stays in force.").format(version) if version else _("The list has no version yet.")
	_end(doc, status, _("{0}. Nothing was imported. {1}").format(message.rstrip("."), kept))


def _end(doc, status: str, message: str, figures: dict | None = None) -> None:
	"""Commits."""
	_set(doc.name, status=status, message=message, ended_on=now_datetime(), percent=100, **(figures or {}))
	if status in (REFUSED, FAILED) and doc.how == "Refresh":
		lists.refresh_failed(doc.screening_list, message)
	frappe.db.commit()
	list_progress.tell(doc, status, 100)


def _tell(doc, words: str) -> None:
	lists.tell_officers(doc.screening_list, words)


def _asked(name: str):
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.status != ASKS:
		frappe.throw(_("{0} waits for no confirmation: {1}.").format(name, _(doc.status)), WrongState)
	return doc


def _set(name: str, **values) -> None:
	frappe.db.set_value(DOCTYPE, name, values)
