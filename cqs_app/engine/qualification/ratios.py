"""The ratios: one small function each, whose docstring is its formula, and the registry of all of them.

Every function takes a statement whose flows are brought to a year. Balance sheet figures are those at the end of the
period, not averages. A ratio without a meaning is None with a reason, never 0.
"""

from __future__ import annotations

from decimal import Decimal

from cqs_app.engine.qualification.altman import altman_z
from cqs_app.engine.qualification.ratio_values import (
	EXTREME,
	Better,
	Group,
	Ratio,
	Unit,
	Value,
	missing,
	number_of,
	senseless,
)
from cqs_app.engine.qualification.statements import Statement, tangible_net_worth

HUNDRED, DAYS = Decimal(100), Decimal(365)
WORST_PERCENT = -EXTREME


def current_ratio(s: Statement) -> Value:
	"""current assets / current liabilities"""
	return missing(s, "current_assets", "current_liabilities") or _to_current_liabilities(
		s, number_of(s, "current_assets")
	)


def quick_ratio(s: Statement) -> Value:
	"""(current assets - inventory) / current liabilities"""
	return missing(s, "current_assets", "inventory", "current_liabilities") or _to_current_liabilities(
		s, number_of(s, "current_assets") - number_of(s, "inventory")
	)


def cash_ratio(s: Statement) -> Value:
	"""cash / current liabilities"""
	return missing(s, "cash", "current_liabilities") or _to_current_liabilities(s, number_of(s, "cash"))


def debt_to_equity(s: Statement) -> Value:
	"""(short-term debt + long-term debt) / equity"""
	return missing(s, "short_term_debt", "long_term_debt", "equity") or _to_equity(s, _debt(s), EXTREME)


def equity_ratio(s: Statement) -> Value:
	"""equity / total assets x 100"""
	return missing(s, "equity", "total_assets") or _percent_of_assets(s, number_of(s, "equity"))


def debt_ratio(s: Statement) -> Value:
	"""(short-term debt + long-term debt) / total assets x 100"""
	return missing(s, "short_term_debt", "long_term_debt", "total_assets") or _percent_of_assets(s, _debt(s))


def liabilities_to_assets(s: Statement) -> Value:
	"""total liabilities / total assets x 100"""
	return missing(s, "total_liabilities", "total_assets") or _percent_of_assets(
		s, number_of(s, "total_liabilities")
	)


def net_debt_to_ebitda(s: Statement) -> Value:
	"""(short-term debt + long-term debt - cash) / (EBIT + depreciation)"""
	if lacking := missing(s, "short_term_debt", "long_term_debt", "cash", "ebit", "depreciation"):
		return lacking
	net, ebitda = _debt(s) - number_of(s, "cash"), _ebitda(s)
	if ebitda <= 0:
		return senseless(s, "EBITDA is not above 0", EXTREME if net > 0 else Decimal(0))
	return Value(net / ebitda)


def gross_margin(s: Statement) -> Value:
	"""(revenue - cost of sales) / revenue x 100"""
	return missing(s, "revenue", "cost_of_sales") or _percent_of_revenue(
		s, number_of(s, "revenue") - number_of(s, "cost_of_sales")
	)


def ebit_margin(s: Statement) -> Value:
	"""EBIT / revenue x 100"""
	return missing(s, "ebit", "revenue") or _percent_of_revenue(s, number_of(s, "ebit"))


def net_margin(s: Statement) -> Value:
	"""net income / revenue x 100"""
	return missing(s, "net_income", "revenue") or _percent_of_revenue(s, number_of(s, "net_income"))


def return_on_assets(s: Statement) -> Value:
	"""net income / total assets x 100"""
	return missing(s, "net_income", "total_assets") or _percent_of_assets(s, number_of(s, "net_income"))


def return_on_equity(s: Statement) -> Value:
	"""net income / equity x 100"""
	return missing(s, "net_income", "equity") or _to_equity(
		s, number_of(s, "net_income") * HUNDRED, WORST_PERCENT
	)


def interest_cover(s: Statement) -> Value:
	"""EBIT / interest expense"""
	return missing(s, "ebit", "interest_expense") or _cover(s, number_of(s, "ebit"))


def ebitda_interest_cover(s: Statement) -> Value:
	"""(EBIT + depreciation) / interest expense"""
	return missing(s, "ebit", "depreciation", "interest_expense") or _cover(s, _ebitda(s))


