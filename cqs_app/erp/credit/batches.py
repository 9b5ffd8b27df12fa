"""Mass adjustment: which accounts a Credit Limit Batch selects, what it proposes, and what its approver must reach."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint, flt, now

from cqs_app.engine.credit.mass_adjustment import Adjustment, Method, Rounding
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import proposal
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.policy import policy_for, published
from cqs_app.erp.credit.workflow import DRAFT
from cqs_app.ledger.links import Party

ROW = "Credit Limit Batch Row"
PROPOSED, DONE, SKIPPED, FAILED = "Proposed", "Done", "Skipped", "Failed"
TEMPORARY = "Temporary Limit"
AT_ONCE = 500
SMALL = 300
LIMIT_FIELDS = (
	"is_assessed",
	"is_unlimited",
	"credit_limit",
	"temporary_limit",
	"temporary_limit_from",
	"temporary_limit_upto",
	"limit_valid_upto",
)
AMOUNTS = ("credit_limit", "temporary_limit")
SELECTION = """from `tabCredit Account` account join `tabCustomer` customer on customer.name = account.customer
	where account.company = %(company)s and account.status != 'Closed' and account.is_unlimited = 0"""


@dataclass(frozen=True)
class Stake:
	"""What falls under one policy: its highest new limit and its largest increase."""

	policy: str
	amount: Decimal
	increase: Decimal


def selected(batch) -> list[frappe._dict]:
	"""The accounts that the batch's filters choose, in the order in which they are locked."""
	conditions, values = [SELECTION], {"company": batch.company}
	if not cint(batch.with_unassessed):
		conditions.append("account.is_assessed = 1")
	for field, doctype in (("customer_group", "Customer Group"), ("territory", "Territory")):
		if batch.get(field):
			conditions.append(f"customer.{field} in %({field})s")
			values[field] = [batch.get(field), *frappe.db.get_descendants(doctype, batch.get(field))]
	if batch.risk_class:
		conditions.append("account.risk_class = %(risk_class)s")
		values["risk_class"] = batch.risk_class
	for field, operator in (("limit_from", ">="), ("limit_to", "<=")):
		if flt(batch.get(field)):
			conditions.append(f"account.credit_limit {operator} %({field})s")
			values[field] = batch.get(field)
	if batch.overdue:
		conditions.append(f"account.overdue_amount {'>' if batch.overdue == 'With Overdue' else '<='} 0")
	columns = ", ".join(f"account.{field}" for field in LIMIT_FIELDS)
	return frappe.db.sql(
		f"""select account.name, account.customer, account.company, account.currency, account.risk_class, {columns}
		{" and ".join(conditions)} order by account.account_key""",
		values,
		as_dict=True,
	)


def seen(row: frappe._dict) -> str:
	"""The limit of an account as it was when the batch looked at it; compared before it is overwritten."""
	return "|".join(
		f"{flt(row[field]):.2f}" if field in AMOUNTS else str(row[field] or "") for field in LIMIT_FIELDS
	)


def adjustment_of(batch) -> Adjustment:
	return Adjustment(
		Method(batch.method),
		decimal(batch.value),
		decimal(batch.round_to),
		Rounding(batch.rounding or Rounding.NEAREST.value),
		decimal(batch.cap) if flt(batch.cap) else None,
		decimal(batch.floor) if flt(batch.floor) else None,
	)


def require_previewable(batch) -> None:
	if batch.docstatus or (batch.workflow_state or DRAFT) != DRAFT:
		frappe.throw(
			_(
				"Its rows are frozen since approval was requested. Have it rejected and reopen it for other rows."
			),
			WrongState,
		)


def propose_rows(name: str, tell: Callable[[int, int], None] = lambda done, total: None) -> int:
	"""Make the rows of a draft anew, all or none. `tell` hears how many of how many were looked at. Returns the rows."""
	batch = frappe.get_doc("Credit Limit Batch", name, for_update=True)
	require_previewable(batch)
	frappe.db.delete(ROW, {"batch": name})
	adjustment, accounts = adjustment_of(batch), selected(batch)
	made = 0
	for start in range(0, len(accounts), AT_ONCE):
		part = accounts[start : start + AT_ONCE]
		rows = [_row(batch, adjustment, account, start + at) for at, account in enumerate(part)]
		made += _insert([row for row in rows if row])
		tell(min(start + AT_ONCE, len(accounts)), len(accounts))
	_store(name, {"preview_status": "Ready", "selected_accounts": len(accounts), "rows_hash": hash_of(name)})
	refresh_counts(name)
	level = next(iter(approver_roles(name)), "")
	_store(name, {"approval_level": level, "modified": now()})
	return made


