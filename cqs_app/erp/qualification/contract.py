"""The contract's checklist: what has to be done, by whom and until when, before anything is sold on credit."""

import frappe
from frappe import _
from frappe.utils import add_days, flt, getdate, now_datetime

from cqs_app.engine.qualification.stages import Action, Stage
from cqs_app.erp.credit.clock import today
from cqs_app.erp.qualification import documents

OPEN, REFUSED = "Open", "Refused"
PLAN_FIELDS = ("name", "status", "total", "currency", "creation")


def fill(doc) -> None:
	"""The items of CQS Settings that fit the limit, with their due dates. Called when it was approved: an item of the same
	words that somebody typed before does not stand for one of them."""
	limit = flt(doc.approved_limit)
	checks = [
		check
		for check in frappe.get_cached_doc("CQS Settings").contract_checklist
		if limit >= flt(check.above_limit)
	]
	named = {check.item for check in checks}
	doc.set("contract_items", [row for row in doc.contract_items if row.item not in named])
	responsible = doc.opened_by if _is_inside(doc.opened_by) else None
	for check in checks:
		due = add_days(today(doc.company), check.days or 0)
		row = {"item": check.item, "is_mandatory": check.is_mandatory, "due_date": due, "status": OPEN}
		doc.append("contract_items", {**row, "responsible": responsible})


def settle(doc, before) -> None:
	"""Who ticked an item off, and when; what was mandatory stays on the list."""
	stored = {row.name: row for row in before.contract_items} if before else {}
	gone = [row.item for row in stored.values() if row.is_mandatory and row.name not in _names(doc)]
	if gone and not doc.flags.by_cqs:
		frappe.throw(_("{0} is mandatory and stays on the checklist.").format(", ".join(gone)))
	for row in doc.contract_items:
		known = stored.get(row.name)
		if row.status == OPEN:
			row.done_by = row.done_on = None
		elif not known or known.status != row.status:
			row.done_by, row.done_on = frappe.session.user, now_datetime()
		if row.is_mandatory and row.status == "Not Needed" and not (row.note or "").strip():
			frappe.throw(_("{0} is mandatory: note why it is not needed.").format(frappe.bold(row.item)))
	_check_dates(doc)


def open_items(doc) -> list[str]:
	"""Mandatory items that are not done, a letter of credit that was not accepted, documents of the contract."""
	found = [row.item for row in doc.contract_items if row.is_mandatory and row.status == OPEN]
	if doc.letter_of_credit_review in ("In Review", REFUSED):
		found.append(_("Letter of credit: {0}").format(_(doc.letter_of_credit_review)))
	return [*found, *documents.missing(doc, Action.ACTIVATE.value)]


def restructurings(customer: str | None, company: str) -> str:
	"""Payment plans that the customer ever had, for the reviewer."""
	if not customer:
		return ""
	plans = frappe.get_all(
		"Payment Plan",
		filters={"customer": customer, "company": company, "docstatus": ("!=", 0)},
		fields=["name", "status", "creation"],
		order_by="creation",
	)
	return "\n".join(f"{plan.name}: {_(plan.status)}, {getdate(plan.creation)}" for plan in plans)


def is_complete(doc) -> bool:
	return doc.stage == Stage.CONTRACT.value and not open_items(doc)


def _check_dates(doc) -> None:
	if doc.contract_from and doc.contract_upto and getdate(doc.contract_from) > getdate(doc.contract_upto):
		frappe.throw(_("The contract begins after it ends."))


def _names(doc) -> set[str]:
	return {row.name for row in doc.contract_items}


def _is_inside(user: str | None) -> bool:
	return bool(user) and frappe.db.get_value("User", user, "user_type") == "System User"
