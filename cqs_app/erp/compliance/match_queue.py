"""The matches that wait for the user, the likeliest first: an officer works through them one after the other."""

import frappe

from cqs_app.erp.compliance.matches import MATCH, OPEN


def around(name: str = "") -> dict:
	"""`left`: open matches that wait for this user, without the one that he looks at; `next`: the one after it, or the first;
	`others`: what he proposed himself and somebody else decides."""
	rows = frappe.get_list(
		MATCH,
		filters={"decision": OPEN},
		fields=["name", "score", "proposed_by"],
		order_by="score desc, name asc",
		limit_page_length=0,
	)
	user = frappe.session.user
	names = [row.name for row in rows if row.proposed_by != user]
	own = len(rows) - len(names)
	after = _after(rows, name, user)
	waiting = [one for one in names if one != name]
	return {"left": len(waiting), "next": after or next(iter(waiting), None), "others": own}


def _after(rows: list[frappe._dict], name: str, user: str) -> str | None:
	"""The next one below in the order, so that whoever leaves one aside does not meet it again at once."""
	passed = False
	for row in rows:
		if passed and row.proposed_by != user:
			return row.name
		passed = passed or row.name == name
	return None
