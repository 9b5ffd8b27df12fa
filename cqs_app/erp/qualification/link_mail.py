"""The e-mails that carry private links. A site without outgoing e-mail is told so; nothing fails."""

import frappe
from frappe import _
from frappe.utils import get_fullname

from cqs_app.erp.qualification import document_rules, links


def can_send() -> bool:
	"""Whether the site has an account to send from; Frappe's stand-in for muted sites does not count."""
	from frappe.email.doctype.email_account.email_account import EmailAccount

	account = EmailAccount.find_default_outgoing()
	return bool(account and account.get("smtp_server"))


def ask_for_documents(doc, rows, email: str | None, url: str, expires_on, *, reminder: bool = False) -> bool:
	"""Queue the request for documents; False = no e-mail goes out."""
	details = document_rules.details()
	listed = [
		{"name": _(row.document_type), "instructions": details[row.document_type].instructions}
		for row in rows
	]
	subject = _("Documents for your credit application at {0}").format(doc.company)
	return _send(doc, email, subject, "cqs_documents", url, expires_on, reminder, documents=listed)


def ask_for_reference(doc, row, url: str, expires_on, *, reminder: bool = False) -> bool:
	subject = _("{0} asks for a trade reference").format(doc.company)
	more = {"applicant": doc.party_name, "contact": row.contact_name}
	return _send(doc, row.email, subject, "cqs_reference", url, expires_on, reminder, **more)


def _send(doc, email, subject, template, url, expires_on, reminder, **more) -> bool:
	if not email or not can_send():
		return False
	args = {
		"company": doc.company,
		"url": url,
		"expires_on": links.until(expires_on),
		"reminder": reminder,
		"sender": "" if frappe.session.user in ("Administrator", "Guest") else get_fullname(),
		**more,
	}
	queued = frappe.sendmail(
		recipients=[email],
		subject=_("Reminder: {0}").format(subject) if reminder else subject,
		template=template,
		args=args,
		delayed=True,
		reference_doctype=doc.doctype,
		reference_name=doc.name,
		add_unsubscribe_link=0,
	)
	return bool(queued)
