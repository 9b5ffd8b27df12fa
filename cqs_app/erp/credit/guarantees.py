"""Cover as facts: the guarantees that stand on an account's row, and what the orders owe that they are bound to.

The row itself lists them, so whoever holds its lock reads the last committed cover without another statement, however
old the transaction's snapshot is; an account without guarantees costs nothing. `guarantee_decisions` writes the list.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.cover import HUNDRED, Guarantee
from cqs_app.engine.credit.exposure import exposure_of
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import commitments
from cqs_app.erp.credit.commitments import Reference, Stored
from cqs_app.erp.credit.components import horizon_of
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.impact import Impact
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.rates import Rate, rate_of_day
from cqs_app.ledger.links import Party
from cqs_app.ledger.order_debt import billed_open, orders_named

# Part of the rate at which a guarantee was approved. More cover than that needs a new approval.
HIGHEST_RATE = Decimal("1.1")


def listed(row: Mapping) -> list[dict]:
	"""The entries on an account's row: in force now or later, and letters of credit whose order is not yet done."""
	return json.loads(row.get("cover") or "[]")


def of_account(
	row: Mapping, as_of: date, policy: Policy | None = None, *, exclude: str = "", stale: bool = False
) -> tuple[Guarantee, ...]:
	"""The guarantees of an account on a day. `exclude`: the invoice at the gate. What orders owe is read plainly:
	with a `stale` snapshot it cannot be trusted, and TryAgain is raised."""
	entries = listed(row)
	if not entries:
		return ()
	party = Party(row["customer"], row["company"])
	found = [_guarantee(entry, row["currency"], as_of) for entry in entries]
	orders = sorted({one.order for one in found if one.order and one.is_valid(as_of)})
	if not orders:
		return tuple(found)
	if stale:
		accounts.raise_try_again(party.customer)
	policy = policy or policy_for(party, row.get("risk_class"))
	owed = _owed(party, orders, as_of, policy, exclude)
	return tuple(_with_debt(one, owed) for one in found)


def orders_of(guarantees: Iterable[Guarantee], impact: Impact) -> tuple[str, ...]:
	"""The orders that a document is or continues; and those with a guarantee that it names in any way."""
	orders = {name for doctype, name in impact.references if doctype == "Sales Order" and name}
	bound = sorted({one.order for one in guarantees if one.order})
	if bound and impact.named:
		orders |= orders_named(DATABASE, impact.party, sorted(impact.named), bound)
	return tuple(sorted(orders))


def order_growth(
	guarantees: Iterable[Guarantee],
	impact: Impact,
	new: Mapping[Reference, Commitment],
	stored: Mapping[Reference, Stored],
	policy: Policy,
	as_of: date,
) -> dict[str, Decimal]:
	"""By how much the document changes what each order owes that a guarantee is bound to, as the policy counts it."""
	growth = {}
	for order in sorted({one.order for one in guarantees if one.order}):
		reference = Reference("Sales Order", order)
		parts = {Component.RECEIVABLE: impact.ledger * impact.order_parts.get(order, ZERO)}
		if reference in new:
			horizon = horizon_of(policy, as_of)
			parts |= commitments.changes({reference: new[reference]}, stored, horizon)
		if change := exposure_of(parts, policy).total:
			growth[order] = cents(change)
	return growth


def entry_cover(entry: Mapping, into: str, day: date) -> Decimal | None:
	"""The covered part of an entry in the account's currency, bound or not; None without an exchange rate."""
	rate = _rate(entry, into, day)
	covered = decimal(entry["amount"]) * decimal(entry["coverage_percent"]) / HUNDRED
	return cents(covered * rate.value) if rate else None


def shown(row: Mapping, guarantees: Iterable[Guarantee], as_of: date) -> list[dict]:
	"""Guarantees for a screen: what each covers today, in the account's currency (None: no exchange rate)."""
	issuers = {entry["name"]: entry["issuer"] for entry in listed(row)}
	return [
		{
			"name": one.name,
			"type": one.kind,
			"issuer": issuers[one.name],
			"cover": None if one.amount is None else float(cents(one.covers(as_of))),
			"most": None if one.amount is None else float(cents(one.amount * one.coverage_percent / HUNDRED)),
			"amount": float(one.face_amount or ZERO),
			"currency": one.currency,
			"coverage_percent": float(one.coverage_percent),
			"valid_from": one.valid_from,
			"valid_upto": one.valid_upto,
			"latest_shipment_on": one.latest_shipment_on,
			"order": one.order,
			"begins_later": bool(one.valid_from and as_of < one.valid_from),
		}
		for one in guarantees
		if not one.valid_upto or as_of <= one.valid_upto
	]


def _guarantee(entry: Mapping, into: str, as_of: date) -> Guarantee:
	rate = _rate(entry, into, as_of)
	face = decimal(entry["amount"])
	return Guarantee(
		name=entry["name"],
		kind=entry["type"],
		amount=cents(face * rate.value) if rate else None,
		coverage_percent=decimal(entry["coverage_percent"]),
		valid_from=_day(entry["valid_from"]),
		valid_upto=_day(entry["valid_upto"]),
		order=entry["order"],
		latest_shipment_on=_day(entry["latest_shipment_on"]),
		currency=entry["currency"],
		face_amount=face,
		rate=rate.value if rate else None,
		rate_on=rate.on if rate else None,
		presentation_days=entry["presentation_days"],
		missing_documents=tuple(entry["missing_documents"]),
	)


def _rate(entry: Mapping, into: str, day: date) -> Rate | None:
	"""The rate of the day; cover never grows far beyond what was approved by a new rate alone."""
	rate = rate_of_day(entry["currency"], into, day)
	approved = decimal(entry.get("approved_rate") or 0)
	if not rate or not approved:
		return rate
	return Rate(min(rate.value, approved * HIGHEST_RATE), rate.on)


def _with_debt(one: Guarantee, owed: Mapping[str, Decimal]) -> Guarantee:
	return replace(one, order_exposure=owed[one.order]) if one.order in owed else one


def _owed(party: Party, orders: list[str], as_of: date, policy: Policy, exclude: str) -> dict[str, Decimal]:
	"""What stands open of each order, ordered, delivered or billed, as far as the policy counts it."""
	references = {order: Reference("Sales Order", order) for order in orders}
	stored = commitments.peek(references.values())
	billed = billed_open(DATABASE, party, orders, exclude)
	horizon = horizon_of(policy, as_of)
	owed = {}
	for order, reference in references.items():
		commitment = stored[reference].commitment
		parts = {
			Component.OPEN_ORDERS: commitment.open_until(horizon),
			Component.DELIVERED_UNBILLED: commitment.delivered_unbilled,
			Component.RECEIVABLE: billed[order],
		}
		owed[order] = exposure_of(parts, policy).total
	return owed


def _day(text: str | None) -> date | None:
	return getdate(text) if text else None


def as_text(entries: list[dict]) -> str | None:
	return json.dumps(entries) if entries else None


def forbids_late_shipment(entry: Mapping) -> bool:
	"""A letter of credit speaks on after its end, as long as goods of its order may leave."""
	if not entry["order"]:
		return False
	order = frappe.db.get_value("Sales Order", entry["order"], ["docstatus", "status"], as_dict=True)
	return bool(order) and order.docstatus < 2 and order.status != "Completed"
