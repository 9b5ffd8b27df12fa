"""What nobody could approve about a Credit Guarantee, and what nobody may change afterwards."""

from datetime import timedelta
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate

from cqs_app.engine.credit.cover import HUNDRED
from cqs_app.engine.credit.vocabulary import GuaranteeStatus
from cqs_app.erp.credit import content
from cqs_app.erp.credit import guarantee_decisions as decisions
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.exceptions import NotEditable, WrongState
from cqs_app.erp.credit.guarantee_decisions import DEPOSIT, LETTER, PARENT, plain

CONTENT = (
	"customer",
	"company",
	"guarantee_type",
	"replaces",
	"amount",
	"currency",
	"coverage_percent",
	"valid_from",
	"valid_upto",
	"issuing_bank",
	"guarantor",
	"issuer",
	"reference_number",
	"applicant",
	"sales_order",
	"latest_shipment_date",
	"presentation_days",
	"documents",
	"reason",
)
OF_LETTERS = ("sales_order", "latest_shipment_date", "documents")
LEAST = Decimal("0.01")


def check(doc) -> None:
	"""Fill in what is left open, then raise ValidationError for the first thing that is wrong."""
	_complete(doc)
	doc.check_amount("amount", least=LEAST)
	doc.check_amount("coverage_percent", most=HUNDRED)
	doc.check_days("valid_from", "valid_upto", "latest_shipment_date")
	_check_dates(doc)
	_check_paper(doc)
	_check_letter(doc)
	_check_replaced(doc)
	doc.check_reason()
	decisions.refuse_duplicates(doc)


def check_as_stored(doc) -> None:
	"""A cancellation carries its reason and nothing else: Frappe would write whatever comes with it."""
	before = doc.get_doc_before_save()
	for field in content.differing(doc, before, CONTENT) if before else ():
		frappe.throw(
			_("{0} cannot be changed while cancelling.").format(_(doc.meta.get_label(field))), NotEditable
		)


def check_received(doc) -> None:
	"""What has come in gets its day."""
	for row in doc.documents:
		row.received_on = (row.received_on or today(doc.company)) if cint(row.received) else None


def refuse_deletion(doc) -> None:
	if doc.docstatus:
		frappe.throw(_("{0} belongs to the audit trail and cannot be deleted.").format(doc.name), NotEditable)


def _complete(doc) -> None:
	doc.currency = doc.currency or frappe.get_cached_value("Company", doc.company, "default_currency")
	doc.issuer = (doc.issuer or doc.issuing_bank or doc.guarantor or "").strip()
	if doc.guarantee_type == DEPOSIT:
		doc.issuer = doc.issuer or doc.customer
	if doc.docstatus == 0:
		doc.status = GuaranteeStatus.DRAFT.value
		doc.cancel_reason = None
	doc.approved_rate = 0
	doc.identity = decisions.identity_of(doc)
	check_received(doc)


def _check_dates(doc) -> None:
	first, last = (
		getdate(doc.get(field)) if doc.get(field) else None for field in ("valid_from", "valid_upto")
	)
	if first and last and first > last:
		frappe.throw(_("The first day lies after the last."))
	if last and last < today(doc.company):
		frappe.throw(_("The last day has passed already."))
	if doc.guarantee_type == LETTER and not last:
		frappe.throw(_("A letter of credit needs its last day."))


def _check_paper(doc) -> None:
	if not plain(doc.issuer):
		frappe.throw(_("Say who issued it: the bank, the insurer or the guarantor."))
	if doc.guarantee_type != PARENT and not plain(doc.reference_number):
		frappe.throw(_("Give the number of the paper, so that it cannot count twice."))
	if doc.guarantee_type == DEPOSIT:
		return
	names = [doc.customer, frappe.db.get_value("Customer", doc.customer, "customer_name"), doc.company]
	own = {plain(name) for name in names}
	if {plain(doc.issuer), plain(doc.guarantor), plain(doc.issuing_bank)} & own:
		frappe.throw(
			_("Nobody guarantees for himself: the issuer must be somebody else than customer and company.")
		)


def _check_letter(doc) -> None:
	given = [field for field in OF_LETTERS if doc.get(field)]
	if doc.guarantee_type != LETTER:
		if given:
			label = _(doc.meta.get_label(given[0]))
			frappe.throw(
				_("{0} belongs to a letter of credit, not to: {1}.").format(label, _(doc.guarantee_type))
			)
		doc.presentation_days = doc.latest_presentation_date = None
		return
	if cint(doc.presentation_days) < 0:
		frappe.throw(_("The days for the presentation cannot be negative."))
	if doc.latest_shipment_date:
		_check_shipment(doc)
	if doc.sales_order:
		_check_order(doc)


def _check_shipment(doc) -> None:
	shipment, last = getdate(doc.latest_shipment_date), getdate(doc.valid_upto)
	if shipment > last:
		frappe.throw(_("The latest shipment lies after the last day of the letter of credit."))
	if doc.valid_from and shipment < getdate(doc.valid_from):
		frappe.throw(_("The latest shipment lies before the first day of the letter of credit."))
	days = cint(doc.presentation_days)
	doc.latest_presentation_date = min(shipment + timedelta(days=days), last) if days else last


def _check_order(doc) -> None:
	fields = ["customer", "company", "docstatus"]
	order = frappe.db.get_value("Sales Order", doc.sales_order, fields, as_dict=True)
	if not order or order.docstatus == 2:
		frappe.throw(_("Sales Order {0} does not exist or was cancelled.").format(doc.sales_order))
	if (order.customer, order.company) != (doc.customer, doc.company):
		frappe.throw(_("Sales Order {0} belongs to another customer or company.").format(doc.sales_order))


def _check_replaced(doc) -> None:
	if not doc.replaces:
		return
	fields = ["customer", "company", "docstatus", "valid_upto"]
	old = frappe.db.get_value("Credit Guarantee", doc.replaces, fields, as_dict=True)
	if not old or (old.customer, old.company) != (doc.customer, doc.company) or old.docstatus != 1:
		frappe.throw(_("{0} is not in force for this customer and company.").format(doc.replaces), WrongState)
	begins = getdate(doc.valid_from) if doc.valid_from else None
	if begins and begins > today(doc.company):
		frappe.throw(
			_(
				"It begins on {0}; {1} would end at once. Leave Replaces empty and let the dates follow each other."
			).format(formatdate(begins), doc.replaces)
		)
