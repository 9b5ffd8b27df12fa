"""The nightly run over limits: triggers, seasons and reviews, as far as the policy goes.

A change within the tolerance of a confirmed policy is made and put in force by the app; anything else opens a draft
for people.
Each account is a transaction of its own under its lock, and what was done is noted in its row: a run may stop
anywhere, come again on the same day or overlap with another one, and does nothing twice.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model import workflow
from frappe.utils import getdate

from cqs_app.engine.credit.automatic import (
	Standing,
	review_is_due,
	reviewed,
	season_key,
	season_of,
	seasonal_limit,
	triggered,
	triggers_to_look_at,
)
from cqs_app.engine.credit.limit_model import Comparison, LimitModel, LimitTrigger, Metric
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.proposal import Proposal
from cqs_app.engine.credit.vocabulary import AccountStatus, PlanStatus
from cqs_app.engine.money import decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import alerts, limits, origin
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.database import DATABASE
from cqs_app.erp.credit.history import POLICY_TOLERANCE
from cqs_app.erp.credit.messages import money
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.policy_confirmation import is_confirmed
from cqs_app.erp.credit.proposal import propose
from cqs_app.erp.credit.workflow import REJECTED, REQUEST
from cqs_app.ledger import behaviour
from cqs_app.ledger.links import Party
from cqs_app.ledger.overdue import overdue

ALERT = "Limit Review"
UNCHANGED, APPROVED, OPENED, WAITING, FAILED = "unchanged", "approved", "opened", "waiting", "failed"
KEPT_SEASONS = 12
MARKS = ("limit_reviewed_on", "limit_triggered_on", "seasons_given", "creation")
LONGEST_NAME = 60


@dataclass(frozen=True)
class Wanted:
	"""A change that the policy asks for, and the fields of the account that note it."""

	origin: str
	new_limit: Decimal
	reason: str
	marks: dict[str, object]
	change_type: str = limits.BASE
	upto: date | None = None
	proposal: Proposal | None = None


def run() -> dict[str, int]:
	"""Every open account. Returns how many were unchanged, approved, opened, waiting (for a draft) and failed."""
	counts: Counter[str] = Counter()
	for row in frappe.get_all(
		"Credit Account",
		filters={"status": ("!=", AccountStatus.CLOSED.value)},
		fields=["customer", "company"],
		order_by="name",
	):
		try:
			counts[look_after(Party(row.customer, row.company))] += 1
		except Exception:
			frappe.db.rollback()
			counts[FAILED] += 1
			frappe.log_error(title=f"CQS: limit of {row.customer} in {row.company} could not be reviewed")
			frappe.db.commit()
	return dict(counts)


def look_after(party: Party) -> str:
	"""One account in a transaction of its own. Commits."""
	frappe.db.commit()
	row = accounts.read(party)
	if not row or not _has_work(policy_for(party, row.risk_class).limits):
		return UNCHANGED
	frappe.db.commit()
	accounts.lock_afresh([party])
	outcome = decide(party)
	frappe.db.commit()
	return outcome


def decide(party: Party) -> str:
	"""Look at an account that this transaction holds, and do what its policy asks for: one change at most."""
	row = accounts.read(party)
	policy = policy_for(party, row.risk_class)
	as_of = today_of(row)
	if _waits(party, as_of):
		return WAITING
	row.update(frappe.db.get_value("Credit Account", row.name, MARKS, as_dict=True))
	standing = standing_of(party, row, as_of)
	looks: tuple[Callable[..., Wanted | None], ...] = (_trigger, _season, _review)
	for look in looks:
		if wanted := look(party, row, policy, standing, as_of):
			return _carry_out(party, row, policy, wanted)
	if review_is_due(standing, policy.limits, as_of):
		accounts.set_values(party, {"limit_reviewed_on": as_of})
	return UNCHANGED


def standing_of(party: Party, row: frappe._dict, as_of: date) -> Standing:
	"""`row` with the fields in MARKS. What a plan or a promise put off still counts as overdue here."""
	late = overdue(DATABASE, party, row.currency, as_of)
	days = [day for day in (behaviour.first_sale(DATABASE, party, as_of), getdate(row.creation)) if day]
	return Standing(
		limit=decimal(row.credit_limit),
		status=AccountStatus(row.status),
		risk_class=row.risk_class or "",
		is_assessed=bool(row.is_assessed),
		is_unlimited=bool(row.is_unlimited),
		is_expired=bool(row.limit_valid_upto and row.limit_valid_upto < as_of),
		oldest_overdue_days=max((item.days for item in late), default=0),
		has_broken_plan=row.plan_status == PlanStatus.BROKEN.value,
		is_frozen=_is_frozen(party.customer),
		known_since=min(days),
		reviewed_on=row.limit_reviewed_on,
		triggered_on=row.limit_triggered_on,
	)


def _has_work(model: LimitModel) -> bool:
	return bool(model.enabled or model.triggers or model.seasons)


def _waits(party: Party, as_of: date) -> bool:
	"""A draft of anybody is open for the account: not rejected, and its last day has not passed."""
	drafts = frappe.get_all(
		"Credit Limit Change",
		filters={"customer": party.customer, "company": party.company, "docstatus": 0},
		fields=["*"],
		order_by="name",
	)
	return any(
		draft.get("workflow_state") != REJECTED and not (draft.valid_upto and draft.valid_upto < as_of)
		for draft in drafts
	)


def _is_frozen(customer: str) -> bool:
	return any(frappe.db.get_value("Customer", customer, ["is_frozen", "disabled"]) or (1,))


def _trigger(party: Party, row, policy: Policy, standing: Standing, as_of: date) -> Wanted | None:
	looked_at = triggers_to_look_at(standing, policy.limits, as_of)
	observed = {trigger.trigger_name: _figure(party, trigger, as_of) for trigger in looked_at}
	found = triggered(standing, observed, policy.limits, as_of)
	if not found:
		return None
	trigger = found.trigger
	reason = _("Trigger {0}: {1} {2} in {3} days, {4} {5}: limit {6} %").format(
		trigger.trigger_name,
		_(trigger.metric.value),
		_shown(trigger, found.observed, row.currency),
		trigger.window_days,
		_("at least") if trigger.comparison is Comparison.AT_LEAST else _("at most"),
		_shown(trigger, trigger.threshold, row.currency),
		f"{trigger.adjust_percent:+f}".rstrip("0").rstrip("."),
	)
	return Wanted(origin.TRIGGER, found.new_limit, reason, {"limit_triggered_on": as_of})


def _figure(party: Party, trigger: LimitTrigger, as_of: date) -> Decimal:
	bought = behaviour.purchases(DATABASE, party, trigger.since(as_of), as_of)
	return Decimal(bought.documents) if trigger.metric is Metric.TRANSACTION_VELOCITY else bought.net


def _shown(trigger: LimitTrigger, figure: Decimal, currency: str) -> str:
	return money(figure, currency) if trigger.metric is Metric.CUMULATIVE_SPEND else f"{figure:.0f}"


def _season(party: Party, row, policy: Policy, standing: Standing, as_of: date) -> Wanted | None:
	"""The first season that the account has not had this year, unless a temporary limit runs or waits already."""
	if row.temporary_limit_upto and row.temporary_limit_upto >= as_of:
		return None
	given = (row.seasons_given or "").split("\n")
	for season in policy.limits.seasons:
		span = season_of(season, as_of)
		limit = span and seasonal_limit(season, standing, policy.limits)
		if not span or not limit or season_key(season, span[0]) in given:
			continue
		key = season_key(season, span[0])
		marks = {"seasons_given": "\n".join([*filter(None, given), key][-KEPT_SEASONS:])}
		percent = (
			f"{season.percent:f}".rstrip("0").rstrip(".") if season.percent % 1 else f"{season.percent:.0f}"
		)
		reason = _("Season {0}: {1} % more until {2}").format(key, percent, span[1].isoformat())
		return Wanted(origin.SEASON, limit, reason, marks, limits.TEMPORARY, span[1])
	return None


def _review(party: Party, row, policy: Policy, standing: Standing, as_of: date) -> Wanted | None:
	if not review_is_due(standing, policy.limits, as_of):
		return None
	proposal = propose(party, row, policy)
	limit = reviewed(standing, proposal.limit, policy.limits)
	if limit is None:
		return None
	reason = _("Review by policy {0}, version {1}: {2} proposed, {3} in force").format(
		policy.name, policy.version, money(limit, row.currency), money(standing.limit, row.currency)
	)
	return Wanted(origin.REVIEW, limit, reason, {"limit_reviewed_on": as_of}, proposal=proposal)


def _carry_out(party: Party, row, policy: Policy, wanted: Wanted) -> str:
	"""Make the change, and put it in force when it is within tolerance."""
	change = frappe.new_doc("Credit Limit Change")
	is_base = wanted.change_type == limits.BASE
	change.update(
		{
			"customer": party.customer,
			"company": party.company,
			"change_type": wanted.change_type,
			"new_limit": float(wanted.new_limit),
			"valid_from": None if is_base else today_of(row),
			# A new base limit keeps the last day that people gave the old one.
			"valid_upto": row.limit_valid_upto if is_base else wanted.upto,
			"reason": wanted.reason,
			"with_proposal": int(wanted.proposal is not None),
		}
	)
	change.flags.ignore_permissions = True
	change.flags.cqs_origin = origin.Origin(wanted.origin, wanted.reason, wanted.proposal, policy)
	change.insert()
	accounts.set_values(party, wanted.marks)
	within = policy.limits.within_tolerance(decimal(row.credit_limit), wanted.new_limit)
	if not within or not is_confirmed(policy):
		_ask(change)
		_tell(party, row, policy, wanted, change)
		return OPENED
	change.flags.cqs_by_policy = _by_policy(policy, row.currency)
	change.submit()
	return APPROVED


def _ask(change) -> None:
	"""Send a draft on to the approvers, where the site's workflow has a step for it."""
	if not change.meta.get_workflow():
		return
	if any(transition.action == REQUEST for transition in workflow.get_transitions(change)):
		workflow.apply_workflow(change, REQUEST)


def _by_policy(policy: Policy, currency: str) -> str:
	"""Why nobody had to approve it; stands in the history of the limit."""
	model = policy.limits
	tolerance = f"{model.tolerance_percent.normalize():f} % / {money(model.tolerance_amount, currency)}"
	return f"{POLICY_TOLERANCE}: {policy.name[:LONGEST_NAME]}, version {policy.version}, {tolerance}"


def _tell(party: Party, row, policy: Policy, wanted: Wanted, change) -> None:
	approvers = change.approver_roles()
	alerts.raise_alert(
		party,
		ALERT,
		"Low" if wanted.new_limit > decimal(row.credit_limit) else "Medium",
		_("{0}: {1} waits for approval. {2}").format(
			_(wanted.change_type), money(wanted.new_limit, row.currency), wanted.reason
		),
		evidence={"limit": row.credit_limit, "new_limit": wanted.new_limit, "policy": policy.name},
		reference=("Credit Limit Change", change.name),
		role=approvers[0] if approvers else "Credit Director",
	)
