"""Problems of what strangers typed, told in their language; nothing of it is stored."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import escape_html

from cqs_app.engine.qualification.typed import Problem


class NotAccepted(frappe.ValidationError):
	"""Something that was typed into a public form is refused as a whole; the message lists why."""


def refuse(problems: Iterable[Problem | None]) -> None:
	"""Raises NotAccepted unless there is no problem."""
	found = [said(problem) for problem in problems if problem]
	if found:
		frappe.throw("<br>".join(found), NotAccepted, title=_("Please Check"))


def said(problem: Problem) -> str:
	values = {name: escape_html(value) for name, value in problem.values.items()}
	return _(problem.text).format(label=_(problem.label), **values)
