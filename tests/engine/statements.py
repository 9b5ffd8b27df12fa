"""Factories of financial statements: a sound, audited year, in which every figure fits the others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.qualification.statements import Assurance, Statement

AS_OF = date(2025, 6, 30)
SOUND = {
	"cash": 100,
	"receivables": 200,
	"inventory": 300,
	"current_assets": 600,
	"fixed_assets": 400,
	"total_assets": 1000,
	"payables": 150,
	"short_term_debt": 50,
	"current_liabilities": 300,
	"long_term_debt": 100,
	"total_liabilities": 400,
	"retained_earnings": 300,
	"equity": 600,
	"intangibles": 50,
	"revenue": 2000,
	"cost_of_sales": 1200,
	"ebit": 200,
	"depreciation": 40,
	"interest_expense": 20,
	"net_income": 130,
	"operating_cash_flow": 180,
	"capital_expenditure": 60,
}


def make_statement(**changes: Any) -> Statement:
	"""Figures may be given as int; None = not reported."""
	values: dict[str, Any] = {"period_end": date(2024, 12, 31), "currency": "USD", "assurance": "Audited"}
	values |= {**SOUND, **changes}
	values["assurance"] = Assurance(values["assurance"])
	figures = {
		name: None if values[name] is None else Decimal(values[name]) for name in values if name in SOUND
	}
	return Statement(**{**values, **figures})


def make_row(**changes: Any) -> dict[str, Any]:
	"""The same as the child table keeps it: text."""
	row: dict[str, Any] = {
		"period_end": "2024-12-31",
		"months": 12,
		"currency": "USD",
		"assurance": "Audited",
		"scale": "Units",
		**{name: str(value) for name, value in SOUND.items()},
	}
	return {**row, **changes}
