"""What every endpoint does with what a client sends: whitelisting, permission, and arguments that are what they claim."""

import functools
import inspect
import json
from decimal import Decimal

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit

from cqs_app.engine.money import NotANumber, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.ledger.links import Party

READ, WRITE = ["GET", "POST"], ["POST"]
LARGEST = Decimal(10**12)
MASTERS = ("Customer", "Company")


def endpoint(methods):
	"""Whitelist a function; a missing argument is the caller's mistake (417), not a server error."""

	def decorate(function):
		return frappe.whitelist(methods=methods)(_bound(function))

	return decorate


def guest_endpoint(limit: int, seconds: int):
	"""For anybody, by POST, at most `limit` times in `seconds` from one address. What comes is not cleaned by Frappe
	(`xss_safe`): it would store a harmless rest where we refuse the whole. A refusal shows no stranger our code."""

	def decorate(function):
		limited = rate_limit(limit=limit, seconds=seconds)(_bound(function))

		@functools.wraps(function)
		def called(*args, **kwargs):
			frappe.flags.disable_traceback = True
			return limited(*args, **kwargs)

		return frappe.whitelist(methods=WRITE, allow_guest=True, xss_safe=True)(called)

	return decorate


def _bound(function):
	@functools.wraps(function)
	def called(*args, **kwargs):
		try:
			inspect.signature(function).bind(*args, **kwargs)
		except TypeError as error:
			frappe.throw(_("Wrong arguments: {0}").format(frappe.utils.escape_html(str(error))))
		return function(*args, **kwargs)

	return called


def may_create(*doctypes: str) -> None:
	if not any(frappe.has_permission(doctype, "create") for doctype in doctypes):
		raise frappe.PermissionError(_("No permission to create a {0}").format(_(doctypes[0])))


def readable_party(customer: str, company: str) -> Party:
	"""Who may read the credit account of a customer may see its figures, whether or not he reads Customer itself."""
	party = Party(customer, company)
	if not reads_account(party):
		readable("Customer", customer)
		readable("Company", company, "select")
	return party


def reads_account(party: Party) -> bool:
	if not (isinstance(party.customer, str) and isinstance(party.company, str)):
		return False
	if not frappe.has_permission("Credit Account", "read"):
		return False
	account = accounts.read(party)
	if not account or not account.name:
		return False
	document = frappe.get_doc({**account, "doctype": "Credit Account"})
	return bool(frappe.has_permission("Credit Account", "read", doc=document))


def from_json(text: str | dict | list) -> object:
	"""None for what is no JSON."""
	try:
		return json.loads(text) if isinstance(text, str) else text
	except ValueError:
		return None


def list_of_names(names: str | list) -> list[str]:
	listed = from_json(names)
	if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
		frappe.throw(_("Give a list of names."))
	return listed


def readable(doctype: str, name: str, permission: str = "read"):
	"""The document; 404 for what does not exist, 403 for what the user may not see."""
	require_known(doctype, name)
	document = (frappe.get_cached_doc if doctype in MASTERS else frappe.get_doc)(doctype, name)
	allowed = frappe.has_permission(doctype, permission, doc=document) or frappe.has_permission(
		doctype, "read", doc=document
	)
	if not allowed:
		raise frappe.PermissionError(_("No permission for {0} {1}").format(_(doctype), name))
	return document


def require_known(doctype: str, name: str) -> None:
	if not isinstance(name, str) or not frappe.db.exists(doctype, name):
		frappe.throw(
			_("{0} {1} not found").format(_(doctype), frappe.utils.escape_html(str(name))),
			frappe.DoesNotExistError,
		)


def ceiling_of(value: float | str | None) -> Decimal | None:
	if value is None or value == "":
		return None
	try:
		amount = decimal(value)
	except NotANumber as error:
		frappe.throw(str(error))
	if not 0 < amount <= LARGEST:
		frappe.throw(_("The ceiling must be more than 0 and at most {0}.").format(f"{LARGEST:,}"))
	return amount


def net_worth_of(value: float | str | None) -> Decimal | None:
	"""May be negative: a customer who owes more than he owns."""
	if value is None or value == "":
		return None
	try:
		amount = decimal(value)
	except NotANumber as error:
		frappe.throw(str(error))
	if abs(amount) > LARGEST:
		frappe.throw(_("The net worth must not be more than {0}.").format(f"{LARGEST:,}"))
	return amount


def moment_of(value: str | None):
	if not value:
		return None
	try:
		moment = frappe.utils.get_datetime(value)
	except (ValueError, TypeError, OverflowError):
		moment = None
	if not moment:
		frappe.throw(_("{0} is no date and time.").format(frappe.utils.escape_html(str(value))))
	return moment


def reason_of(reason: str) -> str:
	if not (reason or "").strip():
		frappe.throw(_("Give a reason; it stands in the audit trail."))
	return reason.strip()
