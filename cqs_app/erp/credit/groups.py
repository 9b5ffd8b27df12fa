"""Credit groups: one limit over several accounts. Who belongs to a group stands in the accounts' rows, so that the
lock of an account is the lock of its membership; a document of one member holds the accounts of all."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import frappe

from cqs_app.engine.credit.exposure import exposure_of
from cqs_app.engine.credit.group import Group, Member
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.components import components_of
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.rates import rate_of_day
from cqs_app.ledger.links import Party

NOT_GROUPED = (None, 0)


def lock(parties: Iterable[Party]) -> dict[Party, accounts.Locked]:
	"""Hold these accounts and those of the groups they belong to. Raises TryAgain when a group was changed meanwhile."""
	parties = set(parties)
	seen = _membership(parties)
	together = {member for name, _version in seen.values() if name for member in members_of(name)}
	locked = accounts.lock_all(parties | together)
	for party in parties & set(locked):
		row = locked[party].row
		if (row.credit_group or None, row.group_version or 0) != seen.get(party, NOT_GROUPED):
			accounts.raise_try_again(party.customer)
	return locked


def members_of(group: str) -> list[Party]:
	rows = frappe.get_all(
		"Credit Account",
		filters={"credit_group": group},
		fields=["customer", "company"],
		order_by="account_key",
	)
	return [Party(row.customer, row.company) for row in rows]


def facts_of(
	row: frappe._dict, as_of: date, elsewhere: Mapping[Party, Decimal] | None = None
) -> Group | None:
	"""The group of an account as the engine sees it, with what every other member owes and the rates of the day.

	`elsewhere`: what the document at the gate adds to the accounts of its other customers.
	"""
	if not row.get("credit_group"):
		return None
	group = terms_of(row.credit_group)
	rate = rate_of_day(row.currency, group.currency, as_of)
	others = [
		_member(party, group.currency, (elsewhere or {}).get(party, ZERO))
		for party in members_of(group.name)
		if party != Party(row.customer, row.company)
	]
	return Group(
		name=group.name,
		title=group.group_name,
		currency=group.currency,
		credit_limit=decimal(group.credit_limit),
		valid_upto=group.valid_upto,
		rate=rate.value if rate else None,
		rate_on=rate.on if rate else None,
		others=tuple(others),
	)


def summary(name: str) -> dict:
	"""The position of a group for who reads one member's account: not who else belongs to it, nor what they owe."""
	return {key: value for key, value in position(name).items() if key != "members"}


def position(name: str) -> dict:
	"""Limit, exposure and free limit of a group in its currency, and each member with its part. `exposure` is None
	when the rate of a member who owes something is unknown."""
	group = terms_of(name)
	members = members_of(name)
	parts = [_member(party, group.currency, ZERO) for party in members]
	worths = [part.worth for part in parts]
	exposure = None if None in worths else sum((worth for worth in worths if worth), ZERO)
	limit = decimal(group.credit_limit)
	return {
		"name": group.name,
		"title": group.group_name,
		"currency": group.currency,
		"limit": float(limit),
		"valid_upto": group.valid_upto,
		"exposure": _float(exposure),
		"available": None if exposure is None else _float(limit - exposure),
		"members": [
			{
				"customer": part.customer,
				"company": part.company,
				"currency": part.currency,
				"exposure": _float(part.exposure),
				"rate": _rate(part.rate),
				"in_group_currency": _float(part.worth),
			}
			for part in parts
		],
	}


def remember_members(row: frappe._dict) -> None:
	"""What one member owes changes what all may: bring the figures that lists show up to date in a job."""
	if row.get("credit_group"):
		frappe.enqueue(
			"cqs_app.erp.credit.groups.refresh_members",
			queue="short",
			job_id=f"cqs-group-{row.credit_group}",
			deduplicate=True,
			enqueue_after_commit=True,
			group=row.credit_group,
		)


def refresh_members(group: str) -> None:
	"""Job: write the available credit of each member, each in a transaction of its own. One that fails is logged and
	stops nobody."""
	from cqs_app.erp.credit.position import refresh

	for party in members_of(group):
		try:
			accounts.lock(party)
			refresh(party)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"CQS: figures of {party.customer} in {party.company} were not refreshed")
		frappe.db.commit()


def _membership(parties: set[Party]) -> dict[Party, tuple[str | None, int]]:
	"""Group and its version for those that are or were in a group, as our snapshot shows it."""
	keys = {accounts.account_key(party): party for party in parties}
	marks = ", ".join(["%s"] * len(keys))
	rows = keys and frappe.db.sql(
		f"""select account_key, credit_group, group_version from `tabCredit Account`
		where account_key in ({marks}) and group_version > 0""",
		list(keys),
		as_dict=True,
	)
	return {keys[row.account_key]: (row.credit_group or None, row.group_version) for row in rows or []}


def terms_of(name: str) -> frappe._dict:
	"""Name, currency, limit and last day of a version."""
	fields = ["name", "group_name", "currency", "credit_limit", "valid_upto"]
	return frappe.db.get_value("Credit Group", name, fields, as_dict=True)


def _member(party: Party, currency: str, adds: Decimal) -> Member:
	row = accounts.read(party)
	policy, as_of = policy_for(party, row.risk_class), today_of(row)
	components = components_of(accounts.Locked(row, accounts.is_stale(party)), policy, as_of)
	rate = rate_of_day(row.currency, currency, as_of)
	exposure = exposure_of(components, policy).total + adds
	return Member(party.customer, party.company, row.currency, exposure, rate.value if rate else None)


def _float(amount: Decimal | None) -> float | None:
	return None if amount is None else round(float(amount), 2)


def _rate(rate: Decimal | None) -> float | None:
	return None if rate is None else float(rate)
