"""Works out what limit the policy proposes for an account, from its ledger."""

import json
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import escape_html, getdate

from cqs_app.engine.credit.limit_model import LimitModel
from cqs_app.engine.credit.payment_behaviour import Behaviour
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.proposal import Proposal, ProposalFacts, Step, months_before
from cqs_app.engine.credit.proposal import propose as work_out
from cqs_app.engine.money import decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.clock import today, today_of
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.messages import money
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger import behaviour
from cqs_app.ledger.links import Party

BEHAVIOUR_MONTHS = 12


def propose(
	party: Party,
	row: frappe._dict | None,
	policy: Policy,
	net_worth: Decimal | None = None,
	net_worth_on: date | None = None,
	paid: Behaviour | None = None,
) -> Proposal:
	"""The limit that the policy's model gives the customer today; `row` is the account, None = it has none yet. `paid`:
	his payments of the last BEHAVIOUR_MONTHS, where they were read already."""
	as_of = today_of(row) if row else today(party.company)
	paid = paid or _paid(party, as_of)
	return work_out(_facts(party, row, policy.limits, as_of, paid, net_worth, net_worth_on), policy.limits)


def proposal_for(
	party: Party, net_worth: Decimal | None = None, net_worth_on: date | None = None
) -> tuple[Proposal, Policy]:
	"""The same for an account that nobody has read yet, with the policy that it rests on."""
	row = accounts.read(party)
	policy = policy_for(party, row.risk_class if row else None)
	return propose(party, row, policy, net_worth, net_worth_on), policy


def described(party: Party, net_worth: Decimal | None = None, net_worth_on: date | None = None) -> dict:
	"""The proposal for a screen: `limit` (float), `currency`, `policy`, `policy_version`, `steps`, `html`."""
	proposal, policy = proposal_for(party, net_worth, net_worth_on)
	currency = frappe.get_cached_value("Company", party.company, "default_currency")
	return {
		"limit": float(proposal.limit),
		"currency": currency,
		"policy": policy.name,
		"policy_version": policy.version,
		"steps": [
			{"label": _(step.label), "figures": figures_of(step), "amount": float(step.amount)}
			for step in proposal.steps
		],
		"html": as_html(proposal, policy, currency),
	}


def stored(proposal: Proposal, policy: Policy, as_of: date) -> str:
	"""What a Credit Limit Change keeps of it."""
	content = {**proposal.as_dict(), "policy": policy.name, "policy_version": policy.version}
	return json.dumps({**content, "as_of": as_of.isoformat()}, sort_keys=True)


def as_html(proposal: Proposal, policy: Policy, currency: str) -> str:
	head = "".join(f"<th>{text}</th>" for text in (_("Step"), _("Figures"), _("Limit After It")))
	rows = "".join(_row_html(step, currency) for step in proposal.steps)
	note = escape_html(_("Policy {0}, version {1}").format(policy.name, policy.version))
	return (
		f'<table class="table table-bordered"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
		f"<p>{note}</p>"
	)


def figures_of(step: Step) -> str:
	"""A step in the user's language, without markup."""
	return _(step.text).format(**step.values)


def _row_html(step: Step, currency: str) -> str:
	cells = (_(step.label), figures_of(step), money(step.amount, currency))
	return f"<tr>{''.join(f'<td>{escape_html(cell)}</td>' for cell in cells)}</tr>"


def _paid(party: Party, as_of: date) -> Behaviour:
	return behaviour.payment_behaviour(DATABASE, party, months_before(as_of, BEHAVIOUR_MONTHS), as_of)


def _facts(
	party: Party,
	row: frappe._dict | None,
	model: LimitModel,
	as_of: date,
	paid: Behaviour,
	net_worth: Decimal | None,
	net_worth_on: date | None,
) -> ProposalFacts:
	bought = behaviour.purchases(DATABASE, party, months_before(as_of, model.history_months), as_of)
	return ProposalFacts(
		as_of=as_of,
		currency=row.currency
		if row
		else frappe.get_cached_value("Company", party.company, "default_currency"),
		purchases=bought.net,
		documents=bought.documents,
		is_new=behaviour.first_sale(DATABASE, party, as_of) is None,
		days_beyond_terms=paid.days_beyond_terms,
		risk_class=(row.risk_class if row else "") or "",
		net_worth=None if net_worth is None else decimal(net_worth),
		net_worth_on=getdate(net_worth_on) if net_worth_on else None,
	)
