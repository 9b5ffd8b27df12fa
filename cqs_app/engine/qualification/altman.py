"""Altman's Z'' for private companies of any industry (1995, as printed in Altman 2000), without the constant of 3.25.

Source: E. I. Altman, Predicting Financial Distress of Companies: Revisiting the Z-Score and ZETA Models, 2000; E. I.
Altman, J. Hartzell, M. Peck, Emerging Markets Corporate Bonds: A Scoring System, 1995.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from cqs_app.engine.qualification.ratio_values import Value, missing, number_of, senseless
from cqs_app.engine.qualification.statements import Statement

WEIGHTS = (Decimal("6.56"), Decimal("3.26"), Decimal("6.72"), Decimal("1.05"))
SAFE_ABOVE, DISTRESS_BELOW = Decimal("2.60"), Decimal("1.10")
LEAST_LIABILITIES = Decimal("0.001")
INPUTS = (
	"current_assets",
	"current_liabilities",
	"total_assets",
	"retained_earnings",
	"ebit",
	"equity",
	"total_liabilities",
)


class Zone(str, Enum):
	SAFE = "Safe"
	GREY = "Grey"
	DISTRESS = "Distress"


def z_score(x1: Decimal, x2: Decimal, x3: Decimal, x4: Decimal) -> Decimal:
	"""6.56 X1 + 3.26 X2 + 6.72 X3 + 1.05 X4."""
	return sum((weight * x for weight, x in zip(WEIGHTS, (x1, x2, x3, x4), strict=True)), Decimal(0))


def zone_of(z: Decimal) -> Zone:
	"""Above 2.60 safe, below 1.10 distress, both limits themselves grey."""
	if z > SAFE_ABOVE:
		return Zone.SAFE
	return Zone.DISTRESS if z < DISTRESS_BELOW else Zone.GREY


def altman_z(statement: Statement) -> Value:
	"""6.56 x (current assets - current liabilities) / total assets + 3.26 x retained earnings / total assets + 6.72 x EBIT / total assets + 1.05 x equity / total liabilities. Liabilities count as at least 0.1 % of total assets, so that who pays the last of his debt still has a score. Above 2.60 safe, 1.10 to 2.60 grey, below 1.10 distress."""
	if lacking := missing(statement, *INPUTS):
		return lacking
	current, owed, assets, retained, ebit, equity, liabilities = (
		number_of(statement, name) for name in INPUTS
	)
	if assets <= 0:
		return senseless(statement, "Total assets are not above 0")
	if liabilities < 0:
		return senseless(statement, "Total liabilities are negative")
	at_least = max(liabilities, assets * LEAST_LIABILITIES)
	return Value(z_score((current - owed) / assets, retained / assets, ebit / assets, equity / at_least))
