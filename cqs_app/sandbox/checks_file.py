"""`checks.csv`: every decision with its findings, and what is needed to verify the chain of hashes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from cqs_app.sandbox.entries import Kind
from cqs_app.sandbox.history import History
from cqs_app.sandbox.metrics import days_late
from cqs_app.sandbox.records import Check, Hold

HEADER = (
	"run date customer checkpoint document amount increase exposure_before limit outcome reasons hold_status "
	"hold_closed_on days_late_in_history findings previous_hash snapshot_hash snapshot"
).split()


def write_checks(
	path: Path, checks: Iterable[Check], holds: Iterable[Hold], history: History, run: str
) -> None:
	"""snapshot_hash = SHA-256 of previous_hash, a line feed and snapshot, chained per customer in the file's order."""
	held = {id(hold.check): hold for hold in holds}
	late = {invoice.document: days_late(invoice) for invoice in history.invoices}
	with path.open("w", newline="", encoding="utf-8") as file:
		writer = csv.writer(file)
		writer.writerow(HEADER)
		for check in checks:
			writer.writerow(_row(check, held.get(id(check)), late, run))


def _row(check: Check, hold: Hold | None, late: dict[str, int | None], run: str) -> list[object]:
	document, decision = check.facts.document, check.decision
	findings = [finding.as_dict() for finding in decision.findings]
	invoice = document.checkpoint.value.lower().endswith(Kind.INVOICE.value)
	days = late.get(document.name) if invoice else None
	return [
		run,
		check.day.isoformat(),
		check.facts.account.customer,
		document.checkpoint.value,
		document.name,
		document.amount,
		document.increase,
		decision.exposure.total,
		"unlimited" if decision.limit is None else decision.limit,
		decision.outcome.value,
		" | ".join(finding.message() for finding in decision.findings),
		hold.status.value if hold else "",
		hold.closed_on.isoformat() if hold and hold.closed_on else "",
		"" if days is None else days,
		json.dumps(findings, ensure_ascii=False, sort_keys=True),
		check.previous_hash,
		check.snapshot_hash,
		check.text,
	]
