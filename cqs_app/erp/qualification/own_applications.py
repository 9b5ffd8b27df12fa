"""What an applicant finds besides his own application: nothing. Frappe asks for the right to read the document before it
lists rows of its tables, but not which document they belong to; and it counts whatever anybody asks for."""

import frappe

DOCTYPE = "Credit Application"


def rows_of_own(user: str | None = None, doctype: str = "") -> str:
	"""Hook permission_query_conditions of the tables: those of all, for who reads all, else those of his own."""
	user = user or frappe.session.user
	if reads_all(user):
		return ""
	own = f"select name from `tab{DOCTYPE}` where owner = {frappe.db.escape(user)}"
	return f"`tab{doctype}`.parenttype = {frappe.db.escape(DOCTYPE)} and `tab{doctype}`.parent in ({own})"


def reads_all(user: str) -> bool:
	"""Whether a role of the user reads applications that are not his own."""
	if user == "Administrator":
		return True
	roles = set(frappe.get_roles(user))
	rights = frappe.get_meta(DOCTYPE).permissions
	return any(one.read and not one.if_owner and not one.permlevel and one.role in roles for one in rights)
