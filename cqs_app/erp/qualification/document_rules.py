"""The document requirements of the site, and what a dossier says of the facts that they ask about."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import flt, getdate

from cqs_app.engine.money import decimal
from cqs_app.engine.qualification.requirements import (
	CaseFacts,
	Condition,
	Fact,
	Malformed,
	Needed,
	Operator,
	Reason,
	Requirement,
	condition_from,
	required,
)
from cqs_app.erp.credit import clock

DOCTYPE = "Document Requirement"
DAYS_OF_A_YEAR = Decimal("365.25")
MOST_MONTHS, MOST_DAYS = 1200, 3650
KNOWN_VALUES = {Fact.COUNTRY: "Country", Fact.INDUSTRY: "Industry Type"}
SELECTED = {Fact.ENTITY_TYPE: "entity_type", Fact.PARTY_TYPE: "party_type"}


def check(doc) -> None:
	"""A requirement that is saved can be evaluated; raises ValidationError for one that never could."""
	for row in doc.conditions:
		where = _("Condition {0}").format(row.idx)
		try:
			condition = condition_from(row.field, row.operator, row.value, row.condition_group)
		except Malformed as error:
			frappe.throw(f"{where}: {_plain(error.template, error.values)}")
		_check_known(condition, where)
	if doc.valid_months > MOST_MONTHS or doc.remind_days_before > MOST_DAYS:
		frappe.throw(_("At most {0} months and {1} days.").format(MOST_MONTHS, MOST_DAYS))


def needed(doc) -> list[Needed]:
	"""What the rules ask of the dossier as it stands."""
	return required(requirements(), facts_of(doc))


def requirements() -> list[Requirement]:
	"""All that are switched on, mandatory ones first."""
	rows = frappe.get_all(
		DOCTYPE, filters={"enabled": 1}, fields=["name", "mandatory"], order_by="mandatory desc, name"
	)
	conditions: dict[str, list[Condition]] = {}
	for row in frappe.get_all(
		"Document Requirement Condition",
		filters={"parenttype": DOCTYPE, "parent": ("in", [row.name for row in rows] or [""])},
		fields=["parent", "condition_group", "field", "operator", "value"],
		order_by="parent, idx",
	):
		condition = Condition(Fact(row.field), Operator(row.operator), row.value, row.condition_group)
		conditions.setdefault(row.parent, []).append(condition)
	return [Requirement(row.name, bool(row.mandatory), tuple(conditions.get(row.name, ()))) for row in rows]


def facts_of(doc) -> CaseFacts:
	"""What the dossier knows today. Nobody's share is known where no owner has one."""
	shares = [flt(row.ownership_percent) for row in doc.get("beneficial_owners") or []]
	largest = max(shares, default=0)
	limit = doc.get("requested_limit")
	return CaseFacts(
		requested_limit=None if limit in (None, "") else decimal(limit),
		entity_type=doc.get("entity_type"),
		country=doc.get("country"),
		industry=doc.get("industry"),
		years_in_business=_years(doc),
		largest_owner_share=decimal(largest) if largest > 0 else None,
		party_type=doc.get("party_type"),
	)


def why(one: Needed) -> str:
	"""The reasons as a sentence in the user's language."""
	parts = [_reason(reason) for reason in one.reasons]
	return _("Because {0}").format((" " + _("and") + " ").join(parts))


def details() -> dict[str, frappe._dict]:
	"""Category, role that verifies, validity and instructions of every requirement, also of those switched off."""
	fields = ["name", "category", "decided_by_role", "valid_months", "remind_days_before", "instructions"]
	return {row.name: row for row in frappe.get_all(DOCTYPE, fields=fields)}


def _years(doc) -> Decimal | None:
	if not doc.get("founded_on"):
		return None
	days = (clock.today(doc.company) - getdate(doc.founded_on)).days
	return (Decimal(max(days, 0)) / DAYS_OF_A_YEAR).quantize(Decimal("0.1"))


def _reason(reason: Reason) -> str:
	"""Sales read it, but not who owns how much."""
	if reason.known and reason.values.get("fact") == Fact.LARGEST_OWNER_SHARE.value.lower():
		return _("of who owns the party")
	return _plain(
		reason.text, {name: _(value) if name == "fact" else value for name, value in reason.values.items()}
	)


def _plain(template: str, values) -> str:
	return _(template).format(**values)


def _check_known(condition: Condition, where: str) -> None:
	"""A misspelt country would never be met, and its document never asked for."""
	fact, values = condition.fact, [part.strip() for part in condition.value.split(",")]
	if condition.operator not in (Operator.IN, Operator.NOT_IN):
		values = [condition.value]
	if fact in KNOWN_VALUES:
		unknown = [value for value in values if not frappe.db.exists(KNOWN_VALUES[fact], value)]
	elif fact in SELECTED:
		field = frappe.get_meta("Customer Qualification").get_field(SELECTED[fact])
		choices = {choice.casefold() for choice in field.options.split("\n")}
		unknown = [value for value in values if value.casefold() not in choices]
	else:
		return
	if unknown:
		shown = frappe.utils.escape_html(", ".join(unknown))
		frappe.throw(_("{0}: {1} is not known as {2}.").format(where, shown, _(fact.value)))
