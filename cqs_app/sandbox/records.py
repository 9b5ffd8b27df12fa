"""What a replay leaves behind: checks in a hash chain per customer, holds, alerts, changes of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.decision import Decision
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.credit.snapshot import GENESIS, canonical, chained_hash, snapshot_of
from cqs_app.engine.credit.vocabulary import HoldStatus
from cqs_app.sandbox.history import Sale


@dataclass(frozen=True)
class Check:
	"""One decision. `record` is what was hashed; `snapshot_hash` chains to the customer's previous check."""

	day: date
	facts: Facts
	decision: Decision
	record: dict[str, Any]
	previous_hash: str
	snapshot_hash: str

	@property
	def text(self) -> str:
		return canonical(self.record)


class Checks:
	"""Appends checks, each chained to the one before it of the same customer."""

	def __init__(self) -> None:
		self.all: list[Check] = []
		self._last: dict[str, str] = {}

	def add(self, facts: Facts, decision: Decision) -> Check:
		customer = facts.account.customer
		previous = self._last.get(customer, GENESIS)
		record = snapshot_of(facts, decision)
		check = Check(facts.as_of, facts, decision, record, previous, chained_hash(record, previous))
		self._last[customer] = check.snapshot_hash
		self.all.append(check)
		return check


@dataclass
class Hold:
	"""A refused sale. Released here means that history went ahead with it, as an approver's release would."""

	sale: Sale
	held_on: date
	check: Check
	status: HoldStatus = HoldStatus.OPEN
	closed_on: date | None = None

	def close(self, status: HoldStatus, day: date) -> None:
		self.status, self.closed_on = status, day

	@property
	def reasons(self) -> list[str]:
		return [found.message() for found in self.check.decision.findings if found.outcome.refuses]

	@property
	def rules(self) -> list[str]:
		return sorted({found.rule for found in self.check.decision.findings if found.outcome.refuses})


@dataclass
class Alert:
	"""Raised once; resolved when its condition ends."""

	customer: str
	alert_type: str
	severity: str
	day: date
	message: str
	resolved_on: date | None = None


@dataclass(frozen=True)
class AccountChange:
	"""A decision on an account: a limit (None = no longer assessed), or with `status_reason` a forced hold."""

	customer: str
	day: date
	title: str
	limit: Decimal | None = None
	unlimited: bool = False
	forced_hold: bool = False
	reason: str = ""


@dataclass(frozen=True)
class Sample:
	"""The portfolio at the end of a day. `limits` sums the limits of assessed customers with one."""

	day: date
	exposure: Decimal
	limits: Decimal
	aging: tuple[Decimal, ...]
