"""Charts as inline SVG with axes, labels and tooltips. Values are Decimals; text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from cqs_app.engine.money import ZERO

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 14, 46
GRID = "#e2e8f0"
LABEL_BUDGET = 50  # characters that fit under the x axis


@dataclass(frozen=True)
class Series:
	name: str
	colour: str
	values: Sequence[Decimal | None]
	dashed: bool = False


@dataclass(frozen=True)
class Chart:
	"""`labels` name the points of the x axis; every series has one value, or None, for each. `counts`: whole ticks."""

	title: str
	x_title: str
	y_title: str
	labels: Sequence[str]
	series: Sequence[Series]
	counts: bool = False


def line_chart(chart: Chart) -> str:
	top = _ceiling(max((value or ZERO for series in chart.series for value in series.values), default=ZERO))
	parts = [_frame(chart, top, points=True)]
	for series in chart.series:
		spots = [
			(at, _x(at, len(chart.labels)), _y(value, top))
			for at, value in enumerate(series.values)
			if value is not None
		]
		path = " ".join(f"{x:.1f},{y:.1f}" for _at, x, y in spots)
		dash = ' stroke-dasharray="6 4"' if series.dashed else ""
		parts.append(
			f'<polyline points="{path}" fill="none" stroke="{series.colour}" stroke-width="2.2"{dash}/>'
		)
		parts += [
			f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="transparent">{_tip(chart, series, at)}</circle>'
			for at, x, y in spots
		]
	return _figure(chart, parts)


def stacked_bars(chart: Chart) -> str:
	columns = zip(*(series.values for series in chart.series), strict=True)
	top = _ceiling(max((sum((v or ZERO for v in column), ZERO) for column in columns), default=ZERO))
	if chart.counts and top > 4:
		top = Decimal(-(-int(top) // 4) * 4)
	count = max(len(chart.labels), 1)
	slot = (WIDTH - LEFT - RIGHT) / count
	wide = min(slot * 0.72, 46)
	parts = [_frame(chart, top, points=False)]
	for at in range(len(chart.labels)):
		base = ZERO
		for series in chart.series:
			value = series.values[at] or ZERO
			if value > 0:
				y, low = _y(base + value, top), _y(base, top)
				x = LEFT + slot * at + (slot - wide) / 2
				parts.append(
					f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{max(low - y, 0.8):.1f}" '
					f'fill="{series.colour}">{_tip(chart, series, at)}</rect>'
				)
				base += value
	return _figure(chart, parts)


def _figure(chart: Chart, parts: Sequence[str]) -> str:
	legend = "".join(
		f'<li><span class="key" style="background:{series.colour}"></span>{escape(series.name)}</li>'
		for series in chart.series
	)
	return (
		f'<figure><figcaption>{escape(chart.title)}</figcaption><ul class="legend">{legend}</ul>'
		f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.title)}">'
		f"{''.join(parts)}</svg></figure>"
	)


def _frame(chart: Chart, top: Decimal, points: bool) -> str:
	parts = []
	whole = top < 4
	ticks = range(int(top) + 1) if whole else range(5)
	for tick in ticks:
		value = Decimal(tick) if whole else top * tick / 4
		y = _y(value, top)
		parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>')
		parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{short(value)}</text>')
	count = len(chart.labels)
	slot = (WIDTH - LEFT - RIGHT) / max(count, 1)
	step = max(-(-count * max((len(label) for label in chart.labels), default=1) // LABEL_BUDGET), 1)
	for at in range(0, count, step):
		x = _x(at, count) if points else LEFT + slot * (at + 0.5)
		parts.append(
			f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{escape(chart.labels[at])}</text>'
		)
	middle = (TOP + HEIGHT - BOTTOM) / 2
	parts.append(
		f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle" class="axis">{escape(chart.x_title)}</text>'
		f'<text x="12" y="{middle}" text-anchor="middle" class="axis" '
		f'transform="rotate(-90 12 {middle})">{escape(chart.y_title)}</text>'
	)
	return "".join(parts)


def _tip(chart: Chart, series: Series, at: int) -> str:
	return f"<title>{escape(chart.labels[at])}: {escape(series.name)} {series.values[at]:,}</title>"


def _x(at: int, count: int) -> float:
	inset = 14
	return LEFT + inset + (WIDTH - LEFT - RIGHT - 2 * inset) * at / max(count - 1, 1)


def _y(value: Decimal, top: Decimal) -> float:
	return float(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * max(value, ZERO) / top)


def _ceiling(value: Decimal) -> Decimal:
	"""The next round number whose quarters are round too; whole numbers below 4."""
	if value <= 0:
		return Decimal(1)
	if value <= 4:
		return Decimal(int(value) + (value != int(value)) or 1)
	power = Decimal(10) ** (len(str(int(value))) - 1)
	return next(
		power * step / 10 for step in (10, 12, 16, 20, 24, 32, 40, 60, 80, 100) if power * step / 10 >= value
	)


def short(value: Decimal) -> str:
	"""12000 -> 12k, 1500000 -> 1.5M."""
	for limit, letter in ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k")):
		if value >= limit:
			return f"{value / limit:.4g}{letter}"
	return f"{value:.4g}"
