"""The HTML report of a study: one file, no script, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from importlib import resources

from cqs_app.engine.credit.vocabulary import HoldStatus
from cqs_app.engine.money import Money
from cqs_app.sandbox.aging import BUCKETS
from cqs_app.sandbox.figures import STATUS_NAMES, aging_chart, exposure_chart, holds_chart, losses_chart
from cqs_app.sandbox.metrics import aging_at
from cqs_app.sandbox.records import AccountChange, Alert
from cqs_app.sandbox.study import Study
from cqs_app.sandbox.verdict import distinct

ROWS_SHOWN = 200
Column = tuple[str, str]


def report_of(study: Study) -> str:
	style = resources.files("cqs_app.sandbox").joinpath("report.css").read_text(encoding="utf-8")
	sections = (
		_head(study),
		_tiles(key_figures(study)),
		f'<div class="charts">{exposure_chart(study)}{holds_chart(study)}{aging_chart(study)}{losses_chart(study)}</div>',
		_payment(study),
		_holds(study),
		_accounts(study),
		_assumptions(study),
	)
	return (
		'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
		'<meta name="viewport" content="width=device-width, initial-scale=1">'
		f"<title>{escape(study.title)}</title><style>{style}</style></head><body><main>"
		f"{''.join(sections)}</main></body></html>\n"
	)


def key_figures(study: Study) -> list[tuple[str, str]]:
	"""Five figures, (name, value), as the command prints them too."""
	outcome = study.outcome
	judged, holds, false = outcome.judged, outcome.holds, outcome.false_holds
	share = f"{holds.count * 100 / judged.count:.1f} %" if judged.count else "0 %"
	if study.observed:
		lost = ("Held sales that were paid", money(study, outcome.sales_lost))
	else:
		cured = outcome.by_status.get(HoldStatus.CURED)
		lost = ("Holds cured by payments", f"{cured.count if cured else 0} of {holds.count}")
	return [
		("Sales judged", f"{judged.count:,} worth {money(study, judged.amount)}"),
		("Sales held", f"{holds.count:,} ({share}) worth {money(study, holds.amount)}"),
		lost,
		("False holds (paid on time)", f"{false.count:,} worth {money(study, false.amount)}"),
		(
			"Losses avoided, had the holds stood" if study.observed else "Losses avoided",
			money(study, outcome.losses_avoided),
		),
	]


def money(study: Study, amount: Decimal) -> str:
	return str(Money(amount, study.currency))


def _head(study: Study) -> str:
	return f'<h1>{escape(study.title)}</h1><p class="sub">{escape(study.subtitle)}</p>'


def _tiles(figures: Iterable[tuple[str, str]]) -> str:
	tiles = "".join(
		f'<div class="tile"><b>{_whole_amounts(escape(value))}</b><span>{escape(name)}</span></div>'
		for name, value in figures
	)
	return f'<div class="tiles">{tiles}</div>'


def _whole_amounts(text: str) -> str:
	"""Keep the currency on the line of its amount."""
	words = text.split(" ")
	return "".join(
		word + ("\u00a0" if after[:1].isdigit() and not word[-1:].isdigit() and word != "of" else " ")
		for word, after in zip(words, [*words[1:], ""], strict=True)
	).rstrip()


def _payment(study: Study) -> str:
	"""How customers paid, and the aging at the day of the last sale."""
	m, last = study.metrics, study.history.last_sale
	rows = [
		("Invoices", f"{m.invoices:,} of {m.customers:,} customers, {money(study, m.billed)}"),
		("Paid in full", f"{m.paid:,}; not: {m.unpaid:,}"),
		("Paid late", _percent(m.late_share)),
		("Mean days late, all paid invoices", _days(m.mean_days_late)),
		("Mean days late, late ones only", _days(m.mean_days_late_of_late)),
		("Disputed", _percent(m.disputed_share)),
		(
			"Late among disputed / undisputed",
			f"{_percent(m.late_share_disputed)} / {_percent(m.late_share_undisputed)}",
		),
		("Mean days from issue to payment", _days(m.mean_days_to_pay)),
		("Days sales outstanding (90 days back, month ends)", _days(m.dso)),
		(
			"Late or lost: sales held / sales passed",
			f"{_percent(study.outcome.late_share_of_holds)} / {_percent(study.outcome.late_share_of_passed)}",
		),
	]
	aging = [
		(bucket, money(study, amount))
		for bucket, amount in zip(BUCKETS, aging_at(study.history, last), strict=True)
	]
	return (
		f"<h2>How customers paid</h2>{_table((('Figure', ''), ('Value', '')), rows)}"
		f"<h2>Aging on {last}, the day of the last sale</h2>{_table((('Age', ''), ('Open', 'n')), aging)}"
	)


def _holds(study: Study) -> str:
	holds = distinct(study.run.holds)
	if not holds:
		return '<h2>Holds</h2><p class="empty">The policy held nothing.</p>'
	rows = [
		(
			hold.held_on.isoformat(),
			hold.sale.customer,
			f"{hold.sale.kind.value} {hold.sale.document}",
			f"{hold.sale.amount:,.2f}",
			" ".join(hold.reasons),
			STATUS_NAMES[hold.status]
			+ (f" {hold.closed_on}" if not study.observed and hold.closed_on else ""),
			study.verdict(hold.sale).value,
		)
		for hold in holds[:ROWS_SHOWN]
	]
	columns: Sequence[Column] = (
		("Held on", "d"),
		("Customer", ""),
		("Document", ""),
		("Amount", "n"),
		("Why", ""),
		("Then", ""),
		("In history", ""),
	)
	caption = f"{len(holds):,} holds" + (
		f"; the first {ROWS_SHOWN} are shown, all stand in checks.csv" if len(holds) > ROWS_SHOWN else ""
	)
	return f"<h2>Holds and their reasons</h2>{_table(columns, rows, caption)}"


def _accounts(study: Study) -> str:
	"""Alerts and decisions on accounts, in date order. Limits that all begin on one day are told in the notes."""
	items: list[Alert | AccountChange] = [*study.run.alerts]
	days = {change.day for change in study.run.changes}
	items += study.run.changes if len(days) > 1 else []
	items.sort(key=lambda item: (item.day, item.customer))
	if not items:
		return '<h2>Alerts and limit changes</h2><p class="empty">There were none.</p>'
	rows = [(item.day.isoformat(), item.customer, *_told(study, item)) for item in items[:ROWS_SHOWN]]
	columns: Sequence[Column] = (("Day", "d"), ("Customer", ""), ("What", ""), ("Detail", ""))
	caption = f"{len(study.run.alerts):,} alerts" + (
		f"; the first {ROWS_SHOWN} rows are shown" if len(items) > ROWS_SHOWN else ""
	)
	return f"<h2>Alerts and limit changes</h2>{_table(columns, rows, caption)}"


def _told(study: Study, item: Alert | AccountChange) -> tuple[str, str]:
	if isinstance(item, Alert):
		ended = f", until {item.resolved_on}" if item.resolved_on else ", still open"
		return f"Alert: {item.alert_type} ({item.severity.lower()})", item.message + ended
	limit = "no limit" if item.limit is None else f"limit {money(study, item.limit)}"
	return item.title, f"{limit}. {item.reason}".strip()


def _assumptions(study: Study) -> str:
	notes = "".join(f"<li>{escape(note)}</li>" for note in (*study.notes, study.proof))
	return f'<h2>Assumptions, and how to read this</h2><ul class="notes">{notes}</ul>'


def _table(columns: Sequence[Column], rows: Iterable[Sequence[str]], caption: str = "") -> str:
	stack = ' class="stack"' if len(columns) > 2 else ""
	head = "".join(f'<th class="{kind}">{escape(name)}</th>' for name, kind in columns)
	body = "".join(
		"<tr>"
		+ "".join(
			f'<td class="{kind}" data-label="{escape(name)}">{escape(cell)}</td>'
			for (name, kind), cell in zip(columns, row, strict=True)
		)
		+ "</tr>"
		for row in rows
	)
	told = f"<caption>{escape(caption)}</caption>" if caption else ""
	return f'<div class="scroll"><table{stack}>{told}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _percent(share: float | None) -> str:
	return "-" if share is None else f"{share * 100:.1f} %"


def _days(days: float | None) -> str:
	return "-" if days is None else f"{days:.2f} days"
