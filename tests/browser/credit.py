"""What the tests of the credit screens do again and again in the browser."""

import os
from pathlib import Path

import frappe
import pytest
from selenium.webdriver.common.keys import Keys

from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import customer_with

SALES, SALES_MANAGER, MANAGER, ANALYST, AUDITOR = (
	f"{name}@cqs.example" for name in ("sales", "sales.manager", "manager", "analyst", "auditor")
)
PANEL = ".cqs-credit"
# Not ours: no realtime server runs beside the tests, and the browser asks nobody before it leaves a new document.
NOISE = ("socket.io", "beforeunload")
# A refusal is an answer with status 417; Frappe writes the exception's name and the form's rejected promise.
REFUSAL = ("417", "CreditRefused", " undefined")

NOTHING_MOVES = """return !document.getAnimations().some((moving) => moving.playState === 'running'
	&& moving.effect.target.closest('.modal, .modal-backdrop, #freeze'))"""


def buyer(*, limit: float):
	"""A customer with that limit, whose name has to be escaped wherever it is shown or sent."""
	return customer_with(limit=limit, name=f"Brook & Sons {frappe.generate_hash(length=6)}")


def panel(screen, *texts: str, state: str = "ready"):
	"""The visible panel, once it is in that state and says all of `texts`."""

	def found():
		for element in screen.all(f"{PANEL}[data-state={state}]"):
			if element.is_displayed() and all(text in element.text for text in texts):
				return element
		return None

	return screen.wait(found, f"a {state} panel that says {texts}")


def act(screen, action: str) -> None:
	screen.find(f"{PANEL} [data-action={action}]").click()


def dialog(screen, title: str):
	"""The open dialog of that title, when its opening has ended."""

	def found():
		for element in screen.all(".modal.show .modal-content"):
			if title in element.find_element("css selector", ".modal-title").text:
				return element
		return None

	return screen.wait(found, f"a dialog titled {title!r}")


def fill(screen, title: str, **values: str) -> None:
	"""Type into the dialog's fields, then press its primary button."""
	box = dialog(screen, title)
	for field, value in values.items():
		css = f"[data-fieldname={field}] textarea, [data-fieldname={field}] input"
		control = screen.wait(lambda css=css: box.find_element("css selector", css), field)
		if control.get_attribute("type") == "checkbox":
			control.click()
		else:
			screen.wait(lambda control=control: control.is_enabled() and control.is_displayed(), field)
			control.send_keys(Keys.CONTROL, "a")
			control.send_keys(value)
	press(screen, box.find_element("css selector", ".btn-modal-primary"))


def press(screen, button) -> None:
	"""Click what may still be moving into place."""
	screen.wait(lambda: button.click() or True, "a button that can be clicked")


def close_dialogs(screen) -> None:
	def closed():
		screen.js("$('.modal.show').modal('hide')")
		return not screen.all(".modal.show, .modal-backdrop")

	screen.wait(closed, "every dialog to be closed")


def console(screen, *expected: str) -> list[str]:
	"""Severe messages of the browser's console but for noise and those that contain one of `expected`."""
	ignored = (*NOISE, *expected)
	return [message for message in screen.errors() if not any(word in message for word in ignored)]


def abandon(screen) -> None:
	"""Leave a changed form without the browser's question whether to stay."""
	screen.js("cur_frm && removeEventListener('beforeunload', cur_frm.beforeUnloadListener, {capture: true})")


def resize(screen, width: int, height: int) -> None:
	metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
	screen.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def picture(screen, name: str, fallback: Path) -> None:
	"""A screenshot for the documentation when CQS_SCREENSHOTS names a directory, else into `fallback`."""
	directory = Path(os.environ.get("CQS_SCREENSHOTS") or fallback)
	directory.mkdir(parents=True, exist_ok=True)
	screen.wait(lambda: screen.js(NOTHING_MOVES), "dialogs and alerts to stand still")
	screen.picture(directory / f"{name}.png")


def held_order(http, *, amount=1500, customer=None, by=SALES):
	"""An order that `by` made and tried to submit: refused, on hold."""
	client = http(by)
	customer = customer or buyer(limit=1000)
	order = make.make_sales_order(customer=customer, amount=amount, submit=False)
	order.db_set("owner", by)
	doc = client.get(f"/api/resource/Sales Order/{order.name}")["data"]
	with pytest.raises(HttpError):
		client.call("frappe.client.submit", doc=doc)
	order.reload()
	assert order.cqs_credit_hold, "the refusal opened a hold"
	return order
