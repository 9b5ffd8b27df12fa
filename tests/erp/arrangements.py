"""Customers with payment plans and promises: what their tests need again and again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import frappe

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import arrangements, clock
from cqs_app.erp.credit import policy as policies
from cqs_app.erp.credit.position import credit_position
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, party_of

ANALYST, MANAGER, DIRECTOR, BILLING, SALES, SALES_MANAGER, AUDITOR = (
	f"{name}@cqs.example"
	for name in ("analyst", "manager", "director", "billing", "sales", "sales.manager", "auditor")
)
MARCH = date(2025, 3, 3)
RULES = (
	{"rule": "Payment Plan", "action": "Hold", "threshold": 0},
	{"rule": "Overdue Days", "checkpoint": "Sales Order", "action": "Hold", "threshold": 30},
)


def fixed_clock(monkeypatch) -> Callable[[date], None]:
	"""`on(day)` sets the clock to noon of that day; it begins on MARCH."""

	def on(day: date) -> None:
		noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc)
		monkeypatch.setattr(clock, "utc_now", lambda: noon)

	on(MARCH)
	return on


def policies_read_afresh():
	policies.clear()
	yield
	frappe.cache.delete_value(policies.CACHE_KEY)


def restructured_customer(*rules, **values):
	"""A customer in a group whose policy has the rules of these tests."""
	group = make.make_customer_group().name
	frappe.get_doc(
		doctype="Credit Policy",
		policy_name=make.unique("Policy"),
		enabled=1,
		customer_group=group,
		company="",
		territory="",
		rules=list(rules or RULES),
		components=[{"component": name, "include": 1} for name in ("receivable", "open_orders")],
		approval_levels=[
			{"up_to_amount": 1000, "role": "Credit Analyst"},
			{"up_to_amount": 0, "role": "Credit Manager"},
		],
		**values,
	).insert()
	return customer_with(limit=100_000, group=group)


def late_invoice(customer, amount=300, due=MARCH - timedelta(days=60), **values):
	return make.make_sales_invoice(
		customer=customer, amount=amount, date=due - timedelta(days=30), due_date=due, **values
	)


def plan_for(customer, *invoices, parts=None, first=MARCH + timedelta(days=10), **values):
	"""A draft: `parts` are amounts due every ten days."""
	total = sum(invoice.outstanding_amount for invoice in invoices)
	rows = [
		{"due_date": first + timedelta(days=10 * at), "amount": amount}
		for at, amount in enumerate(parts or (total,))
	]
	values = {"reason": "He asked for time", **values}
	return frappe.get_doc(
		doctype="Payment Plan",
		customer=customer.name,
		company=COMPANY,
		invoices=[{"sales_invoice": invoice.name} for invoice in invoices],
		installments=rows,
		**values,
	).insert()


def in_force(as_user, customer, *invoices, **values):
	with as_user(BILLING):
		plan = plan_for(customer, *invoices, **values)
	with as_user(MANAGER):
		plan.submit()
	return plan


def follow(customer) -> None:
	"""What the commit of a payment, or the hourly job, does for this account."""
	accounts.lock(party_of(customer=customer))
	arrangements.reevaluate(party_of(customer=customer))


def statuses(plan) -> list[str]:
	plan.reload()
	return [plan.status, *(row.status for row in plan.installments)]


def overdue(customer) -> tuple[float, int]:
	position = credit_position(party_of(customer=customer))
	return position["overdue_amount"], position["oldest_overdue_days"]
