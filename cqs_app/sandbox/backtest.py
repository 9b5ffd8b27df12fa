"""`cqs backtest`: the user's own ledger against a policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from cqs_app.engine.credit.default_policy import default_policy
from cqs_app.engine.credit.policy import BrokenPolicy, Policy, policy_from_dict
from cqs_app.engine.credit.rules import RULES
from cqs_app.engine.credit.sample import prove
from cqs_app.engine.credit.vocabulary import Mode
from cqs_app.sandbox.history import History, history_of
from cqs_app.sandbox.limits import FACTOR, WINDOW, Limits, derived_limits, limits_from_file
from cqs_app.sandbox.notes import COMMON, mode_note, policy_notes, source_notes
from cqs_app.sandbox.problems import BadInput
from cqs_app.sandbox.reading import Reading, Source, read_ledger, up_to
from cqs_app.sandbox.replay import Replay, Run, Settings
from cqs_app.sandbox.study import Study, study_of

ProgressFor = Callable[[str, int], Callable[[], None]]


@dataclass(frozen=True)
class Request:
	"""What the user asked for. `policy` and `limits` None = the seeded policy, and derived limits."""

	ledger: Path
	policy: Path | None = None
	limits: Path | None = None
	reading: Reading = field(default_factory=Reading)
	as_of: date | None = None
	enforce: bool = False
	hold_days: int = 30
	limit_window: Decimal = WINDOW
	limit_factor: Decimal = FACTOR


def read_policy(path: Path | None) -> Policy:
	"""The policy in a JSON file, proved on sample facts. Raises BadInput."""
	if path is None:
		return default_policy()
	try:
		data = json.loads(path.read_text(encoding="utf-8-sig"))
	except OSError as error:
		raise BadInput(f"{path}: cannot be read ({error.strerror or error}).") from None
	except ValueError as error:
		raise BadInput(f"{path.name}: is not JSON: {error}") from None
	if not isinstance(data, dict):
		raise BadInput(f"{path.name}: expected one policy, an object with policy_name and rules.")
	try:
		policy = policy_from_dict(data, list(RULES))
		prove(policy)
	except BrokenPolicy as error:
		raise BadInput(f"{path.name}: {error}") from None
	return policy


def backtest(request: Request, progress: ProgressFor) -> Study:
	"""Read everything, replay, judge. Raises BadInput before anything is written."""
	policy = read_policy(request.policy)
	source = read_ledger(request.ledger, request.reading)
	entries = up_to(source.entries, request.as_of) if request.as_of else source.entries
	history = history_of(entries, request.as_of)
	if not history.sales:
		raise BadInput(f"{request.ledger.name}: there is no order or invoice" + _up_to(request.as_of) + ".")
	mode = Mode.ENFORCE if request.enforce else Mode.OBSERVE
	settings = Settings(request.ledger.stem, source.currency, mode=mode, hold_days=request.hold_days)
	limits = _limits(request, history, policy, settings)
	settings = replace(settings, judge_from=limits.judge_from)
	without = None
	if request.enforce:
		without = _run(history, policy, replace(settings, mode=Mode.OBSERVE), limits, progress, "history")
	run = _run(history, policy, settings, limits, progress, "replay")
	notes = [
		mode_note(mode, request.hold_days),
		limits.rule,
		*policy_notes(policy, history),
		*source_notes(source, request.reading, len(source.entries) - len(entries), history.as_of),
		*COMMON,
	]
	return study_of(
		history, run, policy, without=without, notes=tuple(notes), **_texts(request, source, history)
	)


def _up_to(as_of: date | None) -> str:
	return f" up to {as_of}" if as_of else ""


def _limits(request: Request, history: History, policy: Policy, settings: Settings) -> Limits:
	if request.limits is not None:
		return limits_from_file(
			request.limits, history.customers, history.first_sale, request.reading.decimal_comma
		)
	return derived_limits(history, policy, settings, request.limit_window, request.limit_factor)


def _run(
	history: History,
	policy: Policy,
	settings: Settings,
	limits: Limits,
	progress: ProgressFor,
	title: str,
) -> Run:
	step = progress(title, len(history.sales))
	return Replay(history, policy, settings, limits.changes, step).run()


def _texts(request: Request, source: Source, history: History) -> dict[str, object]:
	ways = "enforced" if request.enforce else "observed"
	return {
		"title": f"Backtest of {request.ledger.name}",
		"subtitle": (
			f"{len(history.sales):,} sales to {len(history.customers):,} customers, {history.first_sale} to "
			f"{history.last_sale}, with the policy {ways}"
		),
		"currency": source.currency,
	}
