"""Sanctions lists: import, confirmation, refresh, and how far an import is."""

import frappe
from frappe import _

from cqs_app.api.arguments import READ, WRITE, endpoint, list_of_names, readable
from cqs_app.erp.compliance import list_imports, list_progress, list_refresh, lists
from cqs_app.erp.compliance.notices import OFFICER

IMPORT = list_imports.DOCTYPE


@endpoint(WRITE)
def import_screening_list(screening_list: str, files: str | list, published_on: str | None = None) -> dict:
	"""Queue the import of one publication: names of private Files attached to the Screening List. `published_on` counts
	where the files do not tell it. Returns the import as `screening_import` tells it."""
	_officer(screening_list)
	return list_progress.of(list_imports.request(screening_list, list_of_names(files), _day(published_on)))


@endpoint(READ)
def screening_import(name: str) -> dict:
	"""`status`, `percent`, `phase`, `message`, `version` and the counts `entries`, `added`, `changed`, `removed`."""
	readable(IMPORT, name)
	return list_progress.of(name)


@endpoint(WRITE)
def confirm_screening_import(name: str) -> dict:
	"""Put a publication in force that waits for it, for example because it has far fewer entries. It is read again."""
	_officer(readable(IMPORT, name).screening_list)
	list_imports.confirm(name)
	return list_progress.of(name)


@endpoint(WRITE)
def dismiss_screening_import(name: str) -> dict:
	"""Decide against a publication that waits for a confirmation; the version in force stays."""
	_officer(readable(IMPORT, name).screening_list)
	list_imports.dismiss(name)
	return list_progress.of(name)


@endpoint(WRITE)
def refresh_screening_list(screening_list: str) -> None:
	"""Fetch the list from its addresses now, on a worker."""
	_officer(screening_list)
	list_refresh.request(screening_list)


def _officer(screening_list: str) -> None:
	document = readable(lists.DOCTYPE, screening_list)
	if not document.has_permission("write") or OFFICER not in frappe.get_roles():
		message = _("Sanctions lists are imported by: {0}.")
		raise frappe.PermissionError(message.format(_(OFFICER)))


def _day(text: str | None):
	if not text:
		return None
	try:
		day = frappe.utils.getdate(text)
	except (ValueError, TypeError, OverflowError, frappe.ValidationError):
		day = None
	if not day or not 1990 <= day.year <= 2200:
		frappe.throw(_("{0} is no day of a publication.").format(frappe.utils.escape_html(str(text))))
	return day
