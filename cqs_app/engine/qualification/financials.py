"""Everything that a dossier's statements say on a day: checked, in ratios, with their trends and the score's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.qualification.altman import Zone, zone_of
from cqs_app.engine.qualification.ratio_values import Unit, Value
from cqs_app.engine.qualification.ratios import RATIOS
from cqs_app.engine.qualification.statement_checks import check, months_between
from cqs_app.engine.qualification.statements import (
	Assurance,
	Statement,
	StatementFinding,
	read_statement,
	tangible_net_worth,
	warning,
)
from cqs_app.engine.qualification.trends import Trend, trend

ALTMAN_Z = "Altman Z''"
REVENUE_GROWTH, AGE, AUDITED = "Revenue Growth", "Statement Age (Months)", "Audited"
SCORE_FIGURES = (*RATIOS, REVENUE_GROWTH, AGE, AUDITED)


@dataclass(frozen=True, slots=True)
class Assessment:
	"""Statements by period, oldest first; values and trends by the ratio's name."""

	as_of: date
	statements: tuple[Statement, ...]
	findings: tuple[StatementFinding, ...]
	values: Mapping[str, tuple[Value, ...]]
	trends: Mapping[str, Trend | None]

	@property
	def newest(self) -> Statement | None:
		return self.statements[-1] if self.statements else None

	@property
	def errors(self) -> list[StatementFinding]:
		return [finding for finding in self.findings if finding.is_error]

	@property
	def net_worth(self) -> Decimal | None:
		"""Tangible, of the newest statement, in its currency."""
		return tangible_net_worth(self.newest) if self.newest else None

	def zone(self, index: int) -> Zone | None:
		z = self.values[ALTMAN_Z][index].number
		return None if z is None else zone_of(z)

	def figures(self, rate: Decimal | None) -> dict[str, Decimal | None]:
		"""What a score card may ask, of the newest statement; amounts in company currency at `rate` (None = unknown)."""
		newest = self.newest
		found: dict[str, Decimal | None] = dict.fromkeys(SCORE_FIGURES)
		if newest is None:
			return found
		for name, values in self.values.items():
			number = values[-1].for_score
			if RATIOS[name].unit is Unit.CURRENCY and number is not None:
				number = number * rate if rate is not None else None
			found[name] = number
		growth = self.trends["Revenue"]
		found[REVENUE_GROWTH] = growth.percent_a_year if growth else None
		found[AGE] = Decimal(max(months_between(newest.period_end, self.as_of), 0))
		found[AUDITED] = Decimal(newest.assurance is Assurance.AUDITED)
		return found

	def as_dict(self, rate: Decimal | None) -> dict[str, Any]:
		"""JSON-ready; figures as text with at most six decimals."""
		return {
			"as_of": self.as_of.isoformat(),
			"currency": self.newest.currency if self.newest else "",
			"periods": [one.period_end.isoformat() for one in self.statements],
			"ratios": {name: self._ratio(name) for name in self.values},
			"zones": [zone.value if (zone := self.zone(at)) else None for at in range(len(self.statements))],
			"figures": {name: _text(number) for name, number in self.figures(rate).items()},
			"findings": [
				{
					"severity": one.severity.value,
					"code": one.code,
					"field": one.field,
					"message": one.message(),
				}
				for one in self.findings
			],
		}

	def _ratio(self, name: str) -> dict[str, Any]:
		found = self.trends[name]
		return {
			"values": [_text(value.number) for value in self.values[name]],
			"reasons": [value.why() for value in self.values[name]],
			"change": _text(found.change) if found else None,
			"slope": _text(found.slope) if found else None,
			"direction": found.direction.value if found else None,
		}


def assess(rows: Iterable[Mapping[str, Any]], as_of: date) -> Assessment:
	"""Read, check and work out the statements in `rows`, whose figures are text. Nothing is raised."""
	found: list[StatementFinding] = []
	read = []
	for row in rows:
		statement, problems = read_statement(row)
		found += problems
		if statement:
			read.append(statement)
	read.sort(key=lambda statement: statement.period_end)
	found += check(read, as_of)
	if read and read[-1].equity is not None and read[-1].intangibles is None:
		text = "Intangible assets are not reported; the net worth counts them as none"
		found.append(warning("intangibles", read[-1].period_end, "intangibles", text))
	found.sort(key=lambda finding: not finding.is_error)
	yearly = [statement.annualised() for statement in read]
	values = {name: tuple(ratio.function(one) for one in yearly) for name, ratio in RATIOS.items()}
	trends = {
		name: trend(
			[(one.period_end, value.number) for one, value in zip(yearly, values[name], strict=True)],
			ratio.better,
		)
		for name, ratio in RATIOS.items()
	}
	return Assessment(as_of, tuple(read), tuple(found), values, trends)


def _text(number: Decimal | None) -> str | None:
	if number is None:
		return None
	text = f"{number:.6f}".rstrip("0").rstrip(".")
	return "0" if text == "-0" else text
