"""Puts an approved Credit Guarantee in force, and takes it out again."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from cqs_app.engine.credit.vocabulary import GuaranteeStatus, GuaranteeType
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import approval, expiry, guarantees, history
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.rates import rate_of_day
from cqs_app.ledger.links import Party

LETTER, INSURANCE, BANK, PARENT, DEPOSIT = (kind.value for kind in GuaranteeType)
# One insurance covers many buyers and one parent many subsidiaries; anything else is given for one customer.
FOR_MANY = (INSURANCE, PARENT)
ALONE = "One approver alone: it lowers credit"


def put_in_force(doc) -> None:
	"""List it on the account that this transaction holds, in the place of the guarantee that it replaces."""
	party = Party(doc.customer, doc.company)
	refuse_duplicates(doc, locking=True)
	if doc.replaces:
		_retire_replaced(doc)
	doc.status = GuaranteeStatus.IN_FORCE.value
	doc.approved_rate = float(_rate_today(doc))
	with history.recorded(party, doc.change(doc.doctype)):
		_list(party, [*guarantees.listed(accounts.read(party)), entry_of(doc)])
	expiry.resolve_renewed(party)


def withdraw(doc) -> None:
	"""Take a cancelled one off the account that this transaction holds. Lowering credit needs one approver and a
	reason; nobody has to agree."""
	party = Party(doc.customer, doc.company)
	if not doc.flags.cqs_replaced_by:
		approval.require_approver(policy_for(party, doc.risk_class_of(party)), ZERO)
	if not (doc.cancel_reason or "").strip():
		frappe.throw(_("Give the reason of the cancellation first; it stands in the history of the limit."))
	doc.status = GuaranteeStatus.CANCELLED.value
	user = frappe.session.user
	change = history.Change(
		change_type=f"{doc.doctype} Cancelled",
		reason=doc.cancel_reason,
		requested_by=user,
		approved_by=user,
		approval=ALONE,
		reference_doctype=doc.doctype,
		reference_name=doc.name,
	)
	with history.recorded(party, change):
		left = [one for one in guarantees.listed(accounts.read(party)) if one["name"] != doc.name]
		_list(party, left)
	expiry.resolve_of(doc.name, _("The guarantee was cancelled."))


def note_documents(doc) -> None:
	"""A required document has come in: the gate warns no longer."""
	party = Party(doc.customer, doc.company)
	accounts.lock(party)
	entries = guarantees.listed(accounts.read(party))
	if any(one["name"] == doc.name for one in entries):
		_list(party, [entry_of(doc) if one["name"] == doc.name else one for one in entries])


def _rate_today(doc) -> Decimal:
	"""What the approver saw one unit of its currency worth; 0 in the company's own."""
	into = frappe.get_cached_value("Company", doc.company, "default_currency")
	rate = rate_of_day(doc.currency, into, today(doc.company)) if doc.currency != into else None
	return rate.value if rate else ZERO


def entry_of(doc) -> dict:
	"""What the account's row keeps of a guarantee."""
	day = {
		field: cstr(doc.get(field) or "") for field in ("valid_from", "valid_upto", "latest_shipment_date")
	}
	return {
		"name": doc.name,
		"type": doc.guarantee_type,
		"issuer": doc.issuer,
		"amount": str(decimal(doc.amount)),
		"currency": doc.currency,
		"approved_rate": str(decimal(doc.approved_rate)) if doc.docstatus and doc.approved_rate else "",
		"coverage_percent": str(decimal(doc.coverage_percent)),
		"valid_from": day["valid_from"],
		"valid_upto": day["valid_upto"],
		"order": doc.sales_order or "",
		"latest_shipment_on": day["latest_shipment_date"],
		"presentation_days": int(doc.presentation_days or 0),
		"missing_documents": [row.document for row in doc.documents if not row.received],
	}


def amount_at_stake(doc) -> Decimal:
	"""Cover of the whole account with this guarantee, in company currency: many small ones are no way around a level."""
	party = Party(doc.customer, doc.company)
	into = frappe.get_cached_value("Company", doc.company, "default_currency")
	day = today(doc.company)
	own = guarantees.entry_cover(entry_of(doc), into, day)
	if own is None:
		frappe.throw(
			_(
				"There is no exchange rate from {0} to {1}. Add a Currency Exchange; without one it covers nothing."
			).format(doc.currency, into),
			WrongState,
		)
	row = accounts.read(party)
	others = [
		one
		for one in (guarantees.listed(row) if row else [])
		if one["name"] not in (doc.name, doc.replaces) and not _ended(one, day)
	]
	return own + sum((guarantees.entry_cover(one, into, day) or ZERO for one in others), ZERO)


