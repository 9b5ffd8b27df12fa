"""How well the engine's Z'' tells companies that went bankrupt from those that did not, on the Polish companies data.

	python benchmarks/bankruptcy.py [FILE.arff] [--resamples 1000]

The file (default ../shared/data/bankrupt-polish/1year.arff) has ratios, of which a statement with total assets of 1 is
built: working capital X3, retained earnings X6, EBIT X7, current liabilities X51, total liabilities X2, equity X10.
The engine's own Z'' works on that statement. Rows for which it gives none are left out and counted. Prints the area
under the ROC curve (the chance that a company that failed has a lower Z'' than one that did not) with a bootstrap
interval, Gini = 2 AUC - 1, and the zones. No bench and nothing but the standard library is needed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cqs_app.engine.qualification.altman import Zone, altman_z, zone_of
from cqs_app.engine.qualification.statements import Statement

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "bankrupt-polish" / "1year.arff"
COLUMNS = {
	"total_liabilities": 2,
	"working_capital": 3,
	"retained_earnings": 6,
	"ebit": 7,
	"equity": 10,
	"current_liabilities": 51,
}
PUBLISHED_X4, LABEL, SEED = 8, 65, 20250630
DAY = date(2024, 12, 31)


@dataclass(frozen=True)
class Company:
	"""`z` None = the engine gives none, `why` says so. `has_x4`: equity to liabilities is in the file itself."""

	z: Decimal | None
	why: str
	bankrupt: bool
	has_x4: bool


def companies(path: Path) -> Iterator[Company]:
	"""One for each row of an ARFF file with 64 ratios and the label in the 65th column."""
	for cells in arff_rows(path):
		statement = statement_of(cells)
		value = altman_z(statement)
		known = cells[PUBLISHED_X4 - 1] != "?"
		yield Company(value.number, value.why(), cells[LABEL - 1] == "1", known)


def arff_rows(path: Path) -> Iterator[list[str]]:
	"""The comma-separated cells after @data; "?" is a missing value."""
	in_data = False
	with path.open(encoding="utf-8") as lines:
		for line in map(str.strip, lines):
			if in_data and line and not line.startswith("%"):
				yield [cell.strip() for cell in line.split(",")]
			in_data = in_data or line.lower() == "@data"


def statement_of(cells: Sequence[str]) -> Statement:
	figures = {name: _number(cells[column - 1]) for name, column in COLUMNS.items()}
	working, owed = figures.pop("working_capital"), figures["current_liabilities"]
	current = None if working is None or owed is None else working + owed
	return Statement(period_end=DAY, total_assets=Decimal(1), current_assets=current, **figures)


def auc(scored: Iterable[tuple[Decimal, bool]]) -> float:
	"""The share of pairs (failed, not failed) in which the failed one has the lower score; ties count half."""
	return _auc([(score, bad, 1) for score, bad in sorted(scored, key=lambda pair: pair[0])])


def bootstrap(scored: Sequence[tuple[Decimal, bool]], resamples: int) -> tuple[float, float]:
	"""The 2.5 and 97.5 percentiles of AUC over resamples of the companies, with a fixed seed."""
	ordered = sorted(scored, key=lambda pair: pair[0])
	chance, found = random.Random(SEED), []
	for _ in range(resamples):
		drawn = Counter(chance.choices(range(len(ordered)), k=len(ordered)))
		found.append(_auc([(*ordered[at], times) for at, times in sorted(drawn.items())]))
	found.sort()
	return found[int(0.025 * resamples)], found[min(int(0.975 * resamples), resamples - 1)]


def _auc(ordered: Sequence[tuple[Decimal, bool, int]]) -> float:
	pairs = 0.0
	bad_below = bad_here = good_here = bad = good = 0
	former = None
	for score, failed, times in ordered:
		if score != former:
			pairs += good_here * (bad_below + bad_here / 2)
			bad_below, bad_here, good_here, former = bad_below + bad_here, 0, 0, score
		if failed:
			bad_here, bad = bad_here + times, bad + times
		else:
			good_here, good = good_here + times, good + times
	pairs += good_here * (bad_below + bad_here / 2)
	return pairs / (bad * good)


def report(path: Path, resamples: int) -> list[str]:
	everybody = list(companies(path))
	scored = [(one.z, one.bankrupt) for one in everybody if one.z is not None]
	without = [one for one in everybody if one.z is None]
	strict = [(one.z, one.bankrupt) for one in everybody if one.z is not None and one.has_x4]
	area, (low, high) = auc(scored), bootstrap(scored, resamples)
	lines = [
		f"{path.name}: {len(everybody)} companies, {sum(one.bankrupt for one in everybody)} bankrupt",
		f"with a Z'': {len(scored)} companies, {sum(bad for _, bad in scored)} bankrupt",
		f"left out: {len(without)} companies, {sum(one.bankrupt for one in without)} bankrupt",
		*(f"  {times} x {why}" for why, times in Counter(one.why for one in without).most_common()),
		f"AUC {area:.4f}, 95 % interval {low:.3f} to {high:.3f} ({resamples} resamples, seed {SEED})",
		f"Gini {2 * area - 1:.4f}",
		f"AUC {auc(strict):.4f} on the {len(strict)} companies whose equity / total liabilities the file has itself",
		"zone      companies  bankrupt  share",
	]
	for zone in Zone:
		inside = [bad for z, bad in scored if zone_of(z) is zone]
		lines.append(f"{zone.value:8}  {len(inside):9}  {sum(inside):8}  {sum(inside) / len(inside):.1%}")
	return lines


def _number(cell: str) -> Decimal | None:
	return None if cell == "?" else Decimal(cell)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("file", nargs="?", type=Path, default=DATA)
	parser.add_argument("--resamples", type=int, default=1000)
	options = parser.parse_args()
	if not options.file.exists():
		print(f"{options.file} is not here")
		return 1
	print("\n".join(report(options.file, options.resamples)))
	return 0


if __name__ == "__main__":
	sys.exit(main())
