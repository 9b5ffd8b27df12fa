"""How a score came about, step by step: what a screen and a report show of the features of a match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cqs_app.engine.compliance.features import Effect, Feature


@dataclass(frozen=True, slots=True)
class Step:
	"""`after`: the score once the feature is applied, 0..1. `change`: what it added to the score before."""

	feature: Feature
	change: float
	after: float


def steps(features: Iterable[Feature]) -> list[Step]:
	"""As `matcher.score_from` applies them: what decides alone leaves nothing for those that follow it."""
	found: list[Step] = []
	score, decided = 0.0, False
	for feature in features:
		if decided:
			after = score
		elif feature.effect is Effect.DECIDES:
			after, decided = 1.0, True
		else:
			after = feature.applied_to(score)
		found.append(Step(feature, after - score, after))
		score = after
	return found
