"""Notification Logs to the people behind a held document. Subjects are shown as HTML: everything is escaped."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import escape_html

NOBODY = {None, "", "Administrator", "Guest"}


def send(users: Iterable[str | None], doctype: str, name: str, subject: str) -> None:
	"""One alert for each user. `subject` is plain text."""
	for user in sorted(set(users) - NOBODY):
		frappe.get_doc(
			{
				"doctype": "Notification Log",
				"for_user": user,
				"type": "Alert",
				"document_type": doctype,
				"document_name": name,
				"subject": escape_html(subject),
			}
		).insert(ignore_permissions=True)


def decided(hold) -> None:
	"""Tell the requester and the document's owner of a release or a rejection, with its reason."""
	tell(hold, _("{0} {1}: {2}. {3}").format(*_names(hold), _(hold.status), hold.release_reason))


def expired(hold) -> None:
	"""Tell them that a release lapsed before it was used."""
	tell(hold, _("{0} {1}: its release has expired without being used").format(*_names(hold)))


def cured(hold) -> None:
	tell(hold, _("{0} {1} fits its credit now and can be submitted").format(*_names(hold)))


def tell(hold, subject: str) -> None:
	doctype, name = hold.reference_doctype, hold.reference_name
	users = {hold.requested_by, frappe.db.get_value(doctype, name, "owner")}
	send(users, doctype, name, subject)


def _names(hold) -> tuple[str, str]:
	return _(hold.reference_doctype), hold.reference_name
