"""Credit Limit Change: the only way to a limit, and never by one person alone."""

import frappe
import pytest

from cqs_app.api import approval_rights
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit.exceptions import NotAnApprover, NotEditable, NotIndependent, WrongState
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, exposure_of, give_limit, party_of

ANALYST, MANAGER, DIRECTOR = (f"{name}@cqs.example" for name in ("analyst", "manager", "director"))


def make_change(*, customer, change_type="Base Limit", new_limit=5000, **values):
	return frappe.get_doc(
		doctype="Credit Limit Change",
		customer=customer.name,
		company=COMPANY,
		change_type=change_type,
		new_limit=new_limit,
		reason="Annual review",
		**values,
	).insert()


def row_of(customer):
	return accounts.read(party_of(customer=customer))


def test_approved_by_a_second_person_is_in_force(as_user):
	customer = make.make_customer()
	with as_user(ANALYST):
		change = make_change(customer=customer)
	assert not row_of(customer)
	with as_user(MANAGER):
		change.submit()
	row = row_of(customer)
	assert (row.is_assessed, row.credit_limit) == (1, 5000)
	assert (change.requested_by, change.approved_by, change.old_value) == (ANALYST, MANAGER, "not assessed")


@pytest.mark.parametrize("user", [MANAGER, DIRECTOR, "Administrator"])
def test_maker_never_approves(as_user, user):
	customer = make.make_customer()
	with as_user(user):
		change = make_change(customer=customer)
		with pytest.raises((NotIndependent, NotAnApprover)):
			change.submit()
	assert frappe.db.get_value("Credit Limit Change", change.name, "docstatus") == 0


def test_editor_becomes_the_asker(as_user):
	customer = make.make_customer()
	with as_user(ANALYST):
		change = make_change(customer=customer)
	with as_user(MANAGER):
		change.new_limit = 6000
		change.save()
		with pytest.raises(NotIndependent):
			change.submit()


def test_changing_and_approving_in_one_step_is_refused(as_user):
	customer = make.make_customer()
	with as_user(ANALYST):
		change = make_change(customer=customer)
	with as_user(MANAGER):
		change.new_limit = 99_000
		with pytest.raises(WrongState):
			change.submit()


def test_insert_and_submit_in_one_call_is_refused(as_user):
	customer = make.make_customer()
	with as_user(MANAGER), pytest.raises(NotIndependent):
		frappe.get_doc(
			doctype="Credit Limit Change",
			customer=customer.name,
			company=COMPANY,
			change_type="Base Limit",
			new_limit=5000,
			reason="Quick",
			docstatus=1,
		).insert()


@pytest.mark.parametrize(
	("amount", "user", "allowed"),
	[
		(10_000, ANALYST, True),
		(10_000.01, ANALYST, False),
		(10_000.01, MANAGER, True),
		(100_000, MANAGER, True),
		(100_000.01, MANAGER, False),
		(100_000.01, DIRECTOR, True),
	],
)
def test_approval_levels(as_user, amount, user, allowed):
	customer = make.make_customer()
	change = make_change(customer=customer, new_limit=amount)
	with as_user(user):
		if allowed:
			change.submit()
			assert row_of(customer).credit_limit == amount
		else:
			with pytest.raises(NotAnApprover):
				change.submit()


def test_below_todays_exposure_and_revoke(as_user):
	customer = make.make_customer()
	give_limit(customer=customer, limit=1000)
	make.make_sales_order(customer=customer, amount=900)
	lower = make_change(customer=customer, new_limit=100)
	revoke = make_change(customer=customer, change_type="Revoke", new_limit=0)
	with as_user(MANAGER):
		lower.submit()
		assert row_of(customer).credit_limit == 100
		revoke.submit()
	assert (row_of(customer).is_assessed, row_of(customer).credit_limit) == (1, 0)
	assert exposure_of(customer) == 900


def test_a_change_in_force_is_not_cancelled(as_user):
	change = make_change(customer=make.make_customer(), new_limit=100)
	with as_user(MANAGER):
		change.submit()
	with pytest.raises(NotEditable):
		change.cancel()


@pytest.mark.parametrize("values", [{"new_limit": -1}, {"new_limit": 10**13}, {"reason": "  "}])
def test_nonsense_is_refused(values):
	customer = make.make_customer()
	doc = frappe.get_doc(
		doctype="Credit Limit Change",
		customer=customer.name,
		company=COMPANY,
		change_type="Base Limit",
		new_limit=100,
		reason="x",
	)
	doc.update(values)
	with pytest.raises(frappe.ValidationError):
		doc.insert()


def test_client_cannot_forge_the_asker(http):
	customer = make.make_customer()
	body = {
		"customer": customer.name,
		"company": COMPANY,
		"change_type": "Base Limit",
		"new_limit": 5000,
		"reason": "x",
		"requested_by": ANALYST,
		"approved_by": DIRECTOR,
		"owner": ANALYST,
	}
	manager = http(MANAGER)
	stored = manager.post("/api/resource/Credit Limit Change", **body)["data"]
	assert (stored["requested_by"], stored.get("approved_by")) == (MANAGER, None)
	with pytest.raises(HttpError) as refusal:
		manager.put(f"/api/resource/Credit Limit Change/{stored['name']}", docstatus=1, requested_by=ANALYST)
	assert refusal.value.status == 403


@pytest.mark.parametrize(
	("user", "new_limit", "may", "said"),
	[
		(ANALYST, 5000, False, "Waiting for somebody else: Credit Analyst"),
		(MANAGER, 5000, True, ""),
		(MANAGER, 500_000, False, "Waiting for: Credit Director"),
	],
)
def test_the_form_says_who_has_to_submit(as_user, user, new_limit, may, said):
	customer = make.make_customer()
	with as_user(ANALYST):
		change = make_change(customer=customer, new_limit=new_limit)
	with as_user(user):
		rights = approval_rights("Credit Limit Change", change.name)
	assert rights["may_submit"] is may
	assert rights["why_not"].startswith(said)
