"""The form of a limit change proposes a limit; the policy's form says how one is worked out."""

import frappe
from frappe.utils import add_days, nowdate

from cqs_app.api import apply_workflow
from cqs_app.erp.credit import account as accounts
from tests.browser import credit
from tests.browser.credit import ANALYST, MANAGER
from tests.erp import factories as make
from tests.erp.credit import COMPANY, party_of
from tests.erp.limits import buyer_under, make_limit_policy

ROWS = "return [...document.querySelectorAll('[data-fieldname=proposal_html] tbody tr')].map((row) => row.innerText)"


def punctual_buyer():
	policy = make_limit_policy(
		risk_bands=[{"risk_class": "A", "from_score": 70, "limit_cap": 40_000, "limit_factor": 110}],
		limit_triggers=[
			{
				"trigger_name": "Busy",
				"metric": "Transaction Velocity",
				"comparison": "At Least",
				"threshold": 10,
				"window_days": 30,
				"adjust_percent": 10,
				"cap": 20_000,
				"cool_down_days": 90,
			}
		],
		seasons=[
			{
				"season_name": "Winter",
				"from_day": 15,
				"from_month": 11,
				"upto_day": 31,
				"upto_month": 1,
				"percent": 20,
			}
		],
	)
	customer = buyer_under(policy, limit=100_000)
	billed = add_days(nowdate(), -60)
	invoice = make.make_sales_invoice(
		customer=customer, amount=61_234.50, date=billed, due_date=add_days(billed, 30)
	)
	make.make_payment(invoice=invoice, date=add_days(billed, 37))
	accounts.set_values(party_of(customer=customer), {"risk_class": "A", "credit_limit": 5000})
	return customer, policy


def test_propose_fills_in_the_limit_and_shows_each_step(desk, committed, as_user, tmp_path):
	customer, _policy = punctual_buyer()
	committed()
	screen = desk(ANALYST, "credit-limit-change/new")
	screen.js("cur_frm.set_value({customer: arguments[0], company: arguments[1]})", customer.name, COMPANY)
	screen.see("Now: $ 5,000.00")
	next(button for button in screen.all("button") if button.text == "Propose").click()
	screen.see("down to a multiple of 100")
	assert screen.js("return cur_frm.doc.new_limit") == 8400
	credit.picture(screen, "proposal", tmp_path)
	screen.js("cur_frm.save()")
	screen.wait(lambda: not screen.js("return cur_frm.is_new()"), "the change to be saved")
	screen.wait_until_quiet()
	name = screen.js("return cur_frm.doc.name")
	committed()
	change = frappe.get_doc("Credit Limit Change", name)
	assert (change.origin, change.proposed_limit) == ("Proposal", 8400)
	credit.abandon(screen)
	with as_user(ANALYST):
		apply_workflow(change.as_json(), "Request Approval")
	committed()
	screen = desk(MANAGER, f"credit-limit-change/{name}")
	screen.see("Approving puts it in force.")
	screen.see("61,234.50 billed in 12 months (invoices: 1) / 12 x 2 months of credit")
	assert [row.split("\t")[-1] for row in screen.js(ROWS)] == [
		"$ 10,205.75",
		"$ 7,654.31",
		*["$ 8,419.74"] * 5,
		"$ 8,400.00",
	]
	assert not any(button.text == "Propose" for button in screen.all("button"))
	credit.picture(screen, "limit-change", tmp_path)
	screen.js("document.querySelector('[data-fieldname=with_proposal]').scrollIntoView()")
	credit.picture(screen, "proposal-approver", tmp_path)
	assert credit.console(screen) == []


def test_the_policy_form_says_how_a_limit_is_worked_out(desk, committed, tmp_path):
	_customer, policy = punctual_buyer()
	committed()
	screen = desk(MANAGER, f"credit-policy/{policy.name}")
	credit.resize(screen, 1440, 1500)
	for section in ("Limit Proposals", "Automatic Changes"):
		next(head for head in screen.all(".section-head.collapsible") if head.text == section).click()
	screen.see("Days Between Two Reviews")
	screen.see("it reverts by itself after the last day")
	screen.js(
		"document.querySelector('[data-fieldname=auto_limit_months]').scrollIntoView({block: 'center'})"
	)
	credit.picture(screen, "policy-limits", tmp_path)
	screen.js(
		"document.querySelector('[data-fieldname=auto_limits_enabled]').scrollIntoView({block: 'center'})"
	)
	credit.picture(screen, "policy-automatic", tmp_path)
	assert credit.console(screen) == []
