"""Asking applicants for documents and referees for an answer: a private link, an e-mail if the site sends any."""

import frappe
from frappe import _
from frappe.utils import now_datetime, validate_email_address

from cqs_app.engine.qualification.stages import ENDED
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.qualification import documents, link_mail, links, references, senders


def request_documents(doc, rows: list[str] | None, email: str | None, days: int | str) -> dict:
	"""`url` of the new link, `mailed`, `email` and `expires_on`; asks for the rows, or for all that are outstanding."""
	_require_open(doc)
	asked = [documents.row_of(doc, name) for name in rows or ()] or [
		row for row in doc.documents if row.status in documents.PENDING
	]
	done = [row for row in asked if row.status not in (*documents.PENDING, documents.RECEIVED)]
	if done or not asked:
		named = ", ".join(_(row.document_type) for row in done)
		message = (
			_("{0}: nothing to ask for, it is verified or not needed.")
			if done
			else _("Nothing is outstanding.")
		)
		frappe.throw(message.format(named), WrongState)
	address = one_address(email or doc.get("contact_email"))
	senders.refuse_colleague(address)
	expires_on = links.expiry(days)
	url = links.create(doc, links.DOCUMENTS, [row.name for row in asked], address, expires_on)
	mailed = link_mail.ask_for_documents(doc, asked, address, url, expires_on)
	for row in asked:
		values = {
			"requested_on": now_datetime(),
			"requested_from": address,
			"reminders": 0,
			"reminded_on": None,
		}
		# What came stays as it is until something better comes.
		row.update(
			{**values, "status": row.status if row.status == documents.RECEIVED else documents.REQUESTED}
		)
	documents.save(doc)
	return {"url": url, "mailed": mailed, "email": address, "expires_on": str(expires_on)}


def request_references(doc, rows: list[str] | None, days: int | str) -> list[dict]:
	"""One link for each referee: `row`, `referee`, `mailed`, and `url` where it is not mailed. Without `rows`: all that have an e-mail address and
	were not asked yet."""
	_require_open(doc)
	asked = [references.row_of(doc, name) for name in rows or ()] or [
		row for row in doc.trade_references if row.status == references.NAMED and row.email
	]
	if not asked:
		frappe.throw(_("There is no reference to ask: add one with an e-mail address."), WrongState)
	for row in asked:
		if row.status not in references.TO_ASK:
			frappe.throw(_("{0} has answered already.").format(row.referee), WrongState)
		if not row.email:
			frappe.throw(_("{0} has no e-mail address.").format(row.referee))
		senders.refuse_own_referee(doc, row, one_address(row.email))
	expires_on, sent = links.expiry(days), []
	for row in asked:
		address = one_address(row.email)
		url = links.create(doc, links.REFERENCE, [row.name], address, expires_on)
		mailed = link_mail.ask_for_reference(doc, row, url, expires_on)
		row.update(
			{
				"status": references.REQUESTED,
				"requested_on": now_datetime(),
				"reminders": 0,
				"reminded_on": None,
				"passed_on_by": None if mailed else frappe.session.user,
			}
		)
		# Whoever asks must not be able to answer in the referee's name: he does not see an address that was mailed.
		shown = None if mailed else url
		sent.append(
			{"row": row.name, "referee": row.referee, "url": shown, "mailed": mailed, "email": address}
		)
	documents.save(doc)
	return sent


def one_address(email: str | None) -> str | None:
	"""A single e-mail address, or nothing; raises InvalidEmailAddressError."""
	address = (email or "").strip()
	if not address:
		return None
	if "," in address or "\n" in address or not validate_email_address(address):
		shown = frappe.utils.escape_html(address)
		frappe.throw(_("{0} is no e-mail address.").format(shown), frappe.InvalidEmailAddressError)
	return address


def _require_open(doc) -> None:
	if doc.get("stage") in {stage.value for stage in ENDED}:
		frappe.throw(
			_("{0} is closed ({1}); nobody is asked any more.").format(doc.name, _(doc.stage)), WrongState
		)
