"""Identity documents of a dossier: what their numbers and dates say, who verified them, and which have expired."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from cqs_app.engine.compliance.tax_ids import Kind, Status, check
from cqs_app.erp.compliance import tax_ids
from cqs_app.erp.credit import clock

TABLE, CHILD = "identity_documents", "Qualification Identity"
NEAR_DAYS = 30
YEARS = (1900, 2200)
# Documents whose number is one that the country's rules describe. The number printed on a card is often the card's own.
KINDS = {"National Identity Card": Kind.PERSONAL, "Trade Register Extract": Kind.REGISTRATION}
CONTENT = ("holder", "document_type", "number", "country", "issued_on", "expires_on", "is_verified")


def settle(doc) -> None:
	"""Fill `finding`, and who verified a document. Raises ValidationError for dates that cannot be."""
	if not doc.get(TABLE):
		return
	today = clock.today(doc.company)
	before = doc.get_doc_before_save()
	stored = {row.name: row for row in before.get(TABLE) or []} if before else {}
	for row in doc.get(TABLE):
		_check_dates(row, today)
		row.finding = " ".join(filter(None, (_validity(row, today), _number(row))))
		_note_verifier(row, stored.get(row.name))


def missing(doc) -> list[str]:
	if not doc.get(TABLE):
		return []
	today = clock.today(doc.company)
	text = _(
		"{0} of {1} expired on {2}: enter the one that followed, or take the row out if it is not needed"
	)
	return [
		text.format(_(row.document_type), row.holder, formatdate(row.expires_on))
		for row in doc.get(TABLE)
		if has_expired(row, today)
	]


def has_expired(row, today: date) -> bool:
	return bool(row.expires_on) and getdate(row.expires_on) < today


def days_left(row, today: date) -> int | None:
	return (getdate(row.expires_on) - today).days if row.expires_on else None


def _validity(row, today: date) -> str:
	left = days_left(row, today)
	if left is None or left > NEAR_DAYS:
		return ""
	if left < 0:
		return _("Expired on {0}.").format(formatdate(row.expires_on))
	return _("Expires in {0} days.").format(left)


def _number(row) -> str:
	kind = KINDS.get(row.document_type)
	if not kind or not row.country:
		return ""
	result = check(row.country, kind, row.number or "", is_person=True)
	if result.status is Status.NOT_CHECKED:
		return ""
	if result.status is Status.INVALID and kind is Kind.PERSONAL:
		text = _("The number is no {0} ({1}); it may be the number of the card itself.")
		return text.format(result.label, _(result.reason))
	return _("Number: {0}.").format(tax_ids.said(result))


def _check_dates(row, today: date) -> None:
	where = _("Identity Documents, row {0}").format(row.idx)
	days = {field: getdate(row.get(field)) for field in ("issued_on", "expires_on") if row.get(field)}
	for day in days.values():
		if not YEARS[0] <= day.year <= YEARS[1]:
			frappe.throw(_("{0}: a date lies outside the years {1} to {2}.").format(where, *YEARS))
	if "issued_on" in days and days["issued_on"] > today:
		frappe.throw(_("{0}: it cannot have been issued in the future.").format(where))
	if len(days) == 2 and days["expires_on"] < days["issued_on"]:
		frappe.throw(_("{0}: it cannot expire before it was issued.").format(where))


def _note_verifier(row, stored) -> None:
	"""Whoever ticks it, or changes a row that is ticked, vouches for it."""
	if not row.is_verified:
		row.verified_by = row.verified_on = None
	elif (
		not stored
		or not row.verified_by
		or any(str(row.get(f) or "") != str(stored.get(f) or "") for f in CONTENT)
	):
		row.verified_by, row.verified_on = frappe.session.user, now_datetime()
