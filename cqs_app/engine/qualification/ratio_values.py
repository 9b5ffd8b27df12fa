"""What a ratio is: a figure with its unit, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from cqs_app.engine.qualification.statements import FIGURES, Statement

# What counts as boundless, as 5 of EBIT over 0 of interest.
EXTREME = Decimal(1000)


class Group(str, Enum):
	DISTRESS = "Distress"
	LIQUIDITY = "Liquidity"
	SOLVENCY = "Solvency and Leverage"
	PROFITABILITY = "Profitability"
	COVERAGE = "Coverage"
	EFFICIENCY = "Efficiency"
	CASH_FLOW = "Cash Flow"
	SIZE = "Size"


class Unit(str, Enum):
	TIMES = "times"
	PERCENT = "%"
	DAYS = "days"
	SCORE = "score"
	CURRENCY = "currency"


class Better(str, Enum):
	HIGHER = "higher"
	LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Value:
	"""`number` None = there is none, and `reason` (a template with `values`) says why.

	`counts_as`: what a score card takes where the ratio is senseless rather than unknown, so that losing the last of
	the equity or the EBITDA never looks better than having little of it. None where an input is missing.
	"""

	number: Decimal | None
	reason: str = ""
	values: tuple[tuple[str, str], ...] = ()
	counts_as: Decimal | None = None

	def why(self) -> str:
		return self.reason.format(**dict(self.values))

	@property
	def for_score(self) -> Decimal | None:
		return self.counts_as if self.number is None else self.number


@dataclass(frozen=True, slots=True)
class Ratio:
	"""One line of the registry. `function` takes an annualised statement; its docstring is the formula."""

	name: str
	group: Group
	function: Callable[[Statement], Value]
	source: str
	unit: Unit
	better: Better

	@property
	def formula(self) -> str:
		return " ".join((self.function.__doc__ or "").split())


def missing(statement: Statement, *names: str) -> Value | None:
	"""A Value that names the inputs which are not reported; None when all are there."""
	lacking = [FIGURES[name].label for name in names if statement.of(name) is None]
	if not lacking:
		return None
	return Value(
		None,
		"{inputs} is missing for {year}" if len(lacking) == 1 else "{inputs} are missing for {year}",
		(("inputs", ", ".join(lacking)), ("year", str(statement.period_end.year))),
	)


def senseless(statement: Statement, what: str, counts_as: Decimal | None = None) -> Value:
	return Value(None, f"{what} in {{year}}", (("year", str(statement.period_end.year)),), counts_as)


def number_of(statement: Statement, name: str) -> Decimal:
	"""A figure that is known to be there."""
	value = statement.of(name)
	if value is None:
		raise ValueError(f"{name} is missing")
	return value
