"""Whoever fills in one of our documents may choose what its fields ask for."""

import frappe
import pytest

from cqs_app.erp.setup import permissions
from tests.erp import factories as make
from tests.erp.cover import give_letter
from tests.erp.credit import customer_with, refused

# Only ERPNext's own roles decide who may see invoices.
CREDIT_USERS = ("analyst@cqs.example", "manager@cqs.example", "director@cqs.example")


def linked(doctype: str) -> set[str]:
	"""DocTypes that the editable fields of a document and of its rows link to."""
	found = set()
	for field in frappe.get_meta(doctype).fields:
		if field.fieldtype == "Link" and not field.read_only:
			found.add(field.options)
		if field.fieldtype == "Table":
			found |= linked(field.options)
	return found


@pytest.mark.parametrize("user", CREDIT_USERS)
def test_every_link_can_be_chosen(as_user, user):
	names = frappe.get_all("DocType", {"module": "CQS App", "istable": 0}, pluck="name", order_by="name")
	with as_user(user):
		missing = {
			(name, target)
			for name in names
			if frappe.has_permission(name, "create")
			for target in linked(name)
			if not (frappe.has_permission(target, "select") or frappe.has_permission(target, "read"))
		}
	assert missing == set()


def test_a_site_from_before_is_granted_the_same():
	permissions.revoke()
	from cqs_app.patches import read_what_documents_link_to

	read_what_documents_link_to.execute()
	assert frappe.db.exists("Custom DocPerm", {"parent": "Bank", "role": "Credit Analyst", "read": 1})


def test_a_refusal_promises_a_cure_by_payment_only_where_one_cures(as_user):
	customer = customer_with(limit=1000)
	with refused("ask there for a release, or wait for a payment"):
		make.make_sales_order(customer=customer, amount=5000)
	order = make.make_sales_order(customer=customer, amount=500, item=make.WIDGET)
	give_letter(as_user, order=order, amount=600, latest_shipment_date="2027-01-10")
	with refused("put it right, or ask there for a release") as info:
		make.make_delivery_note(order=order, date="2027-02-01")
	assert "wait for a payment" not in str(info.value)
