"""The terms agreed with an account, part by part: its own exception, else its policy's standard, else what ERPNext
keeps for the customer."""

from datetime import date

import frappe
from frappe import _

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.terms import (
	Agreed,
	Cycle,
	DueBasis,
	Source,
	Template,
	Term,
	latest_days,
	schedule_of,
)
from cqs_app.engine.money import ZERO, decimal

TERM_FIELDS = (
	"invoice_portion",
	"due_date_based_on",
	"credit_days",
	"credit_months",
	"discount_type",
	"discount",
	"discount_validity_based_on",
	"discount_validity",
)


def agreed(row: frappe._dict, policy: Policy) -> Agreed:
	"""`row` is the account's, or names at least customer and company of one that has none yet."""
	name, source = _template(row, policy)
	cycle, cycle_from = cycle_of(row, policy)
	discount, discount_from = policy.max_discount, Source.POLICY
	if row.get("limits_discount"):
		discount, discount_from = decimal(row.max_discount_percent), Source.ACCOUNT
	return Agreed(
		template=template(name) if name else None,
		template_from=source,
		invoicing_cycle=cycle,
		cycle_from=cycle_from,
		max_discount=discount,
		discount_from=None if discount is None else discount_from,
	)


def cycle_of(row: frappe._dict, policy: Policy) -> tuple[Cycle | None, Source | None]:
	if row.get("invoicing_cycle"):
		return Cycle(row.invoicing_cycle), Source.ACCOUNT
	return policy.invoicing_cycle, Source.POLICY if policy.invoicing_cycle else None


def template(name: str) -> Template:
	"""A Payment Terms Template as it stands in the database. Raises when it is gone."""
	rows = frappe.get_all(
		"Payment Terms Template Detail",
		filters={"parent": name, "parenttype": "Payment Terms Template"},
		fields=list(TERM_FIELDS),
		order_by="idx",
	)
	if not rows:
		frappe.throw(_("The agreed payment terms template {0} does not exist").format(name))
	return Template(name, tuple(_term(row) for row in rows))


def described_template(row: frappe._dict, policy: Policy | None) -> str | None:
	"""Name of the agreed template."""
	return _template(row, policy)[0]


def proposed(row: frappe._dict) -> str | None:
	"""Name of the template that ERPNext puts on a new document by itself."""
	return _of_customer(row)[0]


def described(row: frappe._dict, policy: Policy, as_of: date) -> dict:
	"""The agreed terms for screens; `days` are those of a document of today, each `..._from` says who decided."""
	found = agreed(row, policy)
	days = latest_days(schedule_of(found.template, as_of, ZERO), as_of) if found.template else None
	return {
		"payment_terms_template": found.template.name if found.template else "",
		"terms_from": _word(found.template_from),
		"days": days,
		"invoicing_cycle": _word(found.invoicing_cycle),
		"cycle_from": _word(found.cycle_from),
		"max_discount_percent": None if found.max_discount is None else float(found.max_discount),
		"discount_from": _word(found.discount_from),
		"erpnext_template": proposed(row) or "",
	}


def _template(row: frappe._dict, policy: Policy | None) -> tuple[str | None, Source | None]:
	if row.get("payment_terms_template"):
		return row.payment_terms_template, Source.ACCOUNT
	if policy and policy.standard_terms:
		return policy.standard_terms, Source.POLICY
	return _of_customer(row)


def _of_customer(row: frappe._dict) -> tuple[str | None, Source | None]:
	"""As ERPNext proposes it: that of the customer or his group, else the company's."""
	own = row.customer_terms if "customer_terms" in row else _customer_terms(row.customer)
	if own:
		return own, Source.CUSTOMER
	general = frappe.get_cached_value("Company", row.company, "payment_terms")
	return (general, Source.COMPANY) if general else (None, None)


def _customer_terms(customer: str) -> str | None:
	found = frappe.db.get_value("Customer", customer, ["payment_terms", "customer_group"], as_dict=True)
	if not found:
		return None
	return found.payment_terms or frappe.db.get_value("Customer Group", found.customer_group, "payment_terms")


def _term(row: frappe._dict) -> Term:
	basis = DueBasis(row.due_date_based_on or DueBasis.DOCUMENT.value)
	return Term(
		portion=decimal(row.invoice_portion),
		number=int((row.credit_months if basis is DueBasis.MONTHS else row.credit_days) or 0),
		basis=basis,
		discount=decimal(row.discount),
		discount_is_amount=row.discount_type == "Amount",
		discount_number=int(row.discount_validity or 0),
		discount_basis=DueBasis(row.discount_validity_based_on or DueBasis.DOCUMENT.value),
	)


def _word(member: Source | Cycle | None) -> str:
	return member.value if member else ""
