"""The form of a credit group says who uses how much of it; a new version starts from the one in force."""

import frappe

from tests.browser import credit
from tests.browser.credit import ANALYST, MANAGER, buyer, panel
from tests.erp import factories as make
from tests.erp.credit import COMPANY


def test_a_group_shows_its_use_and_starts_a_new_version(desk, committed, as_user, tmp_path):
	first, second = buyer(limit=900), buyer(limit=900)
	with as_user(ANALYST):
		group = frappe.get_doc(
			doctype="Credit Group",
			group_name=make.unique("Brook & Sons"),
			currency="USD",
			credit_limit=1000,
			members=[{"customer": one.name, "company": COMPANY} for one in (first, second)],
			reason="One owner",
		).insert()
	with as_user(MANAGER):
		group.submit()
	make.make_sales_order(customer=first, amount=400)
	order = make.make_sales_order(customer=second, amount=100, submit=False)
	committed()
	screen = desk(MANAGER, f"credit-group/{group.name}")
	screen.see("Exposure Today")
	assert [cell.text for cell in screen.all(".cqs-group-use tfoot th.text-right")] == [
		"$ 400.00",
		"$ 600.00",
	]
	credit.picture(screen, "group", tmp_path)
	next(button for button in screen.all("button") if button.text == "New Version").click()
	screen.see("somebody else, whose approval level reaches it")
	assert screen.js("return cur_frm.doc.members.length") == 2
	assert credit.console(screen) == []
	screen = desk("sales@cqs.example", f"sales-order/{order.name}")
	panel(screen, f"Credit group {group.group_name}", "$ 600.00 of $ 1,000.00 are free")
