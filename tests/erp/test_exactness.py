"""Random events: after each, every component equals an independent recomputation to the cent."""

import frappe
import pytest

from benchmarks.kit.events import World
from benchmarks.kit.recompute import differences

EVENTS = 60


@pytest.mark.committed
def test_exposure_equals_the_recomputation_after_each_event():
	world = World(seed=4711, customers=2)
	for _event in range(EVENTS):
		name, done = world.happen()
		frappe.db.commit()
		for party in world.parties:
			found = differences(party.customer, party.company)
			assert not found, (name, done, party, found)
	assert sum(world.counts.values()) > EVENTS * 0.7
