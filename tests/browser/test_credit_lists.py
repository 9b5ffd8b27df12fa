"""The hold queue as a list, and the workspace."""

import frappe
import pytest

from tests.browser import credit
from tests.browser.credit import MANAGER, buyer, dialog, fill
from tests.erp import factories as make


@pytest.fixture(autouse=True)
def wide(screen):
	credit.resize(screen, 1280, 900)
	credit.console(screen)
	yield
	credit.abandon(screen)


def choose_action(screen, label: str) -> None:
	"""Tick every row of the list, then an entry of its Actions menu."""
	screen.find(".list-header-subject .list-check-all").click()
	screen.find(".actions-btn-group > button").click()
	css = ".actions-btn-group .dropdown-item"
	entry = screen.wait(lambda: next((e for e in screen.all(css) if e.text.strip() == label), None), label)
	credit.press(screen, entry)


def test_bulk_release_names_what_failed(desk, http, committed, tmp_path):
	customer = buyer(limit=1000)
	orders = [credit.held_order(http, amount=1500, customer=customer) for _ in range(2)]
	dear = credit.held_order(http, amount=500_000, customer=customer)
	screen = desk(MANAGER, f"credit-hold?customer={frappe.utils.quote(customer.name)}&status=Open")
	for order in (*orders, dear):
		screen.see(order.name)
	credit.picture(screen, "holds", tmp_path)
	choose_action(screen, "Release Selected")
	fill(screen, "Release 3 Credit Holds", reason="End of the quarter")
	screen.wait(lambda: "2 released" in dialog(screen, "1 Not Decided").text, "the summary")
	text = dialog(screen, "1 Not Decided").text
	assert dear.cqs_credit_hold in text and "Credit Director" in text
	committed()
	statuses = [frappe.db.get_value("Credit Hold", order.cqs_credit_hold, "status") for order in orders]
	assert statuses == ["Released", "Released"]
	assert frappe.db.get_value("Credit Hold", dear.cqs_credit_hold, "status") == "Open"
	credit.close_dialogs(screen)
	screen.wait(lambda: orders[0].name not in screen.text() and dear.name in screen.text(), "the new list")
	choose_action(screen, "Reject Selected")
	fill(screen, "Reject 1 Credit Holds", reason="Too much")
	screen.see("1 rejected")
	committed()
	assert frappe.db.get_value("Credit Hold", dear.cqs_credit_hold, "status") == "Rejected"
	assert credit.console(screen) == []


def test_empty_queue_explains_itself(desk, committed):
	customer = make.make_customer()
	committed()
	screen = desk(MANAGER, f"credit-hold?customer={frappe.utils.quote(customer.name)}&status=Open")
	screen.see("No document is on hold")


def test_workspace_leads_to_the_open_holds(desk, http):
	credit.held_order(http)
	screen = desk(MANAGER, "credit-control")
	screen.wait(lambda: " open" in screen.find("[shortcut_name='Open Holds']").text, "the count of holds")
	screen.find("[shortcut_name='Open Holds'] .widget-title, [shortcut_name='Open Holds']").click()
	screen.wait(lambda: screen.js("return frappe.get_route_str()").startswith("List/Credit Hold"), "the list")
	assert credit.console(screen) == []
