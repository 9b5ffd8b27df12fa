"""Credit Limit History: one chained, append-only row for everything that ever changed what a customer may owe."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import cstr, flt, formatdate, get_datetime, now

from cqs_app.engine.credit.cover import covered
from cqs_app.engine.credit.snapshot import GENESIS, canonical, chained_hash
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import guarantees
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.dated import next_turn
from cqs_app.erp.credit.facts import account_facts
from cqs_app.erp.credit.messages import money
from cqs_app.ledger.links import Party

HASHED = (
	"change_type",
	"happened_on",
	"old_value",
	"new_value",
	"old_limit",
	"new_limit",
	"reason",
	"requested_by",
	"approved_by",
	"approval",
	"reference_doctype",
	"reference_name",
	"chain_index",
)
# What people decided about an account, as its row must stand after the last change.
DECIDED = (
	"is_assessed",
	"is_unlimited",
	"credit_limit",
	"temporary_limit",
	"temporary_limit_from",
	"temporary_limit_upto",
	"limit_valid_upto",
	"invoicing_cycle",
	"limits_discount",
	"max_discount_percent",
	"credit_group",
)
SECOND_PERSON = "Second person"
POLICY_TOLERANCE = "Policy tolerance"
DATE_PASSED = "Date passed"
INSTALLED = "Taken over at installation"
DEFAULT_LIMIT = "CQS Settings"


@dataclass(frozen=True)
class Change:
	"""Who decided what and why. `approval` is one of the constants above, or says it in words of its own."""

	change_type: str
	reason: str = ""
	requested_by: str | None = None
	approved_by: str | None = None
	approval: str = SECOND_PERSON
	reference_doctype: str = ""
	reference_name: str = ""


@contextmanager
def recorded(party: Party, change: Change, before: frappe._dict | None = None) -> Iterator[None]:
	"""Around whatever changes the limit, the terms, the cover or the group of an account that this transaction holds:
	writes one row with the position before and after. `before` is the account's row, if it was read already; a block
	that changes rows of other tables must leave it out. Dates that have passed unnoticed get their rows first."""
	from cqs_app.erp.credit.day_change import catch_up

	before = None if catch_up(party) else before
	old = state(party, before)
	yield
	write(party, change, old, state(party))


def hash_of(values: dict) -> str:
	"""Hash of a stored or new row over the one before it in its account."""
	content = {field: _text(field, values[field]) for field in HASHED}
	if values.get("decided"):
		content["decided"] = values["decided"]
	return chained_hash(content, values["previous_hash"])


def decided(row: Mapping) -> str:
	"""What was decided about an account, in one canonical text; `row` has the fields DECIDED."""
	amounts = ("credit_limit", "temporary_limit", "max_discount_percent")
	texts = {
		field: f"{flt(row[field]):.2f}" if field in amounts else cstr(row[field] or "") for field in DECIDED
	}
	return canonical(texts)


def described(row: frappe._dict, as_of: date | None = None) -> str:
	"""Limit, terms and cover of an account in one text, for the reader of the history."""
	as_of = as_of or today_of(row)
	parts = [_limit_text(row)]
	if row.temporary_limit_upto:
		first = (
			_("from {0}").format(formatdate(row.temporary_limit_from)) + " "
			if row.temporary_limit_from
			else ""
		)
		last = _("until {0}").format(formatdate(row.temporary_limit_upto))
		ended = " " + _("(ended)") if as_of > row.temporary_limit_upto else ""
		temporary = f"{money(row.temporary_limit, row.currency)} {first}{last}{ended}"
		parts.append(_("temporary {0}").format(temporary))
	if row.limit_valid_upto:
		parts.append(_("valid until {0}").format(formatdate(row.limit_valid_upto)))
	if row.payment_terms_template:
		parts.append(_("terms {0}").format(row.payment_terms_template))
	if cover := covered(guarantees.of_account(row, as_of), as_of):
		parts.append(_("cover {0}").format(money(cover, row.currency)))
	if row.invoicing_cycle:
		parts.append(_("invoiced {0}").format(_(row.invoicing_cycle)))
	if row.limits_discount:
		parts.append(_("discount up to {0} %").format(f"{flt(row.max_discount_percent):g}"))
	if row.credit_group:
		parts.append(_("group {0}").format(row.credit_group))
	return ", ".join(parts)


def _limit_text(row: frappe._dict) -> str:
	if row.is_unlimited:
		return _("unlimited")
	return money(row.credit_limit, row.currency) if row.is_assessed else _("not assessed")


def state(party: Party, row: frappe._dict | None = None, as_of: date | None = None) -> tuple[str, float]:
	"""The account in words, and its effective limit without any document, on a day (default: today); -1 = unlimited."""
	row = row or accounts.read(party)
	as_of = as_of or today_of(row)
	limit = account_facts(row, party, as_of).effective_limit(as_of)
	return described(row, as_of), -1.0 if limit is None else float(limit)


def write(party: Party, change: Change, old: tuple[str, float], new: tuple[str, float]) -> None:
	"""Add one row to the history of an account that this transaction holds."""
	row = accounts.read(party)
	values = {
		"change_type": change.change_type,
		"happened_on": now(),
		"old_value": old[0],
		"new_value": new[0],
		"old_limit": old[1],
		"new_limit": new[1],
		"reason": change.reason,
		"requested_by": change.requested_by,
		"approved_by": change.approved_by,
		"approval": change.approval,
		"reference_doctype": change.reference_doctype,
		"reference_name": change.reference_name,
		"chain_index": (row.change_count or 0) + 1,
		"previous_hash": row.last_change_hash or GENESIS,
		"decided": decided(row),
	}
	values["row_hash"] = hash_of(values)
	user, moment = frappe.session.user, values["happened_on"]
	columns = {
		**values,
		"name": frappe.generate_hash(length=12),
		"account": row.name,
		"customer": party.customer,
		"company": party.company,
		"currency": row.currency,
		**dict.fromkeys(("owner", "modified_by"), user),
		**dict.fromkeys(("creation", "modified"), moment),
	}
	frappe.db.sql(
		f"insert into `tabCredit Limit History` ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})",
		list(columns.values()),
	)
	accounts.set_values(
		party,
		{
			"change_count": values["chain_index"],
			"last_change_hash": values["row_hash"],
			"next_change_on": next_turn(row),
		},
	)


def _text(field: str, value: object) -> str:
	if field in ("old_limit", "new_limit"):
		return f"{flt(value):.2f}"
	if field == "happened_on":
		return get_datetime(value).isoformat()
	return cstr(value)
