"""Numbers whose form is published but for which python-stdnum has no rule: only their form can be checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FormatRule:
	"""`pattern` of the whole number without blanks, dots and dashes; `source`: who publishes the form."""

	kind: str
	label: str
	pattern: str
	expected: str
	source: str


FORMATS: dict[str, tuple[FormatRule, ...]] = {
	"AE": (
		FormatRule(
			"VAT",
			"TRN",
			r"100\d{12}",
			"15 digits that begin with 100",
			"Federal Tax Authority, TRN verification",
		),
	),
	"SA": (
		FormatRule(
			"VAT",
			"VAT number",
			r"3\d{13}3",
			"15 digits that begin and end with 3",
			"ZATCA, e-invoicing data dictionary",
		),
	),
	"GB": (
		FormatRule(
			"Registration",
			"Company number",
			r"(?:\d{8}|[A-Z]{2}\d{6})",
			"8 digits, or 2 letters and 6 digits",
			"Companies House",
		),
	),
}
