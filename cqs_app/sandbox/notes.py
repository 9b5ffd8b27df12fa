"""What a reader must know to trust the figures: the assumptions of a study, in words."""

from __future__ import annotations

from datetime import date

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Component, Mode
from cqs_app.sandbox.history import History
from cqs_app.sandbox.reading import UNKNOWN_CURRENCY, Reading, Source
from cqs_app.sandbox.verdict import LOSS_AFTER

COMMON = (
	f"Lost = settled more than {LOSS_AFTER} days late, or unpaid and more than {LOSS_AFTER} days past due when the data "
	"ends. On time = settled by the due date: holding that sale was a false hold. Late = in between.",
	"Losses avoided is the full amount of held sales that were lost. A part of such money is recovered in the end, "
	"and a customer on hold might have paid older debts sooner; neither is guessed at.",
	"Within a day, payments are booked before sales. A sale once held counts once: an invoice belongs to its order.",
	"A ledger tells no dunning notices and no deliveries: the rule Dunning Level finds nothing, goods count as ordered "
	"until they are invoiced.",
	"checks.csv holds every decision with its facts and a chain of hashes; summary.json holds the figures.",
)


def mode_note(mode: Mode, hold_days: int) -> str:
	if mode is Mode.OBSERVE:
		return (
			"Observe: history stays as it was. A sale that the policy refuses is recorded as held, and is posted all the "
			"same, so every decision rests on the exposure that there really was. Had the holds been enforced, later "
			"exposure would have been lower and fewer sales would have been held; --enforce replays that."
		)
	return (
		"Enforce: a held sale stays out. It is tried again, oldest first, whenever the customer pays or the account "
		f"changes; when it fits it is sold that day and paid as many days later. After {hold_days} days it expires, and "
		"its payments never come. Other customers and later orders stay as history had them."
	)


def source_notes(source: Source, reading: Reading, left_out: int, as_of: date) -> list[str]:
	"""How the file was read."""
	columns = ", ".join(f"{column} = {name}" for name, column in source.columns.items())
	found = [f"Columns read: {columns}. Ignored: {', '.join(source.ignored) or 'none'}."]
	if source.one_row_per_invoice:
		found.append(
			"The file has no column for the type, so every row is an invoice, settled on its paid date."
		)
	else:
		found.append(
			"Payments settle the invoice they name; else those paid on that very day by their paid date, then those "
			"without one, earliest due first. An invoice that names no order bills the order of the same number, else "
			"the customer's oldest open order."
		)
	if source.currency == UNKNOWN_CURRENCY:
		found.append(f"The file names no currency, so amounts carry {UNKNOWN_CURRENCY}; see --currency.")
	formats = {"mdy": "month/day/year", "dmy": "day/month/year"}
	found.append(
		f"Dates that are not ISO were read as {formats.get(reading.date_format, reading.date_format)}."
	)
	if reading.terms_days is not None:
		found.append(f"Invoices without a due date were given {reading.terms_days} days.")
	if left_out:
		found.append(f"{left_out} rows are dated after {as_of} and were left out.")
	found.append(f"The data ends on {as_of}. What was not paid by then counts as unpaid.")
	return found


def policy_notes(policy: Policy, history: History) -> list[str]:
	rules = "; ".join(
		f"{row.rule} ({row.checkpoint.value if row.checkpoint else 'everywhere'}: {row.action.value})"
		for row in policy.rules
		if row.checkpoint is None or row.checkpoint.value in ("Sales Order", "Sales Invoice")
	)
	found = [f"Policy {policy.name}, version {policy.version}. Rules that apply here: {rules}."]
	if policy.includes(Component.DISPUTED) and any(invoice.disputed for invoice in history.invoices):
		found.append(
			"The policy leaves disputed invoices out of the exposure. A ledger tells that an invoice was disputed, not "
			"since when: it counts as disputed from its date on, which is kinder than the gate could have been."
		)
	return found
