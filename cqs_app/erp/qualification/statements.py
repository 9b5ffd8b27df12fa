"""A dossier's financial statements: checked on each save, with ratios, trends and net worth worked out."""

import json
from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.money import cents, decimal
from cqs_app.engine.qualification.financials import SCORE_FIGURES, Assessment, assess
from cqs_app.engine.qualification.statements import FIGURES, StatementFinding, warning
from cqs_app.erp.credit import clock
from cqs_app.erp.credit.rates import rate_of_day
from cqs_app.erp.qualification import settings
from cqs_app.erp.qualification.statements_html import as_html, listed, said

NEEDED = ("total_assets", "total_liabilities", "equity", "revenue", "net_income")
LARGEST_KEPT = Decimal(10) ** 12
COLUMNS = ("period_end", "months", "currency", "assurance", "scale", *FIGURES)


class WrongStatements(frappe.ValidationError):
	"""Figures that contradict each other or are none; the message lists all of them."""


def settle(doc) -> None:
	"""Fill ratios, ratios_html, net_worth (tangible, in company currency) and net_worth_on; raises WrongStatements."""
	if not doc.get("company"):
		return
	assessment = assessed(doc)
	refuse_errors(assessment.errors)
	newest = assessment.newest
	rate, doubts = _rate(doc, assessment)
	net_worth = None
	if assessment.net_worth is not None and rate is not None:
		net_worth = cents(assessment.net_worth * rate)
		if abs(net_worth) > LARGEST_KEPT:
			doubts.append(_too_large(newest))
			net_worth = None
	doc.net_worth = None if net_worth is None else float(net_worth)
	doc.net_worth_on = newest.period_end if net_worth is not None else None
	if not newest:
		doc.ratios = doc.ratios_html = None
		return
	doc.ratios = json.dumps(assessment.as_dict(rate), sort_keys=True)
	doc.ratios_html = as_html(assessment, [*doubts, *assessment.findings])


def assessed(doc, rows=None) -> Assessment:
	rows = doc.get("financial_statements") if rows is None else rows
	plain = ({column: row.get(column) for column in COLUMNS} for row in rows or ())
	return assess(plain, clock.today(doc.company))


def refuse_errors(errors: list[StatementFinding]) -> None:
	if errors:
		advice = _("Correct the figures, or leave blank what is not reported. Nothing was stored.")
		text = listed([said(finding) for finding in errors], advice)
		frappe.throw(text, WrongStatements, title=_("Financial Statements"))


def missing(doc) -> list[str]:
	"""What the financial review needs and does not have; figures are named, never told. Whether it needs statements at
	all hangs on the limit asked for (CQS Settings)."""
	if not doc.get("financial_statements"):
		needed = decimal(doc.requested_limit) >= settings.statements_needed_from()
		return [_("a financial statement of at least one year")] if needed else []
	newest = assessed(doc).newest
	if newest is None:
		return [_("a financial statement without mistakes")]
	lacking = [_(FIGURES[name].label) for name in NEEDED if newest.of(name) is None]
	if not lacking:
		return []
	return [_("{0} in the newest financial statement").format(", ".join(lacking))]


def figures_for_score(doc) -> dict[str, Decimal | None]:
	"""By the names of `SCORE_FIGURES`: ratios of the newest statement (margins and shares in percent), amounts in
	company currency, `Revenue Growth` in percent a year, `Statement Age (Months)`, and `Audited` (1 or 0). None = not
	known. As of the last time that the dossier was settled."""
	stored = json.loads(doc.get("ratios") or "{}").get("figures") or {}
	return {name: None if stored.get(name) is None else decimal(stored[name]) for name in SCORE_FIGURES}


def _rate(doc, assessment: Assessment) -> tuple[Decimal | None, list[StatementFinding]]:
	"""What the statements' currency is worth in company currency at the end of the newest period."""
	newest = assessment.newest
	if newest is None:
		return None, []
	company_currency = frappe.get_cached_value("Company", doc.company, "default_currency")
	rate = rate_of_day(newest.currency, company_currency, newest.period_end)
	told = {"currency": newest.currency, "company_currency": company_currency}
	if rate is None:
		text = "There is no exchange rate from {currency} to {company_currency} up to this day, so net worth and revenue are not known in {company_currency}"
		return None, [warning("rate", newest.period_end, "currency", text, **told)]
	if newest.currency == company_currency:
		return rate.value, []
	text = "Net worth is converted from {currency} to {company_currency} at {rate}"
	shown = f"{rate.value:.6f}".rstrip("0").rstrip(".")
	return rate.value, [warning("converted", newest.period_end, "currency", text, **told, rate=shown)]


def _too_large(newest) -> StatementFinding:
	text = "The net worth is more than {most} in company currency and is not kept"
	return warning("net_worth", newest.period_end, "equity", text, most=f"{LARGEST_KEPT:,}")
