"""A qualification as sales, the analyst, compliance and the manager see it, each with the next step on top of the form."""

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from cqs_app import api
from tests.browser import credit
from tests.browser.credit import ANALYST, MANAGER, SALES, fill
from tests.erp import factories as make
from tests.erp.test_qualification import STATEMENT
from tests.erp.test_score import make_card

COMPLIANCE = "compliance@cqs.example"
MESSAGE = ".form-message"
ACTIONS = "return $('.actions-btn-group .dropdown-menu li:visible').map((_i, e) => $(e).text().trim()).get()"
TABS = "return $('.form-tabs .nav-link:visible').map((_i, e) => $(e).text().trim()).get()"


@pytest.fixture(autouse=True)
def wide(screen):
	credit.resize(screen, 1280, 900)
	credit.console(screen)
	yield
	credit.abandon(screen)


def open_dossier(desk, user, dossier):
	screen = desk(user, f"customer-qualification/{dossier.name}")
	screen.wait(lambda: screen.all(MESSAGE) and screen.find(MESSAGE).text, "the next step")
	return screen


def take(screen, action: str, *, reason: str = "") -> None:
	"""As a person does it: the Actions menu, and the dialog that asks for a reason."""
	take_up(screen, action)
	if reason:
		fill(screen, action, note=reason)
	else:
		confirm(screen)
	screen.wait_until_quiet()


def take_up(screen, action: str) -> None:
	screen.find(".actions-btn-group > button").click()
	item = screen.wait(
		lambda: next(
			(one for one in screen.all(".actions-btn-group li") if one.text.strip() == action), None
		),
		action,
	)
	item.click()


def confirm(screen) -> None:
	"""Frappe asks before some actions of a workflow."""
	boxes = [box for box in screen.all(".modal.show .btn-primary") if box.is_displayed()]
	for box in boxes[:1]:
		box.click()


def stage_of(screen, expected: str) -> None:
	screen.wait(lambda: screen.js("return cur_frm && cur_frm.doc.stage") == expected, f"stage {expected}")


def test_from_a_lead_to_an_account(desk, committed, tmp_path):
	lead = make.make_lead(
		company_name=f"Brook & Sons {frappe.generate_hash(length=6)}", country="United States"
	)
	committed()
	screen = desk(SALES, f"lead/{lead.name}")
	screen.js("cur_frm.page.get_inner_group_button(__('Create')).find('button').click()")
	screen.wait(
		lambda: screen.js(
			"return !!$('[data-label=\"Credit%20Qualification\"]').filter(':visible').trigger('click').length"
		),
		"Credit Qualification below Create",
	)
	screen.wait(
		lambda: screen.js("return cur_frm && cur_frm.doctype") == "Customer Qualification", "the form"
	)
	screen.wait_until_quiet()
	assert screen.js("return [cur_frm.doc.party_type, cur_frm.doc.party]") == ["Lead", lead.name]
	assert credit.console(screen) == []


def test_each_one_reads_his_next_step(desk, committed, tmp_path):
	dossier = make.make_qualification(by=SALES, documents=None, party_type="Lead")
	committed()
	screen = open_dossier(desk, SALES, dossier)
	screen.see("Start Review: missing")
	screen.see("Company Registration")
	assert not {"Financials", "Score", "Commercial", "Compliance"} & set(screen.js(TABS))
	for row in dossier.documents:
		if row.is_mandatory:
			frappe.db.set_value(row.doctype, row.name, "status", "Verified")
	committed()
	screen.open_desk(f"customer-qualification/{dossier.name}")
	screen.see("Start Review: you may do it now, in Actions.")
	take(screen, "Start Review")
	stage_of(screen, "Financial Review")
	screen.see("Pass Financials: Waiting for: Credit Analyst, Credit Manager, Credit Director.")
	credit.picture(screen, "qualification", tmp_path)
	assert credit.console(screen) == []


def test_a_rejection_asks_for_its_reason(desk, committed, tmp_path):
	dossier = make.make_qualification(by=SALES)
	dossier.flags.cqs_action = "Start Review"
	frappe.set_user(SALES)
	dossier.save()
	frappe.set_user("Administrator")
	committed()
	screen = open_dossier(desk, ANALYST, dossier)
	assert {"Financials", "Score", "Commercial"} <= set(screen.js(TABS))
	take(screen, "Reject", reason="No statements")
	stage_of(screen, "Rejected")
	screen.see("Rejected by Analyst: No statements")
	assert credit.console(screen) == []


def open_tab(screen, name: str) -> None:
	screen.wait(
		lambda: next((tab for tab in screen.all(".form-tabs .nav-link") if tab.text.strip() == name), None),
		name,
	).click()
	screen.wait_until_quiet()


