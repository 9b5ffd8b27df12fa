"""After every one of many random events, `credit_position` equals an independent recomputation to the cent.

	python tests/run_on_bench.py --run python benchmarks/exactness.py [--rounds 1000] [--seed N]

`--rounds` events (default 150; 1000 for the record) on four customers in two companies and two currencies. After
each, every component of every account is recomputed by plain loops over the documents and GL rows (see
`kit/recompute.py`) and compared with `credit_position` and with the running totals stored on the Credit Account.
"""

import argparse
import sys
import time

from benchmarks.kit import stage
from benchmarks.kit.events import WEIGHTS, World
from benchmarks.kit.recompute import differences


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--rounds", type=int, default=150)
	parser.add_argument("--seed", type=int, default=20250303)
	parser.add_argument("--verbose", action="store_true", help="say each event")
	options = parser.parse_args()
	began = time.perf_counter()
	with stage.opened():
		print(stage.describe())
		world = World(options.seed)
		stage.new_transaction()
		wrong = play(world, options.rounds, options.verbose)
	rows = [(name, world.counts[name], world.refusals[name]) for name in WEIGHTS]
	print(stage.table(("event", "happened", "refused by ERPNext or impossible"), rows))
	happened = sum(world.counts.values())
	print(
		f"{happened} events happened out of {options.rounds} tried, seed {options.seed}, "
		f"{time.perf_counter() - began:.0f} s: {wrong} mismatches"
	)
	return 1 if wrong else 0


def play(world: World, rounds: int, verbose: bool = False) -> int:
	"""Let events happen until `rounds` of them did; returns how many left something wrong."""
	wrong = 0
	tried = 0
	while sum(world.counts.values()) < rounds and tried < 4 * rounds:
		tried += 1
		name, done = world.happen()
		stage.new_transaction()
		if verbose:
			print(tried, name, done, "" if done else world.last_error[:150], flush=True)
		for party in world.parties:
			found = differences(party.customer, party.company)
			if found:
				wrong += 1
				print(
					f"  ! event {tried} ({name}, {'done' if done else 'refused'}), {party}: {found}",
					flush=True,
				)
				repair(party)
	return wrong


def repair(party) -> None:
	"""Bring the totals in order, so that one mismatch is reported once."""
	from cqs_app.erp.credit import account as accounts
	from cqs_app.erp.credit.reconcile import rebuild

	accounts.lock(party)
	rebuild(party)
	stage.new_transaction()


if __name__ == "__main__":
	sys.exit(main())
