"""The application for credit as the applicant writes it: saved as a draft, sent once, then read only."""

import frappe
from frappe import _
from frappe.utils import formatdate, now_datetime, strip_html

from cqs_app.engine.qualification import application as engine
from cqs_app.engine.qualification.typed import MISSING, Problem
from cqs_app.erp.credit import clock
from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.qualification.plain_text import refuse, said

DOCTYPE, WEB_FORM = "Credit Application", "credit-application"
DRAFT, SUBMITTED, ACCEPTED, DECLINED = "Draft", "Submitted", "Accepted", "Declined"
WRITTEN_BY_APP = (
	"status",
	"missing",
	"lead",
	"qualification",
	"terms_accepted_on",
	"terms_text",
	"submitted_by",
)
SKIPPED = ("Section Break", "Column Break", "Table", "Check")
MOST_DRAFTS = 20
TERMS_FIELD = "terms_to_accept"


def settle(doc) -> None:
	"""Controller's `validate`: nothing wrong is stored; complete and with its terms accepted it counts as sent."""
	before = doc.get_doc_before_save()
	if not doc.flags.by_cqs:
		_require_draft(doc, before)
		for field in WRITTEN_BY_APP:
			doc.set(field, before.get(field) if before else None)
		doc.status = DRAFT
	if not before:
		_refuse_flood(doc)
	doc.company = (before.company if before else doc.company) or _default_company()
	doc.currency = frappe.get_cached_value("Company", doc.company, "default_currency")
	form = _form(doc)
	refuse(engine.problems(form, clock.today(doc.company)))
	if doc.status == DRAFT:
		_send_if_complete(doc, form)


def _send_if_complete(doc, form: engine.Application) -> None:
	lacking = engine.missing(form)
	if not doc.terms_accepted:
		lacking.append(Problem(MISSING, _("Terms Accepted")))
	doc.missing = "\n".join(strip_html(said(problem)) for problem in lacking)
	if not lacking:
		doc.update(
			{
				"status": SUBMITTED,
				"terms_accepted_on": now_datetime(),
				"terms_text": terms(),
				"submitted_by": frappe.session.user,
			}
		)
		doc.flags.cqs_sent = True
		# Frappe's own page says the same for a draft as for what was sent.
		frappe.msgprint(
			_(
				"Your application was sent and cannot be changed any more. Your list shows what becomes of it."
			),
			title=_("Sent"),
			indicator="green",
		)
	elif doc.terms_accepted:
		frappe.msgprint(
			"<br>".join([_("Saved as a draft. To send it, fill in:"), *map(said, lacking)]),
			title=_("Not Sent Yet"),
			indicator="orange",
		)


def terms() -> str:
	"""The terms that the web form shows, as plain text; its owner writes them there."""
	options = frappe.db.get_value(
		"Web Form Field",
		{"parent": _web_form(), "parenttype": "Web Form", "fieldname": TERMS_FIELD},
		"options",
	)
	return strip_html(options or "").strip()


def _web_form() -> str | None:
	return frappe.db.get_value("Web Form", {"doc_type": DOCTYPE}, order_by="creation")


def _require_draft(doc, before) -> None:
	if before and before.status != DRAFT:
		frappe.throw(
			_(
				"{0} was sent on {1} and cannot be changed any more. Tell us what is wrong, or send a new one."
			).format(doc.name, formatdate(before.terms_accepted_on)),
			NotEditable,
			title=_("Sent Already"),
		)


def _refuse_flood(doc) -> None:
	drafts = frappe.db.count(DOCTYPE, {"owner": frappe.session.user, "status": DRAFT})
	if drafts >= MOST_DRAFTS:
		frappe.throw(_("You have {0} drafts. Go on with one of them.").format(drafts))


def _form(doc) -> engine.Application:
	labels = {field.fieldname: _(field.label) for field in doc.meta.fields if field.label}
	tables = [frappe.get_meta(field.options) for field in doc.meta.get_table_fields()]
	labels |= {field.fieldname: _(field.label) for meta in tables for field in meta.fields if field.label}
	labels |= {field.fieldname: _(field.label) for field in doc.meta.fields if field.label}
	return engine.Application(
		_typed(doc),
		[_typed(row) for row in doc.owners],
		[_typed(row) for row in doc.trade_references],
		labels,
	)


def _typed(doc) -> dict[str, object]:
	"""What the applicant wrote. An empty number reads 0, which nobody applies for."""
	fields = [field for field in doc.meta.fields if field.fieldtype not in SKIPPED]
	values = {
		field.fieldname: doc.get(field.fieldname) for field in fields if field.fieldname not in WRITTEN_BY_APP
	}
	return {name: value for name, value in values.items() if value not in ("", None, 0)}


def _default_company() -> str:
	company = frappe.db.get_single_value("Global Defaults", "default_company")
	company = company or frappe.db.get_value("Company", {}, order_by="creation")
	if not company:
		frappe.throw(_("There is no company yet to apply to."))
	return company
