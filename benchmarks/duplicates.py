"""How well duplicates are found, on records of organisations whose true id is known.

	python benchmarks/duplicates.py FILE.csv

FILE has the columns `True Id`, `Site name`, `Address`, `Zip` and `Phone`. Precision, recall and F1 are counted over
pairs of records: a pair is right when both have the same true id, and recall is taken over *all* such pairs, so that
what the blocking keys miss counts as missed. The model's curves for name, address and phone were adjusted on the half
of the true ids named `tuned`; the half `held out` had no part in it. `all` is the whole file, with the pairs between
the halves too. The half of an id follows from the MD5 of its text, so anybody gets the same halves.
"""

import argparse
import csv
import sys
import time
from collections import Counter
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cqs_app.engine.qualification.addresses import PartyAddress
from cqs_app.engine.qualification.duplicate_model import LIKELY, POSSIBLE
from cqs_app.engine.qualification.duplicates import candidate_pairs, compare, rarity_of
from cqs_app.engine.qualification.party_records import NormalParty, PartyRecord, normalised

THRESHOLDS = (0.3, POSSIBLE, 0.5, 0.6, LIKELY, 0.8, 0.9)


@dataclass(frozen=True)
class Scored:
	"""What one part of the file gave. `scores`: of each compared pair, with whether it is one."""

	records: int
	true_pairs: int
	scores: list[tuple[float, bool]]
	seconds: float

	def blocking_recall(self) -> float:
		return sum(same for _score, same in self.scores) / self.true_pairs

	def at(self, threshold: float) -> tuple[float, float, float]:
		"""Precision, recall and F1 of the pairs that reach the threshold."""
		found = [same for score, same in self.scores if score >= threshold]
		precision, recall = sum(found) / max(len(found), 1), sum(found) / self.true_pairs
		return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def read(path: Path) -> list[tuple[str, NormalParty]]:
	with path.open(encoding="utf-8", newline="") as file:
		return [(row["True Id"], _party(index, row)) for index, row in enumerate(csv.DictReader(file))]


def _party(index: int, row: dict[str, str]) -> NormalParty:
	text = {key: " ".join((row[key] or "").split()) for key in ("Site name", "Address", "Zip", "Phone")}
	return normalised(
		PartyRecord(
			id=str(index),
			names=(text["Site name"],),
			addresses=(PartyAddress(street=text["Address"], postal_code=text["Zip"]),),
			phones=(text["Phone"],),
		)
	)


def half_of(true_id: str) -> str:
	return "held out" if int(md5(true_id.encode()).hexdigest(), 16) % 2 else "tuned"


def score(records: list[tuple[str, NormalParty]]) -> Scored:
	"""As a database of just these records."""
	began = time.perf_counter()
	ids, parties = [true_id for true_id, _party in records], [party for _id, party in records]
	rarity = rarity_of(parties)
	scores = [
		(compare(parties[one], parties[other], rarity).score, ids[one] == ids[other])
		for one, other in sorted(candidate_pairs(parties))
	]
	true_pairs = sum(count * (count - 1) // 2 for count in Counter(ids).values())
	return Scored(len(records), true_pairs, scores, time.perf_counter() - began)


def describe(name: str, part: Scored) -> str:
	pairs = part.records * (part.records - 1) // 2
	lines = [
		f"{name}: {part.records:,} records, {part.true_pairs:,} true pairs, {pairs:,} pairs in all",
		f"  compared {len(part.scores):,} ({len(part.scores) / pairs:.2%}) in {part.seconds:.1f} s; "
		f"the keys keep {part.blocking_recall():.1%} of the true pairs",
		"  threshold  precision  recall     F1",
	]
	for threshold in THRESHOLDS:
		figures = "  ".join(f"{figure:9.3f}" for figure in part.at(threshold))
		lines.append(f"  {threshold:9.2f}  {figures}{'   <- likely' if threshold == LIKELY else ''}")
	return "\n".join(lines)


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("file", type=Path)
	options = parser.parse_args()
	records = read(options.file)
	for half in ("tuned", "held out"):
		print(describe(half, score([record for record in records if half_of(record[0]) == half])))
	print(describe("all", score(records)))
	return 0


if __name__ == "__main__":
	sys.exit(main())
