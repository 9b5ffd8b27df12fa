"""Who stands behind what came through a private link, and whom nobody may send one to."""

import json

import frappe
from frappe import _

from cqs_app.engine.qualification import mail_address
from cqs_app.erp.credit.exceptions import NotIndependent

LINK = "Qualification Link"


def of(doc, row) -> set[str]:
	"""Users who could have sent the file themselves: who asked for it, as he was shown the link, and whose address the
	link was mailed to. Nobody where a colleague uploaded it; he is named in the row."""
	if row.uploaded_by:
		return set()
	found = set(users_at(row.received_from))
	links = frappe.get_all(
		LINK,
		filters={"qualification": doc.name, "purpose": "Documents"},
		fields=["name", "asked", "email", "requested_by", "first_link", "upload_count"],
	)
	used = [link for link in links if link.upload_count and row.name in json.loads(link.asked or "[]")]
	families = {link.first_link or link.name for link in used}
	for link in links:
		if link.name in families or link.first_link in families:
			found |= {link.requested_by, *users_at(link.email)}
	return found - {None, "", "Administrator", "Guest"}


def users_at(address: str | None) -> list[str]:
	"""System Users with the e-mail address or login, or with one that arrives in the same mailbox."""
	wanted = [*{(address or "").strip().lower(), mail_address.mailbox(address or "")} - {""}]
	if not wanted:
		return []
	filters = {"user_type": "System User"}
	either = [["email", "in", wanted], ["name", "in", wanted]]
	return frappe.get_all("User", filters=filters, or_filters=either, pluck="name")


def refuse_colleague(address: str | None) -> None:
	"""Raises NotIndependent for an address of somebody who works here."""
	if users_at(address):
		shown = frappe.utils.escape_html(address)
		frappe.throw(
			_("{0} is the address of a colleague. Ask the applicant or the referee himself.").format(shown),
			NotIndependent,
		)


def refuse_own_referee(doc, row, address: str) -> None:
	"""Raises NotIndependent for a referee with an address of a colleague, or of the applicant and his company."""
	refuse_colleague(address)
	opener = (
		frappe.db.get_value("User", doc.opened_by, ["email", "user_type"], as_dict=True) or frappe._dict()
	)
	applicants = [doc.get("contact_email")]
	if opener.user_type != "System User":
		applicants += [opener.email, doc.opened_by]
	if any(mail_address.same_sender(address, one) for one in applicants if one):
		message = _(
			"{0} ({1}) has an address of the applicant or of his company. Ask a referee who is independent of him."
		)
		shown = [frappe.utils.escape_html(text or "") for text in (row.referee, address)]
		frappe.throw(message.format(*shown), NotIndependent)
