"""Key master data of a customer changed: compliance looks again, and until it has, nothing is sold on credit."""

import frappe
from frappe import _

from cqs_app.engine.qualification.stages import ENDED, reopened
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import moves, steps
from cqs_app.erp.qualification.case import DOCTYPE


def reopen(customer: str, reasons: list[str], user: str) -> list[str]:
	"""Re-open the compliance review of each dossier of the customer that is in force or under review. `reasons` are plain
	sentences about what changed; `user` made the change and so does not clear it. Returns the dossiers."""
	still = [stage.value for stage in ENDED]
	filters = {"customer": customer, "stage": ("not in", still)}
	names = frappe.get_all(DOCTYPE, filters=filters, pluck="name", order_by="creation")
	return [name for name in names if _reopen(name, "; ".join(reasons), user)]


def _reopen(name: str, why: str, user: str) -> bool:
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	was = cases.case_of(doc)
	case = reopened(was, compliance=True)
	moves.note_reopening(doc, was, why, user)
	if case != was:
		moves.set_case(doc, case)
		steps.write(doc, case, _("Re-opened"), why)
	doc.flags.by_cqs = True
	doc.save(ignore_permissions=True)
	return case != was
