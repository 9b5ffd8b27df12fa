"""What a score card can ask about a customer: the criteria, what each is counted in, and where its figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Criterion(str, Enum):
	ALTMAN_Z = "Altman Z''"
	EQUITY_RATIO = "Equity Ratio"
	CURRENT_RATIO = "Current Ratio"
	QUICK_RATIO = "Quick Ratio"
	DEBT_TO_EQUITY = "Debt to Equity"
	DEBT_TO_EBITDA = "Net Debt to EBITDA"
	INTEREST_COVER = "Interest Cover"
	DEBT_SERVICE_COVER = "Debt Service Cover"
	EBIT_MARGIN = "EBIT Margin"
	RETURN_ON_ASSETS = "Return on Assets"
	CASH_FLOW_TO_DEBT = "Cash Flow to Debt"
	REVENUE_GROWTH = "Revenue Growth"
	STATEMENT_AGE = "Statement Age (Months)"
	AUDITED = "Audited"
	REVENUE = "Revenue"
	NET_WORTH = "Tangible Net Worth"
	DAYS_BEYOND_TERMS = "Days Beyond Terms"
	BROKEN_PROMISES = "Broken Promises"
	DUNNING_LEVEL = "Dunning Level"
	TRADE_REFERENCES = "Trade References"
	BANK_REFERENCES = "Bank References"
	EXTERNAL_SCORE = "External Score"
	INDUSTRY = "Industry"
	COUNTRY = "Country"
	ENTITY_TYPE = "Entity Type"
	EMPLOYEES = "Employees"
	YEARS_IN_BUSINESS = "Years in Business"
	YEARS_AS_CUSTOMER = "Years as Customer"
	LIFETIME_VALUE = "Lifetime Value"


class IfMissing(str, Enum):
	"""What the card does with a criterion of which nothing is known."""

	NO_SCORE = "No Score"
	LOWEST_POINTS = "Lowest Points"
	LEAVE_OUT = "Leave Out"
	NEUTRAL = "Neutral"


@dataclass(frozen=True, slots=True)
class Described:
	"""`unit` "" = words, not figures."""

	group: str
	unit: str
	source: str

	@property
	def is_text(self) -> bool:
		return not self.unit


_STATEMENT = "latest financial statement"
_LEDGER = "own ledger, last 12 months; unknown for who never bought"
_DOSSIER = "company data of the dossier"

CRITERIA: dict[Criterion, Described] = {
	Criterion.ALTMAN_Z: Described("Financials", "score", _STATEMENT),
	Criterion.EQUITY_RATIO: Described("Financials", "percent of total assets", _STATEMENT),
	Criterion.CURRENT_RATIO: Described("Financials", "times", _STATEMENT),
	Criterion.QUICK_RATIO: Described("Financials", "times", _STATEMENT),
	Criterion.DEBT_TO_EQUITY: Described("Financials", "times; lower is better", _STATEMENT),
	Criterion.DEBT_TO_EBITDA: Described("Financials", "times; lower is better", _STATEMENT),
	Criterion.INTEREST_COVER: Described("Financials", "times", _STATEMENT),
	Criterion.DEBT_SERVICE_COVER: Described("Financials", "times", _STATEMENT),
	Criterion.EBIT_MARGIN: Described("Financials", "percent of revenue", _STATEMENT),
	Criterion.RETURN_ON_ASSETS: Described("Financials", "percent", _STATEMENT),
	Criterion.CASH_FLOW_TO_DEBT: Described("Financials", "times", _STATEMENT),
	Criterion.REVENUE_GROWTH: Described(
		"Financials", "percent a year", "financial statements, first to last"
	),
	Criterion.STATEMENT_AGE: Described("Financials", "months; lower is better", _STATEMENT),
	Criterion.AUDITED: Described("Financials", "1 = audited, 0 = not", _STATEMENT),
	Criterion.REVENUE: Described("Size", "company currency a year", _STATEMENT),
	Criterion.NET_WORTH: Described("Size", "company currency", _STATEMENT),
	Criterion.DAYS_BEYOND_TERMS: Described("Behaviour", "days, weighted by amount; lower is better", _LEDGER),
	Criterion.BROKEN_PROMISES: Described("Behaviour", "promises to pay; lower is better", _LEDGER),
	Criterion.DUNNING_LEVEL: Described(
		"Behaviour",
		"notices for one invoice; lower is better",
		"unresolved dunnings; unknown for who never bought",
	),
	Criterion.TRADE_REFERENCES: Described(
		"References", "0 to 100", "answers of suppliers, combined as in score.md"
	),
	Criterion.BANK_REFERENCES: Described(
		"References", "0 to 100", "answers of banks, combined as in score.md"
	),
	Criterion.EXTERNAL_SCORE: Described("References", "0 to 100", "latest external report"),
	Criterion.INDUSTRY: Described("Industry", "", _DOSSIER),
	Criterion.COUNTRY: Described("Country", "", _DOSSIER),
	Criterion.ENTITY_TYPE: Described("Industry", "", _DOSSIER),
	Criterion.EMPLOYEES: Described("Size", "people", _DOSSIER),
	Criterion.YEARS_IN_BUSINESS: Described("Tenure", "complete years since it was founded", _DOSSIER),
	Criterion.YEARS_AS_CUSTOMER: Described(
		"Tenure", "complete years since the first invoice; 0 for who never bought", "own ledger"
	),
	Criterion.LIFETIME_VALUE: Described(
		"Commercial value",
		"company currency, before acquisition cost",
		"commercial evaluation of the dossier",
	),
}

FROM_STATEMENTS = tuple(
	criterion
	for criterion, described in CRITERIA.items()
	if described.group in ("Financials", "Size") and criterion is not Criterion.EMPLOYEES
)
