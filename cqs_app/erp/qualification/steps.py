"""How long each step took: one row from its begin to its end. Both reviews may run at the same time."""

import frappe
from frappe.utils import get_datetime, now_datetime, time_diff_in_seconds

from cqs_app.engine.qualification.stages import Case, running


def write(doc, case: Case, action: str = "", note: str = "") -> None:
	"""Close the rows of what no longer runs, and open those of what began. An action that leaves the steps as they are
	(information asked for twice) gets a row of its own, of no length."""
	now, wanted = now_datetime(), running(case)
	open_rows = [row for row in doc.steps if not row.left_on]
	closed = [row for row in open_rows if row.step not in wanted]
	for row in closed:
		row.left_on, row.left_by = now, frappe.session.user
		row.hours = round(time_diff_in_seconds(now, get_datetime(row.entered_on)) / 3600, 2)
		row.action, row.note = action, note
	for step in wanted:
		if step not in {row.step for row in open_rows}:
			doc.append("steps", {"step": step, "entered_on": now, "entered_by": frappe.session.user})
