"""Rows saved by themselves, around their document: Frappe lets whoever may write the document do so.

Rows saved with their document raise no event. Update Items saves them alone, and sets a flag that no client can set.
"""

import frappe
from frappe import _

from cqs_app.erp.credit import native
from cqs_app.erp.credit.exceptions import NotEditable


def before_validate(doc, method=None):
	"""A row of a submitted document is changed through the document, where the gate sees it."""
	if doc.flags.ignore_validate_update_after_submit or not doc.parent or not doc.parenttype:
		return
	if frappe.db.get_value(doc.parenttype, doc.parent, "docstatus") != 0:
		frappe.throw(
			_("{0} {1} is submitted; its rows cannot be written by themselves.").format(
				_(doc.parenttype), doc.parent
			),
			NotEditable,
		)


def native_limit(doc, method=None):
	native.guard_row(doc)
