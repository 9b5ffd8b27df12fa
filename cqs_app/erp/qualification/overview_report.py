"""Customer Global View: one line for each company of each customer, and the qualification that stands behind it."""

from collections.abc import Mapping

import frappe
from frappe import _

from cqs_app.erp.qualification import overview
from cqs_app.erp.qualification.pages_of_customers import column, page_of


def columns() -> list[dict]:
	return [
		column("customer", _("Customer"), "Link", "Customer", 150),
		column("customer_name", _("Customer Name"), "Data", "", 160),
		column("company", _("Company"), "Data", "", 140),
		column("status", _("Status"), "Data", "", 100),
		column("limit", _("Limit"), "Data", "", 120),
		column("exposure", _("Exposure"), "Currency", "currency", 120),
		column("available", _("Available"), "Currency", "currency", 120),
		column("overdue_amount", _("Overdue"), "Currency", "currency", 110),
		column("oldest_overdue_days", _("Oldest Overdue (Days)"), "Int", "", 180),
		column("risk_class", _("Risk Class"), "Data", "", 110),
		column("qualification_stage", _("Qualification"), "Data", "", 130),
		column("qualified_upto", _("Qualified Until"), "Date", "", 130),
		column("credit_group", _("Credit Group"), "Data", "", 120),
		column("currency", _("Currency"), "Data", "", 80),
	]


def rows(filters: Mapping) -> list[dict]:
	"""By customer and company; only what the user may see. `credit_group` keeps the accounts of one group."""
	listed = page_of(filters)
	views = overview.of_customers(row.name for row in listed)
	group = filters.get("credit_group")
	return [
		{**account, "customer_name": row.customer_name, "limit": limit_words(account)}
		for row in listed
		for account in views[row.name]["companies"]
		if not group or account.credit_group == group
	]


def limit_words(account: frappe._dict) -> str:
	"""0 never means unlimited."""
	if account.is_unlimited:
		return _("Unlimited")
	if not account.is_assessed:
		return _("Not assessed")
	return frappe.utils.fmt_money(account.credit_limit, currency=account.currency)
