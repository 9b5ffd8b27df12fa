"""Tests on a real ERPNext, in the private stack that `tests/run_on_bench.py` makes.

Every test runs as Administrator in one transaction, which is rolled back: make what you need with
`tests.erp.factories` and leave it. A commit in such a test fails it.

Tests that need other connections to see their data (HTTP, threads, processes, background jobs), or that look at
what a rollback leaves behind, carry `@pytest.mark.committed` (or ask for `committed`, `http` or `run_jobs`).
Their data stays in the database: the factories' unique names keep it apart, so count and sum per customer, never
over a whole table, and put settings back.

Fixtures: `http(user)` is a logged-in client (`.call(method, **args)`, `.read(...)`, `.get/.post/.put(path)`,
errors are `tests.bench.client.HttpError`) and commits around each call; `as_user(user)` is a context manager;
`committed()` ends the transaction and begins a new one; `run_jobs()` works off the queue.
Frappe's `in_test` flag stays off, as in production.
"""

from tests.bench.fixtures import (
	as_user,
	committed,
	http,
	in_stack,
	run_jobs,
	say_if_skipped,
	site,
	working_tree,
)

__all__ = ["as_user", "committed", "http", "run_jobs", "site", "working_tree"]

collect_ignore_glob = [] if in_stack() else ["test_*.py"]


def pytest_configure(config):
	config.addinivalue_line("markers", "committed: the test commits; its data stays and is found by name")


def pytest_terminal_summary(terminalreporter):
	say_if_skipped(terminalreporter)
