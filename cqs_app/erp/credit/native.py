"""One authority: ERPNext's own limits are taken over at install, kept empty in use, and given back at uninstall."""

import json
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint, flt

from cqs_app.engine.credit.vocabulary import AccountStatus
from cqs_app.engine.money import decimal
from cqs_app.erp.credit.exceptions import NativeLimit
from cqs_app.ledger.links import Party

PARENTS = ("Customer", "Customer Group")
LIMIT_FIELDS = (
	"parent",
	"parenttype",
	"parentfield",
	"idx",
	"company",
	"credit_limit",
	"bypass_credit_limit_check",
)
TERMS_ROLES = {"Credit Manager", "Credit Director", "Accounts Manager"}
SCOPE_ROLES = {*TERMS_ROLES, "Sales Master Manager"}


def take_over() -> None:
	"""Store every native limit, bypass flag, controller role and frozen customer, move them into CQS, clear them.

	Idempotent: what was stored once is not overwritten by a second run, but added to.
	"""
	stored = _stored()
	rows = frappe.get_all(
		"Customer Credit Limit", fields=["name", *LIMIT_FIELDS], order_by="parenttype, parent, idx"
	)
	stored["limits"] += rows
	companies = frappe.get_all(
		"Company", filters={"credit_limit": (">", 0)}, fields=["name", "credit_limit"], order_by="name"
	)
	stored["companies"] += companies
	role = frappe.db.get_single_value("Accounts Settings", "credit_controller")
	stored["credit_controller"] = role or stored.get("credit_controller") or ""
	frozen = frappe.get_all("Customer", filters={"is_frozen": 1}, pluck="name", order_by="name")
	stored["frozen"] = sorted({*stored["frozen"], *frozen})
	_store(stored)
	_adopt(rows, companies, frozen)
	_clear(companies, frozen)


def give_back() -> None:
	"""Restore what `take_over` found, as far as its customers, groups and companies still exist."""
	stored = _stored()
	for row in stored["limits"]:
		row = frappe._dict(row)
		if row.parenttype in PARENTS and frappe.db.exists(row.parenttype, row.parent):
			limit = frappe.new_doc("Customer Credit Limit")
			limit.update({field: row.get(field) for field in LIMIT_FIELDS})
			limit.db_insert()
	for row in stored["companies"]:
		frappe.db.set_value(
			"Company", row["name"], "credit_limit", row["credit_limit"], update_modified=False
		)
	for name in stored["frozen"]:
		frappe.db.set_value("Customer", name, "is_frozen", 1, update_modified=False)
	if stored["credit_controller"]:
		frappe.db.set_single_value("Accounts Settings", "credit_controller", stored["credit_controller"])
	_store(_empty())
	frappe.clear_cache()


def default_limit(party: Party) -> Decimal | None:
	"""Limit for a customer without an account of his own: the most specific line of CQS Settings, else None."""
	rows = frappe.get_all(
		"CQS Default Limit",
		filters={"parent": "CQS Settings", "parenttype": "CQS Settings"},
		fields=["company", "customer_group", "credit_limit"],
		order_by="idx",
	)
	if not rows:
		return None
	group = frappe.db.get_value("Customer", party.customer, "customer_group")
	fitting = [
		row
		for row in rows
		if row.company in (None, "", party.company) and row.customer_group in (None, "", group)
	]
	best = max(fitting, key=lambda row: (bool(row.customer_group), bool(row.company)), default=None)
	return decimal(best.credit_limit) if best else None


def guard_customer(doc) -> None:
	"""Refuse changes of credit fields on the Customer, whoever makes them and by whatever path."""
	before = doc.get_doc_before_save()
	if _limits_of(doc) != (_limits_of(before) if before else []) and _limits_of(doc):
		_refuse_native(_("Credit limits are kept in the Credit Account; make a Credit Limit Change."))
	if cint(doc.is_frozen) and not (before and cint(before.is_frozen)):
		_refuse_native(
			_("A frozen customer could not even pay. Put him on forced hold instead (Customer > Credit).")
		)
	if before and cint(before.is_frozen) and not cint(doc.is_frozen) and not decides_terms():
		_refuse_native(_("Only {0} may unfreeze a customer.").format(", ".join(sorted(TERMS_ROLES))))
	terms_before = (before.payment_terms if before else None) or None
	if (doc.payment_terms or None) != terms_before and not decides_terms():
		refuse_terms()
	if before and not _has_role(SCOPE_ROLES):
		_guard_scope(doc, before)


def guard_group(doc) -> None:
	"""Refuse native limits on a Customer Group."""
	if _limits_of(doc):
		_refuse_native(_("Limits for new customers are kept in CQS Settings."))


def guard_company(doc) -> None:
	"""Refuse a native limit on a Company."""
	if flt(doc.credit_limit):
		_refuse_native(_("Limits for new customers are kept in CQS Settings."))


