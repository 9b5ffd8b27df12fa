"""How somebody who buys already pays, from the own ledger: what a reviewer wants to see at a glance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import formatdate

from cqs_app.engine.credit.payment_behaviour import Behaviour
from cqs_app.engine.credit.proposal import months_before
from cqs_app.engine.money import HUNDRED, ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.clock import today
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.messages import money
from cqs_app.erp.credit.proposal import BEHAVIOUR_MONTHS
from cqs_app.erp.qualification.case import party_of
from cqs_app.erp.qualification.tables import paragraph, plain, table
from cqs_app.ledger import behaviour as ledger
from cqs_app.ledger.links import Party


@dataclass(frozen=True)
class OwnBehaviour:
	"""Of the last BEHAVIOUR_MONTHS up to `as_of`, in company currency; overdue and dunning as of now."""

	as_of: date
	currency: str
	first_sale: date
	bought: ledger.Purchases
	paid: Behaviour
	overdue: Decimal
	oldest_overdue_days: int
	dunning_level: int
	broken_promises: int
	holds: int

	@property
	def late_percent(self) -> Decimal:
		"""Share of what was paid or fell due that came late."""
		return self.paid.late_weight / self.paid.weight * HUNDRED if self.paid.weight else ZERO


def settle(doc, own: OwnBehaviour | None) -> None:
	doc.behaviour_html = as_html(own) if own else paragraph(_("Never billed by this company."))


def own_behaviour(doc) -> OwnBehaviour | None:
	"""None for somebody who was never billed by the dossier's company."""
	party = party_of(doc)
	as_of = today(doc.company)
	first = ledger.first_sale(DATABASE, party, as_of) if party else None
	return _read(party, first, as_of) if first else None


def as_html(own: OwnBehaviour) -> str:
	days = own.paid.days_beyond_terms
	paid = _("nothing was due yet")
	if days is not None:
		paid = _("{0} on average; {1} % of what was due came late").format(
			plain(days), plain(round(own.late_percent, 1))
		)
	bought = _("{0} (invoices: {1})").format(money(own.bought.net, own.currency), own.bought.documents)
	overdue = _("{0}, the oldest by {1} days").format(
		money(own.overdue, own.currency), own.oldest_overdue_days
	)
	rows = (
		(_("Customer since"), formatdate(own.first_sale)),
		(_("Bought in 12 months, before taxes"), bought),
		(_("Days beyond terms"), paid),
		(_("Overdue now"), overdue if own.overdue > 0 else _("nothing")),
		(_("Dunning level"), own.dunning_level),
		(_("Broken promises in 12 months"), own.broken_promises),
		(_("Credit holds in 12 months"), own.holds),
	)
	return table(rows) + paragraph(_("From the own ledger, as of {0}").format(formatdate(own.as_of)))


def _read(party: Party, first: date, as_of: date) -> OwnBehaviour:
	since = months_before(as_of, BEHAVIOUR_MONTHS)
	row = accounts.read(party) or frappe._dict()
	mine = {"customer": party.customer, "company": party.company}
	return OwnBehaviour(
		as_of=as_of,
		currency=frappe.get_cached_value("Company", party.company, "default_currency"),
		first_sale=first,
		bought=ledger.purchases(DATABASE, party, since, as_of),
		paid=ledger.payment_behaviour(DATABASE, party, since, as_of),
		overdue=decimal(row.overdue_amount),
		oldest_overdue_days=int(row.oldest_overdue_days or 0),
		dunning_level=int(row.dunning_level or 0),
		broken_promises=frappe.db.count(
			"Promise to Pay", {**mine, "status": "Broken", "pay_by": (">", since)}
		),
		holds=frappe.db.count("Credit Hold", {**mine, "creation": (">", since)}),
	)
