"""Everything a decision rests on, as immutable values. No clock, no database: `as_of` is a fact too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.engine.credit.cover import Guarantee, covered
from cqs_app.engine.credit.group import Group
from cqs_app.engine.credit.plans import Arrangements
from cqs_app.engine.credit.qualification_rule import Qualified
from cqs_app.engine.credit.terms import Agreed, Offer
from cqs_app.engine.credit.vocabulary import AccountStatus, Checkpoint, Component
from cqs_app.engine.money import ZERO


@dataclass(frozen=True, slots=True)
class Account:
	"""The credit account of one customer in one company; amounts in `currency` (the company's)."""

	customer: str
	company: str
	currency: str
	status: AccountStatus = AccountStatus.ACTIVE
	risk_class: str = ""
	is_assessed: bool = False
	is_unlimited: bool = False
	credit_limit: Decimal = ZERO
	temporary_limit: Decimal = ZERO
	temporary_limit_from: date | None = None
	temporary_limit_upto: date | None = None
	limit_valid_upto: date | None = None
	guarantees: tuple[Guarantee, ...] = ()
	group: Group | None = None
	agreed: Agreed | None = None
	status_reason: str = ""
	qualified: Qualified | None = None
	compliance: ComplianceStatus = ComplianceStatus.NONE
	compliance_note: str = ""

	def has_temporary_limit(self, as_of: date) -> bool:
		"""A temporary limit runs from its first day (if it names one) through its last."""
		if not self.temporary_limit_upto or as_of > self.temporary_limit_upto:
			return False
		return not self.temporary_limit_from or as_of >= self.temporary_limit_from

	def own_limit(self, as_of: date, document: Document | None = None) -> Decimal | None:
		"""Base or temporary limit in its dates, plus cover from valid guarantees; None = unlimited.

		A customer who was never assessed has no limit of his own: 0, and the rule Qualification speaks for it.
		`document` is the one at the gate: a guarantee bound to an order covers what it adds to that order too.
		"""
		if self.is_unlimited:
			return None
		limit = self.credit_limit if self.is_assessed else ZERO
		if self.has_temporary_limit(as_of):
			limit = self.temporary_limit
		return limit + covered(self.guarantees, as_of, document.order_growth if document else {})

	def effective_limit(self, as_of: date, document: Document | None = None) -> Decimal | None:
		"""The own limit, capped by what the others of the credit group leave free; None = unlimited."""
		own = self.own_limit(as_of, document)
		free = self.group.free_limit(as_of) if self.group else None
		if own is None or free is None:
			return own if free is None else free
		return min(own, free)


@dataclass(frozen=True, slots=True)
class Document:
	"""The document at the gate; amounts in the company's currency.

	`increase`: what it adds to the exposure beyond what its order or delivery already counted.
	`continues`: it delivers or bills an order or delivery that was counted before, so that even an increase of 0
	moves goods or money that the limit must still carry.
	`rate`, `market_rate`: exchange rate of the document and of the day, None in the company's own currency.
	`shipped`: every row's goods had left before this document (an invoice made from deliveries).
	`released_upstream`: an approver released the order or delivery that this document only continues.
	`never_refused`: why this document may only be warned about, for example that it consolidates till receipts.
	`changes`: the increase split by component, before the policy's switches.
	`orders`: the Sales Orders that it is, continues or only names; `order_growth`: by how much it changes what each of
	those owes to which a guarantee is bound. `ships_on`: the day on which its goods leave, None = it moves none.
	`offer`: its instalments and discounts; None = nothing is sold on credit, or no rule looks at it.
	"""

	checkpoint: Checkpoint
	name: str
	amount: Decimal
	increase: Decimal
	continues: bool = False
	rate: Decimal | None = None
	market_rate: Decimal | None = None
	shipped: bool = False
	released_upstream: bool = False
	never_refused: str = ""
	changes: Mapping[Component, Decimal] = field(default_factory=dict)
	orders: tuple[str, ...] = ()
	order_growth: Mapping[str, Decimal] = field(default_factory=dict)
	ships_on: date | None = None
	offer: Offer | None = None

	@property
	def subject(self) -> str:
		return f"{self.checkpoint.value} {self.name}".strip()

	@property
	def adds_nothing(self) -> bool:
		"""Neither new credit nor a step of what was granted before: a payment, a cash sale, a free replacement."""
		return self.increase <= 0 and not self.continues


@dataclass(frozen=True, slots=True)
class AgedItem:
	"""Open receivables that are `days` past their due date (1 or more), in company currency.

	`promised`: an honoured promise to pay excuses them for now.
	"""

	days: int
	amount: Decimal
	promised: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
	"""All facts of one check. `components` are the exposure *before* the document.

	`overdue`, `dunning_level`, `portfolio_exposure` and `arrangements` are None when nobody asked for them or when
	they could not be had; a rule that needs one then holds the document.
	"""

	as_of: date
	account: Account
	document: Document
	components: Mapping[Component, Decimal] = field(default_factory=dict)
	overdue: tuple[AgedItem, ...] | None = None
	dunning_level: int | None = None
	portfolio_exposure: Decimal | None = None
	arrangements: Arrangements | None = None
