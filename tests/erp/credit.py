"""What the tests of the credit gate need again and again: limits, figures, refusals."""

import contextlib

import frappe
import pytest

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.exceptions import CreditRefused
from cqs_app.erp.credit.position import credit_position
from cqs_app.ledger.links import Party
from tests.erp import factories as make

COMPANY = make.COMPANY


def party_of(*, customer, company=COMPANY) -> Party:
	return Party(getattr(customer, "name", customer), company)


def give_limit(*, customer, limit=1000, company=COMPANY, **values) -> Party:
	"""Assess the customer directly in the account's row; `test_limit_change` covers the document that does it."""
	party = party_of(customer=customer, company=company)
	accounts.lock(party)
	accounts.set_values(party, {"is_assessed": 1, "credit_limit": limit, **values})
	return party


def customer_with(*, limit=1000, company=COMPANY, **values):
	customer = make.make_customer(**values)
	give_limit(customer=customer, limit=limit, company=company)
	return customer


def exposure_of(customer, company=COMPANY) -> float:
	return credit_position(party_of(customer=customer, company=company))["exposure"]


@contextlib.contextmanager
def refused(*reasons: str):
	"""The block is refused by the gate, with each of `reasons` in the message; yields the exception's info."""
	with pytest.raises(CreditRefused) as info:
		yield info
	for reason in reasons:
		assert reason in str(info.value)


def docstatus(document) -> int:
	return frappe.db.get_value(document.doctype, document.name, "docstatus")
