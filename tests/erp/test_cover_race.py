"""A guarantee is cancelled while orders are submitted: whoever comes after it finds the lower limit."""

import json
import threading

import frappe
import pytest

from benchmarks.kit import race
from cqs_app.erp.credit import audit
from tests.bench.client import Client, HttpError
from tests.erp import factories as make
from tests.erp.cover import MANAGER, give
from tests.erp.credit import customer_with, exposure_of

OWN, COVER, EACH, PARALLEL = 400, 600, 150, 8


@pytest.fixture(scope="module")
def sessions():
	return race.Sessions()


def cancel(client, name, said):
	"""Until it is done: whoever is told to try again does so."""
	for _ in range(20):
		try:
			client.call("cqs_app.api.cancel_guarantee", guarantee=name, reason="Called back")
			return said.append("cancelled")
		except HttpError as error:
			if error.exc_type != "TryAgain":
				return said.append(str(error))
	return said.append("never got through")


def play(as_user, sessions):
	customer = customer_with(limit=OWN)
	guarantee = give(as_user, customer=customer, amount=COVER)
	drafts = [race.draft("Sales Order", customer.name, EACH) for _ in range(PARALLEL)]
	this = race.Round("orders", drafts, [customer.name], 0)
	frappe.db.commit()
	canceller, said = Client(user=MANAGER, password=make.PASSWORD), []
	work = [(draft, sessions.take("Sales Order", at)) for at, draft in enumerate(drafts)]
	gate = threading.Barrier(len(work) + 1)

	def cancel_with_them():
		gate.wait()
		cancel(canceller, guarantee.name, said)

	threads = [
		threading.Thread(target=race._submit, args=(this, draft, client, gate)) for draft, client in work
	]
	threads.append(threading.Thread(target=cancel_with_them))
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.commit()
	return customer, this, said


@pytest.mark.committed
def test_no_order_passes_on_cover_that_is_gone(as_user, sessions, snapshot_isolation):
	customer, this, said = play(as_user, sessions)
	assert (said, this.problems) == (["cancelled"], [])
	cancelled_on = frappe.db.get_value(
		"Credit Limit History",
		{"customer": customer.name, "change_type": "Credit Guarantee Cancelled"},
		"creation",
	)
	checks = frappe.get_all(
		"Credit Check",
		filters={"customer": customer.name, "outcome": "Pass"},
		fields=["creation", "snapshot"],
		order_by="chain_index",
	)
	assert len(checks) == this.count()[race.PASSED]
	for check in checks:
		seen = json.loads(check.snapshot)
		limit = OWN if check.creation > cancelled_on else OWN + COVER
		assert float(seen["effective_limit"]) == limit
		assert float(seen["exposure_before"]) + EACH <= limit
	assert exposure_of(customer) == EACH * len(checks)
	late = race.draft("Sales Order", customer.name, EACH)
	frappe.db.commit()
	room = OWN - exposure_of(customer)
	race.submit_all(this, sessions, only=[late])
	assert (this.outcomes[late.name] == race.PASSED) == (room >= EACH)
	frappe.db.commit()
	assert audit.verify(customer.name)[2] == []
