"""What happens to accounts when customers and companies are renamed, merged or deleted."""

import frappe

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.reconcile import rebuild
from cqs_app.ledger.links import Party


def follow_rename(field: str, new: str) -> None:
	"""`field` (customer or company) of some accounts now reads `new`: give them its key, and join twins.

	Of two accounts for the same customer and company, the one that was there under the new name stays, with its
	limit; the other is retired with its audit trail.
	"""
	rows = frappe.get_all(
		"Credit Account",
		filters={field: new, "status": ("!=", "Closed")},
		fields=["name", "account_key", "customer", "company"],
		order_by="creation",
	)
	groups: dict[Party, list] = {}
	for row in rows:
		groups.setdefault(Party(row.customer, row.company), []).append(row)
	for party, twins in groups.items():
		key = accounts.account_key(party)
		keeper = next((twin for twin in twins if twin.account_key == key), twins[0])
		for twin in twins:
			if twin.name != keeper.name:
				accounts.retire(twin.name)
		frappe.db.set_value("Credit Account", keeper.name, "account_key", key, update_modified=False)
		frappe.db.sql(
			"update `tabCredit Hold` set account = %s where customer = %s and company = %s",
			(keeper.name, party.customer, party.company),
		)
		accounts.lock(party)
		rebuild(party)


def retire_customer(customer: str) -> None:
	"""A customer of the same name, made later, must not inherit the limit."""
	for name in frappe.get_all(
		"Credit Account", filters={"customer": customer}, pluck="name", order_by="name"
	):
		accounts.retire(name)
