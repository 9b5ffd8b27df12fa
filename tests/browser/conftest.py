"""Screens in a real Chromium, against the web server of the private stack.

`desk(user, path)` opens a page of the desk as that user and waits until Frappe has drawn it; it returns the
`Screen`, whose `driver` is Selenium's. `screen` is the same browser before any login, for portal pages.
Data: `tests.erp.factories` and then `committed()`, as in `tests/erp/conftest.py`; a browser sees only what is
committed. A failing test leaves a picture in the directory named by CQS_PICTURES, if that is set.
"""

import os
import re
from pathlib import Path

import pytest

from tests.bench.fixtures import (
	as_user,
	committed,
	http,
	in_stack,
	root_sql,
	run_jobs,
	say_if_skipped,
	site,
	snapshot_isolation,
	working_tree,
)

__all__ = [
	"as_user",
	"committed",
	"http",
	"root_sql",
	"run_jobs",
	"site",
	"snapshot_isolation",
	"working_tree",
]

collect_ignore_glob = [] if in_stack() else ["test_*.py"]


def pytest_configure(config):
	config.addinivalue_line("markers", "committed: the test commits; its data stays and is found by name")
	config.addinivalue_line("markers", "flaky: repeated once, where pytest-rerunfailures is there")


def pytest_terminal_summary(terminalreporter):
	say_if_skipped(terminalreporter)


def pytest_collection_modifyitems(items):
	"""Whoever looks through a browser has to commit; and has a second try, which the summary counts as a rerun."""
	for item in items:
		if {"screen", "desk"} & set(getattr(item, "fixturenames", ())):
			item.add_marker("committed")
			item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
	report = (yield).get_result()
	directory, screen = os.environ.get("CQS_PICTURES"), item.funcargs.get("screen")
	if report.when == "call" and report.failed and directory and screen:
		Path(directory).mkdir(parents=True, exist_ok=True)
		screen.picture(Path(directory) / (re.sub(r"\W+", "-", item.name) + ".png"))


@pytest.fixture(scope="session")
def _chromium():
	from tests.bench.screen import start_chromium

	driver = start_chromium()
	try:
		yield driver
	finally:
		driver.quit()


@pytest.fixture
def screen(_chromium, site):
	"""The browser with no cookies and a blank page."""
	from tests.bench.screen import Screen

	screen = Screen(_chromium, os.environ["CQS_URL"])
	screen.forget()
	yield screen
	screen.forget()


@pytest.fixture
def desk(screen, http):
	def open_desk(user: str = "Administrator", path: str = ""):
		screen.log_in(http(user).session.cookies)
		return screen.open_desk(path)

	return open_desk
