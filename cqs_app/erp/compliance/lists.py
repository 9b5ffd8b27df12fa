"""A Screening List: what the officer sets on it, what only the app writes, and whether it is still fresh."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.utils import add_to_date, cint, escape_html, get_datetime, now_datetime

from cqs_app.erp.compliance import rescreening
from cqs_app.erp.compliance.notices import officers, tell_of_rules
from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.credit.notices import send

DOCTYPE = "Screening List"
OWN_FIELDS = (
	"version",
	"entries",
	"published_on",
	"refreshed_on",
	"refresh_problem",
	"is_stale",
	"format",
	"in_force_since",
	"last_import",
	"file_hashes",
)
MOST_ADDRESSES = 6


def settle(doc) -> None:
	"""Keep what only the app writes, as it is at this moment: an import may have ended since the form was opened."""
	stored = None
	if not doc.is_new():
		stored = frappe.db.get_value(DOCTYPE, doc.name, OWN_FIELDS, as_dict=True, for_update=True)
	for field in OWN_FIELDS:
		doc.set(field, stored[field] if stored else None)
	for field in ("stale_after_days", "tolerated_shrinkage", "keep_files"):
		if not 0 <= cint(doc.get(field)) <= (100 if field == "tolerated_shrinkage" else 3650):
			label = _(doc.meta.get_label(field))
			frappe.throw(_("{0}: {1} is not possible.").format(label, cint(doc.get(field))))
	for address in addresses(doc):
		_check_address(address)
	if len(addresses(doc)) > MOST_ADDRESSES:
		frappe.throw(_("One publication has at most {0} files.").format(MOST_ADDRESSES))
	doc.is_stale = cint(is_stale(doc))


def changed(doc) -> None:
	"""Whoever was cleared by the lists so far may be on one that is asked from now on."""
	before = doc.get_doc_before_save()
	if cint(doc.version) and before and cint(before.enabled) != cint(doc.enabled):
		words = (_("{0} was enabled") if cint(doc.enabled) else _("{0} was disabled")).format(doc.name)
		tell_of_rules(doc, words)
		rescreening.start(words)


def guard_deletion(doc) -> None:
	if cint(doc.version) or frappe.db.exists("Screening List Import", {"screening_list": doc.name}):
		message = _(
			"{0} was imported and is evidence of what was screened against. Disable it instead; then it is no longer asked."
		)
		frappe.throw(message.format(doc.name), NotEditable)


def refuse_rename() -> None:
	frappe.throw(_("Screenings name the list: it cannot be renamed."), NotEditable)


def in_force() -> list[frappe._dict]:
	"""The lists that are asked: enabled, with a version. Read uncached."""
	return frappe.get_all(
		DOCTYPE,
		filters={"enabled": 1, "version": (">", 0)},
		fields=["name", "version", "entries", "published_on", "in_force_since", "last_import"],
		order_by="name",
	)


def never_imported() -> list[str]:
	return frappe.get_all(DOCTYPE, filters={"enabled": 1, "version": 0}, pluck="name", order_by="name")


def described(found: list[frappe._dict]) -> str:
	"""`OFAC SDN v3 (2022-01-14); UN v1 (2018-10-09)`."""
	return "; ".join(f"{row.name} v{row.version}{_day(row)}" for row in found)


def _day(row: frappe._dict) -> str:
	if row.published_on:
		return f" ({row.published_on})"
	return f" (imported {get_datetime(row.in_force_since).date()})" if row.in_force_since else ""


def addresses(doc) -> list[str]:
	return [line.strip() for line in (doc.refresh_urls or "").splitlines() if line.strip()]


def is_stale(doc) -> bool:
	"""A list with a version that was not refreshed, or imported again, for longer than it says."""
	days = cint(doc.stale_after_days)
	if not days or not cint(doc.version) or not doc.refreshed_on:
		return False
	return get_datetime(doc.refreshed_on) < add_to_date(now_datetime(), days=-days)


def tell_stale() -> None:
	"""Once when it becomes stale."""
	for name in frappe.get_all(DOCTYPE, filters={"enabled": 1}, pluck="name", order_by="name"):
		doc = frappe.get_doc(DOCTYPE, name)
		stale = cint(is_stale(doc))
		if stale == cint(doc.is_stale):
			continue
		frappe.db.set_value(DOCTYPE, name, "is_stale", stale, update_modified=False)
		if stale:
			message = _("{0} was not refreshed for more than {1} days. Import the current files.")
			tell_officers(name, message.format(name, doc.stale_after_days))


def tell_officers(name: str, words: str) -> None:
	send(officers(), DOCTYPE, name, words)


def refresh_failed(name: str, reason: str) -> None:
	"""The list keeps its version and says so; the officers hear of it once for each reason."""
	known = frappe.db.get_value(DOCTYPE, name, "refresh_problem")
	frappe.db.set_value(DOCTYPE, name, "refresh_problem", reason, update_modified=False)
	if known != reason:
		tell_officers(name, f"{name}: {reason}")


def _check_address(address: str) -> None:
	try:
		parts = urlsplit(address)
		host = parts.hostname
	except ValueError:
		host = None
	if not host or parts.scheme not in ("http", "https") or any(letter.isspace() for letter in address):
		message = _("{0} is no address. It begins with https:// or http:// and names a host; one a line.")
		frappe.throw(message.format(frappe.bold(escape_html(address))))
	if parts.username or parts.password:
		frappe.throw(_("An address must not carry a user's name or a password."))