def debt_service_cover(s: Statement) -> Value:
	"""(EBIT + depreciation) / (interest expense + short-term debt at the end of the year)"""
	if lacking := missing(s, "ebit", "depreciation", "interest_expense", "short_term_debt"):
		return lacking
	service = number_of(s, "interest_expense") + number_of(s, "short_term_debt")
	if service <= 0:
		return senseless(s, "There is no debt to serve", EXTREME if _ebitda(s) > 0 else Decimal(0))
	return Value(_ebitda(s) / service)


def receivable_days(s: Statement) -> Value:
	"""trade receivables / revenue x 365 (DSO)"""
	return missing(s, "receivables", "revenue") or _days(s, "receivables", "revenue", "Revenue")


def inventory_days(s: Statement) -> Value:
	"""inventory / cost of sales x 365"""
	return missing(s, "inventory", "cost_of_sales") or _days(
		s, "inventory", "cost_of_sales", "The cost of sales"
	)


def payable_days(s: Statement) -> Value:
	"""trade payables / cost of sales x 365"""
	return missing(s, "payables", "cost_of_sales") or _days(
		s, "payables", "cost_of_sales", "The cost of sales"
	)


def cash_conversion_cycle(s: Statement) -> Value:
	"""receivable days + inventory days - payable days"""
	if lacking := missing(s, "receivables", "revenue", "inventory", "payables", "cost_of_sales"):
		return lacking
	days = [part(s) for part in (receivable_days, inventory_days, payable_days)]
	for part in days:
		if part.number is None:
			return Value(None, part.reason, part.values)
	collected, stored, paid = (part.number or Decimal(0) for part in days)
	return Value(collected + stored - paid)


def asset_turnover(s: Statement) -> Value:
	"""revenue / total assets"""
	if lacking := missing(s, "revenue", "total_assets"):
		return lacking
	return _divided(s, number_of(s, "revenue"), number_of(s, "total_assets"), "Total assets are not above 0")


def operating_cash_flow_ratio(s: Statement) -> Value:
	"""operating cash flow / current liabilities"""
	return missing(s, "operating_cash_flow", "current_liabilities") or _to_current_liabilities(
		s, number_of(s, "operating_cash_flow")
	)


def free_cash_flow(s: Statement) -> Value:
	"""operating cash flow - capital expenditure"""
	return missing(s, "operating_cash_flow", "capital_expenditure") or Value(
		number_of(s, "operating_cash_flow") - number_of(s, "capital_expenditure")
	)


def cash_flow_to_debt(s: Statement) -> Value:
	"""operating cash flow / total liabilities"""
	if lacking := missing(s, "operating_cash_flow", "total_liabilities"):
		return lacking
	flow, owed = number_of(s, "operating_cash_flow"), number_of(s, "total_liabilities")
	return _divided(s, flow, owed, "There are no liabilities", EXTREME if flow > 0 else Decimal(0))


def revenue(s: Statement) -> Value:
	"""revenue, of twelve months"""
	return missing(s, "revenue") or Value(s.revenue)


def net_worth(s: Statement) -> Value:
	"""equity - intangible assets (not reported: none)"""
	return missing(s, "equity") or Value(tangible_net_worth(s))


def _debt(s: Statement) -> Decimal:
	return number_of(s, "short_term_debt") + number_of(s, "long_term_debt")


def _ebitda(s: Statement) -> Decimal:
	return number_of(s, "ebit") + number_of(s, "depreciation")


def _divided(
	s: Statement, above: Decimal, below: Decimal, otherwise: str, counts_as: Decimal | None = None
) -> Value:
	return Value(above / below) if below > 0 else senseless(s, otherwise, counts_as)


def _to_current_liabilities(s: Statement, above: Decimal) -> Value:
	below = number_of(s, "current_liabilities")
	return _divided(s, above, below, "There are no current liabilities", EXTREME if above > 0 else Decimal(0))


def _to_equity(s: Statement, above: Decimal, worst: Decimal) -> Value:
	return _divided(s, above, number_of(s, "equity"), "Equity is not above 0", worst)


def _percent_of_assets(s: Statement, above: Decimal) -> Value:
	return _divided(s, above * HUNDRED, number_of(s, "total_assets"), "Total assets are not above 0")


