"""One view of a customer over all companies: limits, exposure, overdue, qualifications, master data."""

from collections import defaultdict
from collections.abc import Iterable

import frappe

from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.engine.qualification.duplicate_model import LIKELY
from cqs_app.erp.qualification import completeness, duplicates
from cqs_app.erp.qualification.party_reading import Ref

ACCOUNT = (
	"name customer company currency status status_reason risk_class is_assessed is_unlimited credit_limit "
	"limit_valid_upto exposure available utilization overdue_amount oldest_overdue_days credit_group "
	"payment_terms_template qualification qualification_stage qualified_upto next_review_date"
).split()
DOSSIER = "name customer company stage valid_upto next_review_date opened_on creation".split()
SUMMED = ("credit_limit", "exposure", "overdue_amount", "available")


def of_customer(customer: str) -> dict:
	"""`companies` (one entry an account), `totals` by currency, `groups`, `dossiers`, `completeness`, `missing` and
	`duplicates`, as far as the session user may read them. Amounts are floats in the entry's currency."""
	view = of_customers([customer])[customer]
	quality = completeness.completeness_of(customer)
	return {
		**view,
		"completeness": float(quality.percent),
		"missing": list(quality.missing),
		"duplicates": duplicates.shown(duplicates.find("Customer", customer)),
	}


def of_customers(customers: Iterable[str]) -> dict[str, dict]:
	"""The figures of many, in two queries; without duplicates and completeness. Permissions are the session user's."""
	names = list(customers)
	accounts = _by_customer("Credit Account", names, ACCOUNT, "company")
	dossiers = _by_customer("Customer Qualification", names, DOSSIER, "creation desc")
	return {
		name: {
			"customer": name,
			"companies": accounts[name],
			"totals": totals(accounts[name]),
			"groups": sorted({row.credit_group for row in accounts[name] if row.credit_group}),
			"dossiers": dossiers[name],
		}
		for name in names
	}


def totals(accounts: Iterable[frappe._dict]) -> list[dict]:
	"""One entry a currency; `unlimited`: an account without a ceiling makes a sum of limits meaningless."""
	by_currency: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in accounts:
		by_currency[row.currency].append(row)
	return [
		{
			"currency": currency,
			"companies": len(rows),
			"unlimited": any(row.is_unlimited for row in rows),
			**{field: float(cents(sum((decimal(row[field]) for row in rows), ZERO))) for field in SUMMED},
		}
		for currency, rows in sorted(by_currency.items())
	]


def likely_duplicates(customers: Iterable[str]) -> dict[str, int]:
	"""How many likely duplicates each has."""
	found = duplicates.find_all((Ref("Customer", name) for name in customers), LIKELY)
	return {ref.party: len(listed) for ref, listed in found.items()}


def _by_customer(doctype: str, names: list[str], fields: list[str], order_by: str) -> dict[str, list]:
	found: dict[str, list] = defaultdict(list)
	if names and frappe.has_permission(doctype, "read"):
		filters = {"customer": ("in", names)}
		for row in frappe.get_list(doctype, filters=filters, fields=fields, order_by=order_by, limit=0):
			found[row.customer].append(row)
	return found