def test_the_analyst_reads_ratios_and_score(desk, committed, tmp_path):
	policy = make_card()
	name = f"Brook & Sons {frappe.generate_hash(length=6)}"
	dossier = make.make_qualification(
		by=SALES,
		party_type="Lead",
		party=make.make_lead(company_name=name),
		customer_group=policy.customer_group,
		requested_limit=60_000,
	)
	dossier.append("financial_statements", STATEMENT)
	dossier.append("financial_statements", {**STATEMENT, "period_end": "2024-12-31", "ebit": "500"})
	dossier.save()
	committed()
	screen = open_dossier(desk, ANALYST, dossier)
	open_tab(screen, "Financials")
	screen.see("Altman Z''")
	screen.see("Safe")
	open_tab(screen, "Score")
	screen.see("What Helps")
	screen.see("Limit to Approve")
	credit.picture(screen, "qualification-score", tmp_path)
	assert credit.console(screen) == []


def test_the_list_shows_stages_in_their_colours(desk, committed):
	dossier = make.make_qualification(by=SALES)
	committed()
	screen = desk(MANAGER, f"customer-qualification?name={dossier.name}")
	screen.see("Inquiry")
	assert credit.console(screen) == []


def acted(dossier, user: str, action: str):
	frappe.set_user(user)
	try:
		api.act_on_qualification(dossier.name, action)
	finally:
		frappe.set_user("Administrator")
	return dossier.reload()


def test_whoever_approves_reads_first_what_he_grants(desk, committed):
	dossier = acted(make.make_qualification(by=SALES), SALES, "Start Review")
	dossier.approved_limit = 15_000
	dossier.save()
	acted(dossier, ANALYST, "Pass Financials")
	acted(dossier, COMPLIANCE, "Clear Compliance")
	committed()
	screen = open_dossier(desk, MANAGER, dossier)
	take_up(screen, "Approve")
	screen.see(f"Credit for {dossier.party_name} by {dossier.company}:")
	screen.see("15,000.00")
	assert screen.js("return cur_frm.doc.stage") == "Credit Approval"
	confirm(screen)
	stage_of(screen, "Active")
	assert credit.console(screen) == []


def test_tab_goes_to_the_documents_and_freezes_nothing(desk, committed):
	dossier = make.make_qualification(by=SALES, documents=None)
	committed()
	screen = open_dossier(desk, SALES, dossier)
	screen.js("cur_frm.scroll_to_field('territory')")
	territory = screen.find("[data-fieldname=territory] input")
	territory.click()
	territory.send_keys(Keys.TAB)
	screen.wait(
		lambda: screen.js("return $('.form-tabs .nav-link.active').text().trim()") == "Documents", "its tab"
	)
	assert not screen.all("#freeze, .grid-row-open")
	assert not screen.js("return cur_frm.is_dirty()")


def test_a_lead_goes_on_with_the_dossier_that_is_under_way(desk, committed):
	dossier = make.make_qualification(by=SALES, party_type="Lead")
	committed()
	screen = desk(SALES, f"lead/{dossier.party}")
	screen.js("cur_frm.page.get_inner_group_button(__('Create')).find('button').click()")
	screen.js("$('[data-label=\"Credit%20Qualification\"]').filter(':visible').trigger('click')")
	credit.dialog(screen, "Already Under Way")
	screen.see(dossier.name)
	confirm(screen)
	screen.wait(lambda: screen.js("return cur_frm && cur_frm.docname") == dossier.name, "the dossier")
	assert screen.js("return frappe.get_meta('Lead').__dashboard.dynamic_links.party") == [
		"Lead",
		"party_type",
	]


def test_what_waits_for_a_decision_is_chosen_first(desk, committed):
	dossier = make.make_qualification(by=SALES)
	row = next(row for row in dossier.documents if not row.is_mandatory)
	for one in dossier.documents:
		frappe.db.set_value(one.doctype, one.name, "file", "/private/files/paper.pdf")
	frappe.db.set_value(row.doctype, row.name, "status", "Received")
	committed()
	screen = open_dossier(desk, ANALYST, dossier)
	screen.js("cur_frm.custom_buttons[__('Refuse')].trigger('click')")
	credit.dialog(screen, "Refuse")
	assert screen.find(".modal.show select").get_attribute("value") == row.name
	screen.see("Open the file")


@pytest.mark.parametrize("user", [MANAGER, COMPLIANCE])
def test_the_report_of_master_data_opens(desk, committed, user):
	make.make_customer()
	committed()
	screen = desk(user, "query-report/Master Data Quality")
	screen.see("Complete (%)")
	assert credit.console(screen) == []


def test_credit_reports_open(desk, committed):
	frappe.db.delete("Credit Report")
	committed()
	screen = desk(MANAGER, "credit-report")
	screen.see("What a provider reported of a party")
	assert credit.console(screen) == []


def test_what_is_asked_for_stands_on_top(desk, committed):
	dossier = make.make_qualification(by=SALES)
	committed()
	screen = open_dossier(desk, SALES, dossier)
	take(screen, "Request Information", reason="The extract of the register")
	stage_of(screen, "Information Requested")
	screen.see("Sales asks for: The extract of the register")
	assert credit.console(screen) == []
