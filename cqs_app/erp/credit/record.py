"""Credit Checks: one chained, append-only record for every decision, also for those whose transaction rolls back."""

import json
from collections.abc import Callable

import frappe
from frappe.utils import get_datetime, now

from cqs_app.engine.credit.decision import Decision
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.snapshot import GENESIS, chained_hash, plain, snapshot_of
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.exceptions import TryAgain
from cqs_app.ledger.links import Party

ATTEMPTS = 10
COLLISIONS = (TryAgain, frappe.QueryDeadlockError, frappe.QueryTimeoutError)
HASHED = (
	"outcome",
	"amount",
	"policy",
	"policy_version",
	"checked_on",
	"checkpoint",
	"findings",
	"snapshot",
	"chain_index",
	"enforced",
)


def write_check(
	doctype: str, name: str, facts: Facts, decision: Decision, *, enforced: bool, actor: str
) -> None:
	"""Append a check to its account's chain. The caller's transaction must hold the account."""
	party = Party(facts.account.customer, facts.account.company)
	row = accounts.read(party)
	accounts.add(party, {}, append_check(row, doctype, name, facts, decision, enforced=enforced, actor=actor))


def append_check(
	row: frappe._dict,
	doctype: str,
	name: str,
	facts: Facts,
	decision: Decision,
	*,
	enforced: bool,
	actor: str,
) -> dict[str, object]:
	"""Insert the check that follows the last one of the account `row`. Returns what the account has to remember."""
	snapshot = {"doctype": doctype, "name": name, "actor": actor, **snapshot_of(facts, decision)}
	values = {
		"reference_doctype": doctype,
		"reference_name": name,
		"checkpoint": facts.document.checkpoint.value,
		"outcome": decision.outcome.value,
		"enforced": int(enforced),
		"customer": row.customer,
		"company": row.company,
		"currency": row.currency,
		"account": row.name,
		"amount": f"{facts.document.amount:.2f}",
		"policy": decision.policy,
		"policy_version": decision.policy_version,
		"actor": actor,
		"checked_on": now(),
		"findings": json.dumps([finding.as_dict() for finding in decision.findings], ensure_ascii=False),
		"snapshot": json.dumps(plain(snapshot), sort_keys=True, ensure_ascii=False),
		"chain_index": (row.check_count or 0) + 1,
		"previous_hash": row.last_check_hash or GENESIS,
	}
	values["snapshot_hash"] = hash_of(values)
	stamp = {"owner": actor, "modified_by": actor, "creation": values["checked_on"]}
	stamp |= {"name": frappe.generate_hash(length=12), "modified": values["checked_on"]}
	columns = {**values, **stamp}
	frappe.db.sql(
		f"insert into `tabCredit Check` ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})",
		list(columns.values()),
	)
	return {"check_count": values["chain_index"], "last_check_hash": values["snapshot_hash"]}


def hash_of(values: dict) -> str:
	"""Hash of a stored or new check; names that a rename may change stand in it only through the snapshot."""
	record = {field: _text(field, values[field]) for field in HASHED}
	return chained_hash(record, values["previous_hash"])


def after_transaction(write: Callable[[], None]) -> None:
	"""Run `write` in a transaction of its own once the current one has ended, whichever way it ends.

	Deadlocks with other transactions are outlived; whatever else goes wrong is logged.
	"""
	state = {"done": False}

	def once() -> None:
		if state["done"]:
			return
		state["done"] = True
		for attempt in range(1, ATTEMPTS + 1):
			try:
				write()
				return frappe.db.commit()
			except Exception as error:
				frappe.db.rollback()
				if isinstance(error, COLLISIONS) and attempt < ATTEMPTS:
					continue
				frappe.log_error(title="CQS: a refused attempt could not be recorded")
				return frappe.db.commit()

	frappe.db.after_commit.add(once)
	frappe.db.after_rollback.add(once)


def _text(field: str, value: object) -> str:
	if field == "amount":
		return f"{float(value):.2f}"
	if field == "checked_on":
		return get_datetime(value).isoformat()
	return str(value if value is not None else "")
