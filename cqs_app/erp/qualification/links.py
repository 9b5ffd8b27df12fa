"""Private links: whoever has the address may do one thing with one dossier, until it expires, ends or is revoked.

The secret (32 random bytes) is given to the recipient and kept nowhere; the record holds its SHA-256. A link that is
wrong, expired, revoked or used up is refused in the same words, so that nobody learns which it was.
"""

import hashlib
import json
import secrets
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import format_datetime, get_datetime, get_system_timezone, get_url

from cqs_app.engine.qualification.stages import ENDED
from cqs_app.erp.credit import clock

DOCTYPE = "Qualification Link"
DOCUMENTS, REFERENCE = "Documents", "Reference"
PAGES = {DOCUMENTS: "credit-documents", REFERENCE: "credit-reference"}
SECRET_BYTES, LONGEST_TOKEN = 32, 100
FEWEST_DAYS, MOST_DAYS = 1, 90
MOST_UPLOADS = 40


class InvalidLink(frappe.PermissionError):
	"""The same for every link that does not open anything."""


def create(
	doc, purpose: str, rows: list[str], email: str | None, expires_on, first: str | None = None
) -> str:
	"""A new link to rows of a dossier. Returns its address, the only place where the secret stands."""
	secret = secrets.token_urlsafe(SECRET_BYTES)
	link = frappe.new_doc(DOCTYPE)
	link.update(
		{
			"qualification": doc.name,
			"purpose": purpose,
			"asked": json.dumps(rows),
			"email": email,
			"requested_by": frappe.session.user,
			"expires_on": expires_on,
			"first_link": first,
			"token_hash": fingerprint(secret),
		}
	)
	link.flags.by_cqs = True
	link.insert(ignore_permissions=True)
	return get_url(f"/{PAGES[purpose]}?token={secret}")


def expiry(days: int | str):
	"""The moment in that many days; raises ValidationError for fewer than 1 or more than 90."""
	number = frappe.utils.cint(days)
	if not FEWEST_DAYS <= number <= MOST_DAYS:
		frappe.throw(_("A link is valid for {0} to {1} days.").format(FEWEST_DAYS, MOST_DAYS))
	return clock.now_in(None) + timedelta(days=number)


def until(expires_on) -> str:
	"""The moment in words that nobody abroad reads the wrong way round, with the zone that it is meant in."""
	return f"{format_datetime(expires_on, 'd MMMM yyyy, HH:mm')} ({get_system_timezone()})"


def find(token: object, purpose: str, *, lock: bool = False):
	"""The link behind a secret; raises InvalidLink, always in the same words. `lock`: until the transaction ends."""
	name = None
	if isinstance(token, str) and 0 < len(token) <= LONGEST_TOKEN:
		name = frappe.db.get_value(DOCTYPE, {"token_hash": fingerprint(token), "purpose": purpose})
	link = frappe.get_doc(DOCTYPE, name, for_update=lock) if name else None
	if not link or not is_open(link):
		raise InvalidLink(refusal())
	return link


def is_open(link) -> bool:
	if link.revoked or link.used_on or get_datetime(link.expires_on) <= clock.now_in(None):
		return False
	stage = frappe.db.get_value("Customer Qualification", link.qualification, "stage")
	return stage not in {one.value for one in ENDED}


def refusal() -> str:
	return _("This link is not valid, or not any more. Ask whoever sent it to you for a new one.")


def rows_of(link) -> list[str]:
	return json.loads(link.asked or "[]")


def note_opened(link) -> None:
	_write(link, {"opened_count": link.opened_count + 1, "last_used_on": clock.now_in(None)})


def note_upload(link, what: str) -> None:
	"""Raises InvalidLink once more files came than anybody was asked for."""
	if link.upload_count >= MOST_UPLOADS:
		raise InvalidLink(_("Too many files came through this link. Ask for a new one."))
	used = "\n".join([*(link.used_for or "").split("\n"), what]).strip()[-1000:]
	values = {"upload_count": link.upload_count + 1, "last_used_on": clock.now_in(None), "used_for": used}
	_write(link, values)


def use_up(link, what: str) -> None:
	now = clock.now_in(None)
	_write(link, {"used_on": now, "last_used_on": now, "used_for": what})
	for twin in _family(link):
		frappe.db.set_value(DOCTYPE, twin, "used_on", now, update_modified=False)


def revoke(link) -> None:
	"""This one, and the reminders that repeat it."""
	for name in {link.name, *_family(link)}:
		frappe.db.set_value(DOCTYPE, name, {"revoked": 1, "revoked_by": frappe.session.user})


def latest(qualification: str, purpose: str, row: str):
	"""The newest first link (no reminder) that asks for the row, None = there is none."""
	names = frappe.get_all(
		DOCTYPE,
		filters={"qualification": qualification, "purpose": purpose, "first_link": ("is", "not set")},
		fields=["name", "asked"],
		order_by="creation desc",
	)
	name = next((one.name for one in names if row in json.loads(one.asked or "[]")), None)
	return frappe.get_doc(DOCTYPE, name) if name else None


def fingerprint(token: str) -> str:
	return hashlib.sha256(token.encode()).hexdigest()


def _family(link) -> list[str]:
	first = link.first_link or link.name
	reminders = frappe.get_all(DOCTYPE, filters={"first_link": first}, pluck="name")
	return [name for name in (first, *reminders) if name != link.name]


def _write(link, values: dict) -> None:
	frappe.db.set_value(DOCTYPE, link.name, values, update_modified=False)
	link.update(values)
