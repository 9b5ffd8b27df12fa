"""Screens the whole base: after a new version of a list, every night, or on request. In chunks, each a transaction of its
own, so that a run which dies goes on where it was, and two jobs of one run do no chunk twice."""

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from cqs_app.erp.compliance import notices, provider, screening, switch
from cqs_app.erp.compliance.party_records import CUSTOMER, DOSSIER, ENDED, LEAD, PROSPECT, Ref
from cqs_app.erp.credit import jobs
from cqs_app.erp.credit.exceptions import TryAgain, WrongState

RUN = "Screening Run"
QUEUED, RUNNING, COMPLETED, STOPPED = "Queued", "Running", "Completed", "Stopped"
NIGHTLY = "Every night"
CHUNK = 50
TRIES = 5
DEAD_AFTER_MINUTES = 10
ORDER = (CUSTOMER, LEAD, PROSPECT)
COLLISIONS = (frappe.QueryDeadlockError, frappe.QueryTimeoutError, TryAgain)


def start(reason: str) -> str:
	"""Queue a run over the whole base; one that waits already serves this reason too. Returns its name."""
	if waiting := frappe.db.get_value(RUN, {"status": QUEUED}, "name"):
		enqueue(waiting)
		return waiting
	run = frappe.new_doc(RUN)
	run.update(
		{"reason": reason, "status": QUEUED, "requested_by": frappe.session.user, "heartbeat": now_datetime()}
	)
	run.flags.by_cqs = True
	run.insert(ignore_permissions=True)
	enqueue(run.name)
	return run.name


def enqueue(run: str) -> None:
	jobs.start_long("cqs_app.erp.compliance.runs.run", f"cqs-screening-{run}", 12, name=run)


def every_night() -> None:
	if switch.is_in_use():
		start(NIGHTLY)


def resume(name: str) -> None:
	"""Go on with a run whose job died, or start a queued one. Raises WrongState where nothing is left."""
	if frappe.db.get_value(RUN, name, "status") == COMPLETED:
		frappe.throw(_("Nothing of it is left to do."), WrongState)
	enqueue(name)


def resume_dead() -> None:
	"""Scheduled: runs that were not heard of for a while."""
	quiet_since = add_to_date(now_datetime(), minutes=-DEAD_AFTER_MINUTES)
	filters = {"status": ("in", (QUEUED, RUNNING)), "heartbeat": ("<", quiet_since)}
	for name in frappe.get_all(RUN, filters=filters, pluck="name", order_by="name"):
		enqueue(name)


def run(name: str) -> None:
	"""The job. Commits after each chunk."""
	while _chunk_with_retries(name):
		tell(name)
	tell(name)


def progress(name: str) -> dict:
	fields = ["name", "status", "percent", "total", "done", "failed", "subjects", "unchanged", "new_matches"]
	return frappe.db.get_value(RUN, name, fields, as_dict=True)


def tell(name: str) -> None:
	frappe.publish_realtime("cqs_screening_run", progress(name), doctype=RUN, docname=name)


def _chunk_with_retries(name: str) -> bool:
	for left in range(TRIES - 1, -1, -1):
		frappe.db.commit()
		try:
			goes_on = _chunk(name)
			frappe.db.commit()
			return goes_on
		except COLLISIONS:
			frappe.db.rollback()
			if not left:
				raise
	return False


def _chunk(name: str) -> bool:
	"""The next parties after the cursor, under the run's lock. False when the run is over."""
	doc = frappe.get_doc(RUN, name, for_update=True)
	if doc.status in (COMPLETED, STOPPED):
		return False
	if doc.status == QUEUED:
		_begin(doc)
	refs = _next(doc.cursor_type or "", doc.cursor_name or "")
	if refs:
		_screen(doc, refs)
	else:
		_finish(doc)
	doc.flags.by_cqs = True
	doc.save(ignore_permissions=True)
	return bool(refs)


def _begin(doc) -> None:
	# Queries are asked one by one; what a run promises is that everybody was held against these lists or newer ones.
	doc.update({"status": RUNNING, "started_on": now_datetime(), "fingerprint": provider.fingerprint()})
	doc.lists, doc.algorithm = provider.described()
	doc.total = sum(_count(party_type) for party_type in ORDER)


def _screen(doc, refs: list[Ref]) -> None:
	counts = _counted(doc, refs)
	doc.done += len(refs)
	doc.subjects += counts.subjects
	doc.unchanged += counts.unchanged
	doc.failed += counts.failed
	doc.new_matches += counts.opened
	doc.percent = min(100.0, round(100 * doc.done / doc.total, 1)) if doc.total else 100
	doc.cursor_type, doc.cursor_name = refs[-1]
	doc.heartbeat = now_datetime()


def _counted(doc, refs: list[Ref]) -> screening.Counts:
	"""All at once; where that fails, one by one, so that a party which cannot be screened stops nobody else's screening."""
	try:
		return _in_savepoint(doc, refs)
	except COLLISIONS:
		raise
	except Exception:
		pass
	total = screening.Counts()
	for ref in refs:
		try:
			total.add(_in_savepoint(doc, [ref]))
		except COLLISIONS:
			raise
		except Exception:
			frappe.log_error(title=f"CQS: {ref.party_type} {ref.party} could not be screened")
			total.failed += 1
	return total


def _in_savepoint(doc, refs: list[Ref]) -> screening.Counts:
	frappe.db.savepoint("cqs_screening")
	try:
		return screening.screen(refs, doc.reason, run=doc.name, only_outdated=True)
	except COLLISIONS:
		raise
	except Exception:
		frappe.db.rollback(save_point="cqs_screening")
		raise


def _finish(doc) -> None:
	doc.update({"status": COMPLETED, "finished_on": now_datetime(), "percent": 100})
	if doc.new_matches or doc.failed:
		notices.tell_of_run(doc)


def _next(party_type: str, after: str) -> list[Ref]:
	remaining = ORDER[ORDER.index(party_type) :] if party_type else ORDER
	for kind in remaining:
		names = _names(kind, after if kind == party_type else "")
		if names:
			return [Ref(kind, name) for name in names]
	return []


def _names(party_type: str, after: str) -> list[str]:
	sql = f"select party from ({_PARTIES[party_type]}) parties where party > %s order by party limit {CHUNK}"
	return [row[0] for row in frappe.db.sql(sql, after)]


def _count(party_type: str) -> int:
	return frappe.db.sql(f"select count(*) from ({_PARTIES[party_type]}) parties")[0][0]


def _in_qualification(party_type: str) -> str:
	"""Leads and prospects are screened while they are qualified; afterwards their customer is."""
	ended = ", ".join(f"'{stage}'" for stage in ENDED)
	return f"""select distinct party from `tab{DOSSIER}` where party_type = '{party_type}'
		and coalesce(customer, '') = '' and stage not in ({ended})"""


_PARTIES = {
	CUSTOMER: "select name as party from `tabCustomer`",
	LEAD: _in_qualification(LEAD),
	PROSPECT: _in_qualification(PROSPECT),
}
