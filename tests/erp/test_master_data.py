"""Completeness, one view over companies, reports, and changes of key master data that call compliance back."""

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.model.rename_doc import rename_doc

from cqs_app import api
from cqs_app.erp.qualification import completeness, master_changes
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, give_limit
from tests.erp.test_duplicates import iban, keys, make_address, make_bank_account, make_contact, name_of

ANALYST, SALES = "analyst@cqs.example", "sales@cqs.example"


@pytest.fixture
def reopened(monkeypatch):
	"""What was handed to compliance: (customer, reasons); how a dossier is re-opened is tested with the dossier."""
	calls: list[tuple[str, list[str]]] = []
	monkeypatch.setattr(
		master_changes.reopening, "reopen", lambda customer, reasons, user: calls.append((customer, reasons))
	)
	return calls


def test_completeness_of_a_customer():
	customer = make.make_customer(name=name_of())
	bare = completeness.completeness_of(customer.name)
	assert bare.missing[:2] == ("Tax ID", "Address")
	customer.update({"tax_id": "FR12345678901", "payment_terms": make.make_payment_terms().name}).save()
	make_address(customer)
	make_contact(customer, email="a@zq.example-d.de", phone="+1 312 555 0123")
	make_bank_account(customer, iban=iban())
	full = completeness.completeness_of(customer.name)
	assert (full.percent, full.missing) == (100, ())
	assert bare.percent < 20


def test_a_dossier_without_company_data_is_not_reviewed():
	dossier = make.make_qualification(tax_id="", registration_number="", city="")
	assert dossier.completeness < 90
	assert completeness.missing(dossier) == [
		"Company Data: Tax ID or Registration Number",
		"Company Data: City",
	]
	dossier.update({"registration_number": "HRB 1", "city": "Springfield"}).save()
	assert completeness.missing(dossier) == []


def test_key_changes_call_compliance_back(reopened):
	customer = make.make_customer(name=name_of())
	assert reopened == [], "nobody looked at a new customer yet"
	customer.update({"website": "https://zq.example-e.de", "tax_id": "AT-U12345678"}).save()
	customer.update({"tax_id": "AT-U87654321", "customer_name": "Zephyrine Quartzworks II"}).save()
	account = make_bank_account(customer, iban=iban())
	masked = f"...{account.iban[-4:]}"
	account.update({"bank_account_no": account.iban[-10:]}).save()
	account.save()
	account.update({"disabled": 1}).save()
	account.update({"disabled": 0}).save()
	frappe.delete_doc("Bank Account", account.name)
	assert {name for name, _reasons in reopened} == {customer.name}
	assert [reasons for _name, reasons in reopened] == [
		["Tax ID set to AT-U12345678"],
		[
			f"Customer Name changed from {customer.name} to Zephyrine Quartzworks II",
			"Tax ID changed from AT-U12345678 to AT-U87654321",
		],
		[f"Bank account set to {masked}"],
		[f"Bank account changed from {masked} to {masked}"],
		[f"Bank account {masked} removed"],
		[f"Bank account set to {masked}"],
		[f"Bank account {masked} removed"],
	]


def test_renaming_and_joining_call_compliance_back(reopened):
	first, second = make.make_customer(name=name_of(), tax_id="RENAMED-1"), make.make_customer(name=name_of())
	new = name_of()
	rename_doc("Customer", first.name, new, force=True)
	assert not keys("Customer", first.name) and ("Tax ID", "RENAMED1") in keys("Customer", new)
	assert reopened.pop() == (new, [f"{first.name} was renamed to {new}"])
	rename_doc("Customer", new, second.name, merge=True, force=True)
	assert reopened.pop()[0] == second.name
	assert not keys("Customer", new) and keys("Customer", second.name)


def test_a_new_tax_id_reaches_the_dossier():
	customer = make.make_customer(name=name_of())
	dossier = make.make_qualification(party=customer)
	frappe.db.set_value(
		dossier.doctype,
		dossier.name,
		{"stage": "Compliance Review", "financial_status": "Passed", "compliance_status": "In Review"},
	)
	customer.update({"tax_id": "IE1234567FA"}).save()
	comments = frappe.get_all(
		"Comment", filters={"reference_name": dossier.name, "comment_type": "Info"}, pluck="content"
	)
	assert [text for text in comments if "IE1234567FA" in text]


def test_one_view_over_companies(as_user):
	customer = customer_with(limit=1000, name=name_of())
	give_limit(customer=customer, company=make.SECOND_COMPANY, limit=500)
	make.make_sales_invoice(customer=customer, amount=300)
	twin = make.make_customer(name=f"{customer.name} Ltd")
	view = api.customer_overview(customer.name)
	assert [(row.company, row.credit_limit) for row in view["companies"]] == [
		(make.SECOND_COMPANY, 500),
		(COMPANY, 1000),
	]
	assert {one["currency"]: one["credit_limit"] for one in view["totals"]} == {"EUR": 500, "USD": 1000}
	assert [one["party"] for one in view["duplicates"]] == [twin.name]
	assert view["missing"]
	rows = run("Customer Global View", {"customer": customer.name})["result"]
	assert [(row["company"], row["limit"]) for row in rows] == [
		(make.SECOND_COMPANY, "€ 500.00"),
		(COMPANY, "$ 1,000.00"),
	]

	frappe.get_doc(doctype="User Permission", user=ANALYST, allow="Company", for_value=COMPANY).insert()
	with as_user(ANALYST):
		seen = api.customer_overview(customer.name)
		assert [row.company for row in seen["companies"]] == [COMPANY]
		assert [one["currency"] for one in seen["totals"]] == ["USD"]
		listed = run("Customer Global View", {"customer": customer.name})["result"]
	assert [row["company"] for row in listed] == [COMPANY]


def test_master_data_quality():
	group = make.make_customer_group().name
	words = name_of()
	first = make.make_customer(name=words, group=group, tax_id="PL1234567890")
	second = make.make_customer(name=f"{words} Ltd", group=group)
	third = make.make_customer(name=name_of(words="Dunmore Saltworks"), group=group, tax_id="PL1112223334")
	make_address(third)

	def listed(**filters) -> list[tuple]:
		rows = run("Master Data Quality", {"customer_group": group, **filters})["result"]
		return [(row["customer"], row["duplicates"]) for row in rows]

	assert listed() == [(second.name, 1), (first.name, 1), (third.name, 0)]
	assert [name for name, _count in listed(only_duplicates=1)] == [second.name, first.name]
	assert [name for name, _count in listed(below=20)] == [second.name]
	assert listed(page=2) == []
