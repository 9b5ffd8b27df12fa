"""The dossier from inquiry to an active account, step by step: who may, what is missing, what it brings about."""

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import identity
from cqs_app.erp.credit.exceptions import NotAnApprover, NotEditable, NotIndependent, WrongState
from cqs_app.erp.qualification import renewal, reopening
from cqs_app.erp.qualification.exceptions import Incomplete, NotPossibleNow
from tests.erp import factories as make
from tests.erp.credit import customer_with, party_of, refused

SALES, SALES_MANAGER, ANALYST, MANAGER, MANAGER2, DIRECTOR, COMPLIANCE, AUDITOR = (
	f"{name}@cqs.example"
	for name in (
		"sales",
		"sales.manager",
		"analyst",
		"manager",
		"manager2",
		"director",
		"compliance",
		"auditor",
	)
)


STATEMENT = {
	"period_end": "2025-12-31",
	"months": 12,
	"currency": "USD",
	"assurance": "Audited",
	"scale": "Thousands",
	"cash": "500",
	"receivables": "1500",
	"inventory": "900",
	"current_assets": "3000",
	"fixed_assets": "2000",
	"total_assets": "5000",
	"current_liabilities": "1200",
	"long_term_debt": "800",
	"total_liabilities": "2000",
	"retained_earnings": "1800",
	"equity": "3000",
	"revenue": "9000",
	"cost_of_sales": "6000",
	"ebit": "900",
	"interest_expense": "60",
	"net_income": "600",
}


def grant(dossier):
	"""The reviewer enters a statement and the limit that he would give: what was asked for."""
	dossier = frappe.get_doc(dossier.doctype, dossier.name)
	dossier.approved_limit = dossier.requested_limit
	dossier.approved_terms = dossier.requested_terms
	if not dossier.financial_statements:
		dossier.append("financial_statements", STATEMENT)
	dossier.save()


@pytest.fixture
def act(as_user):
	def take(dossier, action, user, note=None):
		with as_user(user):
			if action == "Pass Financials" and not frappe.db.get_value(
				dossier.doctype, dossier.name, "approved_limit"
			):
				grant(dossier)
			api.act_on_qualification(dossier.name, action, note)
		return dossier.reload()

	return take


@pytest.fixture
def in_review(act):
	return act(make.make_qualification(by=SALES), "Start Review", SALES)


@pytest.fixture
def waiting(in_review, act):
	"""Both reviews are done; somebody has to approve."""
	act(in_review, "Pass Financials", ANALYST)
	return act(in_review, "Clear Compliance", COMPLIANCE)


@pytest.fixture
def active(waiting, act):
	return act(waiting, "Approve", MANAGER)


def account_of(dossier):
	return accounts.read(party_of(customer=dossier.customer))


# --- the way --------------------------------------------------------------------------------------------------------


def test_an_approval_opens_the_account(active):
	assert (active.stage, active.approved_by) == ("Active", MANAGER)
	account = account_of(active)
	assert (account.is_assessed, account.credit_limit) == (1, 20_000)
	assert (account.qualification, account.qualification_stage) == (active.name, "Active")
	assert active.credit_account == account.name
	change = frappe.get_doc("Credit Limit Change", active.credit_limit_change)
	assert (change.requested_by, change.approved_by, change.origin) == (SALES, MANAGER, "Qualification")
	row = frappe.get_last_doc("Credit Limit History", {"customer": active.customer})
	assert (row.requested_by, row.approved_by, row.approval) == (
		SALES,
		MANAGER,
		f"Approved with {active.name}",
	)


def test_the_versions_tell_who_approved(active):
	versions = frappe.get_all("Version", {"docname": active.name}, ["owner", "data"], order_by="creation")
	changed = [
		(version.owner, field, after)
		for version in versions
		for field, _before, after in frappe.parse_json(version.data).get("changed") or []
	]
	assert (MANAGER, "approved_by", MANAGER) in changed
	assert (MANAGER, "stage", "Active") in changed