def _percent_of_revenue(s: Statement, above: Decimal) -> Value:
	worst = WORST_PERCENT if above < 0 else None
	return _divided(s, above * HUNDRED, number_of(s, "revenue"), "Revenue is not above 0", worst)


def _cover(s: Statement, earned: Decimal) -> Value:
	interest = number_of(s, "interest_expense")
	return _divided(s, earned, interest, "No interest was paid", EXTREME if earned > 0 else Decimal(0))


def _days(s: Statement, held: str, over: str, what: str) -> Value:
	return _divided(s, number_of(s, held) * DAYS, number_of(s, over), f"{what} is not above 0")


ALTMAN_2000 = "Altman 1995, 2000"
BEAVER = "Beaver 1966"
CFA = "CFA Institute, Financial Analysis Techniques"
USUAL = "usual in credit agreements"

_H, _L = Better.HIGHER, Better.LOWER
_LIST = (
	Ratio("Altman Z''", Group.DISTRESS, altman_z, ALTMAN_2000, Unit.SCORE, _H),
	Ratio("Current Ratio", Group.LIQUIDITY, current_ratio, CFA, Unit.TIMES, _H),
	Ratio("Quick Ratio", Group.LIQUIDITY, quick_ratio, CFA, Unit.TIMES, _H),
	Ratio("Cash Ratio", Group.LIQUIDITY, cash_ratio, CFA, Unit.TIMES, _H),
	Ratio("Debt to Equity", Group.SOLVENCY, debt_to_equity, CFA, Unit.TIMES, _L),
	Ratio("Equity Ratio", Group.SOLVENCY, equity_ratio, CFA, Unit.PERCENT, _H),
	Ratio("Debt Ratio", Group.SOLVENCY, debt_ratio, CFA, Unit.PERCENT, _L),
	Ratio("Liabilities to Assets", Group.SOLVENCY, liabilities_to_assets, BEAVER, Unit.PERCENT, _L),
	Ratio("Net Debt to EBITDA", Group.SOLVENCY, net_debt_to_ebitda, USUAL, Unit.TIMES, _L),
	Ratio("Gross Margin", Group.PROFITABILITY, gross_margin, CFA, Unit.PERCENT, _H),
	Ratio("EBIT Margin", Group.PROFITABILITY, ebit_margin, CFA, Unit.PERCENT, _H),
	Ratio("Net Margin", Group.PROFITABILITY, net_margin, CFA, Unit.PERCENT, _H),
	Ratio("Return on Assets", Group.PROFITABILITY, return_on_assets, CFA, Unit.PERCENT, _H),
	Ratio("Return on Equity", Group.PROFITABILITY, return_on_equity, CFA, Unit.PERCENT, _H),
	Ratio("Interest Cover", Group.COVERAGE, interest_cover, CFA, Unit.TIMES, _H),
	Ratio("EBITDA Interest Cover", Group.COVERAGE, ebitda_interest_cover, USUAL, Unit.TIMES, _H),
	Ratio("Debt Service Cover", Group.COVERAGE, debt_service_cover, USUAL, Unit.TIMES, _H),
	Ratio("Receivable Days", Group.EFFICIENCY, receivable_days, CFA, Unit.DAYS, _L),
	Ratio("Inventory Days", Group.EFFICIENCY, inventory_days, CFA, Unit.DAYS, _L),
	Ratio("Payable Days", Group.EFFICIENCY, payable_days, CFA, Unit.DAYS, _L),
	Ratio("Cash Conversion Cycle", Group.EFFICIENCY, cash_conversion_cycle, CFA, Unit.DAYS, _L),
	Ratio("Asset Turnover", Group.EFFICIENCY, asset_turnover, CFA, Unit.TIMES, _H),
	Ratio("Operating Cash Flow Ratio", Group.CASH_FLOW, operating_cash_flow_ratio, CFA, Unit.TIMES, _H),
	Ratio("Free Cash Flow", Group.CASH_FLOW, free_cash_flow, CFA, Unit.CURRENCY, _H),
	Ratio("Cash Flow to Debt", Group.CASH_FLOW, cash_flow_to_debt, BEAVER, Unit.TIMES, _H),
	Ratio("Revenue", Group.SIZE, revenue, "the statement", Unit.CURRENCY, _H),
	Ratio("Tangible Net Worth", Group.SIZE, net_worth, USUAL, Unit.CURRENCY, _H),
)
RATIOS: dict[str, Ratio] = {ratio.name: ratio for ratio in _LIST}
