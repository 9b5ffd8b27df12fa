"""Running totals are a cache of the ledger: this proves them, and mends what direct SQL elsewhere moved."""

import frappe

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import alerts, arrangements, commitments
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.commitments import Reference
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.dunning import dunning_level
from cqs_app.erp.credit.impact import current
from cqs_app.ledger.exposure import receivable, submitted
from cqs_app.ledger.links import Party

COMMITTING = ("Sales Order", "Delivery Note", "POS Invoice")


def rebuild(party: Party) -> dict[Component, object]:
	"""Recompute every total of an account that this transaction holds, from GL rows and documents."""
	from cqs_app.erp.credit.guarantee_decisions import rebuild as list_guarantees

	row = accounts.read(party)
	commitments.forget_all(row.name)
	references = [
		Reference(doctype, name) for doctype in COMMITTING for name in submitted(DATABASE, party, doctype)
	]
	totals = {component: ZERO for component in accounts.TOTALS}
	totals[Component.RECEIVABLE] = receivable(DATABASE, party)
	for reference, commitment in current(references).items():
		if commitment != Commitment():
			commitments.insert(party, reference, commitment, row.name)
		totals[Component.OPEN_ORDERS] += commitment.open_orders
		totals[Component.DELIVERED_UNBILLED] += commitment.delivered_unbilled
		totals[Component.POS_UNPAID] += commitment.pos_unpaid
	totals[Component.RESERVED] = _reserved(party)
	remembered = {**arrangements.columns(party, today_of(row)), "dunning_level": dunning_level(party)}
	accounts.set_values(
		party, {**{component.value: str(amount) for component, amount in totals.items()}, **remembered}
	)
	list_guarantees(party)
	return totals


def reconcile_account(customer: str, company: str) -> dict[str, float]:
	"""Compare the running totals with the ledger and correct them. Returns the corrections, empty when exact.

	Commits: it must read a snapshot taken after the lock, or it would compare with an old ledger.
	"""
	party = Party(customer, company)
	frappe.db.commit()
	locked = accounts.lock(party)
	if locked.stale:
		frappe.db.rollback()
		locked = accounts.lock(party)
	before = accounts.totals(locked.row)
	after = rebuild(party)
	drift = {
		component.value: float(cents(after[component] - before[component]))
		for component in accounts.TOTALS
		if cents(after[component] - before[component])
	}
	if drift:
		alerts.raise_alert(
			party,
			"Exposure Corrected",
			"Medium",
			frappe._("The running exposure of {0} differed from the ledger and was corrected.").format(
				customer
			),
			evidence=drift,
		)
	frappe.db.commit()
	return drift


def reconcile_all() -> None:
	"""Nightly: every account, each in its own transaction. One that fails is logged and does not stop the rest."""
	for row in frappe.get_all("Credit Account", fields=["customer", "company"], order_by="name"):
		try:
			reconcile_account(row.customer, row.company)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"CQS: {row.customer} in {row.company} could not be reconciled")
			frappe.db.commit()


def open_accounts() -> int:
	"""Create the missing accounts of all customers with ledger rows or submitted documents. Returns how many."""
	found = {
		Party(row.party, row.company)
		for row in frappe.db.sql(
			"select distinct party, company from `tabGL Entry` where party_type = 'Customer' and is_cancelled = 0",
			as_dict=True,
		)
	}
	for doctype in COMMITTING:
		rows = frappe.db.sql(
			f"select distinct customer, company from `tab{doctype}` where docstatus = 1", as_dict=True
		)
		found |= {Party(row.customer, row.company) for row in rows if row.customer}
	missing = [
		party
		for party in sorted(found, key=accounts.account_key)
		if not accounts.read(party) and frappe.db.exists("Customer", party.customer)
	]
	for party in missing:
		accounts.create(party)
	return len(missing)


def _reserved(party: Party):
	total = frappe.db.sql(
		"""select sum(reserved) from `tabCredit Hold` where customer = %s and company = %s
		and status = 'Released' and used_on is null""",
		(party.customer, party.company),
	)
	return decimal(total[0][0])