def test_a_lead_becomes_a_customer(act):
	lead = make.make_lead()
	dossier = make.make_qualification(by=SALES, party_type="Lead", party=lead.name, tax_id="12-3456789")
	for action, user in (
		("Start Review", SALES),
		("Clear Compliance", COMPLIANCE),
		("Pass Financials", ANALYST),
		("Approve", MANAGER),
	):
		act(dossier, action, user)
	customer = frappe.get_doc("Customer", dossier.customer)
	assert (customer.customer_name, customer.lead_name) == (lead.company_name, lead.name)
	assert (customer.tax_id, customer.customer_group) == ("12-3456789", make.CUSTOMER_GROUP)
	assert frappe.db.get_value(
		"Dynamic Link", {"parenttype": "Address", "link_name": customer.name}, "parent"
	)
	assert frappe.db.get_value(
		"Dynamic Link", {"parenttype": "Contact", "link_name": customer.name}, "parent"
	)
	assert account_of(dossier).credit_limit == 20_000


def test_terms_are_set_with_the_limit(act):
	terms = make.make_payment_terms(credit_days=60).name
	dossier = make.make_qualification(by=SALES, requested_terms=terms)
	for action, user in (
		("Start Review", SALES),
		("Pass Financials", ANALYST),
		("Clear Compliance", COMPLIANCE),
		("Approve", MANAGER),
	):
		act(dossier, action, user)
	assert account_of(dossier).payment_terms_template == terms


def test_each_step_is_timed_and_both_reviews_at_once(active):
	steps = {row.step: row for row in active.steps}
	assert list(steps) == [
		"Inquiry",
		"Financial Review",
		"Compliance Review",
		"Credit Approval",
		"Contract and Onboarding",
		"Active",
	]
	assert steps["Financial Review"].entered_on == steps["Compliance Review"].entered_on
	assert (steps["Financial Review"].left_by, steps["Compliance Review"].left_by) == (ANALYST, COMPLIANCE)
	assert all(row.left_on for row in active.steps[:-1])
	assert not active.steps[-1].left_on


def test_sales_see_the_status_but_no_figures(active, as_user, http):
	sales = http(SALES).get(f"/api/resource/Customer Qualification/{active.name}")["data"]
	assert (sales["stage"], sales["financial_status"]) == ("Active", "Passed")
	hidden = (
		"score",
		"risk_class",
		"score_lines",
		"financial_statements",
		"beneficial_owners",
		"ratios_html",
	)
	assert not [field for field in hidden if sales.get(field)]
	assert frappe.db.exists("Notification Log", {"for_user": SALES, "document_name": active.name})


# --- who may not ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [SALES, SALES_MANAGER, COMPLIANCE, AUDITOR])
def test_who_has_not_the_role_does_not_pass_financials(in_review, act, user):
	grant(in_review)
	with pytest.raises(frappe.PermissionError):
		act(in_review, "Pass Financials", user)


def test_four_different_people(in_review, act):
	frappe.get_doc("User", COMPLIANCE).add_roles("Credit Manager")
	act(in_review, "Clear Compliance", COMPLIANCE)
	grant(in_review)
	with pytest.raises(NotIndependent, match="you reviewed its compliance"):
		act(in_review, "Pass Financials", COMPLIANCE)
	act(in_review, "Pass Financials", MANAGER)
	for user, duty in ((MANAGER, "reviewed its financials"), (COMPLIANCE, "reviewed its compliance")):
		with pytest.raises(NotIndependent, match=duty):
			act(in_review, "Approve", user)
	assert act(in_review, "Approve", MANAGER2).stage == "Active"


def test_not_even_the_administrator_approves_what_he_opened(act):
	dossier = make.make_qualification()
	with pytest.raises(NotIndependent):
		for action in ("Start Review", "Pass Financials", "Clear Compliance", "Approve"):
			act(dossier, action, "Administrator")
	assert dossier.reload().stage == "Financial Review"


def test_who_changes_what_is_asked_for_asks_for_it(in_review, act, as_user):
	with as_user(MANAGER):
		dossier = frappe.get_doc(in_review.doctype, in_review.name)
		dossier.requested_limit = 30_000
		dossier.save()
	act(in_review, "Clear Compliance", COMPLIANCE)
	act(in_review, "Pass Financials", ANALYST)
	with pytest.raises(NotIndependent, match="opened it or asked"):
		act(in_review, "Approve", MANAGER)


