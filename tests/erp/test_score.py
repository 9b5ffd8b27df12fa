"""Score, class, commercial value and proposed limit of a dossier, and who may set another class."""

import json
from datetime import datetime, timezone

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.credit import clock
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent
from cqs_app.erp.qualification import commercial, reports, score
from cqs_app.erp.qualification.exceptions import Incomplete, NotPossibleNow
from tests.erp import factories as make
from tests.erp.credit import give_limit
from tests.erp.limits import forget_policies, make_limit_policy  # noqa: F401

pytestmark = pytest.mark.usefixtures("forget_policies")
SALES, ANALYST, MANAGER, MANAGER2, DIRECTOR, COMPLIANCE = (
	f"{name}@cqs.example" for name in ("sales", "analyst", "manager", "manager2", "director", "compliance")
)
CARD = [
	{"criterion": "Country", "weight": 50, "bands": "United States: 80\nother: 10", "if_missing": "No Score"},
	{
		"criterion": "Years in Business",
		"weight": 30,
		"bands": "-inf: 0\n16: 70",
		"if_missing": "Lowest Points",
	},
	{"criterion": "Industry", "weight": 20, "bands": "other: 20", "if_missing": "Lowest Points"},
	{
		"criterion": "Days Beyond Terms",
		"weight": 100,
		"bands": "-inf: 90\n5.1: 30",
		"if_missing": "Leave Out",
	},
]
CLASSES = [
	{"risk_class": "A", "from_score": 65, "review_months": 12, "limit_cap": 50_000, "limit_factor": 100},
	{"risk_class": "B", "from_score": 40, "review_months": 6, "limit_cap": 8_000, "limit_factor": 50},
	{"risk_class": "C", "from_score": 0, "review_months": 3, "limit_cap": 0, "limit_factor": 0},
]


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
	monkeypatch.setattr(clock, "utc_now", lambda: datetime(2026, 6, 30, 12, tzinfo=timezone.utc))


def make_card(*, criteria=CARD, **values):
	return make_limit_policy(criteria=criteria, risk_bands=CLASSES, confirmed=False, **values)


def make_dossier(*, policy=None, by=SALES, **values):
	"""Under a policy of its own: 80 x 50 % + 70 x 30 % + 20 x 20 % = 65.0, class A, for a company of 2010."""
	policy = policy or make_card()
	return make.make_qualification(
		by=by,
		party_type="Lead",
		customer_group=policy.customer_group,
		**{"founded_on": "2010-05-01", **values},
	)


@pytest.fixture
def reviewed(as_user):
	dossier = make_dossier()
	with as_user(SALES):
		api.act_on_qualification(dossier.name, "Start Review")
	return dossier.reload()


def ask(as_user, dossier, *, by=ANALYST, risk_class="B", reason="A parent company stands behind it"):
	with as_user(by):
		api.request_class_override(dossier.name, risk_class, reason)
	return dossier.reload()


def confirm(as_user, dossier, *, by=MANAGER, **values):
	with as_user(by):
		api.confirm_class_override(dossier.name, **values)
	return dossier.reload()


def comments(dossier) -> str:
	filters = {"reference_doctype": dossier.doctype, "reference_name": dossier.name}
	return "\n".join(frappe.get_all("Comment", filters=filters, pluck="content"))


# --- the policy -----------------------------------------------------------------------------------------------------


def test_the_card_is_part_of_the_published_version():
	policy = make_card(segregate_duties=0, review_months_default=9)
	content = json.loads(frappe.db.get_value("Credit Policy Version", {"policy": policy.name}, "content"))
	assert [row["criterion"] for row in content["criteria"]] == [row["criterion"] for row in CARD]
	assert (content["segregate_duties"], content["review_months_default"]) == (0, 9)
	policy.save()
	assert policy.version == 1
	policy.criteria[0].bands = "United States: 81\nother: 10"
	policy.save()
	assert policy.version == 2
	policy.criteria[1].bands = "-inf: 0\n16: 170"
	with pytest.raises(frappe.ValidationError, match=r"row 2 \(Years in Business\), line 2: 170 points"):
		policy.save()


# --- the score ------------------------------------------------------------------------------------------------------


