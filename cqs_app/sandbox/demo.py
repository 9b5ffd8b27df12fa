"""`cqs demo`: the year of the made-up company, once as it would have been and once under credit control."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from cqs_app.engine.credit.default_policy import default_policy
from cqs_app.engine.credit.vocabulary import Mode
from cqs_app.sandbox import company
from cqs_app.sandbox.backtest import ProgressFor
from cqs_app.sandbox.columns import FIELDS
from cqs_app.sandbox.history import history_of
from cqs_app.sandbox.notes import COMMON, mode_note, policy_notes
from cqs_app.sandbox.replay import Replay, Settings
from cqs_app.sandbox.study import Study, study_of
from cqs_app.sandbox.watch import Actions

ACTIONS = Actions(cut_limit_after=30, force_hold_after=60)


def demo(progress: ProgressFor) -> Study:
	history = history_of(company.entries(), company.LAST)
	policy, changes = default_policy(), company.changes()
	settings = Settings(
		company.NAME,
		company.CURRENCY,
		mode=Mode.ENFORCE,
		watch_every=1,
		agreed_credit_days=company.TERMS,
		actions=ACTIONS,
	)
	before = replace(settings, mode=Mode.OBSERVE, watch_every=7, actions=Actions())
	without = Replay(history, policy, before, changes, progress("without CQS", len(history.sales))).run()
	run = Replay(history, policy, settings, changes, progress("with CQS", len(history.sales))).run()
	characters = "; ".join(f"{character.name}: {character.story}" for character in company.CHARACTERS)
	notes = (
		f"The company and its customers are made up, always the same (seed {company.SEED}). {characters}.",
		"Limits were given on qualification, by people. Monitoring runs every night: it warns above 90 % of the limit "
		f"and when something is more than 30 days overdue, cuts the limit by half after {ACTIONS.cut_limit_after} days "
		f"overdue, and puts the account on a forced hold after {ACTIONS.force_hold_after} days.",
		"Without CQS is the same year with every order accepted.",
		mode_note(Mode.ENFORCE, settings.hold_days),
		*policy_notes(policy, history),
		*COMMON,
		"ledger.csv holds the year; try: cqs backtest ledger.csv",
	)
	return study_of(
		history,
		run,
		policy,
		without=without,
		notes=notes,
		title=f"A year of {company.NAME}",
		subtitle=f"{company.FIRST} to {company.LAST}, {len(company.CHARACTERS)} customers, with and without credit control",
		currency=company.CURRENCY,
	)


def write_ledger(path: Path) -> None:
	"""The year as a file that `cqs backtest` reads."""
	with path.open("w", newline="", encoding="utf-8") as file:
		writer = csv.writer(file)
		writer.writerow(FIELDS)
		for entry in company.entries():
			writer.writerow(
				[
					entry.customer,
					entry.document,
					entry.kind.value,
					entry.day,
					entry.due or "",
					entry.paid or "",
					entry.amount,
					company.CURRENCY,
					"yes" if entry.disputed else "no",
					entry.against,
				]
			)