def test_who_types_the_limit_does_not_approve_it(waiting, act, as_user):
	with as_user(MANAGER):
		dossier = frappe.get_doc(waiting.doctype, waiting.name)
		dossier.approved_limit = 25_000
		dossier.save()
	with pytest.raises(NotIndependent):
		act(waiting, "Approve", MANAGER)
	act(waiting, "Approve", MANAGER2)
	assert account_of(waiting).credit_limit == 25_000


def test_the_level_must_reach_the_limit(act):
	dossier = make.make_qualification(by=SALES, requested_limit=500_000)
	for action, user in (
		("Start Review", SALES),
		("Pass Financials", ANALYST),
		("Clear Compliance", COMPLIANCE),
	):
		act(dossier, action, user)
	with pytest.raises(NotAnApprover, match="Credit Director"):
		act(dossier, "Approve", MANAGER)
	assert act(dossier, "Approve", DIRECTOR).stage == "Active"


def test_a_rejection_needs_a_reason_and_another_person(waiting, act):
	with pytest.raises(frappe.ValidationError, match="reason"):
		act(waiting, "Reject", MANAGER)
	act(waiting, "Reject", MANAGER, "No audited statements")
	assert (waiting.stage, waiting.rejected_by) == ("Rejected", MANAGER)
	with pytest.raises(NotPossibleNow, match="possible: Reopen"):
		act(waiting, "Approve", DIRECTOR)


# --- what clients write ----------------------------------------------------------------------------------------------


def test_nobody_writes_what_only_the_app_writes(in_review, as_user):
	forged = {
		"financial_status": "Passed",
		"compliance_status": "Cleared",
		"score": 100,
		"risk_class": "A",
		"approved_by": MANAGER,
		"approved_on": "2026-01-01 00:00:00",
		"valid_upto": "2099-01-01",
		"customer": make.make_customer().name,
		"opened_by": MANAGER,
	}
	with as_user(ANALYST):
		dossier = frappe.get_doc(in_review.doctype, in_review.name)
		dossier.update(forged)
		dossier.append("steps", {"step": "Active"})
		dossier.save()
	stored = frappe.get_doc(in_review.doctype, in_review.name)
	assert not [field for field, value in forged.items() if stored.get(field) == value]
	assert [row.step for row in stored.steps] == [row.step for row in in_review.steps]


@pytest.mark.parametrize("stage", ["Active", "Credit Approval", "Nonsense"])
def test_nobody_types_a_stage(in_review, as_user, stage):
	with as_user(MANAGER):
		dossier = frappe.get_doc(in_review.doctype, in_review.name)
		dossier.stage = stage
		with pytest.raises((WrongState, frappe.LinkValidationError), match=r"does not go to|Could not find"):
			dossier.save()


def test_a_new_dossier_begins_with_the_inquiry(as_user):
	dossier = make.make_qualification(
		by=SALES, stage="Active", approved_by=MANAGER, financial_status="Passed"
	)
	assert (dossier.stage, dossier.approved_by, dossier.financial_status) == ("Inquiry", None, "Not Started")


@pytest.mark.parametrize(
	"text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)"]
)
def test_a_script_in_a_field_is_refused(text):
	before = frappe.db.count("Customer Qualification")
	with pytest.raises(frappe.ValidationError, match="markup or a script"):
		make.make_qualification(by=SALES, reason=text)
	assert frappe.db.count("Customer Qualification") == before


def test_one_dossier_at_a_time(in_review):
	with pytest.raises(NotPossibleNow, match="under way"):
		make.make_qualification(by=SALES, party=in_review.party)


def test_who_decides_does_not_edit_in_the_same_step(waiting, as_user):
	with as_user(MANAGER):
		dossier = frappe.get_doc(waiting.doctype, waiting.name)
		dossier.approved_limit = 90_000
		dossier.stage = "Contract and Onboarding"
		with pytest.raises(WrongState, match="changed while deciding"):
			dossier.save()


def test_what_was_approved_stays(active, as_user):
	with as_user(ANALYST):
		dossier = frappe.get_doc(active.doctype, active.name)
		dossier.approved_limit = 90_000
		with pytest.raises(NotEditable, match="stays as it is"):
			dossier.save()


def test_a_change_after_a_review_runs_it_again(waiting, as_user):
	with as_user(SALES):
		dossier = frappe.get_doc(waiting.doctype, waiting.name)
		dossier.requested_limit = 60_000
		dossier.save()
	assert (dossier.stage, dossier.financial_status) == ("Financial Review", "In Review")
	assert dossier.compliance_status == "Cleared"


