"""Stored commitments: what each submitted order, delivery and till receipt adds to its account's totals."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import frappe
from frappe.utils import now

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account
from cqs_app.ledger.commitments import day_of
from cqs_app.ledger.links import Party


class Reference(NamedTuple):
	doctype: str
	name: str

	@property
	def key(self) -> str:
		return hashlib.sha1(f"{self.doctype}\0{self.name}".encode()).hexdigest()


@dataclass(frozen=True)
class Stored:
	commitment: Commitment
	exists: bool


NOTHING = Stored(Commitment(), False)
ROW = """select name, stamp, open_orders, delivered_unbilled, pos_unpaid, schedule
	from `tabCredit Commitment` where name in ({keys}) order by name"""


def hold_still(party: Party, references: Iterable[Reference], stale: bool = True) -> dict[Reference, Stored]:
	"""Take the locks of these documents' commitments and return them as last committed.

	Raises TryAgain when another transaction changed one after our snapshot was taken: then the rows of the orders
	and deliveries that we read are old as well. Whoever changes a commitment holds its account, so there is nothing
	to fear when we hold it and it is not `stale`.
	"""
	if not stale:
		return peek(references)
	keys = {reference.key: reference for reference in references}
	if not keys:
		return {}
	sql = ROW.format(keys=", ".join(["%s"] * len(keys)))
	before = {row.name: row.stamp for row in frappe.db.sql(sql, sorted(keys), as_dict=True)}
	try:
		frappe.db.sql(
			f"update `tabCredit Commitment` set stamp = stamp + 1 where name in ({', '.join(['%s'] * len(keys))})",
			sorted(keys),
		)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError) as error:
		account.raise_try_again(party.customer, error)
	found = {}
	for row in frappe.db.sql(sql, sorted(keys), as_dict=True):
		if before.get(row.name) is None or row.stamp != before[row.name] + 1:
			account.raise_try_again(party.customer)
		found[keys[row.name]] = Stored(_commitment(row), True)
	return {reference: found.get(reference, NOTHING) for reference in keys.values()}


def peek(references: Iterable[Reference]) -> dict[Reference, Stored]:
	"""The same without locks, for previews."""
	keys = {reference.key: reference for reference in references}
	if not keys:
		return {}
	sql = ROW.format(keys=", ".join(["%s"] * len(keys)))
	found = {
		keys[row.name]: Stored(_commitment(row), True)
		for row in frappe.db.sql(sql, sorted(keys), as_dict=True)
	}
	return {reference: found.get(reference, NOTHING) for reference in keys.values()}


def changes(
	new: Mapping[Reference, Commitment], stored: Mapping[Reference, Stored], horizon: date | None = None
) -> dict[Component, Decimal]:
	"""How the account's totals change. `horizon`: open orders due later are left out."""
	result = {
		Component.OPEN_ORDERS: ZERO,
		Component.DELIVERED_UNBILLED: ZERO,
		Component.POS_UNPAID: ZERO,
	}
	for reference, commitment in new.items():
		old = stored[reference].commitment
		result[Component.OPEN_ORDERS] += commitment.open_until(horizon) - old.open_until(horizon)
		result[Component.DELIVERED_UNBILLED] += commitment.delivered_unbilled - old.delivered_unbilled
		result[Component.POS_UNPAID] += commitment.pos_unpaid - old.pos_unpaid
	return result


def save(
	party: Party, new: Mapping[Reference, Commitment], stored: Mapping[Reference, Stored], account_name: str
) -> dict[Component, Decimal]:
	"""Write the new commitments. Returns by how much the account's totals have to move."""
	for reference, commitment in new.items():
		if stored[reference].exists:
			_update(reference, commitment)
		elif commitment != Commitment():
			insert(party, reference, commitment, account_name)
	return changes(new, stored)


def insert(party: Party, reference: Reference, commitment: Commitment, account_name: str) -> None:
	values = {
		"name": reference.key,
		"reference_doctype": reference.doctype,
		"reference_name": reference.name,
		"account": account_name,
		"customer": party.customer,
		"company": party.company,
		"currency": frappe.get_cached_value("Company", party.company, "default_currency"),
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"creation": now(),
		"modified": now(),
		**_columns(commitment),
	}
	columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
	frappe.db.sql(f"insert into `tabCredit Commitment` ({columns}) values ({marks})", list(values.values()))


def forget_all(account_name: str) -> None:
	frappe.db.delete("Credit Commitment", {"account": account_name})


def beyond(party: Party, horizon: date) -> Decimal:
	"""Open orders of the account due later than `horizon`."""
	rows = frappe.db.sql(
		"""select open_orders, delivered_unbilled, pos_unpaid, schedule from `tabCredit Commitment`
		where customer = %s and company = %s and latest_due_on > %s""",
		(party.customer, party.company, horizon),
		as_dict=True,
	)
	found = [_commitment(row) for row in rows]
	return sum((c.open_orders - c.open_until(horizon) for c in found), ZERO)


def _update(reference: Reference, commitment: Commitment) -> None:
	"""Also when nothing changed: the new stamp tells others that rows of the document did."""
	columns = _columns(commitment)
	assignments = ", ".join(f"{column} = %s" for column in columns)
	frappe.db.sql(
		f"update `tabCredit Commitment` set {assignments}, stamp = stamp + 1, modified = %s where name = %s",
		[*columns.values(), now(), reference.key],
	)


def _columns(commitment: Commitment) -> dict[str, object]:
	dated = [[day.isoformat() if day else None, str(amount)] for day, amount in commitment.open_by_date]
	days = [day for day, _amount in commitment.open_by_date if day]
	return {
		"open_orders": str(commitment.open_orders),
		"delivered_unbilled": str(commitment.delivered_unbilled),
		"pos_unpaid": str(commitment.pos_unpaid),
		"latest_due_on": max(days, default=None),
		"schedule": json.dumps(dated),
	}


def _commitment(row: frappe._dict) -> Commitment:
	dated = tuple((day_of(day), Decimal(amount)) for day, amount in json.loads(row.schedule or "[]"))
	return Commitment(
		sum((amount for _day, amount in dated), ZERO),
		decimal(row.delivered_unbilled),
		decimal(row.pos_unpaid),
		dated,
	)
