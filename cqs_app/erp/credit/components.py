"""The components of an account's exposure: running totals, and what is read from the ledger where a policy asks for it."""

from datetime import date
from decimal import Decimal

from frappe.utils import add_days

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Component
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import commitments
from cqs_app.erp.credit.database import DATABASE
from cqs_app.ledger import exposure as ledger
from cqs_app.ledger.links import Party


def components_of(locked: accounts.Locked, policy: Policy, as_of: date) -> dict[Component, Decimal]:
	"""Every component of the exposure. Those without a running total are read from the ledger, and a stale snapshot
	cannot be trusted with them: then TryAgain is raised."""
	row = locked.row
	party = Party(row.customer, row.company)
	components = accounts.totals(row)
	horizon = horizon_of(policy, as_of)
	read_plainly = horizon or any(
		policy.includes(component) for component in (Component.UNCLEARED_PAYMENTS, Component.DISPUTED)
	)
	if read_plainly and locked.stale:
		accounts.raise_try_again(party.customer)
	if horizon:
		components[Component.OPEN_ORDERS] -= commitments.beyond(party, horizon)
	if policy.includes(Component.UNCLEARED_PAYMENTS):
		components[Component.UNCLEARED_PAYMENTS] = ledger.uncleared_payments(DATABASE, party, as_of)
	if policy.includes(Component.DISPUTED):
		components[Component.DISPUTED] = ledger.disputed(DATABASE, party, row.currency)
	return components


def horizon_of(policy: Policy, as_of: date) -> date | None:
	"""The last day on which an order must be due to count, None = all count."""
	return add_days(as_of, policy.horizon_days) if policy.horizon_days else None
