"""Lists that say where they are published are fetched every day, or when an officer asks for it."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.erp.compliance import list_files, list_imports, lists
from cqs_app.erp.compliance.downloads import Downloaded, downloaded
from cqs_app.erp.credit import jobs
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.http_call import CallFailed

JOB = "cqs_app.erp.compliance.list_refresh.refresh"


def every_day() -> None:
	"""Scheduled: queue a refresh of each list that has addresses, then tell which lists have become stale."""
	for name in frappe.get_all(
		lists.DOCTYPE, filters={"enabled": 1, "refresh_urls": ("is", "set")}, pluck="name", order_by="name"
	):
		start(name)
	lists.tell_stale()


def request(name: str) -> None:
	"""An officer does not want to wait for tomorrow."""
	if not lists.addresses(frappe.get_doc(lists.DOCTYPE, name)):
		frappe.throw(
			_("{0} has no addresses. Enter where it is published, or import files.").format(name), WrongState
		)
	start(name)


def start(name: str) -> None:
	jobs.start_long(JOB, f"cqs-refresh-{frappe.scrub(name)}", 4, screening_list=name)


def refresh(screening_list: str) -> str | None:
	"""The job. Returns the import that it made; None where the files are those in force, or could not be fetched."""
	doc = frappe.get_doc(lists.DOCTYPE, screening_list)
	try:
		with downloaded(lists.addresses(doc)) as files:
			name = None if _is_known(doc, files) else _record(doc, files)
	except CallFailed as error:
		frappe.db.rollback()
		words = _("It could not be refreshed: {0}. The version in force stays.")
		lists.refresh_failed(screening_list, words.format(error))
		frappe.db.commit()
		return None
	frappe.db.commit()
	if name:
		list_imports.run(name)
	return name


def _is_known(doc, files: list[Downloaded]) -> bool:
	"""The same bytes as in force, or as what waits for a confirmation already."""
	fetched = "\n".join(
		f"{file.sha256}  {file.file_name}" for file in sorted(files, key=lambda one: one.file_name)
	)
	if fetched == (doc.file_hashes or ""):
		values = {"refreshed_on": now_datetime(), "refresh_problem": "", "is_stale": 0}
		frappe.db.set_value(lists.DOCTYPE, doc.name, values, update_modified=False)
		return True
	waiting = {"screening_list": doc.name, "status": list_imports.ASKS}
	for name in frappe.get_all(list_imports.DOCTYPE, filters=waiting, pluck="name", order_by="name"):
		rows = frappe.get_doc(list_imports.DOCTYPE, name).files
		if {row.sha256 for row in rows} == {file.sha256 for file in files}:
			return True
	return False


def _record(doc, files: list[Downloaded]) -> str:
	made = list_imports.record(doc.name, [], "Refresh")
	for file in files:
		made.append("files", list_files.store(file.path, file.file_name, made.name))
	made.flags.by_cqs = True
	made.save(ignore_permissions=True)
	return made.name