def forget_rows(name: str) -> None:
	"""What is asked was changed: the rows no longer show it."""
	frappe.db.delete(ROW, {"batch": name})


def refresh_counts(name: str) -> None:
	"""Counts and totals of a batch, from its rows."""
	found = frappe.db.sql(
		f"""select status, count(*) as number, sum(old_limit) as old, sum(new_limit) as new, max(new_limit) as highest,
		max(new_limit - old_limit) as largest from `tab{ROW}` where batch = %s group by status""",
		name,
		as_dict=True,
	)
	numbers = {row.status: row.number for row in found}
	_store(
		name,
		{
			"total_rows": sum(numbers.values()),
			**{f"{status.lower()}_rows": numbers.get(status, 0) for status in (DONE, SKIPPED, FAILED)},
			"total_before": sum(flt(row.old) for row in found),
			"total_after": sum(flt(row.new) for row in found),
			"highest_limit": max((flt(row.highest) for row in found), default=0),
			"largest_increase": max((flt(row.largest) for row in found), default=0),
		},
	)


def hash_of(name: str) -> str:
	"""SHA-256 over what the rows would do."""
	digest = hashlib.sha256()
	rows = frappe.db.sql(
		f"""select account, new_limit, old_limit, seen, policy from `tab{ROW}` where batch = %s
		order by position, account""",
		name,
	)
	for account, new, old, before, policy in rows:
		digest.update(f"{account}\0{flt(new):.2f}\0{flt(old):.2f}\0{before}\0{policy}\n".encode())
	return digest.hexdigest()


def stakes(name: str) -> list[Stake]:
	rows = frappe.db.sql(
		f"""select policy, max(new_limit), max(new_limit - old_limit) from `tab{ROW}` where batch = %s
		group by policy order by policy""",
		name,
	)
	return [Stake(policy, decimal(amount), max(decimal(increase), ZERO)) for policy, amount, increase in rows]


def approver_roles(name: str) -> list[str]:
	"""Roles that reach the highest limit and the largest increase under every policy of the rows."""
	found: list[str] | None = None
	for stake in stakes(name):
		roles = published(stake.policy).approver_roles(stake.amount, stake.increase)
		found = roles if found is None else [role for role in found if role in roles]
	return found or []


def _row(batch, adjustment: Adjustment, account: frappe._dict, position: int) -> dict | None:
	"""None where nothing would change."""
	party = Party(account.customer, account.company)
	policy = policy_for(party, account.risk_class)
	old = decimal(account.credit_limit) if account.is_assessed else ZERO
	proposed = proposal.propose(party, account, policy).limit if batch.method == "Automatic" else None
	new = adjustment.of(old, proposed)
	if batch.change_type != TEMPORARY and account.is_assessed and new == old:
		return None
	return {
		"name": frappe.generate_hash(length=12),
		"batch": batch.name,
		"position": position,
		"account": account.name,
		"customer": account.customer,
		"company": account.company,
		"currency": account.currency,
		"policy": policy.name,
		"old_limit": str(old),
		"new_limit": str(new),
		"seen": seen(account),
		"status": PROPOSED,
	}


def _insert(rows: list[dict]) -> int:
	if rows:
		stamp = {
			**dict.fromkeys(("creation", "modified"), now()),
			**dict.fromkeys(("owner", "modified_by"), frappe.session.user),
		}
		columns = [*rows[0], *stamp]
		frappe.db.bulk_insert(ROW, columns, [[*row.values(), *stamp.values()] for row in rows])
	return len(rows)


def _store(name: str, values: dict) -> None:
	frappe.db.set_value("Credit Limit Batch", name, values, update_modified=False)
