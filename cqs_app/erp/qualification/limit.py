"""The limit that a dossier proposes: from purchases where there are any, else from what is requested."""

from decimal import Decimal

import frappe

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.proposal import Proposal, ProposalFacts
from cqs_app.engine.money import decimal
from cqs_app.engine.qualification.limit import at_most, propose_new
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import proposal as proposals
from cqs_app.erp.credit.clock import today
from cqs_app.erp.qualification.behaviour import OwnBehaviour
from cqs_app.erp.qualification.case import party_of, policy_of_case


def settle(doc, own: OwnBehaviour | None) -> None:
	"""`own`: how the party pays, None = never billed. After the class is known, because the class chooses the policy."""
	policy = policy_of_case(doc)
	found = _from_purchases(doc, policy, own) if own else _from_request(doc, policy)
	doc.proposed_limit = float(found.limit)
	doc.proposal_html = proposals.as_html(found, policy, doc.currency)


def _from_purchases(doc, policy: Policy, own: OwnBehaviour) -> Proposal:
	"""As for any account, but in the class and with the net worth of the dossier."""
	party = party_of(doc)
	row = accounts.read(party) or frappe._dict(company=doc.company, currency=doc.currency)
	row = frappe._dict({**row, "risk_class": doc.risk_class or ""})
	proposal = proposals.propose(party, row, policy, _net_worth(doc), doc.net_worth_on, own.paid)
	return at_most(proposal, decimal(doc.requested_limit))


def _from_request(doc, policy: Policy) -> Proposal:
	facts = ProposalFacts(
		as_of=today(doc.company),
		currency=doc.currency,
		is_new=True,
		risk_class=doc.risk_class or "",
		net_worth=_net_worth(doc),
		net_worth_on=frappe.utils.getdate(doc.net_worth_on) if doc.net_worth_on else None,
	)
	return propose_new(decimal(doc.requested_limit), facts, policy.limits)


def _net_worth(doc) -> Decimal | None:
	"""A net worth of 0 is known by its day."""
	return decimal(doc.net_worth) if doc.net_worth_on else None