def guard_accounts_settings(doc) -> None:
	"""Refuse a role that would bypass ERPNext's own check: it would promise a power that it has no longer."""
	if doc.credit_controller:
		_refuse_native(_("Overrides are made by releasing a Credit Hold; no role bypasses the check."))


def _adopt(rows: list, companies: list, frozen: list[str]) -> None:
	from cqs_app.erp.credit import account as accounts
	from cqs_app.erp.credit import history
	from cqs_app.erp.credit.reconcile import open_accounts

	taken_over = history.Change(
		"Base Limit", _("ERPNext's own limit when CQS was installed"), approval=history.INSTALLED
	)
	settings = frappe.get_single("CQS Settings")
	for row in rows:
		if row.parenttype == "Customer Group" and flt(row.credit_limit):
			settings.append(
				"default_limits",
				{"company": row.company, "customer_group": row.parent, "credit_limit": row.credit_limit},
			)
	for company in companies:
		settings.append("default_limits", {"company": company.name, "credit_limit": company.credit_limit})
	settings.flags.ignore_permissions = True
	settings.save()
	open_accounts()
	for row in rows:
		if (
			row.parenttype == "Customer"
			and flt(row.credit_limit)
			and frappe.db.exists("Customer", row.parent)
		):
			party = Party(row.parent, row.company)
			accounts.lock(party)
			with history.recorded(party, taken_over):
				accounts.set_values(party, {"is_assessed": 1, "credit_limit": str(decimal(row.credit_limit))})
	for customer in frozen:
		for company in frappe.get_all("Company", pluck="name", order_by="name"):
			party = Party(customer, company)
			accounts.lock(party)
			accounts.set_values(
				party,
				{
					"status": AccountStatus.FORCED_HOLD.value,
					"status_reason": _("Frozen in ERPNext when CQS was installed"),
				},
			)


def _clear(companies: list, frozen: list[str]) -> None:
	frappe.db.delete("Customer Credit Limit", {"parenttype": ("in", PARENTS)})
	for company in companies:
		frappe.db.set_value("Company", company.name, "credit_limit", 0, update_modified=False)
	for customer in frozen:
		frappe.db.set_value("Customer", customer, "is_frozen", 0, update_modified=False)
	frappe.db.set_single_value("Accounts Settings", "credit_controller", "")
	frappe.clear_cache()


def _empty() -> dict:
	return {"limits": [], "companies": [], "credit_controller": "", "frozen": []}


def _stored() -> dict:
	text = frappe.db.get_single_value("CQS Settings", "native_limits")
	return {**_empty(), **(json.loads(text) if text else {})}


def _store(data: dict) -> None:
	frappe.db.set_single_value("CQS Settings", "native_limits", json.dumps(data, default=str))


def _limits_of(doc) -> list[tuple]:
	return sorted(
		(row.company, flt(row.credit_limit), cint(row.bypass_credit_limit_check))
		for row in doc.get("credit_limits") or []
	)


def _guard_scope(doc, before) -> None:
	"""Moving a customer to another group or territory must not choose the rules that are applied to him."""
	if not frappe.db.exists("Credit Account", {"customer": doc.name}):
		return
	for field in ("customer_group", "territory"):
		if (doc.get(field) or None) != (before.get(field) or None) and _scoped_by(field):
			_refuse_native(
				_(
					"Credit rules depend on {0}: only {1} may change it for a customer with a credit account."
				).format(_(doc.meta.get_label(field)), ", ".join(sorted(SCOPE_ROLES)))
			)


def _scoped_by(field: str) -> bool:
	"""Whether an enabled policy or a default limit hangs on the customer's group or territory."""
	if frappe.db.exists("Credit Policy", {"enabled": 1, field: ("is", "set")}):
		return True
	scoped = {"parent": "CQS Settings", "parenttype": "CQS Settings", field: ("is", "set")}
	return field == "customer_group" and bool(frappe.db.exists("CQS Default Limit", scoped))


def decides_terms() -> bool:
	return _has_role(TERMS_ROLES)


def refuse_terms() -> None:
	_refuse_native(_("Only {0} may change payment terms.").format(", ".join(sorted(TERMS_ROLES))))


def guard_general_terms(doc) -> None:
	"""The terms that a Customer Group or a Company lends to customers without terms of their own."""
	before = doc.get_doc_before_save()
	terms_before = (before.payment_terms if before else None) or None
	if (doc.payment_terms or None) != terms_before and not decides_terms():
		refuse_terms()


def _has_role(roles: set[str]) -> bool:
	return frappe.session.user == "Administrator" or bool(roles & set(frappe.get_roles()))


def _refuse_native(message: str) -> None:
	frappe.throw(message, NativeLimit, title=_("Kept by CQS"))


def guard_row(doc) -> None:
	"""Refuse a native limit that is written by itself, around its customer or group."""
	_refuse_native(_("Credit limits are kept in the Credit Account; make a Credit Limit Change."))
