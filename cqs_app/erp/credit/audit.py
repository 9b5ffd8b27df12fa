"""Proves that no Credit Check was changed, removed or slipped in."""

from dataclasses import dataclass

import frappe

from cqs_app.engine.credit.snapshot import GENESIS
from cqs_app.erp.credit.record import HASHED, hash_of


@dataclass(frozen=True)
class Break:
	"""The first place where an account's chain does not hold."""

	account: str
	customer: str
	check: str
	problem: str

	def __str__(self) -> str:
		return f"{self.customer} (account {self.account}), check {self.check}: {self.problem}"


def verify() -> tuple[int, int, list[Break]]:
	"""Accounts and checks verified, and the first break of each broken chain."""
	breaks = []
	verified = 0
	accounts = frappe.get_all(
		"Credit Account",
		fields=["name", "customer", "company", "check_count", "last_check_hash"],
		order_by="name",
	)
	for account in accounts:
		count, found = _verify_chain(account)
		verified += count
		if found:
			breaks.append(found)
	known = [account.name for account in accounts]
	for stray in frappe.get_all(
		"Credit Check", filters={"account": ("not in", known or [""])}, fields=["name", "account", "customer"]
	):
		breaks.append(Break(stray.account, stray.customer, stray.name, "its account is gone"))
	return len(accounts), verified, breaks


def _verify_chain(account: frappe._dict) -> tuple[int, Break | None]:
	checks = frappe.get_all(
		"Credit Check",
		filters={"account": account.name},
		fields=["name", "customer", "previous_hash", "snapshot_hash", *HASHED],
		order_by="chain_index, creation",
	)
	previous = GENESIS
	for at, check in enumerate(checks, 1):
		problem = _problem(check, at, previous, account)
		if problem:
			return at, Break(account.name, account.customer, check.name, problem)
		previous = check.snapshot_hash
	if len(checks) != (account.check_count or 0) or previous != (account.last_check_hash or GENESIS):
		last = checks[-1].name if checks else "-"
		missing = f"{account.check_count} checks were written, {len(checks)} are there"
		return len(checks), Break(
			account.name, account.customer, last, f"the chain's end is wrong: {missing}"
		)
	return len(checks), None


def _problem(check: frappe._dict, at: int, previous: str, account: frappe._dict) -> str:
	if check.chain_index != at:
		return f"number {check.chain_index} stands where {at} is due: a check was removed or added"
	if check.previous_hash != previous:
		return "it does not follow the check before it"
	if hash_of(check) != check.snapshot_hash:
		return "its content was changed"
	if check.customer != account.customer:
		return "it was moved to another customer"
	return ""
