"""The report's charts, drawn from a study."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cqs_app.engine.credit.vocabulary import HoldStatus
from cqs_app.engine.money import ZERO
from cqs_app.sandbox.aging import BUCKETS
from cqs_app.sandbox.charts import Chart, Series, line_chart, stacked_bars
from cqs_app.sandbox.metrics import month_end
from cqs_app.sandbox.records import Sample
from cqs_app.sandbox.study import Study
from cqs_app.sandbox.verdict import Verdict, distinct

BLUE, RED, GREY, GREEN, AMBER = "#2563eb", "#dc2626", "#94a3b8", "#16a34a", "#f59e0b"
AGE_COLOURS = ("#93c5fd", "#fde68a", "#fbbf24", "#f97316", "#b91c1c")
STATUS_COLOURS = {
	HoldStatus.RELEASED: AMBER,
	HoldStatus.CURED: GREEN,
	HoldStatus.EXPIRED: RED,
	HoldStatus.OPEN: BLUE,
}
STATUS_NAMES = {
	HoldStatus.RELEASED: "held (history went ahead)",
	HoldStatus.CURED: "cured",
	HoldStatus.EXPIRED: "expired",
	HoldStatus.OPEN: "still open",
}


def exposure_chart(study: Study) -> str:
	"""Exposure of all customers against the sum of their limits."""
	samples = _thinned(study.run.samples)
	labels = [sample.day.isoformat() for sample in samples]
	series = [
		Series("Exposure", BLUE, [sample.exposure for sample in samples]),
		Series("Sum of limits", GREY, [sample.limits or None for sample in samples], dashed=True),
	]
	if study.without is not None:
		by_day = {sample.day: sample.exposure for sample in study.without.samples}
		values = [by_day.get(sample.day, ZERO) for sample in samples]
		series.insert(0, Series("Exposure without CQS", RED, values))
	return line_chart(Chart("Exposure against limit", "week", study.currency, labels, series))


def holds_chart(study: Study) -> str:
	"""Holds per month by what became of them."""
	holds = distinct(study.run.holds)
	months = _months(study)
	series = []
	for status, colour in STATUS_COLOURS.items():
		days = [hold.held_on for hold in holds if hold.status is status]
		if days:
			counts = [Decimal(sum(month_end(day) == month for day in days)) for month in months]
			series.append(Series(STATUS_NAMES[status], colour, counts))
	if not series:
		return _empty("Holds over time", "No sale was held.")
	return stacked_bars(Chart("Holds over time", "month", "sales held", _names(months), series, counts=True))


def aging_chart(study: Study) -> str:
	"""Open items by age at each month's end."""
	last = {month_end(sample.day): sample for sample in study.run.samples}
	samples = [last[month] for month in sorted(last)]
	if not any(any(sample.aging) for sample in samples):
		return _empty("Aging", "There were no open items.")
	series = [
		Series(bucket, AGE_COLOURS[at], [sample.aging[at] for sample in samples])
		for at, bucket in enumerate(BUCKETS)
	]
	return stacked_bars(
		Chart("Aging of open items", "end of month", study.currency, _names(sorted(last)), series)
	)


def losses_chart(study: Study) -> str:
	"""Amount held, by what history made of it; cured sales are shown apart, for they were made."""
	holds = distinct(study.run.holds)
	if not holds:
		return _empty("Losses avoided", "No sale was held, so no loss was avoided.")
	names = {
		Verdict.LOSS: "lost",
		Verdict.LATE: "paid late",
		Verdict.ON_TIME: "on time",
		Verdict.UNDECIDED: "undecided",
		Verdict.NOT_BILLED: "not billed",
	}
	amounts = {(verdict, cured): ZERO for verdict in Verdict for cured in (True, False)}
	for hold in holds:
		key = (study.verdict(hold.sale), hold.status is HoldStatus.CURED)
		amounts[key] += hold.sale.amount
	out = "held" if study.observed else "stayed out"
	series = [Series(out, RED, [amounts[verdict, False] for verdict in names])]
	if any(amounts[verdict, True] for verdict in names):
		series.append(Series("cured, sold later", GREEN, [amounts[verdict, True] for verdict in names]))
	title = "what history made of the held sales"
	return stacked_bars(Chart("Losses avoided", title, study.currency, list(names.values()), series))


def _months(study: Study) -> list[date]:
	found, day = [], month_end(study.history.first_sale)
	while day <= month_end(study.history.last_sale):
		found.append(day)
		day = month_end(day + timedelta(days=1))
	return found


def _names(months: Sequence[date]) -> list[str]:
	return [month.strftime("%Y-%m") for month in months]


def _thinned(samples: Sequence[Sample]) -> Sequence[Sample]:
	"""About one sample a week, not more than 120."""
	if not samples:
		return samples
	days = max((samples[-1].day - samples[0].day).days, 1)
	apart = max(7, -(-days // 120))
	kept = [samples[0]]
	for sample in samples:
		if (sample.day - kept[-1].day).days >= apart:
			kept.append(sample)
	return kept


def _empty(title: str, text: str) -> str:
	return f'<figure><figcaption>{title}</figcaption><p class="empty">{text}</p></figure>'
