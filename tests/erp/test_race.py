"""Parallel submits through HTTP: exactly as many pass as fit. One round of each kind; benchmarks/race.py plays many."""

import frappe
import pytest

from benchmarks.kit import race

PARALLEL = 8
ROUNDS = {
	"orders": lambda: race.orders(0.6, fit=1, parallel=PARALLEL),
	"mixed": lambda: race.mixed(0.6, fit=1, parallel=PARALLEL),
	"journals": lambda: race.journals(0.6, fit=1, parallel=PARALLEL),
	"all fit": lambda: race.orders(0.1, fit=PARALLEL, parallel=PARALLEL),
}


@pytest.fixture(scope="module")
def sessions():
	return race.Sessions()


@pytest.mark.committed
@pytest.mark.parametrize("kind", ROUNDS)
def test_parallel_submits(kind, sessions, snapshot_isolation):
	this = ROUNDS[kind]()
	frappe.db.commit()
	race.submit_all(this, sessions)
	if kind == "all fit":
		race.retry(this, sessions)
		assert snapshot_isolation or not this.retries
	frappe.db.commit()
	race.verify(this)
	assert this.problems == []
