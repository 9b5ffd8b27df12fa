"""What of an account begins or ends by itself when a day begins where its company is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from cqs_app.erp.credit import groups, guarantees
from cqs_app.erp.credit.clock import today_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
	"""Something with a first and a last day. `change_type` stands in the history, `title` says what it is."""

	change_type: str
	title: str
	first: date | None
	last: date | None
	reference_doctype: str = ""
	reference_name: str = ""

	def turns(self) -> Iterator[tuple[date, str]]:
		"""The days on which the account changes because of it, each with its reason."""
		if self.first:
			yield self.first, _("{0} began on {1}").format(self.title, formatdate(self.first))
		if self.last:
			yield self.last + ONE_DAY, _("{0} ended with {1}").format(self.title, formatdate(self.last))


def things_of(row: frappe._dict) -> list[Dated]:
	"""Everything of an account that has dates."""
	found = []
	if row.temporary_limit_upto:
		first = getdate(row.temporary_limit_from) if row.temporary_limit_from else None
		last = getdate(row.temporary_limit_upto)
		found.append(Dated("Temporary Limit", _("The temporary limit"), first, last))
	for entry in guarantees.listed(row):
		first, last = (
			getdate(entry[field]) if entry[field] else None for field in ("valid_from", "valid_upto")
		)
		title = f"{_(entry['type'])} {entry['name']}"
		found.append(Dated("Credit Guarantee", title, first, last, "Credit Guarantee", entry["name"]))
	if row.credit_group:
		group = groups.terms_of(row.credit_group)
		title = _("The limit of the credit group {0}").format(group.group_name)
		last = getdate(group.valid_upto) if group.valid_upto else None
		found.append(Dated("Group Limit", title, None, last, "Credit Group", group.name))
	return found


def next_turn(row: frappe._dict) -> date | None:
	"""The next day on which something of the account begins or has ended, as seen from its company's today."""
	today = today_of(row)
	days = [day for thing in things_of(row) for day, _reason in thing.turns() if day > today]
	return min(days, default=None)
