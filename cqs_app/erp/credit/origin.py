"""Where a Credit Limit Change comes from, and the proposal that it shows. The server says so, never a client."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.proposal import Proposal
from cqs_app.engine.money import decimal
from cqs_app.erp.credit import content
from cqs_app.erp.credit import proposal as proposals
from cqs_app.erp.credit.approval import CREDIT_ROLES
from cqs_app.erp.credit.clock import today
from cqs_app.ledger.links import Party

MANUAL, PROPOSAL, TRIGGER, SEASON, REVIEW = "Manual", "Proposal", "Trigger", "Season", "Review"
QUALIFICATION = "Qualification"
DERIVED = ("origin", "origin_detail", "proposal", "proposal_html", "proposed_limit")
DECISIVE = (
	"customer",
	"company",
	"change_type",
	"new_limit",
	"valid_from",
	"valid_upto",
	"with_proposal",
	"net_worth",
	"net_worth_on",
)
LARGEST = 10**12
BASE = "Base Limit"


@dataclass(frozen=True)
class Origin:
	"""What the app says of a change that it makes itself (`flags.cqs_origin`)."""

	origin: str
	detail: str
	proposal: Proposal | None = None
	policy: Policy | None = None


def settle(change) -> None:
	"""Write the derived fields; once stored they stay until somebody changes what they rest on."""
	_check_net_worth(change)
	before, told = change.get_doc_before_save(), change.flags.cqs_origin
	if told:
		_write(change, told)
	elif before and (change.get("_action") == "submit" or not _differs(change, before)):
		for field in DERIVED:
			change.set(field, before.get(field))
	else:
		_write(change, _asked_for(change))


def _asked_for(change) -> Origin:
	if not change.with_proposal or change.change_type != BASE:
		return Origin(MANUAL, "")
	if not set(CREDIT_ROLES) & set(frappe.get_roles()):
		raise frappe.PermissionError(_("Proposals are for: {0}.").format(", ".join(map(_, CREDIT_ROLES))))
	known = bool(change.net_worth_on)
	proposal, policy = proposals.proposal_for(
		Party(change.customer, change.company),
		decimal(change.net_worth) if known else None,
		change.net_worth_on if known else None,
	)
	as_proposed = decimal(change.new_limit) == proposal.limit
	detail = _("Policy {0}, version {1}").format(policy.name, policy.version) if as_proposed else ""
	return Origin(PROPOSAL if as_proposed else MANUAL, detail, proposal, policy)


def _write(change, origin: Origin) -> None:
	change.origin, change.origin_detail = origin.origin, origin.detail
	change.proposal = change.proposal_html = change.proposed_limit = None
	if origin.proposal and origin.policy:
		change.proposal = proposals.stored(origin.proposal, origin.policy, today(change.company))
		change.proposal_html = proposals.as_html(origin.proposal, origin.policy, change.currency)
		change.proposed_limit = float(origin.proposal.limit)


def _differs(change, before) -> bool:
	return bool(content.differing(change, before, DECISIVE))


def _check_net_worth(change) -> None:
	change.check_amount("net_worth", least=decimal(-LARGEST))
	if change.net_worth and not change.net_worth_on:
		frappe.throw(_("Give the date of the statement that the net worth stands in."))
	if change.net_worth_on and getdate(change.net_worth_on) > today(change.company):
		frappe.throw(_("The statement date lies in the future."))
