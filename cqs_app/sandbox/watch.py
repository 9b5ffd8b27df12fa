"""Monitoring in the replay: alerts on utilisation and overdue items, and the actions that a company may allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cqs_app.engine.credit.exposure import utilisation
from cqs_app.engine.credit.facts import Account, AgedItem
from cqs_app.engine.credit.vocabulary import AccountStatus
from cqs_app.engine.money import ZERO, Money, cents
from cqs_app.sandbox.records import AccountChange, Alert

UTILISATION_PERCENT = Decimal(90)
OVERDUE_DAYS = 30


@dataclass(frozen=True)
class Actions:
	"""What monitoring may do by itself, by days overdue; None = nothing."""

	cut_limit_after: int | None = None
	force_hold_after: int | None = None
	cut_to_percent: Decimal = Decimal(50)


NO_ACTIONS = Actions()


@dataclass
class Watch:
	actions: Actions = NO_ACTIONS
	alerts: list[Alert] = field(default_factory=list)
	_open: dict[tuple[str, str], Alert] = field(default_factory=dict)
	_cut: set[str] = field(default_factory=set)

	def look(
		self, account: Account, exposure: Decimal, overdue: tuple[AgedItem, ...], day: date
	) -> Iterator[AccountChange]:
		"""Raise and resolve alerts of one customer; yield the changes that the actions ask for."""
		used = utilisation(exposure, account.effective_limit(day) if account.is_assessed else None)
		oldest = max((item.days for item in overdue if item.amount > 0), default=0)
		late = Money(sum((item.amount for item in overdue), ZERO), account.currency)
		high = used is not None and used > UTILISATION_PERCENT
		self._set(account.customer, "Utilisation", "Medium", day, high, f"{used} % of the limit is used")
		text = f"{late} overdue, the oldest item by {oldest} days"
		self._set(account.customer, "Overdue", "High", day, oldest > OVERDUE_DAYS, text)
		yield from self._actions(account, oldest, text, day)

	def _set(self, customer: str, kind: str, severity: str, day: date, on: bool, message: str) -> None:
		key = (customer, kind)
		if on and key not in self._open:
			self._open[key] = Alert(customer, kind, severity, day, message)
			self.alerts.append(self._open[key])
		elif not on and key in self._open:
			self._open.pop(key).resolved_on = day

	def _actions(self, account: Account, oldest: int, text: str, day: date) -> Iterator[AccountChange]:
		customer, cut, force = account.customer, self.actions.cut_limit_after, self.actions.force_hold_after
		if oldest == 0:
			self._cut.discard(customer)
		if cut is not None and oldest > cut and account.credit_limit > 0 and customer not in self._cut:
			self._cut.add(customer)
			limit = cents(account.credit_limit * self.actions.cut_to_percent / 100)
			yield AccountChange(customer, day, "Limit cut", limit, reason=text)
		if force is not None and oldest > force and account.status is AccountStatus.ACTIVE:
			yield AccountChange(
				customer, day, "Forced hold", account.credit_limit, forced_hold=True, reason=text
			)
