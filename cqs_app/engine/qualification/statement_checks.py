"""Whether statements can be right: every check looks at figures that are given and reports, none of them raises.

Errors are contradictions, which nobody may rely on; warnings are what a reviewer should know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import ZERO, cents
from cqs_app.engine.qualification.statements import (
	FIGURES,
	MOST_STATEMENTS,
	Assurance,
	Statement,
	StatementFinding,
	error,
	warning,
)

TOLERANCE = Decimal("0.005")
STALE_MONTHS = 18

PARTS = (
	# the whole, its parts
	("current_assets", ("cash", "receivables", "inventory")),
	("total_assets", ("current_assets", "intangibles")),
	("total_assets", ("current_assets", "fixed_assets")),
	("fixed_assets", ("intangibles",)),
	("current_liabilities", ("payables", "short_term_debt")),
	("total_liabilities", ("current_liabilities", "long_term_debt")),
)
SUMS = (
	("total_assets", ("total_liabilities", "equity")),
	("total_assets", ("current_assets", "fixed_assets")),
)


def check(
	statements: Sequence[Statement], as_of: date, *, stale_months: int = STALE_MONTHS
) -> list[StatementFinding]:
	"""Findings on statements of one company, errors first. `stale_months`: the newest one may be this old."""
	found = [*_of_the_set(statements), *_age(statements, as_of, stale_months)]
	for statement in statements:
		for look in CHECKS:
			found += look(statement)
	return sorted(found, key=lambda finding: not finding.is_error)


def months_between(earlier: date, later: date) -> int:
	"""Complete months from one day to another; a month's last day counts as complete at the next month's last day."""
	months = (later.year - earlier.year) * 12 + later.month - earlier.month
	complete = later.day >= earlier.day or (later.day >= 28 and _is_last(later))
	return months if complete else months - 1


def balances(statement: Statement) -> Iterator[StatementFinding]:
	for whole, parts in SUMS:
		total, values = statement.of(whole), [statement.of(part) for part in parts]
		if total is None or None in values:
			continue
		together = sum((value for value in values if value is not None), ZERO)
		if abs(total - together) > abs(total) * TOLERANCE:
			text = "{whole} is {total}, but {parts} is {together}; the difference is {difference}"
			yield _contradiction("balance", statement, whole, parts, text, total, together)


def parts_fit(statement: Statement) -> Iterator[StatementFinding]:
	"""The parts that are given are together not more than their whole."""
	for whole, parts in PARTS:
		if any(whole == one and set(parts) >= set(summed) for one, summed in SUMS) and all(
			statement.of(part) is not None for part in parts
		):
			continue
		total = statement.of(whole)
		known = [(part, value) for part in parts if (value := statement.of(part)) is not None]
		if total is None or not known:
			continue
		together = sum((value for _, value in known), ZERO)
		if together - total > abs(total) * TOLERANCE:
			names = tuple(name for name, _ in known)
			text = "{whole} is {total}, less than {parts} with {together}; {difference} too little"
			yield _contradiction("parts", statement, whole, names, text, total, together)


def signs(statement: Statement) -> Iterator[StatementFinding]:
	for name, value in statement.given().items():
		if value < 0 and not FIGURES[name].signed:
			text = "{label} is {value}; it is written without a minus"
			yield error(
				"sign", statement.period_end, name, text, label=FIGURES[name].label, value=amount(value)
			)


def plausible(statement: Statement) -> Iterator[StatementFinding]:
	revenue, period = statement.revenue, statement.period_end
	if revenue is not None:
		for name in ("cost_of_sales", "ebit", "net_income"):
			value = statement.of(name)
			if value is not None and value > revenue:
				text = "{label} of {value} is more than the revenue of {revenue}"
				told = {"label": FIGURES[name].label, "value": amount(value), "revenue": amount(revenue)}
				yield warning("plausible", period, name, text, **told)
	if statement.equity is not None and statement.equity < 0:
		text = "Equity is negative: {value}"
		yield warning("equity", period, "equity", text, value=amount(statement.equity))
	if not statement.given():
		yield warning("empty", period, "", "The statement has no figures yet")


def assurance(statement: Statement) -> Iterator[StatementFinding]:
	if statement.assurance is Assurance.UNAUDITED:
		yield warning("unaudited", statement.period_end, "assurance", "The statement is not audited")


def length(statement: Statement) -> Iterator[StatementFinding]:
	if statement.months != 12:
		text = "The statement covers {months} months; income and cash flow are brought to a year"
		yield warning("months", statement.period_end, "months", text, months=str(statement.months))


CHECKS: tuple[Callable[[Statement], Iterable[StatementFinding]], ...] = (
	signs,
	balances,
	parts_fit,
	plausible,
	assurance,
	length,
)


def amount(value: Decimal) -> str:
	shown = cents(value)
	return f"{shown:,.0f}" if shown == shown.to_integral_value() else f"{shown:,}"


def _of_the_set(statements: Sequence[Statement]) -> Iterator[StatementFinding]:
	if len(statements) > MOST_STATEMENTS:
		text = "There are {count} statements; at most {most} years are kept"
		yield error("count", None, "", text, count=str(len(statements)), most=str(MOST_STATEMENTS))
	for period, times in Counter(one.period_end for one in statements).items():
		if times > 1:
			text = "There are {count} statements of this period"
			yield error("twice", period, "period_end", text, count=str(times))
	currencies = sorted({one.currency for one in statements})
	if len(currencies) > 1:
		text = "The statements are in different currencies ({currencies}), so that years cannot be compared; restate them in one"
		yield error("currency", None, "currency", text, currencies=", ".join(currencies))


def _age(statements: Sequence[Statement], as_of: date, stale_months: int) -> Iterator[StatementFinding]:
	for one in statements:
		if one.period_end > as_of:
			text = "The period ends after today, {today}"
			yield error("future", one.period_end, "period_end", text, today=as_of.isoformat())
	newest = max((one.period_end for one in statements), default=None)
	if newest and newest <= as_of and (months := months_between(newest, as_of)) > stale_months:
		text = "The newest statement is {months} months old; more than {most} is stale"
		yield warning("stale", newest, "period_end", text, months=str(months), most=str(stale_months))


def _contradiction(
	code: str,
	statement: Statement,
	whole: str,
	parts: tuple[str, ...],
	text: str,
	total: Decimal,
	together: Decimal,
) -> StatementFinding:
	return error(
		code,
		statement.period_end,
		whole,
		text,
		whole=FIGURES[whole].label,
		parts=" + ".join(FIGURES[part].label for part in parts),
		total=amount(total),
		together=amount(together),
		difference=amount(abs(total - together)),
	)


def _is_last(day: date) -> bool:
	return (date.fromordinal(day.toordinal() + 1)).day == 1
