"""The credit position of one account, as screens show it and as lists cache it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import frappe

from cqs_app.engine.credit.exposure import exposure_of, utilisation
from cqs_app.engine.credit.facts import Account, AgedItem
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import arrangements, groups, guarantees, terms
from cqs_app.erp.credit.clock import today, today_of
from cqs_app.erp.credit.components import components_of
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.facts import account_facts
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.exposure import documents
from cqs_app.ledger.links import Party

# Whatever still stands open on the customer's account: invoices, journals, and payments not yet allocated.
OPEN_RECEIVABLES = """
select against_voucher_type as doctype, against_voucher_no as name, sum(amount) as amount,
	max(case when voucher_no = against_voucher_no then due_date end) as due_date
from `tabPayment Ledger Entry`
where party_type = 'Customer' and party = %(customer)s and company = %(company)s and delinked = 0
	and account_type = 'Receivable'
group by against_voucher_type, against_voucher_no having abs(sum(amount)) >= 0.005
order by abs(sum(amount)) desc, against_voucher_no limit 100
"""


def credit_position(
	party: Party, row: frappe._dict | None = None, late: tuple[AgedItem, ...] | None = None
) -> dict:
	"""Limit, exposure by component and overdue of a customer in a company. Amounts are floats in `currency`.

	`row` and `late` are the account and its overdue items, from whoever has read them already.
	"""
	row = row or accounts.read(party) or unopened(party)
	policy = policy_for(party, row.risk_class)
	as_of = today_of(row)
	components = components_of(accounts.Locked(row, stale=False), policy, as_of)
	exposure = exposure_of(components, policy)
	cover = guarantees.of_account(row, as_of, policy)
	account = account_facts(row, party, as_of, cover=cover)
	limit = account.effective_limit(as_of)
	late = arrangements.overdue_of(row, party, policy, as_of) if late is None else late
	return {
		"account": row.name,
		"customer": party.customer,
		"company": party.company,
		"currency": row.currency,
		"status": row.status,
		"status_reason": row.status_reason or "",
		"risk_class": row.risk_class or "",
		"policy": policy.name,
		"is_assessed": bool(row.is_assessed),
		"is_unlimited": bool(row.is_unlimited),
		"limit": float(row.credit_limit or 0),
		"temporary_limit": float(row.temporary_limit or 0),
		"temporary_limit_upto": row.temporary_limit_upto,
		"has_temporary_limit": account.has_temporary_limit(as_of),
		"cover": guarantees.shown(row, cover, as_of),
		"effective_limit": None if limit is None else float(limit),
		"exposure": _float(exposure.total),
		"components": {part.component.value: _float(part.amount) for part in exposure.parts},
		"included": [part.component.value for part in exposure.parts if part.included],
		"available": None if limit is None else _float(limit - exposure.total),
		"utilization": _float(utilisation(exposure.total, limit) or ZERO),
		"overdue_amount": _float(sum((item.amount for item in late), ZERO)),
		"oldest_overdue_days": max((item.days for item in late), default=0),
		"limit_valid_upto": row.limit_valid_upto,
		"group": groups.summary(row.credit_group) if row.get("credit_group") else None,
		"agreed_terms": terms.described(row, policy, as_of),
		"qualification": _qualification(account),
		**arrangements.figures(party, row),
	}


def _qualification(account: Account) -> dict | None:
	"""What was decided last about selling to the customer on credit."""
	known = account.qualified
	if known is None:
		return None
	return {"name": known.name, "stage": known.stage, "valid_upto": known.valid_upto, "note": known.note}


def documents_behind(party: Party, component: str) -> list[dict]:
	"""The open documents that make up one component, largest first."""
	if component in ("open_orders", "delivered_unbilled", "pos_unpaid"):
		return frappe.get_all(
			"Credit Commitment",
			filters={"customer": party.customer, "company": party.company, component: (">", 0)},
			fields=["reference_doctype as doctype", "reference_name as name", f"{component} as amount"],
			order_by=f"{component} desc",
			limit=100,
		)
	if component == "reserved":
		return frappe.get_all(
			"Credit Hold",
			filters={"customer": party.customer, "company": party.company, "reserved": (">", 0)},
			fields=["reference_doctype as doctype", "reference_name as name", "reserved as amount"],
			order_by="reserved desc",
			limit=100,
		)
	if component in ("uncleared_payments", "disputed"):
		currency = frappe.get_cached_value("Company", party.company, "default_currency")
		rows = documents(DATABASE, party, Component(component), currency, today(party.company))
		return [{**row, "amount": _float(row["amount"])} for row in rows]
	rows = frappe.db.sql(
		OPEN_RECEIVABLES, {"customer": party.customer, "company": party.company}, as_dict=True
	)
	return [{**row, "amount": _float(decimal(row.amount))} for row in rows]


@dataclass
class Pending:
	"""What is to do for a changed account before the commit. `outdated`: its figures are not written yet."""

	may_cure: bool = False
	outdated: bool = False


def refresh_before_commit(party: Party, may_cure: bool, figures_known: bool = False) -> None:
	"""Refresh the account's cached figures once, right before this transaction commits, unless they were written
	together with the change (`figures_known`)."""
	pending = _pending()
	if party not in pending:
		pending[party] = Pending()
		frappe.db.before_commit.add(lambda: _refresh(party))
	pending[party].may_cure |= may_cure
	pending[party].outdated = not figures_known


def refresh(party: Party) -> None:
	"""Write exposure, available, utilisation and overdue of an account that this transaction holds."""
	row = accounts.read(party)
	if not row:
		return
	policy = policy_for(party, row.risk_class)
	figures = figures_of(row, accounts.totals(row), policy)
	assignments = ", ".join(f"`{field}` = %s" for field in figures)
	frappe.db.sql(
		f"update `tabCredit Account` set {assignments} where name = %s", [*figures.values(), row.name]
	)


def _refresh(party: Party) -> None:
	pending = _pending().pop(party, Pending())
	try:
		if pending.outdated:
			refresh(party)
		arrangements.follow(party)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		# The database has rolled the transaction back: committing now would report a success that is none.
		raise
	except Exception:
		frappe.log_error(title=f"CQS: figures of {party.customer} not refreshed")
	if pending.may_cure and frappe.db.exists(
		"Credit Hold", {"customer": party.customer, "status": "Open", "hold_type": "Policy"}
	):
		frappe.enqueue(
			"cqs_app.erp.credit.cure.evaluate_holds",
			queue="short",
			job_id=f"cqs-cure-{accounts.account_key(party)}",
			deduplicate=True,
			enqueue_after_commit=True,
			customer=party.customer,
			company=party.company,
			commit=True,
		)


def _pending() -> dict[Party, Pending]:
	"""Accounts that this transaction changed; forgotten with it."""
	if not hasattr(frappe.local, "cqs_pending"):
		frappe.local.cqs_pending = {}
	pending = frappe.local.cqs_pending
	if not pending:
		frappe.db.after_rollback.add(pending.clear)
	return pending


def figures_of(
	row: frappe._dict, components: Mapping[Component, Decimal], policy: Policy
) -> dict[str, object]:
	"""What lists show of an account whose totals are `components`."""
	as_of = today_of(row)
	exposure = exposure_of(components, policy).total
	cover = guarantees.of_account(row, as_of, policy)
	limit = account_facts(row, Party(row.customer, row.company), as_of, cover=cover).effective_limit(as_of)
	available = ZERO if limit is None else limit - exposure
	return {
		"exposure": str(cents(exposure)),
		"available": str(cents(available)),
		"utilization": str(utilisation(exposure, limit) or 0),
		"credit_policy": policy.name,
	}


def unopened(party: Party) -> frappe._dict:
	"""What a customer without an account in this company looks like: nothing decided, exposure from the ledger."""
	from cqs_app.erp.credit.compliance_block import values_of_new
	from cqs_app.erp.credit.native import default_limit
	from cqs_app.ledger.exposure import committed, receivable

	limit = default_limit(party)
	values = {Component.RECEIVABLE: receivable(DATABASE, party), **committed(DATABASE, party)}
	row = frappe._dict(
		name=None,
		customer=party.customer,
		company=party.company,
		currency=frappe.get_cached_value("Company", party.company, "default_currency"),
		status="Active",
		is_assessed=limit is not None,
		credit_limit=limit or 0,
		reserved=0,
		**{component.value: amount for component, amount in values.items()},
	)
	return frappe._dict(row, **values_of_new(party.customer, opened=False))


def _float(amount: Decimal) -> float:
	return float(cents(amount))
