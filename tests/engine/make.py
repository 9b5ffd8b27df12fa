"""Factories of the engine's values. Keyword-only; each default is the plain, harmless case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.facts import Account, AgedItem, Document, Facts
from cqs_app.engine.credit.plans import Arrangements
from cqs_app.engine.credit.policy import Policy, policy_from_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.terms import Agreed, Instalment, Offer, Source, Template, Term
from cqs_app.engine.credit.vocabulary import Checkpoint, Component

DAY = date(2025, 6, 30)
CENT = Decimal("0.01")
NOTHING = Arrangements()


def make_account(**changes: Any) -> Account:
	account = Account("Acme", "Our Co", "EUR", is_assessed=True, credit_limit=Decimal(1000))
	return replace(account, **changes)


def make_document(*, increase: Decimal | int | str = 100, **changes: Any) -> Document:
	amount = Decimal(increase)
	document = Document(Checkpoint.SALES_ORDER, "SO-1", amount, amount)
	return replace(document, **changes)


def make_facts(
	*,
	account: Account | None = None,
	document: Document | None = None,
	components: Mapping[Component, Decimal] | None = None,
	receivable: Decimal | int = 0,
	overdue: tuple[tuple[int, int], ...] | None = (),
	dunning_level: int | None = 0,
	portfolio_exposure: Decimal | None = Decimal(10_000),
	arrangements: Arrangements | None = NOTHING,
) -> Facts:
	return Facts(
		DAY,
		account or make_account(),
		document or make_document(),
		components if components is not None else {Component.RECEIVABLE: Decimal(receivable)},
		None if overdue is None else tuple(AgedItem(days, Decimal(amount)) for days, amount in overdue),
		dunning_level,
		portfolio_exposure,
		arrangements,
	)


def make_policy(*rules: Mapping[str, Any], **changes: Any) -> Policy:
	"""A policy with these rule rows; receivable, orders and deliveries count."""
	data = {
		"policy_name": "Test",
		"rules": list(rules) or [{"rule": "Credit Limit", "action": "Hold"}],
		"components": [
			{"component": "receivable"},
			{"component": "open_orders"},
			{"component": "delivered_unbilled"},
		],
	}
	return policy_from_dict({**data, **changes}, list(RULES))


def net(days: int, **changes: Any) -> Agreed:
	"""Everything is agreed to be due this many days after the document."""
	return Agreed(Template(f"Net {days}", (Term(Decimal(100), days),)), Source.CUSTOMER, **changes)


def due_after(days: int, *, day: date = DAY, **changes: Any) -> Offer:
	"""One instalment of 1000, due this many days after the document."""
	return Offer(day, Decimal(1000), (Instalment(day + timedelta(days=days), Decimal(1000)),), **changes)
