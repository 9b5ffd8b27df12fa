"""What the tests of documents, private links and applications need again and again."""

import contextlib
import email
import io
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import frappe
import requests
from PIL import Image

from cqs_app import api

DOSSIER = "Customer Qualification"
REGISTRATION = "Company Registration"
REFEREE = {"referee": "Old Supplier", "email": "referee@supplier.example"}


def row_of(dossier, document=REGISTRATION):
	return next(row for row in dossier.documents if row.document_type == document)


def token_of(url: str) -> str:
	return parse_qs(urlsplit(url).query)["token"][0]


def picture(kind="PNG", *, shade=120) -> bytes:
	kept = io.BytesIO()
	Image.new("RGB", (64, 48), (shade, 30, 90)).save(kept, kind)
	return kept.getvalue()


def stored() -> tuple:
	"""File rows, and files on disk, of the whole site: what a refused upload leaves as it was."""
	paths = [Path(frappe.get_site_path(*part)) for part in (("private", "files"), ("public", "files"))]
	on_disk = sorted(str(path) for root in paths for path in root.rglob("*") if path.is_file())
	return frappe.db.count("File"), tuple(on_disk)


@contextlib.contextmanager
def nothing_stored(dossier):
	"""The block stores no file, not in the database nor on disk, and leaves the dossier as it was."""
	frappe.db.commit()
	before = stored(), as_stored(dossier)
	yield
	frappe.db.rollback()
	assert (stored(), as_stored(dossier)) == before


def as_stored(dossier) -> str:
	return frappe.get_doc(dossier.doctype, dossier.name).as_json()


def send(method: str, *, file=None, **data) -> requests.Response:
	"""A guest's POST to the API, in a transaction of its own."""
	frappe.db.commit()
	url = f"{os.environ['CQS_URL']}/api/method/cqs_app.api.{method}"
	answer = requests.post(
		url,
		data=data,
		files={"file": file} if file else None,
		headers={"Accept": "application/json"},
		timeout=60,
	)
	frappe.db.rollback()
	return answer


def page(name: str, token: str) -> requests.Response:
	return get(f"/{name}", token=token)


def get(path: str, **params) -> requests.Response:
	"""A guest's GET."""
	frappe.db.commit()
	answer = requests.get(os.environ["CQS_URL"] + path, params=params, timeout=60)
	frappe.db.rollback()
	return answer


def make_outgoing_account():
	"""A default account to send from, as far as the queue; saving it properly would call the server."""
	account = frappe.get_doc(
		doctype="Email Account",
		name="CQS Outgoing",
		email_account_name="CQS Outgoing",
		email_id="credit@cqs.example",
		enable_outgoing=1,
		default_outgoing=1,
		smtp_server="localhost",
		no_smtp_authentication=1,
	)
	account.db_insert()
	frappe.local.outgoing_email_account = {}
	return account


def mails(dossier) -> list[str]:
	"""Texts of the e-mails queued for a dossier, oldest first."""
	rows = frappe.get_all(
		"Email Queue", filters={"reference_name": dossier.name}, fields=["message"], order_by="creation"
	)
	texts = []
	for row in rows:
		message = email.message_from_string(row.message)
		parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
		texts.append("".join(part.get_payload(decode=True).decode() for part in parts))
	return texts


def asked_for(dossier, **kwargs):
	"""Ask for the registration; returns the secret of the link."""
	row = row_of(dossier)
	return token_of(api.request_documents(dossier.name, [row.name], **kwargs)["url"])


def reload(dossier):
	return frappe.get_doc(DOSSIER, dossier.name)


def statuses(dossier):
	return {row.document_type: row.status for row in reload(dossier).documents}
