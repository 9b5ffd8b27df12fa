"""Where a ratio is going: its last change, its slope over the years, and whether that is better or worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from cqs_app.engine.money import ZERO
from cqs_app.engine.qualification.ratio_values import Better

DEAD_BAND = Decimal("0.05")
DAYS_OF_A_YEAR = Decimal("365.25")


class Direction(str, Enum):
	BETTER = "better"
	WORSE = "worse"
	STABLE = "stable"


@dataclass(frozen=True, slots=True)
class Trend:
	"""`change`: the newest value less the one of the year before. `slope`: change a year, by least squares over all
	years that have a value. `percent_a_year`: the change in percent of the former value, None where that is not
	above 0."""

	change: Decimal
	slope: Decimal
	percent_a_year: Decimal | None
	direction: Direction


def trend(points: Sequence[tuple[date, Decimal | None]], better: Better) -> Trend | None:
	"""The trend of values by period end, in any order; None with fewer than two values, or without one for the two
	newest periods (a gap there would compare years that do not follow each other), or with two of one period.

	Stable is a slope within 5 % of the mean absolute value, up or down; the limit itself is stable.
	"""
	ordered = sorted(points, key=lambda point: point[0])
	if len(ordered) < 2:
		return None
	(former_day, former), (_, newest) = ordered[-2:]
	if former is None or newest is None or len({day for day, _ in ordered}) < len(ordered):
		return None
	known = [(day, value) for day, value in ordered if value is not None]
	slope = _slope(known)
	mean_size = sum((abs(value) for _, value in known), ZERO) / len(known)
	years = Decimal((ordered[-1][0] - former_day).days) / DAYS_OF_A_YEAR
	percent = (newest - former) / former * 100 / years if former > 0 else None
	return Trend(newest - former, slope, percent, _direction(slope, mean_size, better))


def _slope(points: Sequence[tuple[date, Decimal]]) -> Decimal:
	first = points[0][0]
	xs = [Decimal((day - first).days) / DAYS_OF_A_YEAR for day, _ in points]
	ys = [value for _, value in points]
	x_mean, y_mean = sum(xs, ZERO) / len(xs), sum(ys, ZERO) / len(ys)
	spread = sum(((x - x_mean) ** 2 for x in xs), ZERO)
	together = sum(((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)), ZERO)
	return together / spread if spread else ZERO


def _direction(slope: Decimal, mean_size: Decimal, better: Better) -> Direction:
	if abs(slope) <= mean_size * DEAD_BAND:
		return Direction.STABLE
	rising = slope > 0
	return Direction.BETTER if rising == (better is Better.HIGHER) else Direction.WORSE
