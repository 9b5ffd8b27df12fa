"""Payment Terms Templates that were agreed: changing one would change what was approved, for everybody at once."""

import frappe
from frappe import _

from cqs_app.erp.credit import native
from cqs_app.erp.credit.exceptions import NativeLimit
from cqs_app.erp.credit.terms import TERM_FIELDS

CARRIERS = ("Customer", "Customer Group", "Company")


def guard_terms(doc) -> None:
	"""Refuse other terms under the name of a template that a policy or an account's exception names."""
	before = doc.get_doc_before_save()
	if not before or _content(doc) == _content(before):
		return
	guard_row(doc.name)


def guard_row(name: str) -> None:
	"""The same for one row of the template that is written or deleted by itself."""
	_refuse_if_agreed(name)
	if not native.decides_terms() and any(
		frappe.db.exists(doctype, {"payment_terms": name}) for doctype in CARRIERS
	):
		native.refuse_terms()


def guard_rename(name: str, merge: bool) -> None:
	"""Published policies keep the name, and a merge would give accounts the terms of another template."""
	if merge:
		_refuse_if_agreed(name)
	elif _in_policy(name):
		_refuse(name, _("a credit policy"))


def _refuse_if_agreed(name: str) -> None:
	if _in_policy(name):
		_refuse(name, _("a credit policy"))
	accounts = {"payment_terms_template": name, "status": ("!=", "Closed")}
	if frappe.db.exists("Credit Account", accounts):
		_refuse(name, _("a credit account"))


def _refuse(name: str, where: str) -> None:
	frappe.throw(
		_("{0} is agreed in {1}. Make another template, and agree on that one.").format(
			frappe.bold(frappe.utils.escape_html(name)), where
		),
		NativeLimit,
		title=_("Agreed Terms"),
	)


def _in_policy(name: str) -> bool:
	return bool(frappe.db.exists("Credit Policy", {"enabled": 1, "standard_terms": name}))


def _content(doc) -> list[tuple]:
	return [tuple(str(row.get(field) or "") for field in TERM_FIELDS) for row in doc.terms]
