"""Labelled pairs of names, and how well scores tell the true ones from the others."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ORGANISATIONS = ("Company", "Organization")


@dataclass(frozen=True)
class LabelledPair:
	schema: str
	name1: str
	name2: str
	same: bool


def read_pairs(path: Path) -> list[LabelledPair]:
	with path.open(encoding="utf-8", newline="") as file:
		return [
			LabelledPair(row["schema"], row["name1"], row["name2"], row["is_match"] == "true")
			for row in csv.DictReader(file)
		]


def groups(pairs: Sequence[LabelledPair]) -> dict[str, list[int]]:
	"""Positions of all pairs, of those of people, and of those of organisations and companies."""
	places = range(len(pairs))
	return {
		"all": list(places),
		"people": [place for place in places if pairs[place].schema == "Person"],
		"organisations": [place for place in places if pairs[place].schema in ORGANISATIONS],
	}


@dataclass(frozen=True)
class Quality:
	"""`precision` and `recall` at `threshold`, where F1 is best."""

	auc: float
	f1: float
	threshold: float
	precision: float
	recall: float


def quality(scores: Sequence[float], same: Sequence[bool]) -> Quality:
	"""Needs a true pair and another. Equal scores count half in the AUC and stay together at a threshold."""
	best = Quality(auc(scores, same), 0.0, 0.0, 0.0, 0.0)
	true_pairs, found, right = sum(same), 0, 0
	ordered = sorted(zip(scores, same, strict=True), reverse=True)
	for place, (score, is_same) in enumerate(ordered):
		found += 1
		right += is_same
		if place + 1 < len(ordered) and ordered[place + 1][0] == score:
			continue
		f1 = 2 * right / (found + true_pairs)
		if f1 > best.f1:
			best = Quality(best.auc, f1, score, right / found, right / true_pairs)
	return best


def auc(scores: Sequence[float], same: Sequence[bool]) -> float:
	"""The share of pairs of a true and another pair in which the true one has the higher score."""
	order = sorted(range(len(scores)), key=scores.__getitem__)
	ranks = [0.0] * len(scores)
	start = 0
	while start < len(order):
		end = start
		while end < len(order) and scores[order[end]] == scores[order[start]]:
			end += 1
		for place in order[start:end]:
			ranks[place] = (start + end + 1) / 2
		start = end
	true_pairs = sum(same)
	others = len(same) - true_pairs
	ranked = sum(rank for rank, is_same in zip(ranks, same, strict=True) if is_same)
	return (ranked - true_pairs * (true_pairs + 1) / 2) / (true_pairs * others)
