"""Every day: remind whoever has not answered, let expired documents expire, and ask for them anew.

One dossier that fails stops no other; its error is logged and its changes are rolled back.
"""

from collections.abc import Callable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate, now_datetime

from cqs_app.engine.qualification.stages import ENDED
from cqs_app.erp.credit import alerts, clock
from cqs_app.erp.credit.jobs import one_by_one
from cqs_app.erp.qualification import document_rules, documents, link_mail, links, references, requests
from cqs_app.ledger.links import Party

USUAL_DAYS, MOST_REMINDERS = (3, 7), 3
EXPIRED, EXPIRES = "Document Expired", "Document Expires"
RENEWAL_DAYS = 30
TABLES = {"documents": "Qualification Document", "trade_references": "Qualification Reference"}


def every_day() -> None:
	"""Scheduled."""
	_each(_with("trade_references", {"status": references.REQUESTED}), remind_referees)
	_each(_with("documents", {"status": documents.REQUESTED}), remind_applicant)
	_each(_with("documents", {"status": documents.VERIFIED, "valid_upto": ("is", "set")}), expire)


def reminder_days() -> list[int]:
	"""Days after the request on which somebody is reminded, at most three."""
	text = frappe.db.get_single_value("CQS Settings", "document_reminder_days") or ""
	days = sorted({cint(part) for part in text.split(",")} - {0}) or list(USUAL_DAYS)
	return [day for day in days if day > 0][:MOST_REMINDERS]


def remind_applicant(doc) -> None:
	"""One e-mail to each address for all that it still owes, with a new link that ends when the first one does."""
	today = clock.today(doc.company)
	due: dict[str, list] = {}
	for row in doc.documents:
		if row.status == documents.REQUESTED and row.requested_from and _is_due(row, today):
			link = links.latest(doc.name, links.DOCUMENTS, row.name)
			if link and links.is_open(link):
				due.setdefault(link.name, []).append(row)
	if not due or not link_mail.can_send():
		return
	for name, rows in due.items():
		link = frappe.get_doc(links.DOCTYPE, name)
		names = [row.name for row in rows]
		url = links.create(doc, links.DOCUMENTS, names, link.email, link.expires_on, first=link.name)
		if link_mail.ask_for_documents(doc, rows, link.email, url, link.expires_on, reminder=True):
			_count(rows)
	documents.save(doc)


def remind_referees(doc) -> None:
	"""Remind, and after the link has ended write down that there was no answer."""
	today = clock.today(doc.company)
	for row in doc.trade_references:
		if row.status != references.REQUESTED:
			continue
		link = links.latest(doc.name, links.REFERENCE, row.name)
		if not link or not links.is_open(link):
			row.status = references.NO_ANSWER
		elif _is_due(row, today) and link_mail.can_send():
			url = links.create(doc, links.REFERENCE, [row.name], row.email, link.expires_on, first=link.name)
			if link_mail.ask_for_reference(doc, row, url, link.expires_on, reminder=True):
				_count([row])
	documents.save(doc)


def expire(doc) -> None:
	"""Verified documents whose last day is over expire and are asked for anew; before that, somebody is told once."""
	today, details, expired = clock.today(doc.company), document_rules.details(), []
	for row in doc.documents:
		if row.status != documents.VERIFIED or not row.valid_upto:
			continue
		last = getdate(row.valid_upto)
		near = timedelta(days=details[row.document_type].remind_days_before or 0)
		if last < today:
			row.update({"status": documents.EXPIRED, "reminders": 0, "reminded_on": None})
			expired.append(row)
			_alert(doc, row, EXPIRED, "High", _("{0} of {1} expired on {2}."))
		elif last - near <= today and not row.reminded_on:
			row.reminded_on = now_datetime()
			_alert(doc, row, EXPIRES, "Medium", _("{0} of {1} expires on {2}."))
	documents.save(doc)
	if expired and doc.get("contact_email") and link_mail.can_send():
		requests.request_documents(doc, [row.name for row in expired], None, RENEWAL_DAYS)


def _with(table: str, filters: dict) -> list[str]:
	"""Dossiers that are neither closed nor renewed by another one, with such a row."""
	parents = frappe.get_all(
		TABLES[table], filters={**filters, "parenttype": documents.DOCTYPE}, pluck="parent", distinct=True
	)
	ended = [stage.value for stage in ENDED]
	rows = frappe.get_all(
		documents.DOCTYPE,
		filters={"name": ("in", parents or [""])},
		fields=["name", "stage"],
		order_by="name",
	)
	renewed = set(
		frappe.get_all(documents.DOCTYPE, filters={"previous": ("in", parents or [""])}, pluck="previous")
	)
	return [row.name for row in rows if row.stage not in ended and row.name not in renewed]


def _each(names: list[str], work: Callable) -> None:
	one_by_one(
		names,
		lambda name: work(frappe.get_doc(documents.DOCTYPE, name)),
		lambda name: f"CQS: documents of {name}",
	)


def _is_due(row, today: date) -> bool:
	days = reminder_days()
	at = cint(row.reminders)
	return at < len(days) and getdate(row.requested_on) + timedelta(days=days[at]) <= today


def _count(rows) -> None:
	for row in rows:
		row.update({"reminders": cint(row.reminders) + 1, "reminded_on": now_datetime()})


def _alert(doc, row, kind: str, severity: str, text: str) -> None:
	"""Alerts belong to customers; of an applicant the dossier tells by itself."""
	if not doc.get("customer"):
		return
	message = text.format(_(row.document_type), doc.party_name, formatdate(row.valid_upto))
	evidence = {"document": row.document_type, "valid_upto": str(row.valid_upto), "row": row.name}
	details = document_rules.details()[row.document_type]
	alerts.raise_alert(
		Party(doc.customer, doc.company),
		kind,
		severity,
		message,
		evidence=evidence,
		reference=(doc.doctype, doc.name),
		role=details.decided_by_role,
	)
