"""The commercial evaluation of a dossier: its assumptions are fields, the figures are worked out from them."""

from decimal import Decimal

import frappe
from frappe import _

from cqs_app.engine.money import NotANumber, decimal
from cqs_app.engine.qualification.commercial import (
	BOUNDS,
	BadAssumption,
	Evaluation,
	Year,
	assumptions_of,
	evaluate,
	missing_of,
)
from cqs_app.erp.credit.messages import money
from cqs_app.erp.qualification.tables import paragraph, plain, table


def settle(doc) -> None:
	found = evaluated(doc)
	doc.lifetime_value = float(found.lifetime_value) if found else 0
	doc.payback_months = float(found.payback_months or 0) if found else 0
	doc.evaluation_html = as_html(found, doc.currency) if found else "".join(map(paragraph, missing(doc)))


def evaluated(doc) -> Evaluation | None:
	"""None while an assumption is missing. Raises ValidationError for one that is out of bounds."""
	try:
		assumptions = assumptions_of(_given(doc))
		return evaluate(assumptions) if assumptions else None
	except BadAssumption as error:
		message = _("{0} must lie between {1} and {2}.")
		frappe.throw(
			message.format(_(doc.meta.get_label(error.field)), f"{error.least:,}", f"{error.most:,}")
		)
		raise


def missing(doc) -> list[str]:
	labels = ", ".join(_(doc.meta.get_label(field)) for field in missing_of(_given(doc)))
	return [_("For the commercial evaluation are missing: {0}").format(labels)] if labels else []


def as_html(found: Evaluation, currency: str) -> str:
	head = (
		_("Year"),
		_("Revenue"),
		_("Rebates"),
		_("Margin"),
		_("Still Customer"),
		_("Discount Factor"),
		_("Present Value"),
	)
	return "".join(
		(
			table((_year(year, currency) for year in found.years), head),
			table(_results(found, currency)),
			paragraph(_("A customer who is not certain to stay counts with the share that is expected to.")),
		)
	)


def _given(doc) -> dict[str, Decimal | None]:
	"""Empty fields are stored as 0, so that 0 is nothing typed."""
	return {field: _number(doc, field) or None for field in BOUNDS}


def _number(doc, field: str) -> Decimal:
	try:
		return decimal(doc.get(field))
	except NotANumber as error:
		frappe.throw(f"{_(doc.meta.get_label(field))}: {frappe.utils.escape_html(str(error))}")
		raise


def _year(year: Year, currency: str) -> tuple[str, ...]:
	number = str(year.number) if year.months == 12 else _("{0} ({1} months)").format(year.number, year.months)
	return (
		number,
		money(year.revenue, currency),
		money(year.rebate, currency),
		money(year.margin, currency),
		f"{plain(round(year.survival * 100, 2))} %",
		plain(round(year.discount, 4)),
		money(year.present_value, currency),
	)


def _results(found: Evaluation, currency: str) -> tuple[tuple[str, str], ...]:
	months = found.payback_months
	payback = _("never within the contract") if months is None else _("{0} months").format(plain(months))
	return (
		(_("Customer lifetime value"), money(found.lifetime_value, currency)),
		(_("Less acquisition cost"), money(found.net_value, currency)),
		(_("Acquisition cost is earned after"), payback),
		(_("Lifetime value if retention is 10 points lower"), money(found.less_retention, currency)),
		(_("Lifetime value if the gross margin is 20 % lower"), money(found.less_margin, currency)),
	)
