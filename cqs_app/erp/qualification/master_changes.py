"""Changes of key master data: who a customer is, under which tax id, and where he is paid from."""

from typing import NamedTuple

import frappe
from frappe import _

from cqs_app.erp.qualification import reopening

KEY_FIELDS = ("customer_name", "tax_id")


class Change(NamedTuple):
	"""`before` and `after` as people may read them: of a bank account only the last characters."""

	customer: str
	field: str
	label: str
	before: str
	after: str

	def sentence(self) -> str:
		if self.field == "name":
			return self.label.format(self.before, self.after)
		if not self.after:
			return _("{0} {1} removed").format(self.label, self.before)
		if not self.before:
			return _("{0} set to {1}").format(self.label, self.after)
		return _("{0} changed from {1} to {2}").format(self.label, self.before, self.after)


def key_changes(doc) -> list[Change]:
	"""What this save of a Customer or Bank Account changes in key master data; nothing for a new customer."""
	before = doc.get_doc_before_save()
	if doc.doctype == "Customer":
		return _customer_changes(doc, before) if before else []
	if doc.doctype == "Bank Account":
		return _bank_changes(doc, before)
	return []


def review(changes: list[Change]) -> None:
	"""Re-open the compliance review of each customer; raises when that is not possible, for nothing passes silently."""
	for customer in dict.fromkeys(change.customer for change in changes):
		reasons = [change.sentence() for change in changes if change.customer == customer]
		reopening.reopen(customer, reasons, frappe.session.user)


def renamed(customer: str, old: str, merged: bool) -> Change:
	label = _("{0} was joined with {1}") if merged else _("{0} was renamed to {1}")
	return Change(customer, "name", label, old, customer)


def removed(bank_account) -> list[Change]:
	number = _number(bank_account)
	if bank_account.party_type != "Customer" or not bank_account.party or not number:
		return []
	return [_bank(bank_account.party, number, "")]


def _customer_changes(doc, before) -> list[Change]:
	return [
		Change(doc.name, field, _(doc.meta.get_label(field)), before.get(field) or "", doc.get(field) or "")
		for field in KEY_FIELDS
		if (before.get(field) or "").strip() != (doc.get(field) or "").strip()
	]


def _bank_changes(doc, before) -> list[Change]:
	mine, theirs = _owner(doc), _owner(before) if before else ("", "")
	if mine == theirs:
		return []
	if mine[0] == theirs[0]:
		return [_bank(mine[0], _masked(theirs[1]), _masked(mine[1]))]
	return [
		*([_bank(theirs[0], _masked(theirs[1]), "")] if theirs[0] else []),
		*([_bank(mine[0], "", _masked(mine[1]))] if mine[0] else []),
	]


def _bank(customer: str, before: str, after: str) -> Change:
	return Change(customer, "bank_account", _("Bank account"), before, after)


def _owner(account) -> tuple[str, str]:
	"""The customer whose account is in use, and its number; a disabled account is nobody's."""
	number = " ".join(filter(None, (account.iban, account.bank_account_no)))
	if account.party_type != "Customer" or not account.party or account.disabled or not number:
		return "", ""
	return account.party, number


def _number(account) -> str:
	return _masked(" ".join(filter(None, (account.iban, account.bank_account_no))))


def _masked(number: str) -> str:
	return f"...{number[-4:]}" if number else ""
