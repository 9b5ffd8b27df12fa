"""One row of a receivables ledger, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum


class Kind(str, Enum):
	ORDER = "order"
	INVOICE = "invoice"
	PAYMENT = "payment"
	CREDIT_NOTE = "credit_note"


@dataclass(frozen=True)
class Entry:
	"""`line` is where it stands in the file. `due` of an order is its day of delivery, if known."""

	line: int
	kind: Kind
	customer: str
	document: str
	day: date
	amount: Decimal
	due: date | None = None
	paid: date | None = None
	disputed: bool = False
	against: str = ""

	def unpaid_after(self, as_of: date) -> Entry:
		return replace(self, paid=None) if self.paid and self.paid > as_of else self
