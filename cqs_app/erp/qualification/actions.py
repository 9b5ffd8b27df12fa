"""Takes an action on a dossier, through the site's workflow where there is one."""

import frappe
from frappe import _
from frappe.model import workflow as frappes
from frappe.utils import strip_html

from cqs_app.engine.qualification.stages import Action
from cqs_app.erp.qualification import case as cases
from cqs_app.erp.qualification import moves
from cqs_app.erp.qualification.exceptions import NotPossibleNow


def act(doc, action: str, note: str | None = None):
	"""Raises what `moves.require` raises, so that whoever is refused reads who may act, whatever the workflow says."""
	doc.check_permission("write")
	moves_on = _known(action)
	doc.flags.cqs_note = note
	moves.require(doc, cases.case_of(doc), moves_on)
	doc.flags.cqs_action = moves_on.value
	try:
		return _through_workflow(doc, action) if doc.meta.get_workflow() else doc.save()
	finally:
		doc.flags.cqs_action = None


def _through_workflow(doc, action: str):
	try:
		return frappes.apply_workflow(doc, action)
	except (frappes.WorkflowTransitionError, frappes.WorkflowPermissionError) as error:
		frappe.clear_last_message()
		said = strip_html(str(error)).rstrip(".")
		message = _("The workflow of this site does not allow {0} here: {1}.").format(_(action), said)
		frappe.throw(message, NotPossibleNow)


def _known(action: str) -> Action:
	try:
		return Action(action)
	except ValueError:
		shown = frappe.utils.escape_html(str(action)[:100])
		frappe.throw(_("{0} is no action on a qualification.").format(shown), NotPossibleNow)
		raise
