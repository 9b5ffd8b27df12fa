"""Puts an approved Credit Limit Change in force."""

from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import history
from cqs_app.erp.credit.approval import UNLIMITED as ANY_AMOUNT
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.ledger.links import Party

BASE, TEMPORARY, TERMS, UNLIMITED, REVOKE = (
	"Base Limit",
	"Temporary Limit",
	"Payment Terms",
	"Unlimited",
	"Revoke",
)


def put_in_force(change) -> None:
	"""Write the new values of an account that this transaction holds, and its history."""
	party = Party(change.customer, change.company)
	row = accounts.read(party)
	change.old_value = history.described(row)
	with history.recorded(party, change.change(change.change_type), row):
		accounts.set_values(party, values_of(change))


def amount_at_stake(change) -> Decimal:
	"""What the approver's level must reach: the new limit, or for other terms the limit that they are given on."""
	if change.change_type == UNLIMITED:
		return ANY_AMOUNT
	if change.change_type == REVOKE:
		return ZERO
	if change.change_type == TERMS:
		return _limit_today(change)
	return decimal(change.new_limit)


def increase_at_stake(change) -> Decimal:
	"""By how much the limit is raised; 0 for a decrease and for terms."""
	if change.change_type == UNLIMITED:
		return ANY_AMOUNT
	if change.change_type not in (BASE, TEMPORARY):
		return ZERO
	return max(decimal(change.new_limit) - _limit_today(change), ZERO)


def _limit_today(change) -> Decimal:
	row = accounts.read(Party(change.customer, change.company))
	if not row or not (row.is_assessed or row.is_unlimited):
		return ZERO
	return ANY_AMOUNT if row.is_unlimited else decimal(row.credit_limit)


def values_of(change) -> dict[str, object]:
	"""The account's fields as the change leaves them."""
	limit = str(decimal(change.new_limit))
	first, last = change.get("valid_from") or None, change.valid_upto or None
	if change.change_type == BASE:
		return {"is_assessed": 1, "is_unlimited": 0, "credit_limit": limit, "limit_valid_upto": last}
	if change.change_type == TEMPORARY:
		return {"temporary_limit": limit, "temporary_limit_from": first, "temporary_limit_upto": last}
	if change.change_type == TERMS:
		return _terms_of(change)
	if change.change_type == UNLIMITED:
		return {"is_assessed": 1, "is_unlimited": 1, "limit_valid_upto": last}
	if change.change_type == REVOKE:
		return {
			"is_assessed": 1,
			"is_unlimited": 0,
			"credit_limit": "0",
			"temporary_limit": "0",
			"temporary_limit_from": None,
			"temporary_limit_upto": None,
			"limit_valid_upto": None,
		}
	frappe.throw(_("Unknown change type {0}").format(change.change_type), WrongState)
	return {}


def _terms_of(change) -> dict[str, object]:
	"""What is filled in becomes the account's own; a return to the standard ends whatever is not."""
	values: dict[str, object] = {}
	if change.returns_to_standard:
		values = dict.fromkeys(("payment_terms_template", "invoicing_cycle"))
		values |= {"limits_discount": 0, "max_discount_percent": "0"}
	if change.payment_terms_template:
		values["payment_terms_template"] = change.payment_terms_template
	if change.invoicing_cycle:
		values["invoicing_cycle"] = change.invoicing_cycle
	if change.limits_discount:
		percent = str(decimal(change.max_discount_percent))
		values |= {"limits_discount": 1, "max_discount_percent": percent}
	return values