def identity_of(doc) -> str:
	"""One text for the same paper, however its number is typed."""
	parts = [doc.guarantee_type, doc.issuer, doc.reference_number]
	if doc.guarantee_type in FOR_MANY:
		parts += [doc.customer, doc.company]
	return "|".join(plain(part) for part in parts)[:140]


def plain(text: str | None) -> str:
	return re.sub(r"[\W_]+", "", cstr(text).casefold())


def refuse_duplicates(doc, *, locking: bool = False) -> None:
	"""The same paper counts once, and an order has one letter of credit at a time. `locking` makes parallel
	approvals wait for each other and see what the other one did."""
	for row in _alike(doc, "identity", doc.identity, locking):
		frappe.throw(
			_(
				"{0} is the same paper, in force for {1} until {2}. Name it under Replaces, or choose other dates."
			).format(row.name, row.customer, row.valid_upto or _("further notice")),
			WrongState,
		)
	if doc.sales_order:
		for row in _alike(doc, "sales_order", doc.sales_order, locking):
			frappe.throw(
				_("Order {0} is bound to {1} already. Name it under Replaces.").format(
					doc.sales_order, row.name
				),
				WrongState,
			)


def _alike(doc, field: str, value: str, locking: bool) -> list[frappe._dict]:
	"""Other guarantees in force whose dates overlap."""
	sql = f"""select name, customer, valid_from, valid_upto, docstatus from `tabCredit Guarantee`
		where `{field}` = %s order by name {"for update" if locking else ""}"""
	try:
		rows = frappe.db.sql(sql, value, as_dict=True)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError) as error:
		accounts.raise_try_again(doc.customer, error)
	return [
		row
		for row in rows
		if row.docstatus == 1 and row.name not in (doc.name, doc.replaces) and _overlap(doc, row)
	]


def _overlap(one: Mapping, other: Mapping) -> bool:
	first, last = date.min, date.max
	begins = [getdate(each.get("valid_from")) if each.get("valid_from") else first for each in (one, other)]
	ends = [getdate(each.get("valid_upto")) if each.get("valid_upto") else last for each in (one, other)]
	return max(begins) <= min(ends)


def _retire_replaced(doc) -> None:
	old = frappe.get_doc(doc.doctype, doc.replaces, for_update=True)
	old.flags.cqs_replaced_by = doc.name
	old.flags.ignore_permissions = True
	old.cancel_reason = _("Replaced by {0}").format(doc.name)
	old.cancel()


def _list(party: Party, entries: list[dict]) -> None:
	accounts.set_values(party, {"cover": guarantees.as_text(entries)})


def _ended(entry: Mapping, day: date) -> bool:
	return bool(entry["valid_upto"]) and entry["valid_upto"] < day.isoformat()


def rebuild(party: Party) -> None:
	"""List the guarantees of an account that this transaction holds anew from their documents. Of one paper that merged
	customers brought twice, the older document counts."""
	filters = {"customer": party.customer, "company": party.company, "docstatus": 1}
	names = frappe.get_all("Credit Guarantee", filters=filters, pluck="name", order_by="creation, name")
	documents: list = []
	for doc in (frappe.get_doc("Credit Guarantee", name) for name in names):
		if not any(identity_of(doc) == identity_of(known) and _overlap(doc, known) for known in documents):
			documents.append(doc)
	day = today(party.company)
	entries = [entry_of(doc) for doc in sorted(documents, key=lambda doc: doc.name)]
	kept = [one for one in entries if not _ended(one, day) or guarantees.forbids_late_shipment(one)]
	_list(party, kept)


def renew_identities(party: Party) -> None:
	"""The customer's name is part of some: after he was renamed the same paper must be recognised still."""
	filters = {"customer": party.customer, "company": party.company, "docstatus": ("<", 2)}
	for name in frappe.get_all("Credit Guarantee", filters=filters, pluck="name", order_by="name"):
		identity = identity_of(frappe.get_doc("Credit Guarantee", name))
		frappe.db.set_value("Credit Guarantee", name, "identity", identity, update_modified=False)
