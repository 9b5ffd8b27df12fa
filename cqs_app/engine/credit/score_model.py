"""The score card of a policy: criteria with weights, and bands that turn a value into points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cqs_app.engine.credit.criteria import CRITERIA, Criterion, IfMissing
from cqs_app.engine.money import HUNDRED, ZERO

LOWEST = Decimal("-Infinity")
NEUTRAL_POINTS = Decimal(50)
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Band:
	"""From `begins` (a figure, inclusive) or at this word on, the points are 0 to 100."""

	begins: Decimal | str
	points: Decimal


@dataclass(frozen=True, slots=True)
class CriterionRow:
	"""Bands of figures ascend from -inf, so that each figure has points; words have a band `other` for the rest."""

	criterion: Criterion
	weight: Decimal
	bands: tuple[Band, ...]
	if_missing: IfMissing = IfMissing.NO_SCORE

	@property
	def is_text(self) -> bool:
		return CRITERIA[self.criterion].is_text

	def points_of(self, value: Decimal | str) -> Decimal:
		if isinstance(value, str):
			return self._points_of_word(value.strip().casefold())
		reached = [
			band.points for band in self.bands if not isinstance(band.begins, str) and band.begins <= value
		]
		return reached[-1]

	def _points_of_word(self, word: str) -> Decimal:
		points = {str(band.begins).casefold(): band.points for band in self.bands}
		return points.get(word, points[OTHER])

	@property
	def lowest_points(self) -> Decimal:
		return min(band.points for band in self.bands)


@dataclass(frozen=True, slots=True)
class ScoreModel:
	"""No criteria = the policy has no score card."""

	criteria: tuple[CriterionRow, ...] = ()

	@property
	def total_weight(self) -> Decimal:
		return sum((row.weight for row in self.criteria), ZERO)


def in_bounds(points: Decimal) -> bool:
	return ZERO <= points <= HUNDRED
