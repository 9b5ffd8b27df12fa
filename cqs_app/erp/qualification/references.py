"""Trade and bank references of a dossier: named by the applicant, answered once by the referee himself."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from cqs_app.engine.qualification import typed
from cqs_app.engine.qualification.reference_answer import ANSWER_FIELDS, check
from cqs_app.erp.credit import clock
from cqs_app.erp.credit.exceptions import NotIndependent
from cqs_app.erp.qualification.kept_rows import keep
from cqs_app.erp.qualification.plain_text import refuse

NAMED, REQUESTED, RECEIVED, DECLINED, NO_ANSWER = "Named", "Requested", "Received", "Declined", "No Answer"
TO_ASK = (NAMED, REQUESTED, NO_ANSWER)
FIXED = ("reference_type", "referee", "contact_name", "email")


def settle(doc, before) -> None:
	"""Who was asked stays as he was asked; an answer is nobody's to delete."""
	keep(doc, before, "trade_references", lambda row: row.status not in (NAMED, "", None), FIXED)


def row_of(doc, name: str):
	row = next((row for row in doc.trade_references if row.name == name), None)
	if not row:
		frappe.throw(_("{0} has no such reference.").format(doc.name), frappe.DoesNotExistError)
	return row


def refuse_colleague() -> None:
	"""Raises NotIndependent for somebody who works here and is signed in."""
	user = frappe.session.user
	if user != "Guest" and frappe.db.get_value("User", user, "user_type") == "System User":
		frappe.throw(_("Only the referee answers. You are signed in as {0}.").format(user), NotIndependent)


def answer(doc, row, answered_by: str, declines: bool, given: dict) -> None:
	"""Write the answer into the row, all of it or nothing; raises ValidationError naming the fields."""
	name = (answered_by or "").strip()
	problems = (
		[typed.text_problem("Your Name", name) or typed.line_problem("Your Name", name)]
		if name
		else [typed.Problem(typed.MISSING, "Your Name")]
	)
	currencies = frozenset(frappe.get_all("Currency", filters={"enabled": 1}, pluck="name"))
	checked = None if declines else check(given, today=clock.today(doc.company), currencies=currencies)
	refuse([*problems, *(checked.problems if checked else ())])
	values = checked.values if checked else {}
	row.update({field: _stored(values.get(field)) for field in ANSWER_FIELDS})
	row.update(
		{
			"status": DECLINED if declines else RECEIVED,
			"answered_by": name,
			"answered_on": now_datetime(),
		}
	)


def _stored(value):
	return float(value) if hasattr(value, "as_tuple") else value
