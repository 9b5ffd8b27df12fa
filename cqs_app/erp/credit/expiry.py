"""Alerts before credit ends: limits and cover that run out soon, raised once each and resolved when they are renewed."""

import json
from datetime import date, timedelta
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from cqs_app.engine.credit.cover import covered
from cqs_app.engine.money import decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import alerts, clock, dated, groups, guarantees
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.dated import ONE_DAY, Dated
from cqs_app.erp.credit.facts import account_facts
from cqs_app.erp.credit.jobs import one_by_one
from cqs_app.erp.credit.messages import money
from cqs_app.erp.credit.settings import days_before_expiry
from cqs_app.ledger.links import Party

COVER, LIMIT = "Cover Expiring", "Limit Expiring"
BASE_LIMIT, GROUP_LIMIT = "Base Limit", "Group Limit"
NAMED = ("Credit Guarantee", GROUP_LIMIT)
WATCHED = """select customer, company from `tabCredit Account`
	where status <> 'Closed' and (cover is not null or credit_group is not null or temporary_limit_upto >= %(day)s or limit_valid_upto >= %(day)s)
	order by name"""


def every_hour() -> None:
	"""Scheduled: resolve what was renewed, raise what comes near. One broken account stops nobody."""
	rows = frappe.db.sql(WATCHED, {"day": clock.utc_now().date() - ONE_DAY}, as_dict=True)
	one_by_one(
		(Party(row.customer, row.company) for row in rows),
		_look_ahead,
		lambda party: f"CQS: no look ahead for {party.customer} in {party.company}",
	)


def _look_ahead(party: Party) -> None:
	resolve_renewed(party)
	raise_near(party)


def raise_near(party: Party) -> list[str]:
	"""Alerts for what ends within the days of CQS Settings and was not told yet. Returns their names."""
	row = accounts.read(party)
	today = today_of(row)
	found = []
	for thing in _ending(row):
		kind = _kind(thing)
		near = today <= thing.last <= today + timedelta(days=days_before_expiry(kind == COVER))
		if near and not _renewal(row, thing) and not _told(party, kind, thing):
			found.append(_raise(party, row, kind, thing))
	return found


def resolve_renewed(party: Party) -> None:
	"""Resolve open alerts whose limit or cover now goes on after the day that they warned of."""
	row = accounts.read(party)
	things = {(_kind(thing), thing.change_type, thing.reference_name): thing for thing in _ending(row)}
	for alert in _alerts(party, ("Open", "Acknowledged")):
		warned = getdate(alert.evidence["valid_upto"])
		what = alert.evidence["what"]
		reference = alert.reference_name if what in NAMED else ""
		thing = things.get((alert.alert_type, what, reference))
		if what == "Credit Guarantee":
			renewed = thing and _renewal(row, thing)
			said = renewed and _("Renewed by {0}.").format(renewed)
		else:
			said = (thing is None or thing.last > warned) and _("The limit was renewed.")
		if said:
			_resolve(alert.name, said)


def resolve_of(guarantee: str, said: str) -> None:
	"""Resolve the alerts of a guarantee that is gone."""
	filters = {
		"alert_type": COVER,
		"reference_name": guarantee,
		"status": ("in", ("Open", "Acknowledged")),
	}
	for name in frappe.get_all("Credit Alert", filters=filters, pluck="name", order_by="name"):
		_resolve(name, said)


def _ending(row: frappe._dict) -> list[Dated]:
	"""Everything with a last day. A group speaks through its first member only, or every member would be told of."""
	found = [thing for thing in dated.things_of(row) if thing.last]
	if row.credit_group and groups.members_of(row.credit_group)[0] != Party(row.customer, row.company):
		found = [thing for thing in found if thing.change_type != GROUP_LIMIT]
	if row.limit_valid_upto and row.is_assessed:
		found.append(Dated(BASE_LIMIT, _("The credit limit"), None, getdate(row.limit_valid_upto)))
	return found


def _kind(thing: Dated) -> str:
	return COVER if thing.change_type == "Credit Guarantee" else LIMIT


def _renewal(row: frappe._dict, thing: Dated) -> str | None:
	"""The guarantee of the same type, for the same order, that goes on when this one ends."""
	entries = {entry["name"]: entry for entry in guarantees.listed(row)}
	ending = entries.get(thing.reference_name)
	if not ending:
		return None
	next_day = (thing.last + ONE_DAY).isoformat()
	for entry in entries.values():
		same = (entry["type"], entry["order"]) == (ending["type"], ending["order"])
		goes_on = (entry["valid_from"] or "") <= next_day and (
			not entry["valid_upto"] or entry["valid_upto"] >= next_day
		)
		if same and goes_on:
			return entry["name"]
	return None


def _told(party: Party, kind: str, thing: Dated) -> bool:
	return any(
		(alert.alert_type, alert.reference_name) == (kind, thing.reference_name or alert.reference_name)
		and (alert.evidence["what"], alert.evidence["valid_upto"])
		== (thing.change_type, thing.last.isoformat())
		for alert in _alerts(party)
	)


def _alerts(party: Party, statuses: tuple[str, ...] = ()) -> list[frappe._dict]:
	filters = {"customer": party.customer, "company": party.company, "alert_type": ("in", (COVER, LIMIT))}
	if statuses:
		filters["status"] = ("in", statuses)
	fields = ["name", "alert_type", "reference_name", "evidence"]
	rows = frappe.get_all("Credit Alert", filters=filters, fields=fields, order_by="name")
	for row in rows:
		row.evidence = json.loads(row.evidence)
	return rows


def _raise(party: Party, row: frappe._dict, kind: str, thing: Dated) -> str:
	from cqs_app.erp.credit.position import credit_position

	exposure = decimal(credit_position(party, row)["exposure"])
	after = _limit_after(party, row, thing)
	beyond = after is not None and exposure > after
	left = _("unlimited") if after is None else money(float(after), row.currency)
	message = _("{0} ends with {1}; the effective limit is then {2}, the exposure today {3}.").format(
		thing.title, formatdate(thing.last), left, money(float(exposure), row.currency)
	)
	evidence = {
		"what": thing.change_type,
		"valid_upto": thing.last.isoformat(),
		"effective_limit_after": None if after is None else float(after),
		"exposure": float(exposure),
		"will_exceed": beyond,
	}
	reference = (
		(thing.reference_doctype, thing.reference_name)
		if thing.reference_name
		else ("Credit Account", row.name)
	)
	severity = "High" if beyond else "Medium"
	return alerts.raise_alert(party, kind, severity, message, evidence=evidence, reference=reference)


def _limit_after(party: Party, row: frappe._dict, thing: Dated) -> Decimal | None:
	"""The effective limit on the day after. An expired base limit lends nothing: only cover is left of it."""
	day: date = thing.last + ONE_DAY
	facts = account_facts(row, party, day)
	if thing.change_type == BASE_LIMIT and not facts.is_unlimited and not facts.has_temporary_limit(day):
		return covered(facts.guarantees, day)
	return facts.effective_limit(day)


def _resolve(name: str, said: str) -> None:
	frappe.db.set_value("Credit Alert", name, {"status": "Resolved", "action_taken": said})
