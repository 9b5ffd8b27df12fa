"""Parallel submits through HTTP: of twenty that do not all fit, exactly as many pass as fit.

	python tests/run_on_bench.py --run python benchmarks/race.py [--rounds N] [--only KIND]

Each round has 20 drafts of one customer (or of two, for journals) submitted at the same moment by 20 sessions, with
InnoDB's snapshot isolation off and on. After each round the exposure is compared with the limit and with an
independent recomputation, every refused draft with its hold, and the audit chain is proved. `--rounds` is the number
of all rounds (default 20; 50 for the record). Rounds of drafts that all fit come with them, and their retries; and
rounds of the members of a credit group, three customers in two companies and two currencies.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict

from benchmarks.kit import native, race, stage

KINDS = {
	"orders": lambda: race.orders(0.6, fit=1),
	"mixed": lambda: race.mixed(0.6, fit=1),
	"journals": lambda: race.journals(0.6, fit=1),
	"orders-fit": lambda: race.orders(0.04, fit=20),
	"mixed-fit": lambda: race.mixed(0.04, fit=20),
	"group": lambda: race.group(0.3, fit=3),
}


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--rounds", type=int, default=20)
	parser.add_argument("--only", choices=KINDS, action="append", help="these kinds of rounds (default: all)")
	parser.add_argument("--isolation", choices=("off", "on", "both"), default="both")
	options = parser.parse_args()
	settings = {"off": [False], "on": [True], "both": [False, True]}[options.isolation]
	kinds = [KINDS[name] for name in options.only or KINDS]
	failed = 0
	with stage.opened():
		print(stage.describe())
		sessions = race.Sessions()
		rows = defaultdict(lambda: Row())
		for at in range(options.rounds):
			isolated = settings[at % len(settings)]
			make = kinds[at // len(settings) % len(kinds)]
			this = play(make, sessions, isolated)
			rows[this.kind, isolated].add(this)
			failed += bool(this.problems)
			for problem in this.problems:
				print(f"  ! {this.kind}, isolation {'on' if isolated else 'off'}: {problem}", flush=True)
		print(stage.table(Row.HEAD, [row.cells(*key) for key, row in sorted(rows.items())]))
		passed = native.race()
		print(f"ERPNext's own limit, without the app: {passed} of 8 orders of 60 % pass, 1 fits")
	print(f"{options.rounds} rounds, {failed} with problems")
	return 1 if failed else 0


def play(make, sessions: race.Sessions, isolated: bool) -> race.Round:
	"""One round: drafts, submits at once, retries when more than one fits, verification."""
	this = make()
	stage.new_transaction()
	with stage.snapshot_isolation(isolated):
		began = time.perf_counter()
		race.submit_all(this, sessions)
		this.first = this.count()
		this.seconds = time.perf_counter() - began
		if this.fit > 1:
			race.retry(this, sessions)
			if not isolated and this.retries and this.fit == len(this.drafts):
				this.problems.append(f"{this.retries} were told to try again although everything fits")
		stage.new_transaction()
		race.verify(this)
	return this


class Row:
	HEAD = (
		"round",
		"isolation",
		"rounds",
		"fit",
		"passed",
		"held",
		"try again",
		"broken",
		"retries",
		"s/round",
		"wrong",
	)

	def __init__(self) -> None:
		self.rounds: list[race.Round] = []

	def add(self, this: race.Round) -> None:
		self.rounds.append(this)

	def cells(self, kind: str, isolated: bool) -> list[object]:
		count: Counter = Counter()
		for this in self.rounds:
			count.update(this.first)
		number = len(self.rounds)
		return [
			kind,
			"on" if isolated else "off",
			number,
			sum(this.fit for this in self.rounds),
			*(count[outcome] for outcome in (race.PASSED, race.HELD, race.TRY_AGAIN, race.BROKEN)),
			sum(this.retries for this in self.rounds),
			f"{sum(this.seconds for this in self.rounds) / number:.1f}",
			sum(bool(this.problems) for this in self.rounds),
		]


if __name__ == "__main__":
	sys.exit(main())
