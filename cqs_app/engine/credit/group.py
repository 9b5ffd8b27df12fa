"""A credit group: one limit over several customers, companies and currencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cqs_app.engine.money import ZERO


@dataclass(frozen=True, slots=True)
class Member:
	"""What another member of the group owes, in its own `currency`; `rate` makes it the group's, None = unknown."""

	customer: str
	company: str
	currency: str
	exposure: Decimal
	rate: Decimal | None

	@property
	def worth(self) -> Decimal | None:
		"""Exposure in the group's currency; one that owes nothing needs no rate. Credit balances free nothing."""
		if self.exposure <= 0:
			return ZERO
		return None if self.rate is None else self.exposure * self.rate


@dataclass(frozen=True, slots=True)
class Group:
	"""Limit in `currency`; `rate`: one unit of the account's currency in the group's. `others`: all other members."""

	name: str
	title: str
	currency: str
	credit_limit: Decimal
	valid_upto: date | None = None
	rate: Decimal | None = None
	rate_on: date | None = None
	others: tuple[Member, ...] = field(default_factory=tuple)

	def is_valid(self, as_of: date) -> bool:
		return not self.valid_upto or as_of <= self.valid_upto

	@property
	def owed_by_others(self) -> Decimal | None:
		"""Exposure of the other members in the group's currency, None when a rate is missing."""
		worths = [member.worth for member in self.others]
		return None if any(worth is None for worth in worths) else sum((w for w in worths if w), ZERO)

	def free_limit(self, as_of: date) -> Decimal:
		"""What the other members leave of the limit, in the account's currency; 0 when it expired or is unknown."""
		owed = self.owed_by_others
		if owed is None or not self.rate or not self.is_valid(as_of):
			return ZERO
		return max(self.credit_limit - owed, ZERO) / self.rate
