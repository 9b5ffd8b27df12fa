"""The balanced policy that is seeded where there is none, and that the sandbox uses.

Customers with a limit are held beyond it, and orders and invoices with better terms than agreed; customers never
assessed are only warned about; late payers are warned about at the order. Installing it on a live site stops nobody who was within his limit.

Its score card rates no country and no industry: that is for whoever sells there to say. Who shows no financial
statement gets the lowest points for it. A customer without a class is proposed what his purchases and payments earn,
neither more nor less than before there were classes.
"""

from __future__ import annotations

from typing import Any

from cqs_app.engine.credit.policy import Policy, policy_from_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.vocabulary import Checkpoint

NAME = "Balanced"


def _criterion(criterion: str, weight: int, if_missing: str, *bands: str) -> dict[str, Any]:
	return {"criterion": criterion, "weight": weight, "bands": "\n".join(bands), "if_missing": if_missing}


def _band(risk_class: str, from_score: int, **values: int) -> dict[str, Any]:
	return {"risk_class": risk_class, "from_score": from_score, **values}


DEFAULT_POLICY: dict[str, Any] = {
	"policy_name": NAME,
	"version": 1,
	"horizon_days": 0,
	"shipped_action": "Warn",
	"honour_promises": 0,
	"promise_max_days": 14,
	"rules": [
		*(
			{"rule": "Credit Limit", "checkpoint": checkpoint.value, "threshold": 100, "action": "Hold"}
			for checkpoint in Checkpoint
			if checkpoint is not Checkpoint.QUOTATION
		),
		{"rule": "Credit Limit", "checkpoint": "Quotation", "threshold": 100, "action": "Warn"},
		{"rule": "Account Status", "checkpoint": "", "action": "Hold"},
		{"rule": "Limit Expired", "checkpoint": "", "action": "Hold"},
		{"rule": "Qualification", "checkpoint": "", "action": "Warn"},
		{"rule": "Compliance", "checkpoint": "", "action": "Hold"},
		{
			"rule": "Overdue Days",
			"checkpoint": "Sales Order",
			"threshold": 30,
			"grace_days": 5,
			"action": "Warn",
		},
		{"rule": "Dunning Level", "checkpoint": "Sales Order", "threshold": 2, "action": "Warn"},
		{"rule": "Payment Plan", "checkpoint": "", "threshold": 2, "action": "Hold"},
		{"rule": "Payment Terms", "checkpoint": "Sales Order", "action": "Hold"},
		{"rule": "Payment Terms", "checkpoint": "Sales Invoice", "action": "Hold"},
	],
	"components": [
		{"component": "receivable", "include": 1},
		{"component": "delivered_unbilled", "include": 1},
		{"component": "open_orders", "include": 1},
		{"component": "pos_unpaid", "include": 1},
		{"component": "uncleared_payments", "include": 0},
		{"component": "disputed", "include": 0},
	],
	"approval_levels": [
		{"up_to_amount": 10000, "role": "Credit Analyst"},
		{"up_to_amount": 100000, "role": "Credit Manager"},
		{"up_to_amount": 0, "role": "Credit Director"},
	],
	"auto_limits_enabled": 0,
	"auto_limit_months": 12,
	"auto_limit_credit_months": 2,
	"auto_limit_rounding": 100,
	"auto_limit_starter": 0,
	"auto_limit_minimum": 0,
	"auto_limit_maximum": 1000000,
	"auto_limit_net_worth_percent": 10,
	"auto_limit_unclassified_percent": 100,
	"auto_limit_tolerance_percent": 10,
	"auto_limit_tolerance_amount": 5000,
	"auto_limit_overdue_days": 5,
	"auto_limit_review_days": 90,
	"payment_factors": [
		{"up_to_days_beyond_terms": 0, "factor_percent": 120},
		{"up_to_days_beyond_terms": 5, "factor_percent": 100},
		{"up_to_days_beyond_terms": 15, "factor_percent": 75},
		{"up_to_days_beyond_terms": 30, "factor_percent": 50},
		{"up_to_days_beyond_terms": 60, "factor_percent": 25},
	],
	"segregate_duties": 1,
	"review_months_default": 12,
	"screening_threshold": 70,
	"screening_upper": 85,
	"ownership_threshold": 25,
	"criteria": [
		_criterion("Altman Z''", 15, "Lowest Points", "-inf: 0", "1.1: 50", "2.6: 85", "5: 100"),
		_criterion(
			"Equity Ratio", 10, "Lowest Points", "-inf: 0", "5: 20", "10: 40", "20: 60", "30: 80", "40: 100"
		),
		_criterion(
			"Current Ratio", 5, "Lowest Points", "-inf: 0", "0.8: 30", "1: 50", "1.2: 70", "1.5: 85", "2: 100"
		),
		_criterion("Interest Cover", 10, "Lowest Points", "-inf: 0", "1: 30", "2: 60", "4: 85", "8: 100"),
		_criterion(
			"Days Beyond Terms",
			15,
			"Leave Out",
			*("-inf: 100", "0.1: 90", "5.1: 75", "15.1: 45", "30.1: 20", "60.1: 0"),
		),
		_criterion("Trade References", 8, "Neutral", "-inf: 0", "40: 40", "60: 60", "75: 80", "90: 100"),
		_criterion("Bank References", 4, "Leave Out", "-inf: 0", "40: 40", "60: 60", "75: 80", "90: 100"),
		_criterion("External Score", 8, "Leave Out", "-inf: 0", "20: 20", "40: 45", "60: 70", "80: 100"),
		_criterion("Industry", 3, "Neutral", "other: 50"),
		_criterion("Country", 5, "No Score", "other: 50"),
		_criterion("Years in Business", 7, "Lowest Points", "-inf: 10", "2: 40", "5: 70", "10: 100"),
		_criterion("Years as Customer", 4, "Lowest Points", "-inf: 20", "1: 50", "3: 80", "5: 100"),
		_criterion("Revenue", 3, "Lowest Points", "-inf: 20", "500000: 50", "2000000: 75", "10000000: 100"),
		_criterion("Lifetime Value", 3, "Leave Out", "-inf: 0", "1: 50", "50000: 75", "250000: 100"),
	],
	"risk_bands": [
		_band("A", 80, review_months=12, limit_cap=1_000_000, limit_factor=110),
		_band("B", 65, review_months=12, limit_cap=500_000, limit_factor=100),
		_band("C", 50, review_months=6, limit_cap=100_000, limit_factor=75),
		_band("D", 35, review_months=3, limit_cap=25_000, limit_factor=40),
		_band("E", 0, review_months=1, limit_cap=0, limit_factor=0),
	],
}


def default_policy() -> Policy:
	return policy_from_dict(DEFAULT_POLICY, list(RULES))
