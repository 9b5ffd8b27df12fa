"""The credit account's row: lock, running totals, and the current values that lists show.

One row per customer and company is lock, limit and totals at once. Updating it takes the lock, and reading it
afterwards in the same transaction shows the last committed values, however old the transaction's snapshot is.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import now

from cqs_app.engine.credit.vocabulary import AccountStatus, Component
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit.exceptions import TryAgain
from cqs_app.ledger.links import Party

TOTALS = (
	Component.RECEIVABLE,
	Component.DELIVERED_UNBILLED,
	Component.OPEN_ORDERS,
	Component.POS_UNPAID,
	Component.RESERVED,
)
ROW = """select name, customer, company, currency, status, status_reason, risk_class, is_assessed, credit_limit,
	is_unlimited, temporary_limit, temporary_limit_from, temporary_limit_upto, limit_valid_upto, payment_terms_template,
	invoicing_cycle, limits_discount, max_discount_percent, receivable,
	delivered_unbilled, open_orders, pos_unpaid, reserved, stamp, check_count, last_check_hash, credit_policy,
	credit_group, group_version, change_count, last_change_hash, cover, next_change_on,
	plan_status, promise_status, dunning_level,
	qualification, qualification_stage, qualified_upto, qualification_note,
	compliance_status, compliance_note, status_before_block, status_reason_before_block,
	(select coalesce(nullif(customer.payment_terms, ''), customer_group.payment_terms) from `tabCustomer` customer
		left join `tabCustomer Group` customer_group on customer_group.name = customer.customer_group
		where customer.name = account.customer) as customer_terms,
	(select mode from `tabCQS Company Mode` listed where listed.parent = 'CQS Settings'
		and listed.parenttype = 'CQS Settings' and listed.company = account.company limit 1) as mode,
	(select time_zone from `tabCQS Company Mode` listed where listed.parent = 'CQS Settings'
		and listed.parenttype = 'CQS Settings' and listed.company = account.company limit 1) as time_zone
	from `tabCredit Account` account where account_key = %s"""


@dataclass(frozen=True)
class Locked:
	"""An account that this transaction holds. `stale`: somebody committed to it after our snapshot was taken, so
	that plain reads of other tables may be old. `writes`: how often we had written to the row when it was read."""

	row: frappe._dict
	stale: bool
	writes: int = -1
	created: bool = False


def account_key(party: Party) -> str:
	return hashlib.sha1(f"{party.customer}\0{party.company}".encode()).hexdigest()


def read(party: Party) -> frappe._dict | None:
	"""The account's row, or None when the customer has none in this company yet."""
	rows = frappe.db.sql(ROW, account_key(party), as_dict=True)
	return rows[0] if rows else None


def lock(party: Party) -> Locked:
	"""Take the account's lock, creating the account if need be. Raises TryAgain when that cannot be done now."""
	return _take(party, _stamps([party]).get(account_key(party)))


def lock_all(parties: Iterable[Party]) -> dict[Party, Locked]:
	"""Several accounts in one fixed order, so that two documents never wait for each other. Customers that do not
	exist are left out."""
	ordered = sorted(set(parties), key=account_key)
	seen = _stamps(ordered)
	return {
		party: _take(party, seen.get(account_key(party)))
		for party in ordered
		if account_key(party) in seen or frappe.db.exists("Customer", party.customer)
	}


def fresh(locked: Locked) -> frappe._dict:
	"""The row as it is now; read again only when this transaction wrote to it since."""
	party = Party(locked.row.customer, locked.row.company)
	return locked.row if locked.writes == _writes()[party] else read(party)


def renewed(locked: Locked) -> Locked:
	"""The same lock with the row as it is now."""
	party = Party(locked.row.customer, locked.row.company)
	return Locked(fresh(locked), locked.stale, _writes()[party], locked.created)


def lock_afresh(parties: Iterable[Party]) -> None:
	"""The same as the very first statements of a transaction: its snapshot is taken after the locks, so that
	waiting for another transaction is no reason to try again."""
	for party in sorted(set(parties), key=account_key):
		bump(party)
		if not frappe.db.sql("select row_count()")[0][0]:
			create(party)


def bump(party: Party) -> None:
	_writes()[party] += 1
	frappe.db.sql(
		"update `tabCredit Account` set stamp = stamp + 1 where account_key = %s", account_key(party)
	)


def _stamps(parties: list[Party]) -> dict[str, int]:
	"""Stamps by account key as our snapshot shows them."""
	if not parties:
		return {}
	marks = ", ".join(["%s"] * len(parties))
	sql = f"select account_key, stamp from `tabCredit Account` where account_key in ({marks})"
	return dict(frappe.db.sql(sql, [account_key(party) for party in parties]))


def _take(party: Party, seen: int | None) -> Locked:
	try:
		created = seen is None and create(party)
		bump(party)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError) as error:
		raise_try_again(party.customer, error)
	row = read(party)
	stale = not created and (seen is None or row.stamp != seen + 1)
	# Locked again, it shows our own stamp: the answer of the first time stands.
	stale = _held().setdefault(party, stale)
	_arranged()[party] = bool(row.plan_status or row.promise_status)
	return Locked(row, stale, _writes()[party], created)


def _held() -> dict[Party, bool]:
	"""Accounts that this transaction holds, and whether they were stale when it took them; forgotten with it."""
	if not hasattr(frappe.local, "cqs_held"):
		frappe.local.cqs_held = {}
	held = frappe.local.cqs_held
	if not held:
		frappe.db.after_commit.add(held.clear)
		frappe.db.after_rollback.add(held.clear)
	return held


def is_stale(party: Party) -> bool:
	"""Whether plain reads beside an account that this transaction holds may be old; False for one not held."""
	return _held().get(party, False)


