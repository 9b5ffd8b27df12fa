"""Credit limits for a backtest: from the user's file, or derived from the first part of the ledger.

Derived limits: the calibration window is the first WINDOW of the days between the first and the last sale. Sales in it
are posted without a decision. A customer with a sale in it gets FACTOR times his highest exposure in it, rounded up
to a whole unit; everybody else stays "not assessed", for which the policy's rule Qualification speaks. Nothing that
happened after the window enters a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from pathlib import Path

from cqs_app.engine.credit.policy import Policy
from cqs_app.sandbox.history import History
from cqs_app.sandbox.problems import BadInput, Problems
from cqs_app.sandbox.records import AccountChange
from cqs_app.sandbox.replay import Replay, Settings
from cqs_app.sandbox.table import read_table
from cqs_app.sandbox.values import amount_from

WINDOW = Decimal("0.4")
FACTOR = Decimal("1.25")


@dataclass(frozen=True)
class Limits:
	"""`judge_from`: first day on which sales are judged. `rule` tells the reader where the limits come from."""

	changes: tuple[AccountChange, ...]
	judge_from: date
	rule: str


def limits_from_file(path: Path, customers: Sequence[str], since: date, decimal_comma: bool) -> Limits:
	"""Columns customer and limit: an amount, `unlimited`, or empty for not assessed. Raises BadInput."""
	problems = Problems(path.name)
	table = read_table(path, problems)
	names = [column.lower().replace("_", " ") for column in table.header]
	if "customer" not in names or not {"limit", "credit limit"} & set(names):
		raise BadInput(
			f"{path.name}: expected the columns customer and limit; found {', '.join(table.header)}."
		)
	who, what = names.index("customer"), names.index("limit" if "limit" in names else "credit limit")
	seen: dict[str, AccountChange] = {}
	for line, cells in table.rows:
		customer = cells[who].strip()
		if not customer or customer in seen:
			problems.add(line, f"{customer} stands there twice" if customer else "the customer is empty")
			continue
		try:
			change = _change(customer, cells[what].strip(), since, decimal_comma)
		except ValueError as error:
			problems.add(line, str(error))
			continue
		seen[customer] = change
	problems.raise_any()
	known = tuple(change for customer, change in seen.items() if customer in set(customers))
	if not known:
		raise BadInput(f"{path.name}: none of its {len(seen)} customers stands in the ledger.")
	left = len(set(customers)) - len(known)
	rule = f"Limits of {len(known)} customers from {path.name}, in force all the time; {left} have none there and count as not assessed."
	return Limits(known, since, rule)


def _change(customer: str, text: str, day: date, decimal_comma: bool) -> AccountChange:
	if text.lower() == "unlimited":
		return AccountChange(customer, day, "Limit from file", Decimal(0), unlimited=True)
	limit = amount_from(text, decimal_comma) if text else None
	return AccountChange(customer, day, "Limit from file", limit)


def derived_limits(
	history: History, policy: Policy, settings: Settings, window: Decimal, factor: Decimal
) -> Limits:
	"""The documented rule above."""
	span = (history.last_sale - history.first_sale).days
	judge_from = history.first_sale + timedelta(days=int(span * window))
	if judge_from == history.first_sale:
		raise BadInput(
			"The ledger is too short to derive limits from its first part. Give limits with --limits FILE.csv."
		)
	last = judge_from - timedelta(days=1)
	warm_up = Settings(
		settings.company, settings.currency, judge_from=date.max, until=last, watch_every=36500
	)
	peaks = Replay(history, policy, warm_up).run().peaks
	changes = tuple(
		AccountChange(
			customer,
			judge_from,
			"Limit derived",
			(peak * factor).to_integral_value(ROUND_CEILING),
			reason=f"{factor} x highest exposure {peak} up to {last}",
		)
		for customer, peak in sorted(peaks.items())
	)
	others = len(history.customers) - len(changes)
	rule = (
		f"No limits were given. Sales before {judge_from} (the first {window * 100:.0f} % of the days) are not judged; "
		f"each customer's limit is {factor} times his highest exposure in that time, rounded up to a whole unit. "
		f"{len(changes)} customers have a limit; {others} had no sale by then and count as not assessed."
	)
	return Limits(changes, judge_from, rule)
