"""The balanced policy that is seeded where there is none, and that the sandbox uses.

Customers with a limit are held beyond it, and orders and invoices with better terms than agreed; customers never
assessed are only warned about; late payers are warned about at the order. Installing it on a live site stops nobody who was within his limit.
"""

from __future__ import annotations

from typing import Any

from cqs_app.engine.credit.policy import Policy, policy_from_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.vocabulary import Checkpoint

NAME = "Balanced"

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
	"auto_limit_unclassified_percent": 80,
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
}


def default_policy() -> Policy:
	return policy_from_dict(DEFAULT_POLICY, list(RULES))
