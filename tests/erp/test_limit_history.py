"""Credit Limit History: one row for every change, provable, and the report that an auditor reads."""

import frappe
import pytest

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit, history, identity, native
from cqs_app.erp.credit.history import Change, recorded
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, give_limit, party_of

ANALYST, MANAGER, AUDITOR, SALES = (
	f"{name}@cqs.example" for name in ("analyst", "manager", "auditor", "sales")
)
REPORT = "Credit Limit Changes"


def change_limit(party, limit, reason="Review"):
	accounts.lock(party)
	with recorded(party, Change("Base Limit", reason, requested_by=ANALYST, approved_by=MANAGER)):
		accounts.set_values(party, {"is_assessed": 1, "credit_limit": limit})


@pytest.fixture
def party():
	"""A customer whose limit was changed three times."""
	party = party_of(customer=make.make_customer())
	for limit in (1000, 2000, 1500):
		change_limit(party, limit)
	return party


def rows_of(party):
	return frappe.get_all(
		"Credit Limit History",
		filters={"customer": party.customer},
		fields=["*"],
		order_by="chain_index",
	)


def breaks_of(party):
	return [(found.check, found.problem) for found in audit.verify(party.customer)[2]]


def run(filters, user=AUDITOR):
	frappe.set_user(user)
	try:
		return frappe.get_attr("frappe.desk.query_report.run")(REPORT, filters=filters)["result"]
	finally:
		frappe.set_user("Administrator")


# --- the chain ------------------------------------------------------------------------------------------------


def test_a_whole_chain_verifies(party):
	rows = rows_of(party)
	assert [(row.old_limit, row.new_limit) for row in rows] == [(0, 1000), (1000, 2000), (2000, 1500)]
	assert breaks_of(party) == []


@pytest.mark.parametrize(
	("field", "value"),
	[
		("new_limit", 99),
		("old_value", "USD 1"),
		("reason", "another"),
		("approved_by", "somebody@else.example"),
		("requested_by", ""),
		("approval", "Policy tolerance"),
		("happened_on", "2020-01-01"),
		("reference_name", "CLC-1"),
	],
)
def test_a_changed_row_is_found(party, field, value):
	second = rows_of(party)[1].name
	frappe.db.set_value("Credit Limit History", second, field, value, update_modified=False)
	assert breaks_of(party) == [(second, "its content was changed")]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_removed_row_is_found(party, at):
	frappe.db.delete("Credit Limit History", {"name": rows_of(party)[at].name})
	((_name, problem),) = breaks_of(party)
	assert ("were written" in problem) == (at == 2)
	assert ("was removed or added" in problem) == (at < 2)


def test_an_added_row_is_found(party):
	row = rows_of(party)[-1]
	values = {**row, "name": "slipped in", "chain_index": 4, "previous_hash": row.row_hash}
	values["row_hash"] = history.hash_of(values)
	columns = ", ".join(f"`{column}`" for column in values)
	marks = ", ".join(["%s"] * len(values))
	frappe.db.sql(
		f"insert into `tabCredit Limit History` ({columns}) values ({marks})", list(values.values())
	)
	((name, problem),) = breaks_of(party)
	assert name == "slipped in" and "3 were written, 4 are there" in problem


def test_a_moved_row_is_found(party):
	other = party_of(customer=customer_with(limit=1))
	account = accounts.read(other).name
	frappe.db.set_value("Credit Limit History", rows_of(party)[2].name, "account", account)
	assert breaks_of(party) != [] and breaks_of(other) != []


def test_an_account_without_history_is_valid():
	party = party_of(customer=customer_with(limit=500))
	assert not rows_of(party) and breaks_of(party) == []


def test_a_renamed_user_breaks_nothing(party):
	email = f"{frappe.generate_hash(length=8)}@cqs.example"
	frappe.get_doc(doctype="User", email=email, first_name="Leaver", send_welcome_email=0).insert()
	accounts.lock(party)
	with recorded(party, Change("Base Limit", "x", requested_by=email, approved_by=email)):
		accounts.set_values(party, {"credit_limit": 7})
	frappe.rename_doc("User", email, f"new-{email}", force=True)
	assert breaks_of(party) == []


# --- what writes it -------------------------------------------------------------------------------------------


def test_limits_taken_over_at_installation_are_in_the_history():
	customer = make.make_customer()
	row = frappe.new_doc("Customer Credit Limit")
	row.update({"parent": customer.name, "parenttype": "Customer", "parentfield": "credit_limits"})
	row.update({"company": COMPANY, "credit_limit": 4000})
	row.db_insert()
	native.take_over()
	(found,) = rows_of(party_of(customer=customer))
	assert (found.new_limit, found.approval, found.approved_by) == (4000, history.INSTALLED, None)
	assert breaks_of(party_of(customer=customer)) == []


@pytest.mark.parametrize("inherits", [True, False])
def test_a_merge_is_in_the_history_where_it_changes_the_limit(inherits):
	gone, kept = customer_with(limit=700), make.make_customer()
	party = party_of(customer=kept)
	accounts.lock(party)
	if not inherits:
		give_limit(customer=kept, limit=50)
	frappe.db.set_value("Credit Account", {"customer": gone.name}, "customer", kept.name)
	identity.follow_rename("customer", kept.name)
	found = rows_of(party)
	assert [(row.change_type, row.new_limit) for row in found] == ([("Merge", 700)] if inherits else [])
	assert breaks_of(party) == []


def test_a_rename_changes_no_limit_and_keeps_the_chain(party):
	new = f"{party.customer} Renamed"
	frappe.rename_doc("Customer", party.customer, new, force=True)
	renamed = party_of(customer=new)
	assert len(rows_of(renamed)) == 3 and breaks_of(renamed) == []


# --- the report -----------------------------------------------------------------------------------------------


def test_the_report_says_who_when_why_old_new_and_how(party):
	first = run({"customer": party.customer})[-1]
	assert (first["old_limit"], first["new_limit"], first["reason"]) == (0, 1000, "Review")
	assert (first["requested_by"], first["approved_by"]) == (ANALYST, MANAGER)
	assert (first["approval"], first["new_value"]) == (
		"Second person",
		frappe.format(1000, "Currency", currency="USD"),
	)
	assert first["happened_on"]


def test_the_reports_filters(party):
	today = frappe.utils.today()
	for filters, count in (
		({}, 3),
		({"company": COMPANY}, 3),
		({"company": make.SECOND_COMPANY}, 0),
		({"change_type": "Base Limit"}, 3),
		({"change_type": "Revoke"}, 0),
		({"approved_by": MANAGER}, 3),
		({"approved_by": ANALYST}, 0),
		({"from_date": today, "to_date": today}, 3),
		({"to_date": "2020-01-01"}, 0),
	):
		assert len(run({"customer": party.customer, **filters})) == count, filters
	with pytest.raises(frappe.ValidationError, match="after the last"):
		run({"from_date": today, "to_date": "2020-01-01"})


def test_an_unlimited_account_has_no_figure(party):
	accounts.lock(party)
	with recorded(party, Change("Unlimited")):
		accounts.set_values(party, {"is_unlimited": 1})
	last = run({"customer": party.customer})[0]
	assert (last["new_limit"], last["new_value"]) == (None, "unlimited")


@pytest.mark.parametrize("user", [ANALYST, MANAGER, "director@cqs.example", AUDITOR])
def test_credit_roles_and_the_auditor_read_the_report(party, user):
	assert len(run({"customer": party.customer}, user)) == 3


def test_sales_does_not_read_the_report(party):
	with pytest.raises(frappe.PermissionError):
		run({"customer": party.customer}, SALES)
