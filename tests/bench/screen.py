"""A headless Chromium, and the few waits that Frappe's pages need."""

import contextlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import JavascriptException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from tests.bench.locate import BROWSERS, binary

PATIENCE = 30.0
SWITCHES = (
	"--headless=new",
	"--no-sandbox",
	"--disable-dev-shm-usage",
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-component-update",
	"--no-first-run",
	"--lang=en-US",
	"--force-device-scale-factor=1",
	"--window-size=1440,1000",
)
# Drawn, and nothing under way: no request, no freeze layer, no skeleton.
DESK_IS_QUIET = """
return !!(window.frappe && frappe.boot && frappe.get_route && frappe.container && frappe.container.page)
	&& !(window.jQuery && jQuery.active)
	&& !document.querySelector('#freeze.in, #freeze.show, .splash')
"""


def start_chromium() -> webdriver.Chrome:
	options = Options()
	options.binary_location = str(binary(*BROWSERS))
	for switch in SWITCHES:
		options.add_argument(switch)
	options.set_capability("goog:loggingPrefs", {"browser": "SEVERE"})
	driver = webdriver.Chrome(options=options, service=Service(str(binary("chromedriver"))))
	driver.set_page_load_timeout(120)
	driver.set_script_timeout(60)
	return driver


class Screen:
	def __init__(self, driver: webdriver.Chrome, url: str) -> None:
		self.driver = driver
		self.url = url

	def forget(self) -> None:
		with contextlib.suppress(WebDriverException):
			self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
			self.driver.get("about:blank")

	def log_in(self, cookies: Iterable[Any]) -> None:
		"""Take over the session that an HTTP client opened: quicker than the form, which has its own test."""
		for cookie in cookies:
			self.driver.execute_cdp_cmd(
				"Network.setCookie", {"url": self.url, "name": cookie.name, "value": str(cookie.value or "")}
			)

	def open(self, path: str) -> "Screen":
		self.driver.get(f"{self.url}/{path.lstrip('/')}")
		return self

	def open_desk(self, path: str = "") -> "Screen":
		self.open(f"app/{path}")
		self.wait_until_quiet()
		return self

	def wait_until_quiet(self) -> None:
		"""Twice in a row, because one request often starts the next one."""

		def quiet() -> bool:
			first = self.js(DESK_IS_QUIET)
			time.sleep(0.2)
			return bool(first and self.js(DESK_IS_QUIET))

		self.wait(quiet, "the desk to be quiet")

	def js(self, script: str, *args: Any) -> Any:
		try:
			return self.driver.execute_script(script, *args)
		except JavascriptException:
			return None

	def text(self) -> str:
		return self.driver.find_element(By.TAG_NAME, "body").text

	def find(self, css: str):
		"""The first visible element that matches, once there is one."""
		return self.wait(lambda: next((e for e in self.all(css) if e.is_displayed()), None), css)

	def all(self, css: str) -> list[Any]:
		return self.driver.find_elements(By.CSS_SELECTOR, css)

	def see(self, text: str) -> None:
		self.wait(lambda: text in self.text(), f"the text {text!r}")

	def wait(self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
		deadline = time.monotonic() + seconds
		while time.monotonic() < deadline:
			with contextlib.suppress(WebDriverException):
				if found := condition():
					return found
			time.sleep(0.1)
		raise AssertionError(f"waited {seconds:.0f} s for {what} on {self.driver.current_url}")

	def errors(self) -> list[str]:
		"""What the page's JavaScript complained about; the missing realtime server is expected."""
		log = self.driver.get_log("browser")
		return [entry["message"] for entry in log if "socket.io" not in entry["message"]]

	def picture(self, path: Path) -> None:
		self.driver.save_screenshot(str(path))
