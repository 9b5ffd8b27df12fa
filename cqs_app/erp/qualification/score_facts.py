"""What is known of a party for the score card, with where each figure is from."""

from datetime import date
from decimal import Decimal

from frappe import _
from frappe.utils import getdate

from cqs_app.engine.credit.criteria import FROM_STATEMENTS, Criterion
from cqs_app.engine.money import decimal
from cqs_app.engine.qualification.references import Answer, combined
from cqs_app.engine.qualification.scorecard import Fact
from cqs_app.erp.credit.clock import today
from cqs_app.erp.qualification import commercial, reports, statements
from cqs_app.erp.qualification.behaviour import OwnBehaviour

RECEIVED = "Received"


def facts_of(doc, own: OwnBehaviour | None) -> dict[Criterion, Fact]:
	return {
		**_financials(doc),
		**_behaviour(own),
		**_references(doc),
		**_company(doc),
		Criterion.YEARS_AS_CUSTOMER: _tenure(own),
		Criterion.LIFETIME_VALUE: _value(doc),
	}


def _financials(doc) -> dict[Criterion, Fact]:
	figures = statements.figures_for_score(doc)
	newest = max(
		(getdate(row.period_end) for row in doc.financial_statements if row.period_end), default=None
	)
	source = _("Statement of {0}").format(newest) if newest else ""
	return {criterion: Fact(figures.get(criterion.value), source) for criterion in FROM_STATEMENTS}


def _behaviour(own: OwnBehaviour | None) -> dict[Criterion, Fact]:
	if not own:
		return {}
	source = _("Own ledger, 12 months to {0}").format(own.as_of)
	return {
		Criterion.DAYS_BEYOND_TERMS: Fact(own.paid.days_beyond_terms, source),
		Criterion.BROKEN_PROMISES: Fact(Decimal(own.broken_promises), source),
		Criterion.DUNNING_LEVEL: Fact(Decimal(own.dunning_level), _("Unresolved dunnings")),
	}


def _references(doc) -> dict[Criterion, Fact]:
	external = reports.latest_score(doc)
	return {
		Criterion.TRADE_REFERENCES: _answered(doc, "Trade"),
		Criterion.BANK_REFERENCES: _answered(doc, "Bank"),
		Criterion.EXTERNAL_SCORE: Fact(
			None if external is None else decimal(external), _("Latest external report")
		),
	}


def _answered(doc, reference_type: str) -> Fact:
	asked = [row for row in doc.trade_references if row.reference_type == reference_type]
	answers = [
		Answer(
			pays=row.pays or "",
			recommends=row.recommends or "",
			days_beyond_terms=int(row.days_beyond_terms or 0),
			balance=decimal(row.balance),
			past_due=decimal(row.past_due),
		)
		for row in asked
		if row.status == RECEIVED
	]
	return Fact(combined(answers), _("Answers: {0} of {1}").format(len(answers), len(asked)))


def _company(doc) -> dict[Criterion, Fact]:
	source = _("Company data")
	founded = getdate(doc.founded_on) if doc.founded_on else None
	return {
		Criterion.INDUSTRY: Fact(doc.industry or None, source),
		Criterion.COUNTRY: Fact(doc.country or None, source),
		Criterion.ENTITY_TYPE: Fact(doc.entity_type or None, source),
		Criterion.EMPLOYEES: Fact(decimal(doc.employees) or None, source),
		Criterion.YEARS_IN_BUSINESS: Fact(
			_years(founded, today(doc.company)) if founded else None,
			_("Founded on {0}").format(founded) if founded else "",
		),
	}


def _tenure(own: OwnBehaviour | None) -> Fact:
	"""Who never bought has been a customer for no time; that is known."""
	if not own:
		return Fact(Decimal(0), _("Never billed"))
	return Fact(_years(own.first_sale, own.as_of), _("First billed on {0}").format(own.first_sale))


def _value(doc) -> Fact:
	found = commercial.evaluated(doc)
	return Fact(found.lifetime_value if found else None, _("Commercial evaluation"))


def _years(since: date, until: date) -> Decimal:
	"""Complete ones; a day in the future is none."""
	return Decimal(max(until.year - since.year - ((until.month, until.day) < (since.month, since.day)), 0))
