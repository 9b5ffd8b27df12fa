"""Several pytest processes share one list of tests: whoever is free takes the next file, so that none waits for another.

A file is claimed by making a file of its name in the directory CQS_CLAIMS, which only one process can."""

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

# The longest first, so that no process begins one of them when the others are done.
LONG = (
	"test_life_cycle.py",
	"test_limit_batch.py",
	"test_race.py",
	"test_exactness.py",
	"test_approval_matrix.py",
	"test_malformed.py",
	"test_group.py",
	"test_screening.py",
	"test_screening_lists.py",
	"test_attacks_qualification.py",
)


def in_parallel() -> bool:
	return bool(os.environ.get("CQS_CLAIMS"))


def run_claimed(session) -> bool:
	"""The loop of pytest over the files that this process claims."""
	mine = _claimed(_longest_first(session.items), Path(os.environ["CQS_CLAIMS"]))
	item = next(mine, None)
	while item is not None:
		following = next(mine, None)
		item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
		if session.shouldfail or session.shouldstop:
			raise session.Interrupted(session.shouldfail or session.shouldstop)
		item = following
	return True


def _longest_first(items: Iterable) -> list:
	rank = {name: at for at, name in enumerate(LONG)}
	return sorted(items, key=lambda item: rank.get(item.path.name, len(rank)))


def _claimed(items: Iterable, claims: Path) -> Iterator:
	for path, group in itertools.groupby(items, key=lambda item: item.path):
		try:
			(claims / f"{path.parent.name}-{path.name}").touch(exist_ok=False)
		except FileExistsError:
			continue
		yield from group