# --- what it means for sales ------------------------------------------------------------------------------------------


def test_rejected_customers_do_not_buy_on_credit(waiting, act):
	act(waiting, "Reject", MANAGER, "No audited statements")
	customer = waiting.party
	with refused("was rejected: No audited statements"):
		make.make_sales_order(customer=customer, amount=10)
	make.make_payment(customer=customer, amount=100)
	make.make_sales_order(customer=customer, amount=100)


def test_expired_customers_do_not_buy_on_credit(active, monkeypatch):
	make.make_sales_order(customer=active.customer, amount=10)
	accounts.lock(party_of(customer=active.customer))
	accounts.set_values(party_of(customer=active.customer), {"qualified_upto": "2026-01-01"})
	with refused("ended on 2026-01-01"):
		make.make_sales_order(customer=active.customer, amount=10)


def test_a_contract_that_is_open_holds_until_its_last_item_is_done(waiting, act, as_user):
	settings = frappe.get_doc("CQS Settings")
	settings.append("contract_checklist", {"item": "Framework contract signed", "is_mandatory": 1, "days": 5})
	settings.save()
	dossier = act(waiting, "Approve", MANAGER)
	assert dossier.stage == "Contract and Onboarding"
	with refused("Framework contract signed"):
		make.make_sales_order(customer=dossier.customer, amount=10)
	with as_user(SALES):
		dossier = frappe.get_doc(dossier.doctype, dossier.name)
		next(row for row in dossier.contract_items if row.is_mandatory).status = "Done"
		dossier.save()
	dossier.reload()
	assert dossier.stage == "Active"
	assert next(row for row in dossier.contract_items if row.is_mandatory).done_by == SALES
	make.make_sales_order(customer=dossier.customer, amount=10)


def test_a_missing_checklist_item_stops_the_activation(waiting, act):
	settings = frappe.get_doc("CQS Settings")
	settings.append("contract_checklist", {"item": "Framework contract signed", "is_mandatory": 1, "days": 5})
	settings.save()
	act(waiting, "Approve", MANAGER)
	with pytest.raises(Incomplete, match="Framework contract signed"):
		act(waiting, "Activate", ANALYST)


def test_new_master_data_hold_the_customer_until_compliance_has_looked(active, act):
	assert reopening.reopen(active.customer, ["Tax ID changed from 1 to 2"], COMPLIANCE) == [active.name]
	active.reload()
	assert (active.stage, active.compliance_status) == ("Compliance Review", "In Review")
	with refused("Tax ID changed from 1 to 2"):
		make.make_sales_order(customer=active.customer, amount=10)
	with pytest.raises(NotIndependent):
		act(active, "Clear Compliance", COMPLIANCE)
	frappe.get_doc("User", AUDITOR).add_roles("Compliance Officer")
	act(active, "Clear Compliance", AUDITOR)
	assert (active.stage, active.reopened_because) == ("Active", None)
	make.make_sales_order(customer=active.customer, amount=10)


def test_a_merge_does_not_wash_a_rejection_off(waiting, act):
	kept = customer_with(limit=1000)
	act(waiting, "Reject", MANAGER, "Phoenix company")
	frappe.db.set_value("Credit Account", {"customer": waiting.customer}, "customer", kept.name)
	identity.follow_rename("customer", kept.name)
	with refused("Phoenix company"):
		make.make_sales_order(customer=kept, amount=10)


# --- reviews and renewals --------------------------------------------------------------------------------------------


def test_reviews_fall_due_and_bring_a_filled_renewal(active):
	frappe.db.set_value(active.doctype, active.name, "next_review_date", frappe.utils.nowdate())
	assert active.name in renewal.due()
	assert renewal.look_at(active.name) == "Review Due"
	assert renewal.look_at(active.name) is None, "once"
	fresh = frappe.get_doc(active.doctype, {"previous": active.name})
	assert (fresh.stage, fresh.qualification_type, fresh.requested_limit) == ("Inquiry", "Renewal", 20_000)
	assert (fresh.party_type, fresh.party) == ("Customer", active.customer)
	assert not (fresh.approved_limit or fresh.approved_by or fresh.financial_reviewer)
	make.make_sales_order(customer=active.customer, amount=10)