def test_lines_score_class_and_limit_are_stored():
	dossier = make_dossier(requested_limit=20_050).reload()
	assert [(row.criterion, row.value, row.points, row.contribution) for row in dossier.score_lines] == [
		("Country", "United States", 80, 40),
		("Years in Business", "16", 70, 21),
		("Industry", "not known", 20, 4),
		("Days Beyond Terms", "not known", 0, 0),
	]
	assert (dossier.score, dossier.risk_class) == (65, "A")
	assert dossier.score_model.endswith("version 1; Score Card 1")
	assert dossier.reasons_up.splitlines() == [
		"Country: United States (80 points of 100, weight 50 %)",
		"Years in Business: 16 (70 points of 100, weight 30 %)",
	]
	assert dossier.reasons_down == "Industry: not known (20 points of 100, weight 20 %)"
	assert "Founded on 2010-05-01" in dossier.score_lines[1].source
	assert "lowest points" in dossier.score_lines[2].source
	assert dossier.proposed_limit == 20_000
	assert "Never billed" in dossier.behaviour_html
	rows = [row.name for row in dossier.score_lines]
	dossier.save()
	assert [row.name for row in dossier.reload().score_lines] == rows


def test_the_newest_statement_is_scored():
	policy = make_card(
		criteria=[{"criterion": "Equity Ratio", "weight": 1, "bands": "-inf: 0\n20: 60\n30: 70"}],
		auto_limit_net_worth_percent=10,
	)
	figures = {"currency": "USD", "total_assets": "400000", "total_liabilities": "300000", "equity": "100000"}
	rows = [{"period_end": f"{year}-12-31", **figures} for year in (2024, 2025)]
	dossier = make_dossier(policy=policy, by=ANALYST, financial_statements=rows).reload()
	(line,) = dossier.score_lines
	assert (line.value, line.source) == ("25", "Statement of 2025-12-31")
	assert (dossier.score, dossier.risk_class, dossier.proposed_limit) == (60, "B", 8_000)
	assert "on 2025-12-31" in dossier.proposal_html


def test_references_and_the_external_report_are_scored():
	bands = "-inf: 0\n50: 60\n80: 100"
	names = ("Trade References", "Bank References", "External Score")
	card = [{"criterion": name, "weight": 1, "bands": bands, "if_missing": "Neutral"} for name in names]
	dossier = make_dossier(policy=make_card(criteria=card))
	assert [row.points for row in dossier.score_lines] == [50, 50, 50]
	for pays, status in (("Prompt", "Received"), ("Slow", "Received"), ("", "No Answer")):
		dossier.append(
			"trade_references",
			{"reference_type": "Trade", "referee": "Supplier", "status": status, "pays": pays},
		)
	report = frappe.get_doc(
		doctype="Credit Report",
		**{field: dossier.get(field) for field in ("party_type", "party", "company", *reports.IDENTITY)},
		provider="Bureau",
		status="Received",
		fetched_on="2026-06-01 10:00:00",
		fresh_upto="2026-12-31",
		has_score=1,
		score=81.5,
	)
	report.flags.update(by_cqs=True, ignore_links=True)
	report.insert(ignore_permissions=True)
	dossier.flags.by_cqs = True
	dossier.save()
	# Answers of 85 and 45: their average is 65, the lowest 45.
	assert [(row.value, row.points) for row in dossier.score_lines] == [
		("55", 60),
		("not known", 50),
		("81.5", 100),
	]
	assert dossier.score_lines[0].source == "Answers: 2 of 3"
	assert dossier.score == 70


def test_a_worse_company_scores_less_and_is_proposed_less():
	young = make_dossier(founded_on="2024-01-01")
	# 80 x 50 % + 0 x 30 % + 20 x 20 % = 44: B, half of 20,000, at most 8,000.
	assert (young.score, young.risk_class, young.proposed_limit) == (44, "B", 8_000)
	foreign = make_dossier(country="Germany", founded_on="2024-01-01")
	assert (foreign.score, foreign.risk_class, foreign.proposed_limit) == (9, "C", 0)


