"""The tree of owners by mouse and keyboard, and the line under a number as it is typed."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser import credit
from tests.browser.credit import SALES
from tests.erp import factories as make

COMPLIANCE = "compliance@cqs.example"
OWNERS = (
	{"owner_name": "Alpha GmbH", "owner_type": "Company", "ownership_percent": 60},
	{"owner_name": "Cid Clark", "owned_entity": "Alpha GmbH", "ownership_percent": 90},
	{"owner_name": "Fay Ford", "ownership_percent": 50, "is_nominee": 1},
)
SHOWN = "return $('.cqs-tree [role=treeitem] > .cqs-tree__node:visible .cqs-tree__name').map((_i, e) => $(e).text()).get()"
FOCUSED = "return $(document.activeElement).find('> .cqs-tree__node .cqs-tree__name').text()"


@pytest.fixture(autouse=True)
def phone(screen):
	credit.console(screen)
	yield
	credit.resize(screen, 1280, 900)
	credit.abandon(screen)


def open_tab(screen, name: str) -> None:
	screen.wait(
		lambda: next((tab for tab in screen.all(".form-tabs .nav-link") if tab.text.strip() == name), None),
		name,
	).click()
	screen.wait_until_quiet()


def test_the_tree_of_owners(desk, committed, screen):
	dossier = make.make_qualification(owners=OWNERS)
	dossier.save()
	committed()
	credit.resize(screen, 380, 800)
	screen = desk(COMPLIANCE, f"customer-qualification/{dossier.name}")
	open_tab(screen, "Compliance")
	screen.see("add up to 110 %")
	assert "Cid Clark 54" in screen.find(".cqs-owners__list").text
	assert screen.js(SHOWN) == [dossier.party_name, "Alpha GmbH", "Cid Clark", "Fay Ford"]
	root = screen.find(".cqs-tree [role=treeitem]")
	screen.js("arguments[0].focus()", root)
	for key, focused in ((Keys.DOWN, "Alpha GmbH"), (Keys.LEFT, "Alpha GmbH"), (Keys.DOWN, "Fay Ford")):
		screen.driver.switch_to.active_element.send_keys(key)
		assert screen.js(FOCUSED) == focused
	assert screen.js(SHOWN) == [dossier.party_name, "Alpha GmbH", "Fay Ford"], "Left has closed Alpha"
	assert screen.js("return document.querySelector('.cqs-owners').scrollWidth <= window.innerWidth")
	assert credit.console(screen) == []


def test_a_number_is_checked_as_it_is_typed(desk, committed, screen):
	dossier = make.make_qualification(by=SALES)
	committed()
	screen = desk(SALES, f"customer-qualification/{dossier.name}")
	open_tab(screen, "Company Data")
	field = screen.find("[data-fieldname=tax_id] input")
	for number, said in (("12-345678", "Wrong: 9 digits expected, 8 given"), ("12-3456789", "Valid: EIN")):
		field.clear()
		field.send_keys(number)
		screen.see(said)
	assert credit.console(screen) == []
