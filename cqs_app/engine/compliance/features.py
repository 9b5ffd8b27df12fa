"""What a match is made of, in values that a screen, a report and a regulator can read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Effect(str, Enum):
	BASE = "base"
	LOWERS = "lowers"
	RAISES = "raises"
	DECIDES = "decides"


@dataclass(frozen=True, slots=True)
class Feature:
	"""`weight`: share of the score that it takes away (below 0), share of what is missing to 1 that it adds (above
	0), or 1 for what the score starts from. `score`: how far the two values agree, 0..1. `mine`: the party's value,
	`theirs`: the list's."""

	name: str
	weight: float
	score: float
	mine: str
	theirs: str
	effect: Effect

	def applied_to(self, score: float) -> float:
		if self.effect is Effect.LOWERS:
			return score * (1 + self.weight)
		if self.effect is Effect.RAISES:
			return score + (1 - score) * self.weight
		return self.score * self.weight


def lowers(name: str, share: float, mine: str, theirs: str) -> Feature:
	return Feature(name, -share, 0.0, mine, theirs, Effect.LOWERS)


def raises(name: str, share: float, mine: str, theirs: str) -> Feature:
	return Feature(name, share, 1.0, mine, theirs, Effect.RAISES)