def test_no_score_until_what_the_policy_needs_is_known(as_user):
	needs_industry = [*CARD[:2], {**CARD[2], "if_missing": "No Score"}]
	dossier = make_dossier(policy=make_card(criteria=needs_industry))
	assert (dossier.score, dossier.risk_class, dossier.score_model, dossier.proposed_limit) == (0, "", "", 0)
	assert "before there is a score" in dossier.proposal_html
	assert score.missing(dossier) == ["for a score: Industry"]
	with as_user(SALES):
		api.act_on_qualification(dossier.name, "Start Review")
	with as_user(ANALYST), pytest.raises(Incomplete, match="for a score: Industry"):
		api.act_on_qualification(dossier.name, "Pass Financials")
	confirm(as_user, ask(as_user, dossier.reload()))
	assert (dossier.risk_class, score.missing(dossier)) == ("B", [])


def test_clients_write_neither_score_nor_class(as_user):
	dossier = make_dossier()
	with as_user(ANALYST):
		mine = frappe.get_doc(dossier.doctype, dossier.name)
		mine.update(
			{"score": 99, "risk_class": "X", "override_class": "A", "override_confirmed_by": DIRECTOR}
		)
		mine.score_lines[0].points = 100
		mine.save()
	dossier.reload()
	assert (dossier.score, dossier.risk_class, dossier.override_class) == (65, "A", None)
	assert dossier.score_lines[0].points == 80


# --- another class --------------------------------------------------------------------------------------------------


def test_another_class_needs_a_second_person(as_user, reviewed):
	ask(as_user, reviewed, by=MANAGER)
	assert (reviewed.risk_class, reviewed.override_class) == ("A", "B")
	with as_user(MANAGER), pytest.raises(NotIndependent):
		api.confirm_class_override(reviewed.name)
	with as_user(MANAGER), pytest.raises(NotIndependent):
		api.reject_class_override(reviewed.name, "no")
	with as_user(ANALYST), pytest.raises(NotAnApprover, match="Credit Manager, Credit Director"):
		api.confirm_class_override(reviewed.name)
	confirm(as_user, reviewed, by=MANAGER2, risk_class="B")
	assert (reviewed.score, reviewed.risk_class, reviewed.proposed_limit) == (65, "B", 8_000)
	assert (reviewed.override_confirmed_by, bool(reviewed.override_confirmed_on)) == (MANAGER2, True)
	assert "Confirmed the class that manager@cqs.example asked for" in comments(reviewed)
	assert "parent" not in comments(reviewed), "sales read the comments, but neither class nor reason"
	reviewed.save()
	assert reviewed.risk_class == "B"
	with as_user(MANAGER2), pytest.raises(NotPossibleNow):
		api.confirm_class_override(reviewed.name)


def test_asking_again_replaces_and_is_confirmed_again(as_user, reviewed):
	confirm(as_user, ask(as_user, reviewed))
	ask(as_user, reviewed, risk_class="C", reason="The parent withdrew")
	assert (reviewed.risk_class, reviewed.override_confirmed_by) == ("A", None)
	with as_user(MANAGER), pytest.raises(NotPossibleNow, match="Meanwhile class C"):
		api.confirm_class_override(reviewed.name, risk_class="B")
	with as_user(DIRECTOR):
		api.reject_class_override(reviewed.name, "Not proven")
	reviewed.reload()
	assert (reviewed.risk_class, reviewed.override_class, reviewed.override_requested_by) == ("A", None, None)
	assert reviewed.override_reason.splitlines() == [
		"director@cqs.example refused class C: Not proven",
		"analyst@cqs.example had asked for it: The parent withdrew",
	]
	assert "Refused the class that analyst@cqs.example asked for" in comments(reviewed)


def test_the_emergency_setting_lets_one_person_do_both_and_says_so(as_user, reviewed):
	frappe.db.set_single_value("CQS Settings", "allow_self_approval", 1)
	confirm(as_user, ask(as_user, reviewed, by=MANAGER), by=MANAGER)
	assert reviewed.risk_class == "B"
	assert "by the requester himself" in comments(reviewed)


def test_what_may_not_be_asked(as_user, reviewed):
	for user, values, error in (
		(SALES, {}, NotAnApprover),
		(COMPLIANCE, {}, NotAnApprover),
		(ANALYST, {"risk_class": "Z"}, frappe.ValidationError),
		(ANALYST, {"reason": "  "}, frappe.ValidationError),
		(ANALYST, {"reason": "<script>alert(1)</script>"}, frappe.ValidationError),
	):
		with pytest.raises(error):
			ask(as_user, reviewed, by=user, **values)
	assert not reviewed.reload().override_class