def test_what_is_not_renewed_expires_and_the_renewal_revives_it(active, act):
	frappe.db.set_value(active.doctype, active.name, "valid_upto", "2026-01-01")
	assert renewal.look_at(active.name) == "Expired"
	assert account_of(active).qualification_stage == "Expired"
	with refused("has expired"):
		make.make_sales_order(customer=active.customer, amount=10)
	frappe.set_user(SALES)
	fresh = frappe.get_doc(active.doctype, api.renew_qualification(active.name, "They buy again")["name"])
	frappe.set_user("Administrator")
	for action, user in (
		("Start Review", SALES),
		("Pass Financials", ANALYST),
		("Clear Compliance", COMPLIANCE),
		("Approve", MANAGER),
	):
		act(fresh, action, user)
	assert account_of(active).qualification == fresh.name
	make.make_sales_order(customer=active.customer, amount=10)


def test_an_older_dossier_says_nothing_once_a_newer_one_counts(active, act):
	fresh = renewal.renew(active, by=SALES)
	for action, user in (
		("Start Review", SALES),
		("Pass Financials", ANALYST),
		("Clear Compliance", COMPLIANCE),
		("Approve", MANAGER),
	):
		act(fresh, action, user)
	active.reload()
	assert active.stage == "Expired"
	assert account_of(active).qualification_stage == "Active"
	active.flags.by_cqs = True
	active.save()
	assert account_of(active).qualification == fresh.name


def test_a_grave_alert_asks_for_a_requalification(active):
	from cqs_app.erp.credit.alerts import raise_alert

	party = party_of(customer=active.customer)
	mild = raise_alert(party, "Exposure", "Medium", "a little", evidence={})
	renewal.on_alert(mild)
	assert active.reload().stage == "Active"
	grave = raise_alert(party, "Exposure", "Critical", "Exposure was corrected", evidence={})
	for _again in range(2):
		renewal.on_alert(grave)
	assert active.reload().stage == "Review Due"
	(fresh,) = frappe.get_all(active.doctype, {"previous": active.name}, ["qualification_type", "reason"])
	assert fresh.qualification_type == "Re-qualification"
	assert "Exposure was corrected" in fresh.reason


# --- rights and the workflow -----------------------------------------------------------------------------------------


def test_the_screen_knows_what_each_user_may_do(waiting, as_user):
	def rights(user):
		with as_user(user):
			return {one["action"]: one for one in api.qualification_rights(waiting.name)["actions"]}

	assert rights(MANAGER)["Approve"]["allowed"]
	assert (
		"you opened it" in rights(SALES)["Approve"]["why_not"]
		or "Waiting for" in rights(SALES)["Approve"]["why_not"]
	)
	assert rights(ANALYST)["Approve"]["why_not"].startswith("Waiting for: Credit Manager, Credit Director")


def test_the_workflow_takes_the_same_steps(in_review, as_user):
	import json

	from frappe.model.workflow import get_transitions

	def take(action, user):
		with as_user(user):
			stored = json.loads(frappe.get_doc(in_review.doctype, in_review.name).as_json())
			if action == "Pass Financials":
				grant(in_review)
				stored = json.loads(frappe.get_doc(in_review.doctype, in_review.name).as_json())
			assert action in {row.action for row in get_transitions(frappe.get_doc(stored))}, action
			api.apply_workflow(json.dumps(stored), action)
		in_review.reload()

	take("Clear Compliance", COMPLIANCE)
	assert (in_review.stage, in_review.compliance_status) == ("Financial Review", "Cleared")
	take("Pass Financials", ANALYST)
	assert in_review.stage == "Credit Approval"
	take("Approve", MANAGER)
	assert in_review.stage == "Active"


def test_the_seeded_workflow_is_the_engines_way():
	from cqs_app.engine.qualification import stages
	from cqs_app.erp.setup.qualification import transitions

	rows = {(row["state"], row["action"]) for row in transitions()}
	cases = [
		stages.Case(stage, financial, compliance, approved)
		for stage in stages.Stage
		for financial in stages.FinancialStatus
		for compliance in stages.ComplianceStatus
		for approved in (False, True)
	]
	assert rows == {(case.stage.value, action.value) for case in cases for action in stages.actions_at(case)}
