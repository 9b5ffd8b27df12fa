"""The way of a qualification: every stage, every action, both orders of the reviews, and four people."""

import itertools

import pytest

from cqs_app.engine.qualification.people import Duty, People, conflict
from cqs_app.engine.qualification.stages import (
	CREDIT,
	Action,
	Case,
	ComplianceStatus,
	FinancialStatus,
	NotPossible,
	Stage,
	actions_at,
	after,
	inferred,
	reopened,
	roles_for,
	running,
)

INQUIRY = Case(Stage.INQUIRY)
IN_REVIEW = Case(Stage.FINANCIAL_REVIEW, FinancialStatus.IN_REVIEW, ComplianceStatus.IN_REVIEW)
ACTIVE = Case(Stage.ACTIVE, FinancialStatus.PASSED, ComplianceStatus.CLEARED, approved=True)


def walk(*actions: Action, case: Case = INQUIRY) -> Case:
	for action in actions:
		case = after(case, action)
	return case


def test_the_reviews_end_in_any_order():
	financials_first = walk(Action.PASS_FINANCIALS, case=IN_REVIEW)
	compliance_first = walk(Action.CLEAR_COMPLIANCE, case=IN_REVIEW)
	assert financials_first.stage is Stage.COMPLIANCE_REVIEW
	assert compliance_first.stage is Stage.FINANCIAL_REVIEW
	end = Case(Stage.CREDIT_APPROVAL, FinancialStatus.PASSED, ComplianceStatus.CLEARED)
	assert after(financials_first, Action.CLEAR_COMPLIANCE) == end
	assert after(compliance_first, Action.PASS_FINANCIALS) == end


def test_from_inquiry_to_active():
	case = walk(
		Action.REQUEST_INFORMATION,
		Action.START_REVIEW,
		Action.CLEAR_COMPLIANCE,
		Action.PASS_FINANCIALS,
		Action.APPROVE,
		Action.ACTIVATE,
	)
	assert case == ACTIVE


def test_a_rejection_says_which_review_failed_and_can_be_reopened():
	by_finance = after(IN_REVIEW, Action.REJECT)
	by_compliance = after(IN_REVIEW, Action.REJECT, by_compliance=True)
	assert (by_finance.stage, by_finance.financial) == (Stage.REJECTED, FinancialStatus.FAILED)
	assert (by_compliance.stage, by_compliance.compliance) == (Stage.REJECTED, ComplianceStatus.FAILED)
	assert after(by_finance, Action.REOPEN) == Case(Stage.INQUIRY)


@pytest.mark.parametrize(
	"stage, action",
	[
		(stage, action)
		for stage, action in itertools.product(Stage, Action)
		if action not in actions_at(Case(stage, FinancialStatus.IN_REVIEW, ComplianceStatus.IN_REVIEW))
	],
	ids=lambda value: value.value,
)
def test_what_is_not_possible_says_what_is(stage, action):
	case = Case(stage, FinancialStatus.IN_REVIEW, ComplianceStatus.IN_REVIEW)
	with pytest.raises(
		NotPossible, match=f"{action.value} is not possible in stage {stage.value}; possible:"
	):
		after(case, action)


def test_information_may_be_asked_for_without_losing_a_review_that_ended():
	case = walk(Action.PASS_FINANCIALS, Action.REQUEST_INFORMATION, case=IN_REVIEW)
	assert (case.stage, case.financial) == (Stage.INFORMATION_REQUESTED, FinancialStatus.PASSED)
	assert after(case, Action.START_REVIEW).stage is Stage.COMPLIANCE_REVIEW


def test_what_a_review_rested_on_changed():
	waiting = Case(Stage.CREDIT_APPROVAL, FinancialStatus.PASSED, ComplianceStatus.CLEARED)
	assert reopened(waiting, financial=True).stage is Stage.FINANCIAL_REVIEW
	assert reopened(waiting, compliance=True).stage is Stage.COMPLIANCE_REVIEW
	assert reopened(waiting) == waiting
	assert reopened(Case(Stage.INQUIRY), financial=True, compliance=True) == Case(Stage.INQUIRY)
	assert reopened(Case(Stage.EXPIRED, approved=True), compliance=True).stage is Stage.EXPIRED


