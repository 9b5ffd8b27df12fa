"""Puts an approved Credit Limit Change in force."""

from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import approval
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.links import Party

BASE, TEMPORARY, TERMS, UNLIMITED, REVOKE = (
	"Base Limit",
	"Temporary Limit",
	"Payment Terms",
	"Unlimited",
	"Revoke",
)


def put_in_force(change) -> None:
	"""Check that the user may approve it, lock the account, write the new values. Called in before_submit."""
	party = Party(change.customer, change.company)
	locked = accounts.lock(party)
	policy = policy_for(party, locked.row.risk_class)
	approval.require_approver(policy, amount_to_approve(change))
	self_approved = approval.require_independent(*askers_of(change))
	change.old_value = _described(locked.row)
	if self_approved:
		change.add_comment("Comment", _("Approved by the requester himself, as CQS Settings allow."))
	accounts.set_values(party, _values(change))


def amount_to_approve(change) -> Decimal:
	"""What the approver's level must reach."""
	if change.change_type == UNLIMITED:
		return decimal("1e15")
	return ZERO if change.change_type == REVOKE else decimal(change.new_limit)


def askers_of(change) -> set[str]:
	"""Everybody who made or ever changed it."""
	return {change.owner, change.requested_by, *approval.writers_of(change.doctype, change.name)} - {None, ""}


def _values(change) -> dict[str, object]:
	limit = str(decimal(change.new_limit))
	upto = change.valid_upto or None
	if change.change_type == BASE:
		return {"is_assessed": 1, "is_unlimited": 0, "credit_limit": limit, "limit_valid_upto": upto}
	if change.change_type == TEMPORARY:
		return {"temporary_limit": limit, "temporary_limit_upto": upto}
	if change.change_type == TERMS:
		return {"payment_terms_template": change.payment_terms_template}
	if change.change_type == UNLIMITED:
		return {"is_assessed": 1, "is_unlimited": 1, "limit_valid_upto": upto}
	if change.change_type == REVOKE:
		return {
			"is_assessed": 1,
			"is_unlimited": 0,
			"credit_limit": "0",
			"temporary_limit": "0",
			"temporary_limit_upto": None,
			"limit_valid_upto": None,
		}
	frappe.throw(_("Unknown change type {0}").format(change.change_type), WrongState)
	return {}


def _described(row: frappe._dict) -> str:
	"""The limit before the change, for the reader of the history."""
	if row.is_unlimited:
		return _("unlimited")
	if not row.is_assessed:
		return _("not assessed")
	text = f"{row.currency} {row.credit_limit:,.2f}"
	if row.temporary_limit_upto:
		text += f", {row.temporary_limit:,.2f} " + _("until {0}").format(row.temporary_limit_upto)
	return text
