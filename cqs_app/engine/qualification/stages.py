"""The way of a qualification from the first inquiry to an active account: stages, actions, and who may take them.

The two reviews are independent: both begin together, either may end first, and the stage shows the one that is still
open. `after` is the only place that says where an action leads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum


class Stage(str, Enum):
	INQUIRY = "Inquiry"
	INFORMATION_REQUESTED = "Information Requested"
	FINANCIAL_REVIEW = "Financial Review"
	COMPLIANCE_REVIEW = "Compliance Review"
	CREDIT_APPROVAL = "Credit Approval"
	CONTRACT = "Contract and Onboarding"
	ACTIVE = "Active"
	REVIEW_DUE = "Review Due"
	EXPIRED = "Expired"
	REJECTED = "Rejected"


class FinancialStatus(str, Enum):
	NOT_STARTED = "Not Started"
	IN_REVIEW = "In Review"
	PASSED = "Passed"
	FAILED = "Failed"


class ComplianceStatus(str, Enum):
	NOT_STARTED = "Not Started"
	IN_REVIEW = "In Review"
	CLEARED = "Cleared"
	FAILED = "Failed"


class Action(str, Enum):
	"""What people do. Time does the rest: Review Due and Expired."""

	REQUEST_INFORMATION = "Request Information"
	START_REVIEW = "Start Review"
	PASS_FINANCIALS = "Pass Financials"
	CLEAR_COMPLIANCE = "Clear Compliance"
	APPROVE = "Approve"
	ACTIVATE = "Activate"
	REJECT = "Reject"
	REOPEN = "Reopen"


class Kind(str, Enum):
	NEW = "New"
	RENEWAL = "Renewal"
	REQUALIFICATION = "Re-qualification"


SALES = ("Sales User", "Sales Manager")
CREDIT = ("Credit Analyst", "Credit Manager", "Credit Director")
COMPLIANCE = ("Compliance Officer",)

OPENING = frozenset({Stage.INQUIRY, Stage.INFORMATION_REQUESTED})
REVIEWS = frozenset({Stage.FINANCIAL_REVIEW, Stage.COMPLIANCE_REVIEW})
UNDER_WAY = OPENING | REVIEWS | {Stage.CREDIT_APPROVAL}
IN_FORCE = frozenset({Stage.ACTIVE, Stage.REVIEW_DUE})
ENDED = frozenset({Stage.EXPIRED, Stage.REJECTED})
# Nobody buys on credit in these, once an approval or a rejection was said.
NO_CREDIT = frozenset({Stage.COMPLIANCE_REVIEW, Stage.CONTRACT, Stage.EXPIRED, Stage.REJECTED})


@dataclass(frozen=True, slots=True)
class Case:
	"""Where a qualification stands. `approved`: it was approved before, and only its compliance review was re-opened."""

	stage: Stage
	financial: FinancialStatus = FinancialStatus.NOT_STARTED
	compliance: ComplianceStatus = ComplianceStatus.NOT_STARTED
	approved: bool = False


class NotPossible(ValueError):
	"""The action cannot be taken in this stage; the message says which ones can."""


def actions_at(case: Case) -> list[Action]:
	"""What may be done now, in the order of the way forward."""
	found: list[Action] = []
	if case.stage in OPENING:
		found.append(Action.START_REVIEW)
		if case.stage is Stage.INQUIRY:
			found.append(Action.REQUEST_INFORMATION)
	elif case.stage in REVIEWS:
		if case.financial is FinancialStatus.IN_REVIEW:
			found.append(Action.PASS_FINANCIALS)
		if case.compliance is ComplianceStatus.IN_REVIEW:
			found.append(Action.CLEAR_COMPLIANCE)
		if not case.approved:
			found.append(Action.REQUEST_INFORMATION)
	elif case.stage is Stage.CREDIT_APPROVAL:
		found += [Action.APPROVE, Action.REQUEST_INFORMATION]
	elif case.stage is Stage.CONTRACT:
		found.append(Action.ACTIVATE)
	elif case.stage is Stage.REJECTED:
		found.append(Action.REOPEN)
	if case.stage not in IN_FORCE | ENDED:
		found.append(Action.REJECT)
	return found


def after(case: Case, action: Action, *, by_compliance: bool = False) -> Case:
	"""Where the action leads. `by_compliance`: the one who rejects reviews compliance. Raises NotPossible."""
	possible = actions_at(case)
	if action not in possible:
		named = ", ".join(one.value for one in possible) or "none"
		raise NotPossible(f"{action.value} is not possible in stage {case.stage.value}; possible: {named}")
	if action is Action.REQUEST_INFORMATION:
		return replace(case, stage=Stage.INFORMATION_REQUESTED)
	if action is Action.START_REVIEW:
		return _reviewing(case)
	if action is Action.PASS_FINANCIALS:
		return settled(replace(case, financial=FinancialStatus.PASSED))
	if action is Action.CLEAR_COMPLIANCE:
		return settled(replace(case, compliance=ComplianceStatus.CLEARED))
	if action is Action.APPROVE:
		return replace(case, stage=Stage.CONTRACT, approved=True)
	if action is Action.ACTIVATE:
		return replace(case, stage=Stage.ACTIVE)
	if action is Action.REOPEN:
		return Case(Stage.INQUIRY)
	return _rejected(case, by_compliance)


def settled(case: Case) -> Case:
	"""The stage that fits the state of both reviews, while or after they run."""
	if case.financial is not FinancialStatus.PASSED and not case.approved:
		return replace(case, stage=Stage.FINANCIAL_REVIEW)
	if case.compliance is not ComplianceStatus.CLEARED:
		return replace(case, stage=Stage.COMPLIANCE_REVIEW)
	return replace(case, stage=Stage.ACTIVE if case.approved else Stage.CREDIT_APPROVAL)


def reopened(case: Case, *, financial: bool = False, compliance: bool = False) -> Case:
	"""What a review rested on has changed: it runs again, or will once the reviews begin. After the end nothing is
	re-opened."""
	if case.stage in ENDED:
		return case
	again = case.stage in OPENING
	if financial and case.financial is FinancialStatus.PASSED and not case.approved:
		status = FinancialStatus.NOT_STARTED if again else FinancialStatus.IN_REVIEW
		case = replace(case, financial=status)
	if compliance and case.compliance is ComplianceStatus.CLEARED:
		cleared = ComplianceStatus.NOT_STARTED if again else ComplianceStatus.IN_REVIEW
		case = replace(case, compliance=cleared)
	if again or (
		case.compliance is ComplianceStatus.CLEARED
		and (case.approved or case.financial is FinancialStatus.PASSED)
	):
		return case
	return settled(case)


def running(case: Case) -> list[str]:
	"""The steps that run at the same time, each of which is timed: both reviews, or the stage."""
	if case.stage not in REVIEWS:
		return [case.stage.value]
	steps = []
	if case.financial is FinancialStatus.IN_REVIEW:
		steps.append(Stage.FINANCIAL_REVIEW.value)
	if case.compliance is ComplianceStatus.IN_REVIEW:
		steps.append(Stage.COMPLIANCE_REVIEW.value)
	return steps


def inferred(before: Case, stage: Stage) -> Action | None:
	"""The action behind a change of the stage alone, as a workflow makes it; None where there is none."""
	if stage is before.stage:
		return None
	return next(
		(action for action in actions_at(before) if after(before, action).stage is stage),
		None,
	)


def roles_for(action: Action, case: Case, approvers: Iterable[str] = ()) -> tuple[str, ...]:
	"""Who may take the action in this stage; `approvers` are those whose level reaches the limit, lowest first."""
	if action in (Action.APPROVE, Action.ACTIVATE):
		return tuple(approvers) if action is Action.APPROVE else CREDIT
	if action is Action.PASS_FINANCIALS:
		return CREDIT
	if action is Action.CLEAR_COMPLIANCE:
		return COMPLIANCE
	if action is Action.REJECT:
		if case.stage in OPENING | {Stage.CONTRACT}:
			return CREDIT
		return tuple(approvers) if case.stage is Stage.CREDIT_APPROVAL else CREDIT + COMPLIANCE
	if action is Action.REQUEST_INFORMATION and case.stage in REVIEWS | {Stage.CREDIT_APPROVAL}:
		return CREDIT + COMPLIANCE
	return SALES + CREDIT


def _reviewing(case: Case) -> Case:
	"""A review that ended stays ended, unless what it rests on changed meanwhile."""
	passed, cleared = (
		case.financial is FinancialStatus.PASSED,
		case.compliance is ComplianceStatus.CLEARED,
	)
	return settled(
		replace(
			case,
			financial=case.financial if passed else FinancialStatus.IN_REVIEW,
			compliance=case.compliance if cleared else ComplianceStatus.IN_REVIEW,
		)
	)


def _rejected(case: Case, by_compliance: bool) -> Case:
	"""In the reviews the rejection says which of them failed."""
	rejected = replace(case, stage=Stage.REJECTED)
	if case.stage not in REVIEWS:
		return rejected
	if by_compliance or case.financial is not FinancialStatus.IN_REVIEW:
		return replace(rejected, compliance=ComplianceStatus.FAILED)
	return replace(rejected, financial=FinancialStatus.FAILED)