def is_arranged(party: Party) -> bool:
	"""Whether the account had a payment plan or a promise when this transaction locked it last."""
	return _arranged().get(party, False)


def _arranged() -> dict[Party, bool]:
	if not hasattr(frappe.local, "cqs_arranged"):
		frappe.local.cqs_arranged = {}
	return frappe.local.cqs_arranged


def _writes() -> Counter:
	"""How often this process wrote to each account."""
	if not hasattr(frappe.local, "cqs_writes"):
		frappe.local.cqs_writes = Counter()
	return frappe.local.cqs_writes


def raise_try_again(customer: str, error: Exception | None = None) -> None:
	if error:
		_held().clear()
	message = _(
		"Another document of customer {0} was processed at the same moment. Nothing was changed; please try again."
	).format(frappe.bold(customer))
	frappe.msgprint(message, title=_("Please Try Again"), indicator="orange")
	frappe.flags.disable_traceback = True
	raise TryAgain(message) from error


def create(party: Party) -> bool:
	"""Insert the account with totals from the ledger. False when another transaction was faster."""
	from cqs_app.erp.credit import compliance_block
	from cqs_app.erp.credit.native import default_limit
	from cqs_app.erp.credit.reconcile import rebuild

	limit = default_limit(party)
	currency = frappe.get_cached_value("Company", party.company, "default_currency")
	values = {
		"name": frappe.generate_hash(length=12),
		"account_key": account_key(party),
		"customer": party.customer,
		"customer_name": frappe.db.get_value("Customer", party.customer, "customer_name"),
		"company": party.company,
		"currency": currency,
		"status": AccountStatus.ACTIVE.value,
		**compliance_block.values_of_new(party.customer),
		"is_assessed": int(limit is not None),
		"credit_limit": limit or 0,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"creation": now(),
		"modified": now(),
	}
	columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
	frappe.db.sql(
		f"insert ignore into `tabCredit Account` ({columns}) values ({marks})", list(values.values())
	)
	if frappe.db.sql("select row_count()")[0][0] < 1:
		return False
	rebuild(party)
	if limit is not None:
		_record_default(party)
	return True


def _record_default(party: Party) -> None:
	"""A new account begins with a limit that CQS Settings give: the first row of its history."""
	from cqs_app.erp.credit import history

	row = read(party)
	nothing = frappe._dict(row or {}, is_assessed=0, credit_limit=0)
	change = history.Change("Base Limit", _("Default limit for new accounts"), approval=history.DEFAULT_LIMIT)
	history.write(party, change, history.state(party, nothing), history.state(party, row))


def add(
	party: Party, changes: Mapping[Component, Decimal], values: Mapping[str, object] | None = None
) -> None:
	"""Add to the running totals of an account that this transaction holds, and set further fields with it."""
	parts = [component for component in TOTALS if changes.get(component)]
	values = values or {}
	if not parts and not values:
		return
	assignments = [f"{component.value} = {component.value} + %s" for component in parts]
	assignments += [f"`{field}` = %s" for field in values]
	_writes()[party] += 1
	frappe.db.sql(
		f"update `tabCredit Account` set {', '.join(assignments)} where account_key = %s",
		[*(str(changes[component]) for component in parts), *values.values(), account_key(party)],
	)
	total = sum((changes[component] for component in parts), ZERO)
	remember_change(party, total, figures_known="exposure" in values)


def post(party: Party, amount: Decimal) -> None:
	"""A GL row of the customer was written: one update, or a new account whose totals contain it already."""
	if party not in _held() and lock(party).created:
		return
	_writes()[party] += 1
	frappe.db.sql(
		"update `tabCredit Account` set receivable = receivable + %s where account_key = %s",
		(str(amount), account_key(party)),
	)
	remember_change(party, amount)


def retire(name: str) -> None:
	"""Keep an account for its audit trail, but let no document find it again."""
	frappe.db.delete("Credit Commitment", {"account": name})
	zeros = ", ".join(f"{component.value} = 0" for component in TOTALS)
	frappe.db.sql(
		f"""update `tabCredit Account` set account_key = name, status = 'Closed', exposure = 0, available = 0,
		credit_group = null, {zeros}
		where name = %s""",
		name,
	)


def totals(row: Mapping) -> dict[Component, Decimal]:
	return {component: decimal(row[component.value]) for component in TOTALS}


def set_values(party: Party, values: Mapping[str, object]) -> None:
	"""Write fields of an account that this transaction holds; `values` come from the app, never from a client."""
	stamped = {**values, "modified": now(), "modified_by": frappe.session.user}
	assignments = ", ".join(f"`{field}` = %s" for field in stamped)
	_writes()[party] += 1
	frappe.db.sql(
		f"update `tabCredit Account` set {assignments} where account_key = %s",
		[*stamped.values(), account_key(party)],
	)
	remember_change(party, ZERO, always_evaluate=True)


def remember_change(
	party: Party, amount: Decimal, always_evaluate: bool = False, figures_known: bool = False
) -> None:
	"""Refresh what lists show once, before the transaction commits; look at its holds when credit became free."""
	from cqs_app.erp.credit.position import refresh_before_commit

	refresh_before_commit(party, may_cure=always_evaluate or amount < 0, figures_known=figures_known)


def remember_rebuild(party: Party) -> None:
	"""Something went wrong while the totals were moved: prove them in a job of their own."""
	frappe.enqueue(
		"cqs_app.erp.credit.reconcile.reconcile_account",
		queue="short",
		job_id=f"cqs-reconcile-{account_key(party)}",
		deduplicate=True,
		enqueue_after_commit=True,
		customer=party.customer,
		company=party.company,
	)
