"""The dunning level of an account, kept in its row: the gate reads it under the lock, with no query of its own."""

import frappe

from cqs_app.erp.credit import account as accounts
from cqs_app.ledger.links import Party


def dunning_level(party: Party) -> int:
	"""The most unresolved dunning notices that any one invoice of the customer has received."""
	rows = frappe.db.sql(
		"""select count(distinct dunning.name) from `tabDunning` dunning
		join `tabOverdue Payment` payment on payment.parent = dunning.name
		where dunning.customer = %s and dunning.company = %s and dunning.docstatus = 1
			and dunning.status = 'Unresolved'
		group by payment.sales_invoice""",
		(party.customer, party.company),
	)
	return max((row[0] for row in rows), default=0)


def refresh(party: Party) -> None:
	"""A notice was sent, cancelled or resolved: write the level, and look at the holds again when it fell."""
	locked = accounts.lock(party)
	if locked.stale:
		accounts.remember_rebuild(party)
	level = dunning_level(party)
	if level != int(locked.row.dunning_level or 0):
		accounts.set_values(party, {"dunning_level": level})


def refresh_all() -> None:
	"""At migration: write the level of every customer who was ever dunned."""
	rows = frappe.get_all(
		"Dunning",
		filters={"docstatus": 1},
		fields=["customer", "company"],
		distinct=True,
		order_by="customer, company",
	)
	for row in rows:
		if frappe.db.exists("Customer", row.customer):
			refresh(Party(row.customer, row.company))
