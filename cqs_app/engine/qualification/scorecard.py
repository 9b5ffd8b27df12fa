"""A score from 0 to 100 out of facts and the score card of a policy, with a class and the reasons for it.

Each criterion gets points (0 to 100) from its bands. The score is the mean of the points, weighted by the weights of
the policy, rounded half up to one decimal. The class is that of the highest risk band whose `from_score` the rounded
score reaches, so that whoever reads the score can tell the class. A criterion's effect is its share of the weight
times (points - 50): the three largest above and below 0 are the reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cqs_app.engine.credit.criteria import Criterion as Criterion
from cqs_app.engine.credit.criteria import IfMissing
from cqs_app.engine.credit.limit_model import RiskBand
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.score_model import NEUTRAL_POINTS, CriterionRow, ScoreModel
from cqs_app.engine.money import ZERO

SCORE_CARD = "Score Card 1"
TENTH = Decimal("0.1")
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Fact:
	"""What is known of one criterion, in its unit (see `criteria.py`); None = nothing. `source`: where from, as text."""

	value: Decimal | str | None
	source: str = ""


ScoreFacts = Mapping[Criterion, Fact]
UNKNOWN = Fact(None)


@dataclass(frozen=True, slots=True)
class ScoreLine:
	"""`points` None = not counted. `share`: the part of the counted weight, 0 to 1; contributions add up to the score.
	`treated`: how the policy treats what is not known, None = it is known."""

	criterion: Criterion
	value: Decimal | str | None
	points: Decimal | None
	weight: Decimal
	share: Decimal
	source: str = ""
	treated: IfMissing | None = None

	@property
	def contribution(self) -> Decimal:
		return self.share * (self.points or ZERO)

	@property
	def effect(self) -> Decimal:
		"""By how much the line moves the score away from 50."""
		return ZERO if self.points is None else self.share * (self.points - NEUTRAL_POINTS)


@dataclass(frozen=True, slots=True)
class Scored:
	"""`score` None = there is none: `needed` is not known, or nothing counts. `risk_class` "" = no class: no score, or
	one below every class of the policy. `missing`: every criterion that is not known."""

	score: Decimal | None
	risk_class: str
	lines: tuple[ScoreLine, ...]
	reasons_up: tuple[ScoreLine, ...]
	reasons_down: tuple[ScoreLine, ...]
	missing: tuple[Criterion, ...]
	needed: tuple[Criterion, ...]
	policy: str
	policy_version: int
	model: str = SCORE_CARD


def score(facts: ScoreFacts, policy: Policy) -> Scored:
	lines = _lines(facts, policy.score)
	missing = tuple(line.criterion for line in lines if line.treated)
	needed = tuple(line.criterion for line in lines if line.treated is IfMissing.NO_SCORE)
	found = None if needed else _total(lines)
	return Scored(
		score=found,
		risk_class="" if found is None else class_of(found, policy.limits.bands),
		lines=lines,
		reasons_up=_strongest(lines, 1),
		reasons_down=_strongest(lines, -1),
		missing=missing,
		needed=needed,
		policy=policy.name,
		policy_version=policy.version,
	)


def class_of(found: Decimal, bands: Sequence[RiskBand]) -> str:
	"""The class that begins highest among those that the score reaches; "" when it reaches none."""
	reached = [band for band in bands if band.from_score <= found]
	return max(reached, key=lambda band: band.from_score).risk_class if reached else ""


def _lines(facts: ScoreFacts, model: ScoreModel) -> tuple[ScoreLine, ...]:
	judged = [(row, facts.get(row.criterion, UNKNOWN), *_points(row, facts)) for row in model.criteria]
	counted = sum((row.weight for row, _fact, points, _treated in judged if points is not None), ZERO)
	return tuple(
		ScoreLine(
			criterion=row.criterion,
			value=fact.value,
			points=points,
			weight=row.weight,
			share=ZERO if points is None or not counted else row.weight / counted,
			source=fact.source,
			treated=treated,
		)
		for row, fact, points, treated in judged
	)


def _points(row: CriterionRow, facts: ScoreFacts) -> tuple[Decimal | None, IfMissing | None]:
	value = facts.get(row.criterion, UNKNOWN).value
	if value is not None:
		return row.points_of(value), None
	treatments = {
		IfMissing.NO_SCORE: None,
		IfMissing.LEAVE_OUT: None,
		IfMissing.LOWEST_POINTS: row.lowest_points,
		IfMissing.NEUTRAL: NEUTRAL_POINTS,
	}
	return treatments[row.if_missing], row.if_missing


def _total(lines: Sequence[ScoreLine]) -> Decimal | None:
	if not any(line.share for line in lines):
		return None
	weight = sum((line.weight for line in lines if line.points is not None), ZERO)
	points = sum((line.weight * line.points for line in lines if line.points is not None), ZERO)
	return (points / weight).quantize(TENTH, rounding=ROUND_HALF_UP)


def _strongest(lines: Sequence[ScoreLine], sign: int) -> tuple[ScoreLine, ...]:
	"""Those that move the score most in this direction; equally strong ones in the order of the policy."""
	moving = [line for line in lines if line.effect * sign > 0]
	return tuple(sorted(moving, key=lambda line: -line.effect * sign)[:MOST_REASONS])
