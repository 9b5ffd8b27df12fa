"""The fixtures of every test that needs ERPNext; `tests/erp/conftest.py` says how to use them."""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

NEEDS_A_STACK = "tests on a real ERPNext did not run here: use `make test`, or python tests/run_on_bench.py"


def in_stack() -> bool:
	return bool(os.environ.get("CQS_SITES"))


def say_if_skipped(reporter) -> None:
	"""One loud line, however many of the directories that need a stack were asked for."""
	if not in_stack() and not getattr(reporter.config, "cqs_said_skipped", False):
		reporter.config.cqs_said_skipped = True
		reporter.write_line(f"SKIPPED: {NEEDS_A_STACK}", yellow=True, bold=True)


def _open_request() -> None:
	"""As at the start of a web request: fresh flags, caches and connection, the site's Administrator."""
	import frappe

	frappe.init(site=os.environ["CQS_SITE"], sites_path=os.environ["CQS_SITES"], force=True)
	frappe.connect()
	frappe.set_user("Administrator")


def _close_request() -> None:
	import frappe

	# Records of refused attempts are written after a rollback: a test that leaves nothing leaves those neither.
	frappe.db.after_rollback.reset()
	frappe.db.rollback()
	frappe.cache.delete_keys("document_cache::")
	# Roles that a test gave were rolled back with it, but are remembered for the next one.
	frappe.cache.delete_value("roles")
	frappe.destroy()


def needs_commit(node) -> bool:
	return bool(node.get_closest_marker("committed")) or bool({"committed", "http"} & set(node.fixturenames))


@pytest.fixture(autouse=True)
def site(request, monkeypatch):
	"""One request's worth of Frappe around each test, rolled back; a test that commits must say so."""
	monkeypatch.chdir(os.environ["CQS_SITES"])
	_open_request()
	refused: list[str] = []
	if not needs_commit(request.node):
		_refuse_commits(refused)
	try:
		yield os.environ["CQS_SITE"]
	finally:
		_close_request()
	if refused:
		pytest.fail(refused[0], pytrace=False)


def _refuse_commits(refused: list[str]) -> None:
	import frappe

	def commit() -> None:
		refused.append("this test commits: give it @pytest.mark.committed and data with names of its own")
		raise AssertionError(refused[0])

	frappe.db.commit = commit


@pytest.fixture
def committed():
	"""Asking for it is the same as @pytest.mark.committed; the value ends the transaction and begins another."""
	return _new_transaction


def _new_transaction() -> None:
	"""Make our writes visible to others, and theirs to us. Only the thread that has a connection needs it."""
	import frappe

	if threading.current_thread() is threading.main_thread():
		frappe.db.commit()


@pytest.fixture
def http(site):
	"""`http(user)` logs in over HTTP; the transaction of the test is committed around each call."""
	from tests.bench.client import Client
	from tests.bench.site import ADMIN_PASSWORD
	from tests.erp.base import PASSWORD

	def login(user: str = "Administrator", password: str | None = None) -> Client:
		known = ADMIN_PASSWORD if user == "Administrator" else PASSWORD
		return Client(user=user, password=password or known, around=_new_transaction)

	return login


@pytest.fixture
def as_user(site):
	"""`with as_user("sales@cqs.example"): ...` runs the block as that user, in this process."""
	import frappe

	@contextlib.contextmanager
	def switch(user: str):
		before = frappe.session.user
		frappe.set_user(user)
		try:
			yield user
		finally:
			frappe.set_user(before)

	return switch


@pytest.fixture
def run_jobs(committed):
	"""`run_jobs()` commits, then works off all background jobs in a process of its own and waits for it."""

	def work() -> None:
		committed()
		argv = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "worker", "--burst"]
		argv += ["--queue", "short,default,long"]
		done = subprocess.run(argv, cwd=os.environ["CQS_SITES"], capture_output=True, text=True, timeout=300)
		assert done.returncode == 0, done.stdout + done.stderr
		committed()

	return work


@pytest.fixture
def root_sql():
	"""`root_sql(statement)` runs as the database's root on a connection of its own and returns the rows."""
	import pymysql

	connection = pymysql.connect(
		host=os.environ["CQS_DB_HOST"],
		port=int(os.environ["CQS_DB_PORT"]),
		user=os.environ["CQS_DB_ROOT_USER"],
		password=os.environ["CQS_DB_ROOT_PASSWORD"],
		autocommit=True,
	)

	def run(statement: str) -> tuple:
		with connection.cursor() as cursor:
			cursor.execute(statement)
			return cursor.fetchall()

	with contextlib.closing(connection):
		yield run


@pytest.fixture(params=[False, True], ids=["snapshot_isolation_off", "snapshot_isolation_on"])
def snapshot_isolation(request, root_sql):
	"""Runs the test twice, with innodb_snapshot_isolation off and on; each new connection, so each web
	request, follows it. Not for a server too old to know the switch."""
	if not (known := root_sql("SHOW GLOBAL VARIABLES LIKE 'innodb_snapshot_isolation'")):
		pytest.skip("this MariaDB has no innodb_snapshot_isolation")
	root_sql(f"SET GLOBAL innodb_snapshot_isolation = {int(request.param)}")
	yield request.param
	root_sql(f"SET GLOBAL innodb_snapshot_isolation = {known[0][1]}")


@pytest.fixture(scope="session")
def working_tree() -> Path:
	return Path(os.environ["CQS_ROOT"])
