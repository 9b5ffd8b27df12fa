"""Rows saved, cancelled or deleted by themselves, around their document: Frappe lets whoever may write the document do so.

Rows saved with their document raise no event. Update Items writes them alone: it sets a flag that no client can set, or
is found among the callers.
"""

import sys

import frappe
from frappe import _

from cqs_app.erp.credit import native, template_guard
from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.credit.impact import IMPACTS


def before_validate(doc, method=None):
	"""A row of a submitted document is changed through the document, where the gate sees it."""
	if not doc.flags.ignore_validate_update_after_submit:
		_refuse_after_submit(doc, free=(0,))


def before_cancel(doc, method=None):
	if not _by_update_items():
		_refuse_after_submit(doc, free=(0,))


def on_trash(doc, method=None):
	"""What was sold, and when it is due, does not vanish from a submitted document."""
	if not _by_update_items():
		_refuse_after_submit(doc, free=(0, 2, None))


def agreed_terms(doc, method=None):
	"""A row of a Payment Terms Template is as good as the template."""
	if doc.parenttype == "Payment Terms Template" and doc.parent:
		template_guard.guard_row(doc.parent)


def native_limit(doc, method=None):
	native.guard_row(doc)


def _refuse_after_submit(doc, free: tuple[int | None, ...]) -> None:
	"""Unless the document's status is one of `free`; None = there is no such document."""
	if not doc.parent or doc.parenttype not in IMPACTS:
		return
	if frappe.db.get_value(doc.parenttype, doc.parent, "docstatus") not in free:
		frappe.throw(
			_("{0} {1} is submitted; its rows cannot be written by themselves.").format(
				_(doc.parenttype), doc.parent
			),
			NotEditable,
		)


def _by_update_items() -> bool:
	"""ERPNext gives no other sign of it when it takes rows away."""
	frame = sys._getframe()
	while frame := frame.f_back:
		if frame.f_code.co_name == "validate_and_delete_children":
			return True
	return False
