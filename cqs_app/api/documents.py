"""Documents and references of a qualification: asking, receiving, deciding; and what private links may do."""

import frappe
from frappe import _

from cqs_app.api.arguments import WRITE, endpoint, guest_endpoint, list_of_names, readable
from cqs_app.erp.qualification import documents, links, references, requests, uploads

DOSSIER = "Customer Qualification"
PER_HOUR = 300


@endpoint(WRITE)
def request_documents(
	qualification: str, rows: str | list | None = None, email: str | None = None, days: int | str = 14
) -> dict:
	"""Make a private link for uploads and e-mail it. Returns `url`, `mailed` (False where the site sends no e-mail),
	`email` and `expires_on`. Without `rows`: all documents that are outstanding."""
	return requests.request_documents(_written(qualification), _names(rows), email, days)


@endpoint(WRITE)
def request_references(qualification: str, rows: str | list | None = None, days: int | str = 14) -> list:
	"""E-mail each referee a private link. Returns for each `row`, `referee`, `mailed`, `email` and `url`, which is None
	where an e-mail carries it."""
	return requests.request_references(_written(qualification), _names(rows), days)


@endpoint(WRITE)
def revoke_link(link: str) -> dict:
	"""End a private link, and the reminders that repeat it, at once."""
	document = readable(links.DOCTYPE, link)
	_written(document.qualification)
	links.revoke(document)
	return {"name": document.name, "revoked": 1}


@endpoint(WRITE)
def attach_document(qualification: str, row: str, file_url: str) -> dict:
	"""Count a private file, which came by other ways, for a document. Returns the row."""
	document = _written(qualification)
	uploads.attach(document, documents.row_of(document, row), file_url)
	document.apply_fieldlevel_read_permissions()
	return documents.row_of(document, row).as_dict()


@endpoint(WRITE)
def verify_document(
	qualification: str, row: str, decision: str, note: str | None = None, valid_upto: str | None = None
) -> dict:
	"""`decision`: Verified or Refused (with a note that the applicant reads). Returns the row."""
	document = readable(DOSSIER, qualification)
	document = frappe.get_doc(DOSSIER, document.name, for_update=True)
	documents.decide(document, documents.row_of(document, row), decision, (note or "").strip(), valid_upto)
	documents.save(document)
	return documents.row_of(document, row).as_dict()


@guest_endpoint(limit=PER_HOUR, seconds=3600)
def upload_document(token: str, row: str) -> dict:
	"""With a private link: the posted `file` is checked and stored for a document. Returns its `status`, and `new` =
	False where this very file was there already."""
	link = _opened(token, links.DOCUMENTS)
	document = frappe.get_doc(DOSSIER, link.qualification, for_update=True)
	if row not in links.rows_of(link):
		raise links.InvalidLink(_("This link does not ask for that document."))
	wanted = documents.row_of(document, row)
	name, content = uploads.posted_file()
	signed_in = frappe.session.user if frappe.session.user != "Guest" else None
	is_new = uploads.store(document, wanted, name, content, sender=link.email or "", uploader=signed_in)
	if is_new:
		links.note_upload(link, wanted.document_type)
	return {"status": documents.row_of(document, row).status, "new": is_new}


@guest_endpoint(limit=PER_HOUR, seconds=3600)
def answer_reference(
	token: str,
	answered_by: str = "",
	declines: int | str = 0,
	customer_since: str = "",
	currency: str = "",
	highest_credit: str | float = "",
	balance: str | float = "",
	past_due: str | float = "",
	terms_days: str | int = "",
	days_beyond_terms: str | int = "",
	pays: str = "",
	recommends: str = "",
	comment: str = "",
) -> dict:
	"""With a private link: store a referee's answer, once."""
	given = {name: value for name, value in locals().items() if name in references.ANSWER_FIELDS}
	link = _opened(token, links.REFERENCE)
	references.refuse_colleague()
	document = frappe.get_doc(DOSSIER, link.qualification, for_update=True)
	row = references.row_of(document, links.rows_of(link)[0])
	references.answer(document, row, answered_by, bool(frappe.utils.cint(declines)), given)
	links.use_up(link, row.status)
	documents.save(document)
	return {"status": row.status}


def _opened(token: str, purpose: str):
	try:
		return links.find(token, purpose, lock=True)
	except links.InvalidLink as error:
		frappe.throw(str(error), links.InvalidLink, title=_("Link Not Valid"))


def _written(qualification: str):
	"""The dossier, locked, if the user may write it."""
	document = readable(DOSSIER, qualification)
	document.check_permission("write")
	return frappe.get_doc(DOSSIER, document.name, for_update=True)


def _names(rows: str | list | None) -> list[str] | None:
	return list_of_names(rows) if rows else None
