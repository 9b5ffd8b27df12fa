"""History day by day against a policy: facts from the ledger, the engine's decision, a chained record, a posting.

Observe keeps history as it was: a refused sale is recorded as held and posted all the same, so each decision rests
on the exposure that the company really had. Enforce leaves refused sales out. They wait in the hold list and are
tried again, oldest first, whenever their customer's ledger or account changes; what fits is posted that day (cured)
and its payments move by as many days; what never fits within the hold's days expires and is gone, with everything
that followed from it. On one day changes of accounts come first, then money, then expiries, then sales.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from functools import partial
from itertools import count

from cqs_app.engine.credit.decision import decide
from cqs_app.engine.credit.facts import Account
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.terms import Agreed, Source, Template, Term
from cqs_app.engine.credit.vocabulary import AccountStatus, Component, HoldStatus, Mode
from cqs_app.engine.money import ZERO
from cqs_app.sandbox.aging import by_age
from cqs_app.sandbox.entries import Kind
from cqs_app.sandbox.gathering import Gathering
from cqs_app.sandbox.history import History, Receipt, Sale, Settlement
from cqs_app.sandbox.ledger import Ledger
from cqs_app.sandbox.records import AccountChange, Alert, Check, Checks, Hold, Sample
from cqs_app.sandbox.watch import NO_ACTIONS, Actions, Watch


class Turn(IntEnum):
	"""Order of events within a day."""

	ACCOUNT = 0
	MONEY = 1
	EXPIRY = 2
	SALE = 3
	WATCH = 4


@dataclass(frozen=True)
class Settings:
	"""`judge_from`: earlier sales are posted without a decision. `watch_every`: days between monitoring runs."""

	company: str
	currency: str
	mode: Mode = Mode.OBSERVE
	hold_days: int = 30
	watch_every: int = 7
	judge_from: date = date.min
	until: date | None = None
	agreed_credit_days: int | None = None
	actions: Actions = NO_ACTIONS


@dataclass
class Run:
	"""The result of a replay."""

	mode: Mode
	checks: list[Check]
	holds: list[Hold]
	alerts: list[Alert]
	changes: list[AccountChange]
	samples: list[Sample]
	peaks: dict[str, Decimal]
	accounts: dict[str, Account]
	ledger: Ledger
	gathering: Gathering
	posted: dict[tuple[Kind, str], date]


@dataclass(order=True)
class _Event:
	day: date
	turn: Turn
	number: int
	act: Callable[[date], None] = field(compare=False)


class Replay:
	def __init__(
		self,
		history: History,
		policy: Policy,
		settings: Settings,
		changes: Iterable[AccountChange] = (),
		progress: Callable[[], None] = lambda: None,
	) -> None:
		self.history, self.policy, self.settings, self.progress = history, policy, settings, progress
		self.ledger = Ledger(settings.company, settings.currency)
		self.gathering = Gathering(self.ledger, policy)
		self.customers = history.customers
		self.accounts = {name: self._new_account(name) for name in self.customers}
		self.checks, self.watch = Checks(), Watch(settings.actions)
		self.holds: list[Hold] = []
		self.waiting: dict[str, list[Hold]] = {}
		self.changes: list[AccountChange] = []
		self.samples: list[Sample] = []
		self.peaks: dict[str, Decimal] = {}
		self.posted: dict[tuple[Kind, str], date] = {}
		self._events: list[_Event] = []
		self._numbers = count()
		self._released: set[str] = set()
		self._schedule(changes)

	def run(self) -> Run:
		until = self.settings.until or self.history.as_of
		while self._events and self._events[0].day <= until:
			event = heapq.heappop(self._events)
			event.act(event.day)
		return Run(
			self.settings.mode,
			self.checks.all,
			self.holds,
			self.watch.alerts,
			self.changes,
			self.samples,
			self.peaks,
			self.accounts,
			self.ledger,
			self.gathering,
			self.posted,
		)

	def _new_account(self, customer: str) -> Account:
		settings = self.settings
		return Account(
			customer, settings.company, settings.currency, agreed=_net(settings.agreed_credit_days)
		)

	def _at(self, day: date, turn: Turn, act: Callable[[date], None]) -> None:
		heapq.heappush(self._events, _Event(day, turn, next(self._numbers), act))

	def _schedule(self, changes: Iterable[AccountChange]) -> None:
		for change in changes:
			self._at(change.day, Turn.ACCOUNT, partial(self._change, change))
		for receipt in self.history.receipts:
			self._at(receipt.day, Turn.MONEY, partial(self._receive, receipt))
		for sale in self.history.sales:
			if not sale.order:
				self._at(sale.day, Turn.SALE, partial(self._sell, sale))
		day, last = self.history.first_sale, self.history.as_of
		while day <= last:
			self._at(day, Turn.WATCH, self._watch)
			day += timedelta(days=self.settings.watch_every)

	def _change(self, change: AccountChange, day: date) -> None:
		account = self.accounts.get(change.customer)
		if account is None:
			return
		status = AccountStatus.FORCED_HOLD if change.forced_hold else AccountStatus.ACTIVE
		self.accounts[change.customer] = replace(
			account,
			is_assessed=change.limit is not None,
			is_unlimited=change.unlimited,
			credit_limit=change.limit or ZERO,
			status=status,
			status_reason=change.reason if change.forced_hold else "",
		)
		self.changes.append(change)
		self._try_again(change.customer, day)

	def _receive(self, receipt: Receipt, day: date) -> None:
		post = self.ledger.post_credit_note if receipt.kind is Kind.CREDIT_NOTE else self.ledger.post_payment
		post(receipt.customer, day, receipt.amount)
		self._ledger_changed(receipt.customer, day)

	def _settle(self, sale: Sale, part: Settlement, day: date) -> None:
		post = self.ledger.post_credit_note if part.kind is Kind.CREDIT_NOTE else self.ledger.post_payment
		post(sale.customer, day, part.amount, invoice=sale.document)
		self._ledger_changed(sale.customer, day)

	def _ledger_changed(self, customer: str, day: date, order: str = "") -> None:
		self.gathering.forget(customer, order)
		self._try_again(customer, day)

	def _sell(self, sale: Sale, day: date) -> None:
		self.progress()
		if day < self.settings.judge_from:
			self._post(sale, day)
			return
		check = self._check(sale, day)
		if not check.decision.refuses:
			self._post(sale, day)
			return
		hold = Hold(sale, day, check)
		self.holds.append(hold)
		if self.settings.mode is Mode.OBSERVE:
			hold.close(HoldStatus.RELEASED, day)
			if sale.kind is Kind.ORDER:
				self._released.add(sale.document)
			self._post(sale, day)
		else:
			self.waiting.setdefault(sale.customer, []).append(hold)
			self._at(day + timedelta(days=self.settings.hold_days), Turn.EXPIRY, partial(self._expire, hold))

	def _check(self, sale: Sale, day: date) -> Check:
		released = sale.order in self._released
		account = self.accounts[sale.customer]
		facts = self.gathering.facts(sale, day, account, self.customers, released=released)
		return self.checks.add(facts, decide(facts, self.policy))

	def _try_again(self, customer: str, day: date) -> None:
		for hold in list(self.waiting.get(customer, ())):
			account = self.accounts[customer]
			facts = self.gathering.facts(hold.sale, day, account, self.customers)
			decision = decide(facts, self.policy)
			if not decision.refuses:
				self.checks.add(facts, decision)
				self.waiting[customer].remove(hold)
				hold.close(HoldStatus.CURED, day)
				self._post(hold.sale, day)

	def _expire(self, hold: Hold, day: date) -> None:
		if hold.status is not HoldStatus.OPEN:
			return
		self.waiting[hold.sale.customer].remove(hold)
		hold.close(HoldStatus.EXPIRED, day)
		if hold.sale.order:
			self.ledger.close_order(hold.sale.order)
			self._ledger_changed(hold.sale.customer, day, hold.sale.order)

	def _post(self, sale: Sale, day: date) -> None:
		"""Submit the sale on `day` and put what follows from it on the calendar, as many days later as it is."""
		later = day - sale.day
		due = sale.due + later if sale.due else None
		self.posted[(sale.kind, sale.document)] = day
		if sale.kind is Kind.ORDER:
			self.ledger.post_order(sale.document, sale.customer, day, due, sale.amount)
			for invoice in self.history.billing.get(sale.document, ()):
				self._at(max(invoice.day + later, day), Turn.SALE, partial(self._sell, invoice))
		else:
			self._post_invoice(sale, day, due or day)
			for part in sale.settlements:
				if part.on_account:
					self.ledger.settle(sale.document, part.amount)
				else:
					self._at(max(part.day + later, day), Turn.MONEY, partial(self._settle, sale, part))
		self.gathering.forget(sale.customer, sale.document if sale.kind is Kind.ORDER else sale.order)
		exposure = self.gathering.exposure(sale.customer, day)
		self.peaks[sale.customer] = max(self.peaks.get(sale.customer, ZERO), exposure)

	def _post_invoice(self, sale: Sale, day: date, due: date) -> None:
		self.ledger.post_invoice(
			sale.document,
			sale.customer,
			day,
			due,
			sale.amount,
			order=sale.order,
			billed=sale.billed if sale.order else None,
			disputed=sale.amount if sale.disputed else ZERO,
		)

	def _watch(self, day: date) -> None:
		exposures, limits = ZERO, ZERO
		aging = [ZERO] * 5
		for customer in self.customers:
			account, exposure = self.accounts[customer], self.gathering.exposure(customer, day)
			overdue = self.gathering.overdue(customer, day)
			balance = max(self.gathering.components(customer, day)[Component.RECEIVABLE], ZERO)
			aging = [old + new for old, new in zip(aging, by_age(balance, overdue), strict=True)]
			exposures += exposure
			limits += account.credit_limit if account.is_assessed else ZERO
			for change in self.watch.look(account, exposure, overdue, day):
				self._change(change, day)
		self.samples.append(Sample(day, exposures, limits, tuple(aging)))


def _net(days: int | None) -> Agreed | None:
	"""Terms of one instalment, due this many days after the document."""
	if days is None:
		return None
	return Agreed(Template(f"{days} days", (Term(Decimal(100), days),)), Source.CUSTOMER)
