"""Proves that no Credit Check and no row of the limit history was changed, removed or slipped in."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe

from cqs_app.engine.credit.snapshot import GENESIS
from cqs_app.engine.credit.vocabulary import AccountStatus
from cqs_app.erp.credit import history, record


@dataclass(frozen=True)
class Chain:
	"""Records of one DocType, chained per account; the account keeps how many there are and the last hash."""

	doctype: str
	hash_field: str
	count_field: str
	last_field: str
	hashed: tuple[str, ...]
	hash_of: Callable[[frappe._dict], str]
	more: tuple[str, ...] = ()


CHAINS = (
	Chain("Credit Check", "snapshot_hash", "check_count", "last_check_hash", record.HASHED, record.hash_of),
	Chain(
		"Credit Limit History",
		"row_hash",
		"change_count",
		"last_change_hash",
		history.HASHED,
		history.hash_of,
		more=("decided",),
	),
)
READ = ("name", "customer", "company", "currency", "previous_hash")


@dataclass(frozen=True)
class Break:
	"""The first place where an account's chain does not hold. `check` is the record's name."""

	account: str
	customer: str
	check: str
	problem: str
	doctype: str = "Credit Check"

	def __str__(self) -> str:
		return f"{self.customer} (account {self.account}), {self.doctype} {self.check}: {self.problem}"


def verify(customer: str | None = None) -> tuple[int, int, list[Break]]:
	"""Accounts and records verified, of all customers or of one, and the first break of each broken chain."""
	mine = {"customer": customer} if customer else {}
	breaks: list[Break] = []
	verified = 0
	columns = [field for chain in CHAINS for field in (chain.count_field, chain.last_field)]
	accounts = frappe.get_all(
		"Credit Account",
		filters=mine,
		fields=["name", "customer", "company", "currency", "status", *history.DECIDED, *columns],
		order_by="name",
	)
	for chain in CHAINS:
		for account in accounts:
			count, found = _verify_chain(chain, account)
			verified += count
			breaks += [found] if found else []
		breaks += _strays(chain, [account.name for account in accounts], mine)
	return len(accounts), verified, breaks


def _strays(chain: Chain, known: list[str], mine: dict[str, str]) -> list[Break]:
	strays = frappe.get_all(
		chain.doctype,
		filters={**mine, "account": ("not in", known or [""])},
		fields=["name", "account", "customer"],
		order_by="name",
	)
	return [
		Break(stray.account, stray.customer, stray.name, "its account is gone", chain.doctype)
		for stray in strays
	]


def _verify_chain(chain: Chain, account: frappe._dict) -> tuple[int, Break | None]:
	def broken(name: str, problem: str) -> Break:
		return Break(account.name, account.customer, name, problem, chain.doctype)

	records = frappe.get_all(
		chain.doctype,
		filters={"account": account.name},
		fields=list(dict.fromkeys((*READ, chain.hash_field, *chain.hashed, *chain.more))),
		order_by="chain_index, creation",
	)
	previous = GENESIS
	for at, row in enumerate(records, 1):
		problem = _problem(chain, row, at, previous, account)
		if problem:
			return at, broken(row.name, problem)
		previous = row[chain.hash_field]
	written = account[chain.count_field] or 0
	if len(records) != written or previous != (account[chain.last_field] or GENESIS):
		last = records[-1].name if records else "-"
		missing = f"{written} were written, {len(records)} are there"
		return len(records), broken(last, f"the chain's end is wrong: {missing}")
	if records and _differs(account, records[-1]):
		return len(records), broken(
			records[-1].name, "the account does not stand as this last change left it"
		)
	return len(records), None


def _differs(account: frappe._dict, last: frappe._dict) -> bool:
	"""Whether an open account holds another limit than the last change gave it. Rows of old versions do not say."""
	told = last.get("decided")
	return bool(told) and account.status != AccountStatus.CLOSED.value and told != history.decided(account)


def _problem(chain: Chain, row: frappe._dict, at: int, previous: str, account: frappe._dict) -> str:
	if row.chain_index != at:
		return f"number {row.chain_index} stands where {at} is due: one was removed or added"
	if row.previous_hash != previous:
		return "it does not follow the one before it"
	if chain.hash_of(row) != row[chain.hash_field]:
		return "its content was changed"
	if row.customer != account.customer:
		return "it was moved to another customer"
	if (row.company, row.currency) != (account.company, account.currency):
		return "it was moved to another company or currency"
	return ""
