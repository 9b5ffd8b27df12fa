"""Days that have passed: the gate decides by date anyway; this writes the history, the figures and the statuses.

`next_change_on` of an account is the next day on which something of it begins or ends. Whoever changes an account
catches up first, so that every date leaves its row in the history before a later decision does.
"""

from datetime import date

import frappe

from cqs_app.engine.credit.vocabulary import GuaranteeStatus
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import clock, dated, guarantees, history
from cqs_app.erp.credit.dated import ONE_DAY, Dated
from cqs_app.erp.credit.jobs import one_by_one
from cqs_app.ledger.links import Party

# An account whose dates were written before there was a next day to wait for gets one when it is first seen.
DUE = """select customer, company, next_change_on, temporary_limit_upto from `tabCredit Account`
	where status <> 'Closed' and (next_change_on <= %(tomorrow)s
		or (next_change_on is null and temporary_limit_upto >= %(yesterday)s))
	order by name"""


def every_hour() -> None:
	"""Scheduled: each account in a transaction of its own. One that fails is logged and stops nobody."""
	one_by_one(
		due(), _begin_day, lambda party: f"CQS: the day of {party.customer} in {party.company} did not change"
	)


def _begin_day(party: Party) -> None:
	accounts.lock(party)
	catch_up(party)


def due() -> list[Party]:
	"""Accounts for which a day may have begun, somewhere on earth, that changes something."""
	day = clock.utc_now().date()
	rows = frappe.db.sql(DUE, {"tomorrow": day + ONE_DAY, "yesterday": day - ONE_DAY}, as_dict=True)
	today = {company: clock.today(company) for company in {row.company for row in rows}}
	return [Party(row.customer, row.company) for row in rows if _may_be_due(row, today[row.company])]


def catch_up(party: Party) -> int:
	"""Record what has begun and ended by date since the account was last looked at, once. Its lock is held. Returns
	how many rows of history were written."""
	row = accounts.read(party)
	today = clock.today_of(row)
	if not _is_due(row, today):
		return 0
	passed = _passed(row, today)
	for day, reason, thing in passed:
		_record(party, row, day, reason, thing)
	kept = _still_listed(row, today)
	accounts.set_values(party, {"cover": guarantees.as_text(kept), "next_change_on": dated.next_turn(row)})
	return len(passed)


def _may_be_due(row: frappe._dict, today: date) -> bool:
	return row.next_change_on <= today if row.next_change_on else row.temporary_limit_upto >= today


def _is_due(row: frappe._dict, today: date) -> bool:
	if row.next_change_on:
		return row.next_change_on <= today
	return dated.next_turn(row) is not None


def _passed(row: frappe._dict, today: date) -> list[tuple[date, str, Dated]]:
	if not row.next_change_on:
		return []
	found = [
		(day, reason, thing)
		for thing in dated.things_of(row)
		for day, reason in thing.turns()
		if row.next_change_on <= day <= today
	]
	return sorted(found, key=lambda turn: (turn[0], turn[2].reference_name))


def _record(party: Party, row: frappe._dict, day: date, reason: str, thing: Dated) -> None:
	change = history.Change(
		change_type=thing.change_type,
		reason=reason,
		approval=history.DATE_PASSED,
		reference_doctype=thing.reference_doctype,
		reference_name=thing.reference_name,
	)
	history.write(party, change, history.state(party, row, day - ONE_DAY), history.state(party, row, day))


def _still_listed(row: frappe._dict, today: date) -> list[dict]:
	"""Entries that may still matter. A letter of credit bound to an order that is not done forbids late shipments."""
	kept = []
	for entry in guarantees.listed(row):
		ended = entry["valid_upto"] and entry["valid_upto"] < today.isoformat()
		if ended:
			expired = {"status": GuaranteeStatus.EXPIRED.value}
			frappe.db.set_value("Credit Guarantee", entry["name"], expired, update_modified=False)
		if not ended or guarantees.forbids_late_shipment(entry):
			kept.append(entry)
	return kept