def test_what_changes_while_information_is_awaited_is_reviewed_when_the_reviews_begin():
	awaited = Case(Stage.INFORMATION_REQUESTED, FinancialStatus.PASSED, ComplianceStatus.CLEARED)
	assert after(awaited, Action.START_REVIEW).stage is Stage.CREDIT_APPROVAL
	both = after(reopened(awaited, financial=True, compliance=True), Action.START_REVIEW)
	assert both == IN_REVIEW
	assert after(reopened(awaited, compliance=True), Action.START_REVIEW).stage is Stage.COMPLIANCE_REVIEW


def test_new_master_data_reopen_compliance_alone_and_back_to_active():
	case = reopened(ACTIVE, financial=True, compliance=True)
	assert (case.stage, case.financial) == (Stage.COMPLIANCE_REVIEW, FinancialStatus.PASSED)
	assert actions_at(case) == [Action.CLEAR_COMPLIANCE, Action.REJECT]
	assert after(case, Action.CLEAR_COMPLIANCE) == ACTIVE


def test_both_reviews_are_timed_at_the_same_time():
	assert running(IN_REVIEW) == ["Financial Review", "Compliance Review"]
	assert running(after(IN_REVIEW, Action.CLEAR_COMPLIANCE)) == ["Financial Review"]
	assert running(Case(Stage.INQUIRY)) == ["Inquiry"]


def test_a_workflow_only_sets_the_stage():
	assert inferred(IN_REVIEW, Stage.COMPLIANCE_REVIEW) is Action.PASS_FINANCIALS
	assert (
		inferred(after(IN_REVIEW, Action.PASS_FINANCIALS), Stage.CREDIT_APPROVAL) is Action.CLEAR_COMPLIANCE
	)
	assert inferred(IN_REVIEW, Stage.CREDIT_APPROVAL) is None, "one review alone does not get there"
	assert inferred(IN_REVIEW, Stage.ACTIVE) is None
	assert inferred(IN_REVIEW, Stage.FINANCIAL_REVIEW) is None


def test_only_who_reaches_the_limit_approves_or_rejects_it():
	case = Case(Stage.CREDIT_APPROVAL, FinancialStatus.PASSED, ComplianceStatus.CLEARED)
	for action in (Action.APPROVE, Action.REJECT):
		assert roles_for(action, case, ["Credit Director"]) == ("Credit Director",)
	assert roles_for(Action.REJECT, IN_REVIEW) == (*CREDIT, "Compliance Officer")


# --- four people ------------------------------------------------------------------------------------------------

PEOPLE = People(frozenset({"sales", "colleague"}), "analyst", "officer", "manager")


@pytest.mark.parametrize(
	"action, user, barred_by",
	[
		(Action.APPROVE, "sales", Duty.OPENING),
		(Action.APPROVE, "colleague", Duty.OPENING),
		(Action.APPROVE, "analyst", Duty.FINANCIALS),
		(Action.APPROVE, "officer", Duty.COMPLIANCE),
		(Action.APPROVE, "director", None),
		(Action.PASS_FINANCIALS, "sales", Duty.OPENING),
		(Action.PASS_FINANCIALS, "officer", Duty.COMPLIANCE),
		(Action.PASS_FINANCIALS, "manager", Duty.APPROVAL),
		(Action.PASS_FINANCIALS, "analyst", None),
		(Action.CLEAR_COMPLIANCE, "sales", Duty.OPENING),
		(Action.CLEAR_COMPLIANCE, "analyst", Duty.FINANCIALS),
		(Action.CLEAR_COMPLIANCE, "officer", None),
		(Action.REJECT, "sales", Duty.OPENING),
		(Action.REJECT, "analyst", None),
		(Action.START_REVIEW, "sales", None),
	],
)
def test_four_different_people(action, user, barred_by):
	assert conflict(action, user, PEOPLE, segregate=True) is barred_by


def test_where_the_policy_allows_it_one_person_reviews_both_but_who_asks_never_approves():
	assert conflict(Action.CLEAR_COMPLIANCE, "analyst", PEOPLE, segregate=False) is None
	assert conflict(Action.APPROVE, "analyst", PEOPLE, segregate=False) is None
	assert conflict(Action.APPROVE, "sales", PEOPLE, segregate=False) is Duty.OPENING
	assert conflict(Action.REJECT, "sales", PEOPLE, segregate=False) is Duty.OPENING
