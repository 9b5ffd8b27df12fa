"""The officer works through the queue of matches with the keyboard; sales read neutral words only."""

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser import credit
from tests.browser.credit import SALES, fill
from tests.erp import factories as make
from tests.erp.credit import customer_with
from tests.erp.screening import OFFICER, OFFICER2, matches_of, put_list, second_officer
from tests.erp.screening import screen as screen_party

NAME = "Zorvex Petrochemical Trading"


@pytest.fixture
def hits(screen, site, committed):
	"""Two customers on a list, the likelier one first, with their match."""
	credit.resize(screen, 1280, 900)
	credit.console(screen)
	second_officer()
	frappe.db.sql("update `tabScreening Match` set decision = 'Cleared' where decision = 'Open'")
	listed = put_list(("E-1", "Company", NAME, "ru"), ("E-2", "Company", "Quarzberg Shipping Lines"))
	found = []
	for name in (NAME, "Quarzberg Shipping Line"):
		customer = customer_with(limit=10_000, name=make.unique("Listed"))
		frappe.db.set_value("Customer", customer.name, "customer_name", name)
		screen_party(customer)
		found.append((customer, matches_of(customer)[0]))
	committed()
	yield found
	frappe.db.rollback()
	frappe.db.set_value("Screening List", listed, "enabled", 0)
	committed()


def press(browser, key: str) -> None:
	browser.find("body").send_keys(Keys.ALT, Keys.SHIFT, key, Keys.NULL)


def open_match(desk, screen, user, match):
	# No call of the page before may go out with the session of the next user.
	screen.forget()
	browser = desk(user, f"screening-match/{match.name}")
	browser.see("How the Score Comes About")
	return browser


def decision(match) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("Screening Match", match.name, "decision")


def test_two_officers_clear_a_match_and_go_on_with_the_next(desk, screen, hits, tmp_path):
	(customer, first), (_other, second) = hits
	browser = open_match(desk, screen, OFFICER, first)
	browser.see("Two officers clear it.")
	browser.see("starts from")
	credit.picture(browser, "screening-match", tmp_path)
	press(browser, "c")
	fill(browser, "Propose to Clear", reason="Another company of the same name")
	browser.see("You proposed to clear it")
	press(browser, "n")
	browser.wait(lambda: browser.js("return cur_frm.docname") == second.name, "the next match")
	assert decision(first) == "Open"
	browser = open_match(desk, screen, OFFICER2, first)
	browser.see("Another company of the same name")
	press(browser, "c")
	fill(browser, "Clear as Second Officer", reason="Seen the extract of the register")
	browser.see("Cleared by")
	assert decision(first) == "Cleared"
	browser.open_desk(f"customer/{customer.name}")
	browser.see("No open match.")
	assert credit.console(browser) == []


def test_sales_read_neutral_words_only(desk, hits):
	customer = hits[0][0]
	browser = desk(SALES, f"customer/{customer.name}")
	browser.see("Credit")
	browser.wait_until_quiet()
	text = browser.text()
	assert not any(word in text for word in ("Sanctions", "Screening", "match"))
	assert not browser.all(".cqs-screening")
	assert credit.console(browser) == []
