"""Malformed and forged calls over HTTP: a clear 4xx each, and nothing written.

	python tests/run_on_bench.py --run python benchmarks/malformed.py [--rounds N] [--verbose]

Every call of `kit/calls.py` (more than 200; `--rounds` takes that many, spread evenly) is sent by the user it names.
Before and after each, the app's tables are compared by checksum. Orders that the gate refuses leave their Credit
Check behind, as they must: for those only Credit Check, Credit Hold and the account's own row may differ.
"""

import argparse
import sys
from collections import Counter

from benchmarks.kit import stage
from benchmarks.kit.malformed import Prober


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--rounds", type=int, default=0, help="0 = all")
	parser.add_argument("--verbose", action="store_true", help="print every answer")
	options = parser.parse_args()
	with stage.opened():
		print(stage.describe())
		with Prober() as prober:
			calls = prober.calls(options.rounds)
			answers = [prober.send(call) for call in calls]
			swallowed = prober.swallowing()
	for answer in answers:
		if answer.problems or options.verbose:
			print(f"{'!' if answer.problems else ' '} {answer}")
	statuses = Counter(answer.status for answer in answers)
	print(stage.table(("status", "calls"), sorted(statuses.items())))
	for line in swallowed:
		print(f"answered 200 by Frappe, but without effect: {line}")
	wrong = sum(bool(answer.problems) for answer in answers)
	recorded = sum(answer.call.records for answer in answers)
	print(f"{len(answers)} calls, {recorded} of them refused and recorded by the gate: {wrong} with problems")
	return 1 if wrong else 0


if __name__ == "__main__":
	sys.exit(main())
