"""Guarantees for tests: asked for by an analyst, approved by a manager, and a clock that stands still."""

from datetime import datetime, timezone

import frappe

from cqs_app.erp.credit import clock
from tests.erp import factories as make
from tests.erp.credit import COMPANY

ANALYST, MANAGER, DIRECTOR, SALES, STOCK, BILLING = (
	f"{name}@cqs.example" for name in ("analyst", "manager", "director", "sales", "stock", "billing")
)
FAR = "2027-12-31"


def ask_for(*, customer, guarantee_type="Bank Guarantee", amount=500, company=COMPANY, **values):
	"""A draft as the current user leaves it."""
	return frappe.get_doc(
		{
			"doctype": "Credit Guarantee",
			"customer": customer.name,
			"company": company,
			"guarantee_type": guarantee_type,
			"issuer": "First Bank",
			"reference_number": make.unique("No"),
			"amount": amount,
			"valid_upto": FAR,
			"reason": "Agreed with the customer",
			**values,
		}
	).insert()


def give(as_user, **values):
	"""One in force."""
	with as_user(ANALYST):
		doc = ask_for(**values)
	with as_user(DIRECTOR):
		doc.submit()
	return doc


def give_letter(as_user, *, order, **values):
	values = {"latest_shipment_date": FAR, **values}
	customer = frappe.get_doc("Customer", order.customer)
	return give(
		as_user, customer=customer, guarantee_type="Letter of Credit", sales_order=order.name, **values
	)


def fix_clock(monkeypatch, text: str) -> None:
	"""It is this moment in UTC, for this process."""
	moment = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
	monkeypatch.setattr(clock, "utc_now", lambda: moment)
