"""How well names are matched, how fast a list is searched, and what the index misses.

	python benchmarks/screening.py [--data DIR] [--queries N] [--scanned N]

DIR holds `name-pairs/pairs.csv` and `sanctions/` (default: ../shared/data beside the repository). The pairs
of the project's own (`benchmarks/kit/name_cases.csv`) were written beside the matcher and flatter it; how the others
were used is told in docs/compliance/matching.md.

The latency is of one name, typed with one error, against 20,000 entries with all their aliases, in one thread. Recall
of the index: of the entries that a comparison with *every* name finds at the threshold, those that the index found.
"""

import argparse
import os
import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from benchmarks.kit.labelled_pairs import LabelledPair, groups, quality, read_pairs
from benchmarks.kit.ofac import entries, filled_up, typed
from cqs_app.engine.compliance.index import NameIndex, index_of
from cqs_app.engine.compliance.matcher import ALGORITHM, POSSIBLE
from cqs_app.engine.compliance.name_score import score
from cqs_app.engine.compliance.schemas import schema_from, schemas_meet
from cqs_app.engine.compliance.screening import ScreeningIndex, listed_names
from cqs_app.engine.compliance.stored_index import packed, unpacked
from cqs_app.engine.compliance.subjects import Subject, subject

ROOT = Path(__file__).resolve().parents[1]
OWN_CASES = ROOT / "benchmarks" / "kit" / "name_cases.csv"
SHARED = Path(os.environ.get("CQS_SHARED_DATA") or ROOT.parent / "shared" / "data")
ENTRIES = 20_000

Scorer = Callable[[LabelledPair], float]


def _plain(scorer: Callable[[str, str], float]) -> Scorer:
	"""On lower-case text, as whoever takes it from the shelf would use it."""
	return lambda pair: scorer(pair.name1.lower(), pair.name2.lower())


SCORERS: dict[str, Scorer] = {
	ALGORITHM: lambda pair: score(pair.name1, pair.name2, schema_from(pair.schema)),
	"Levenshtein": _plain(Levenshtein.normalized_similarity),
	"Jaro-Winkler": _plain(JaroWinkler.similarity),
	"token_sort": _plain(lambda one, other: fuzz.token_sort_ratio(one, other) / 100),
	"WRatio": _plain(lambda one, other: fuzz.WRatio(one, other) / 100),
}


def pair_figures(pairs: Sequence[LabelledPair]) -> list[str]:
	lines = []
	for group, places in groups(pairs).items():
		same = [pairs[place].same for place in places]
		lines.append(f"{group}: {len(places)} pairs, {sum(same)} of them true")
		lines.append("  scorer          AUC  best F1  precision  recall  at score")
		for name, scorer in SCORERS.items():
			found = quality([scorer(pairs[place]) for place in places], same)
			lines.append(
				f"  {name:<12}  {found.auc:.3f}    {found.f1:.3f}      {found.precision:.3f}   {found.recall:.3f}"
				f"     {found.threshold:.2f}"
			)
	return lines


def asked(listed: Sequence[Subject], count: int, seed: int = 3) -> list[Subject]:
	"""Parties named as an entry is, with one typing error."""
	chance = random.Random(seed)
	chosen = chance.sample(range(len(listed)), count)
	return [
		subject("party", listed[place].schema, typed(chance.choice(listed[place].names).text, chance))
		for place in chosen
	]


def latency(index: ScreeningIndex, parties: Sequence[Subject]) -> str:
	times, compared = [], []
	for party in parties:
		began = time.perf_counter()
		index.screen(party)
		times.append((time.perf_counter() - began) * 1000)
		compared.append(sum(len(entry.names) for entry in index.candidates(party)))
	times.sort()
	compared.sort()
	at95 = int(len(times) * 0.95)
	return (
		f"one name against {len(index.entries):,} entries ({len(index.names.names):,} names): p50 {times[len(times) // 2]:.1f} ms, "
		f"p95 {times[at95]:.1f} ms, most {times[-1]:.1f} ms; names compared: p50 {compared[len(compared) // 2]}, "
		f"p95 {compared[at95]}, most {compared[-1]}"
	)


def recall(index: ScreeningIndex, parties: Sequence[Subject]) -> str:
	names = index.names.names
	wanted = found = 0
	for party in parties:
		text = party.names[0].text
		full = {
			name.entry
			for name in names
			if schemas_meet(party.schema, name.schema) and score(text, name.text, party.schema) >= POSSIBLE
		}
		own = {names[place].entry for place in index.names.candidates(text, party.schema)}
		wanted += len(full)
		found += len(full & own)
	return (
		f"recall of the index: {found} of the {wanted} entries that a scan of all names finds at {POSSIBLE} or above, "
		f"for {len(parties)} names"
	)


def memory(index: NameIndex) -> str:
	stored = packed(index)
	tracemalloc.start()
	began = time.perf_counter()
	unpacked(stored)
	seconds = time.perf_counter() - began
	taken = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	sizes = ", ".join(f"{count:,} {what}" for what, count in index.size().items())
	return f"index: {sizes}; stored {len(stored) / 1e6:.1f} MB, read in {seconds:.1f} s, at most {taken / 1e6:.0f} MB in memory"


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--data", type=Path, default=SHARED)
	parser.add_argument("--queries", type=int, default=500)
	parser.add_argument("--scanned", type=int, default=50, help="names that are compared with every name")
	options = parser.parse_args()
	for title, path in (
		("labelled pairs", options.data / "name-pairs" / "pairs.csv"),
		("own cases", OWN_CASES),
	):
		print(f"== {title}", *pair_figures(read_pairs(path)), sep="\n")
	print("== search")
	real = entries(options.data / "sanctions")
	listed = filled_up(real, ENTRIES)
	print(f"{len(real):,} real entries, {len(listed) - len(real):,} made of words of real ones")
	began = time.perf_counter()
	made = index_of(listed_names(listed))
	print(f"index made in {time.perf_counter() - began:.1f} s")
	print(memory(made))
	index = ScreeningIndex(listed, made)
	parties = asked(listed, options.queries)
	print(latency(index, parties))
	print(recall(index, parties[: options.scanned]))
	return 0


if __name__ == "__main__":
	sys.exit(main())
