"""Carries out an approved Credit Limit Batch: in chunks, each a transaction of its own.

A row's status changes in the transaction that changes its account and writes its history, under the account's lock.
So a job may die at any moment and be started again, and two jobs at once do no row twice."""

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import batches, history, jobs, notices
from cqs_app.erp.credit.batches import DONE, FAILED, PROPOSED, ROW, SKIPPED
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.ledger.links import Party

CHUNK = 25
TRIES = 5
DEAD_AFTER_MINUTES = 10
RUNNING, COMPLETED = "Running", "Completed"


def start(name: str) -> None:
	jobs.start_long("cqs_app.erp.credit.batch_run.run", f"cqs-batch-{name}", 6, batch=name)


def resume(name: str) -> None:
	"""Go on with a batch whose job died. Raises WrongState where nothing is left."""
	values = frappe.db.get_value("Credit Limit Batch", name, ["docstatus", "run_status"], as_dict=True)
	if values.docstatus != 1 or values.run_status == COMPLETED:
		frappe.throw(_("Nothing of it is left to do."), WrongState)
	start(name)


def resume_dead() -> None:
	"""Scheduled: batches in force whose job was not heard of for a while."""
	quiet_since = add_to_date(now_datetime(), minutes=-DEAD_AFTER_MINUTES)
	for name in frappe.get_all(
		"Credit Limit Batch",
		filters={"docstatus": 1, "run_status": RUNNING, "heartbeat": ("<", quiet_since)},
		pluck="name",
		order_by="name",
	):
		start(name)


def run(batch: str) -> None:
	"""The job. Commits after each chunk."""
	doc = frappe.get_doc("Credit Limit Batch", batch)
	if doc.docstatus != 1:
		return
	while names := _next(batch):
		_chunk_with_retries(doc, names)
		tell(batch)
	_finish(doc)


def tell(batch: str) -> None:
	values = progress(batch)
	frappe.publish_realtime("cqs_batch_progress", values, doctype="Credit Limit Batch", docname=batch)


def progress(batch: str) -> dict:
	"""Counts of a batch, as stored by its last finished chunk, and how many percent of it that is."""
	fields = [
		"name",
		"run_status",
		"preview_status",
		"total_rows",
		"done_rows",
		"skipped_rows",
		"failed_rows",
	]
	values = frappe.db.get_value("Credit Limit Batch", batch, fields, as_dict=True)
	finished = values.done_rows + values.skipped_rows + values.failed_rows
	values.percent = round(100 * finished / values.total_rows, 1) if values.total_rows else 0
	values.previewed = frappe.cache.get_value(preview_key(batch)) or 0
	return values


def preview_key(batch: str) -> str:
	return f"cqs_batch_preview:{batch}"


def ask_preview(doc) -> None:
	"""Few accounts are looked at at once, many by a job."""
	batches.require_previewable(doc)
	if len(batches.selected(doc)) <= batches.SMALL:
		batches.propose_rows(doc.name)
		return
	frappe.db.set_value(doc.doctype, doc.name, "preview_status", "Running", update_modified=False)
	frappe.enqueue(
		"cqs_app.erp.credit.batch_run.preview",
		queue="long",
		timeout=3600,
		enqueue_after_commit=True,
		batch=doc.name,
	)


def preview(batch: str) -> int:
	"""The job behind the preview of many accounts."""

	def say(done: int, total: int) -> None:
		percent = round(100 * done / total, 1) if total else 100
		frappe.cache.set_value(preview_key(batch), percent, expires_in_sec=3600)
		frappe.publish_progress(percent, title=_("Preview"), doctype="Credit Limit Batch", docname=batch)

	try:
		return batches.propose_rows(batch, say)
	except Exception:
		frappe.db.rollback()
		frappe.db.set_value("Credit Limit Batch", batch, "preview_status", "Failed", update_modified=False)
		frappe.log_error(title=f"CQS: preview of {batch} failed")
		frappe.db.commit()
		raise
	finally:
		frappe.cache.delete_value(preview_key(batch))


def _next(batch: str) -> list[str]:
	"""The first rows that wait, in the order in which accounts are locked."""
	return frappe.get_all(
		ROW,
		filters={"batch": batch, "status": PROPOSED},
		pluck="name",
		order_by="position, name",
		limit_page_length=CHUNK,
	)


def _chunk_with_retries(doc, names: list[str]) -> None:
	for left in range(TRIES - 1, -1, -1):
		frappe.db.commit()
		try:
			_chunk(doc, names)
			frappe.db.commit()
			return
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			if not left:
				raise


def _chunk(doc, names: list[str]) -> None:
	"""Locks first, as the first statements of the transaction; then the rows that are still to be done."""
	marks = ", ".join(["%s"] * len(names))
	parties = frappe.db.sql(f"select customer, company from `tab{ROW}` where name in ({marks})", names)
	frappe.db.commit()
	for party in sorted({Party(*found) for found in parties}, key=accounts.account_key):
		accounts.bump(party)
	waiting = frappe.db.sql(
		f"""select name, account, customer, company, new_limit, seen from `tab{ROW}`
		where name in ({marks}) and status = '{PROPOSED}' order by position, name for update""",
		names,
		as_dict=True,
	)
	counts = {DONE: 0, SKIPPED: 0, FAILED: 0}
	for row in waiting:
		status, message = _apply(doc, row)
		frappe.db.sql(
			f"update `tab{ROW}` set status = %s, message = %s, modified = %s where name = %s",
			(status, message, now_datetime(), row.name),
		)
		counts[status] += 1
	frappe.db.sql(
		"""update `tabCredit Limit Batch` set done_rows = done_rows + %s, skipped_rows = skipped_rows + %s,
		failed_rows = failed_rows + %s, heartbeat = %s where name = %s""",
		(counts[DONE], counts[SKIPPED], counts[FAILED], now_datetime(), doc.name),
	)


def _apply(doc, row: frappe._dict) -> tuple[str, str]:
	frappe.db.savepoint("cqs_batch_row")
	try:
		return _put_in_force(doc, row)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise
	except Exception as error:
		frappe.db.rollback(save_point="cqs_batch_row")
		frappe.log_error(title=f"CQS: {row.customer} in {doc.name} failed")
		return FAILED, str(error)[:140] or type(error).__name__


def _put_in_force(doc, row: frappe._dict) -> tuple[str, str]:
	party = Party(row.customer, row.company)
	account = accounts.read(party)
	if not account or account.name != row.account:
		return SKIPPED, _("The account was closed or joined with another since the preview.")
	if batches.seen(account) != row.seen:
		now_is = history.described(account)
		return SKIPPED, _("The limit was changed since the preview; it is now: {0}").format(now_is)
	with history.recorded(party, doc.change(doc.change_type), account):
		accounts.set_values(party, doc.account_values(row.new_limit))
	return DONE, ""


def _finish(doc) -> None:
	frappe.db.commit()
	batches.refresh_counts(doc.name)
	frappe.db.sql(
		"update `tabCredit Limit Batch` set run_status = %s where name = %s and run_status != %s",
		(COMPLETED, doc.name, COMPLETED),
	)
	if frappe.db.sql("select row_count()")[0][0]:
		counts = progress(doc.name)
		notices.send(
			{doc.requested_by, doc.approved_by},
			doc.doctype,
			doc.name,
			_("{0}: {1} limits changed, {2} skipped, {3} failed").format(
				doc.name, counts.done_rows, counts.skipped_rows, counts.failed_rows
			),
		)
	frappe.db.commit()
	tell(doc.name)
