"""Factories of ledger files and of replays over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cqs_app.engine.credit.policy import Policy, policy_from_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.vocabulary import Mode
from cqs_app.sandbox.entries import Entry, Kind
from cqs_app.sandbox.history import History, history_of
from cqs_app.sandbox.records import AccountChange
from cqs_app.sandbox.replay import Replay, Run, Settings

HEADER = "customer,document,date,due_date,paid_date,amount,disputed"
ROWS = (
	"Acme,I-1,2024-01-05,2024-02-04,2024-02-01,100.00,no",
	"Acme,I-2,2024-02-05,2024-03-06,2024-03-20,150.00,no",
	"Bolt,I-3,2024-03-01,2024-03-31,,80.10,yes",
	"Acme,I-4,2024-06-01,2024-07-01,2024-07-01,400.00,no",
	"Acme,I-5,2024-07-05,2024-08-04,2024-12-24,390.00,no",
)


def make_file(
	folder: Path, *, rows: Sequence[str] = ROWS, header: str = HEADER, encoding: str = "utf-8"
) -> Path:
	path = folder / "ledger.csv"
	path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
	return path


def make_entry(
	kind: str, document: str, day: str, amount: str | int, *, customer: str = "Acme", **changes: Any
) -> Entry:
	when = {name: date.fromisoformat(changes.pop(name)) for name in ("due", "paid") if name in changes}
	if kind == "invoice":
		when.setdefault("due", date.fromisoformat(day))
	return Entry(
		0, Kind(kind), customer, document, date.fromisoformat(day), Decimal(amount), **when, **changes
	)


def make_history(*entries: Entry, as_of: str = "2024-12-31") -> History:
	return history_of(entries, date.fromisoformat(as_of))


def make_policy(*rules: Mapping[str, Any], **changes: Any) -> Policy:
	data = {
		"policy_name": "Test",
		"rules": list(rules) or [{"rule": "Credit Limit", "action": "Hold"}],
		"components": [{"component": "receivable"}, {"component": "open_orders"}],
	}
	return policy_from_dict({**data, **changes}, list(RULES))


def make_run(
	history: History,
	*,
	limit: int | None = 1000,
	policy: Policy | None = None,
	enforce: bool = True,
	**settings: Any,
) -> Run:
	"""Replay with one limit for every customer from the first day on."""
	mode = Mode.ENFORCE if enforce else Mode.OBSERVE
	amount = None if limit is None else Decimal(limit)
	changes = [AccountChange(name, date(2000, 1, 1), "Test", amount) for name in history.customers]
	return Replay(
		history, policy or make_policy(), Settings("Our Co", "EUR", mode=mode, **settings), changes
	).run()
