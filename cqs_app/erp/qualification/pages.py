"""The two public pages behind private links: what they show, and headers that keep the address to themselves."""

import frappe
from frappe import _
from frappe.utils import escape_html

from cqs_app.engine.qualification.reference_answer import Pays, Recommends
from cqs_app.erp.qualification import document_rules, documents, links, uploads

HIDDEN = (documents.NOT_NEEDED,)
PATHS = tuple(f"/{page}" for page in links.PAGES.values())
NO_CACHE = "no-store, no-cache, must-revalidate, private"
POLICY = (
	"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:;"
	" form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def documents_context(context) -> None:
	"""Our company's name, and of each document asked for its name, instructions and status. Nothing else."""
	link = _link(context, links.DOCUMENTS)
	if not link:
		return
	doc = frappe.get_doc(documents.DOCTYPE, link.qualification)
	details, asked = document_rules.details(), links.rows_of(link)
	context.company = escape_html(doc.company)
	context.rows = [
		_shown(row, details) for row in doc.documents if row.name in asked and row.status not in HIDDEN
	]
	context.most_mb = uploads.most_mb()


def reference_context(context) -> None:
	"""Who asks, about whom, and the questions. The applicant's own figures stay where they are."""
	link = _link(context, links.REFERENCE)
	if not link:
		return
	doc = frappe.get_doc(documents.DOCTYPE, link.qualification)
	context.company, context.applicant = escape_html(doc.company), escape_html(doc.party_name or doc.party)
	currencies = frappe.get_all("Currency", filters={"enabled": 1}, pluck="name", order_by="name")
	context.currencies = [escape_html(name) for name in currencies]
	context.pays = [(one.value, _(one.value)) for one in Pays]
	context.recommends = [(one.value, _(one.value)) for one in Recommends]


def guard(response, request) -> None:
	"""Hook `after_request`: no cache, no index, no referrer, no script but ours on the pages that carry a secret."""
	if not request or request.path.rstrip("/") not in PATHS or response is None:
		return
	response.headers.update(
		{
			"Cache-Control": NO_CACHE,
			"Referrer-Policy": "no-referrer",
			"X-Robots-Tag": "noindex, nofollow, noarchive",
			"X-Content-Type-Options": "nosniff",
			"X-Frame-Options": "DENY",
			"Content-Security-Policy": POLICY.format(nonce=frappe.flags.cqs_nonce or "none"),
		}
	)
	# Frappe lists the style sheets of its own pages here, which this one does not load.
	response.headers.pop("Link", None)


def _link(context, purpose: str):
	"""The link, noted as opened; None turns the page into a refusal."""
	context.no_cache, context.show_sidebar = 1, False
	frappe.flags.cqs_nonce = context.nonce = frappe.generate_hash(length=24)
	token = frappe.form_dict.get("token")
	try:
		link = links.find(token, purpose)
	except links.InvalidLink as error:
		context.refusal, context.http_status_code = str(error), 403
		return None
	links.note_opened(link)
	# A page is a GET, which Frappe would roll back.
	frappe.local.flags.commit = True
	context.token = escape_html(token)
	context.csrf_token = escape_html(frappe.session.data.csrf_token or "")
	context.expires_on = links.until(link.expires_on)
	return link


def _shown(row, details) -> dict:
	open_for_files = row.status in (*documents.PENDING, documents.RECEIVED)
	return {
		"name": escape_html(row.name),
		"title": escape_html(_(row.document_type)),
		"instructions": escape_html(_(details[row.document_type].instructions or "")),
		"status": _(row.status),
		"note": escape_html(row.note or "") if row.status == documents.REFUSED else "",
		"takes_files": open_for_files,
		"received": row.status == documents.RECEIVED,
	}