def test_after_the_decision_the_class_stays(as_user, reviewed):
	with as_user(MANAGER):
		api.act_on_qualification(reviewed.name, "Reject", "Not wanted")
	with pytest.raises(NotPossibleNow):
		ask(as_user, reviewed)


def test_buttons_follow_the_rights(as_user, reviewed):
	def rights(user):
		with as_user(user):
			return api.class_override_rights(reviewed.name)

	assert rights(SALES) == {"classes": [], "waiting": "", "may_request": False, "may_decide": False}
	assert rights(ANALYST)["classes"] == ["A", "B", "C"]
	ask(as_user, reviewed, by=MANAGER)
	assert [rights(user)["may_decide"] for user in (ANALYST, MANAGER, MANAGER2)] == [False, False, True]
	assert rights(MANAGER2)["waiting"] == "B"


# --- the own ledger -------------------------------------------------------------------------------------------------


def make_buyer(policy):
	"""Bought 12,000 in one invoice and paid it 10 days late."""
	customer = make.make_customer(group=policy.customer_group)
	give_limit(customer=customer, limit=50_000)
	invoice = make.make_sales_invoice(
		customer=customer, amount=12_000, date="2026-02-01", due_date="2026-03-01"
	)
	make.make_payment(invoice=invoice, amount=12_000, date="2026-03-11")
	return customer


def test_own_behaviour_counts_for_who_buys_already():
	policy = make_card(payment_factors=[])
	customer = make_buyer(policy)
	dossier = make.make_qualification(
		party=customer.name, customer_group=policy.customer_group, requested_limit=20_000
	)
	line = dossier.score_lines[3]
	assert (line.criterion, line.value, line.points) == ("Days Beyond Terms", "10", 30)
	# (65 x 100 + 30 x 100) / 200 = 47.5: B. Purchases 12,000 / 12 x 2 = 2,000, x 50 % = 1,000.
	assert (dossier.score, dossier.risk_class, dossier.proposed_limit) == (47.5, "B", 1_000)
	assert "10 on average; 100 % of what was due came late" in dossier.behaviour_html
	for text in ("12,000.00", "invoices: 1", "Broken promises"):
		assert text in dossier.behaviour_html
	small = frappe.get_doc(dossier.doctype, dossier.name)
	small.requested_limit = 300
	small.save()
	assert small.proposed_limit == 300


# --- commercial value -----------------------------------------------------------------------------------------------

ASSUMED = {
	"projected_revenue": 100_000,
	"projected_margin": 30,
	"contract_months": 36,
	"retention_probability": 80,
	"discount_rate": 10,
	"acquisition_cost": 40_000,
}


def test_the_lifetime_value_by_hand():
	dossier = make_dossier(by=ANALYST, **ASSUMED).reload()
	# 30,000 / 1.1 + 24,000 / 1.21 + 19,200 / 1.331; after a year 12,727.27 of 40,000 are left, of 19,834.71: 7.7 months
	assert (dossier.lifetime_value, dossier.payback_months) == (61_532.68, 19.7)
	for text in ("21,532.68", "55,672.43", "49,226.15", "64 %", "0.7513"):
		assert text in dossier.evaluation_html


def test_what_the_evaluation_lacks_is_named_and_nothing_is_zero():
	dossier = make_dossier(by=ANALYST, **{**ASSUMED, "discount_rate": 0}).reload()
	assert (dossier.lifetime_value, dossier.payback_months) == (0, 0)
	assert "missing: Discount Rate a Year" in dossier.evaluation_html
	assert not make_dossier(by=ANALYST).evaluation_html


@pytest.mark.parametrize(
	("field", "value"),
	[
		("projected_margin", 100.5),
		("contract_months", 241),
		("revenue_growth", -101),
		("rebate_percent", -1),
		("discount_rate", "ten"),
	],
)
def test_assumptions_out_of_bounds_are_refused(field, value):
	typed = frappe.get_doc(doctype="Customer Qualification", currency="USD", **{**ASSUMED, field: value})
	label = typed.meta.get_label(field)
	with pytest.raises(frappe.ValidationError, match=label.split(" (")[0]):
		commercial.settle(typed)
