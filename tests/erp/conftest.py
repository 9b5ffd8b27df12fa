"""Tests on a real ERPNext, in the private stack that `tests/run_on_bench.py` makes.

Every test runs as Administrator in one transaction, which is rolled back: make what you need with
`tests.erp.factories` and leave it. A commit in such a test fails it.

Tests that need other connections to see their data (HTTP, threads, processes, background jobs), or that look at
what a rollback leaves behind, carry `@pytest.mark.committed` (or ask for `committed`, `http` or `run_jobs`).
Their data stays in the database: the factories' unique names keep it apart, so count and sum per customer, never
over a whole table, and put settings back.

Fixtures: `http(user)` is a logged-in client (`.call(method, **args)`, `.read(...)`, `.get/.post/.put(path)`,
errors are `tests.bench.client.HttpError`) and commits around each call; `as_user(user)` is a context manager;
`committed()` ends the transaction and begins a new one; `run_jobs()` works off the queue; `root_sql(statement)`
asks the database as root; `snapshot_isolation` runs the test with InnoDB's snapshot isolation off and on.
Frappe's `in_test` flag stays off, as in production.
"""

from tests.bench.claim import in_parallel, run_claimed
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


def pytest_terminal_summary(terminalreporter):
	say_if_skipped(terminalreporter)


def pytest_runtestloop(session):
	return run_claimed(session) if in_parallel() and not session.config.option.collectonly else None
