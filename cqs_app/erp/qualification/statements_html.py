"""Findings, ratios and trends as a table that a reviewer reads. Everything from data is escaped."""

from collections.abc import Iterable
from decimal import Decimal

from frappe import _
from frappe.utils import escape_html, formatdate

from cqs_app.engine.money import cents
from cqs_app.engine.qualification.altman import Zone
from cqs_app.engine.qualification.financials import ALTMAN_Z, Assessment
from cqs_app.engine.qualification.ratio_values import Unit, Value
from cqs_app.engine.qualification.ratios import RATIOS
from cqs_app.engine.qualification.statements import StatementFinding
from cqs_app.engine.qualification.trends import Direction

ZONE_COLOURS = {Zone.SAFE: "green", Zone.GREY: "orange", Zone.DISTRESS: "red"}
TREND_COLOURS = {Direction.BETTER: "green", Direction.STABLE: "gray", Direction.WORSE: "red"}


def said(finding: StatementFinding) -> str:
	"""A finding in the user's language, with its period in front; plain text."""
	text = _(finding.text).format(
		**{name: _translated(name, value) for name, value in finding.values.items()}
	)
	return f"{formatdate(finding.period)}: {text}" if finding.period else text


def listed(sentences: Iterable[str], advice: str) -> str:
	"""HTML for a refusal: every sentence, then what to do."""
	return f"<ul>{''.join(f'<li>{escape_html(one)}</li>' for one in sentences)}</ul>{escape_html(advice)}"


def as_html(assessment: Assessment, findings: Iterable[StatementFinding]) -> str:
	lines = "".join(f"<li>{escape_html(said(finding))}</li>" for finding in findings)
	notes = f"<ul>{lines}</ul>" if lines else ""
	periods = "".join(_right(formatdate(one.period_end), "th") for one in assessment.statements)
	head = f"<tr><th>{_('Ratio')}</th>{periods}<th>{_('Trend')}</th></tr>"
	return f'{notes}<table class="table table-bordered"><thead>{head}</thead><tbody>{_body(assessment)}</tbody></table>'


def _body(assessment: Assessment) -> str:
	lines, group = [], None
	for name, ratio in RATIOS.items():
		if ratio.group is not group:
			group = ratio.group
			columns = len(assessment.statements) + 2
			lines.append(f'<tr><td colspan="{columns}"><b>{escape_html(_(group.value))}</b></td></tr>')
		cells = "".join(
			_cell(assessment, name, at, value) for at, value in enumerate(assessment.values[name])
		)
		lines.append(f"<tr><td>{escape_html(_(name))}</td>{cells}<td>{_trend(assessment, name)}</td></tr>")
	return "".join(lines)


def _cell(assessment: Assessment, name: str, at: int, value: Value) -> str:
	if value.number is None:
		words = {key: ", ".join(map(_, text.split(", "))) for key, text in value.values}
		return f'<td class="text-right text-muted"><small>{escape_html(_(value.reason).format(**words))}</small></td>'
	text = escape_html(_shown(value.number, RATIOS[name].unit))
	zone = assessment.zone(at) if name == ALTMAN_Z else None
	return _right(f"{text} {_pill(_(zone.value), ZONE_COLOURS[zone])}" if zone else text)


def _trend(assessment: Assessment, name: str) -> str:
	found = assessment.trends[name]
	if not found:
		return ""
	unit = RATIOS[name].unit
	slope = ("+" if found.slope > 0 else "") + _shown(found.slope, unit)
	words = escape_html(_("{0} a year").format(slope))
	return f"{_pill(_(found.direction.value.title()), TREND_COLOURS[found.direction])} <small>{words}</small>"


def _shown(number: Decimal, unit: Unit) -> str:
	decimals = {Unit.CURRENCY: 0, Unit.DAYS: 0, Unit.PERCENT: 1}.get(unit, 2)
	shown = f"{cents(number, decimals):,}"
	return f"{shown} %" if unit is Unit.PERCENT else shown


def _translated(name: str, value: str) -> str:
	if name == "parts":
		return " + ".join(_(part) for part in value.split(" + "))
	return _(value) if name in ("label", "whole") else value


def _right(html: str, tag: str = "td") -> str:
	return f'<{tag} class="text-right">{html}</{tag}>'


def _pill(text: str, colour: str) -> str:
	return f'<span class="indicator-pill no-indicator-dot {colour}">{escape_html(text)}</span>'
