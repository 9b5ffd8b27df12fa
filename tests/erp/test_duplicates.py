"""Duplicates in ERPNext: keys that follow every save, warnings, refusals, permissions, and what the search reads."""

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.qualification import common_words, duplicates, party_index
from cqs_app.erp.qualification.duplicate_warning import DuplicateParty
from cqs_app.erp.qualification.party_reading import Ref
from tests.erp import factories as make

SALES = "sales@cqs.example"


@pytest.fixture(autouse=True)
def words_counted_anew():
	frappe.cache.delete_value(common_words.CACHE)
	yield
	frappe.cache.delete_value(common_words.CACHE)


def name_of(*, words="Zephyrine Quartzworks"):
	"""A company's name that no other test has."""
	return f"{words} {frappe.generate_hash(length=8)}"


def keys(ref_type, party) -> set[tuple]:
	filters = {"party_type": ref_type, "party": party}
	rows = frappe.get_all("Party Key", filters=filters, fields=["key_type", "key_value"], order_by="name")
	return {(row.key_type, row.key_value) for row in rows}


def linked_to(party) -> list[dict]:
	return [{"link_doctype": party.doctype, "link_name": party.name}]


def make_address(party, *, street="5 Foundry Lane", pincode="60601"):
	return frappe.get_doc(
		doctype="Address",
		address_title=party.name,
		address_type="Billing",
		address_line1=street,
		city="Chicago",
		pincode=pincode,
		country="United States",
		links=linked_to(party),
	).insert()


def make_contact(party, *, email, phone):
	contact = frappe.get_doc(doctype="Contact", first_name="Pat", links=linked_to(party))
	contact.add_email(email, is_primary=True)
	contact.add_phone(phone, is_primary_phone=True)
	return contact.insert()


def make_bank_account(party, *, iban):
	make.ensure("Bank", "CQS Other Bank")
	return frappe.get_doc(
		doctype="Bank Account",
		account_name=make.unique("Account"),
		bank="CQS Other Bank",
		party_type=party.doctype,
		party=party.name,
		iban=iban,
	).insert()


def iban() -> str:
	"""A valid German one: bank and account at random, check digits by ISO 13616."""
	number = f"{int(frappe.generate_hash(length=14), 16) % 10**18:018d}"
	check = 98 - int(f"{number}131400") % 97
	return f"DE{check:02d}{number}"


def found(party) -> list[str]:
	return [one.ref.party for one in duplicates.find(party.doctype, party.name)]


def messages() -> str:
	text = " ".join(message.get("message", "") for message in frappe.get_message_log())
	frappe.clear_messages()
	return text


def test_keys_follow_every_save():
	customer = make.make_customer(
		name=name_of(), tax_id="DE 811 907 980", website="https://www.zq.example-a.de/x"
	)
	address = make_address(customer)
	contact = make_contact(customer, email="pat@zq-works.example-b.de", phone="+1 312 555 0177")
	account = make_bank_account(customer, iban=iban())
	kinds = {kind for kind, _value in keys("Customer", customer.name)}
	assert kinds == {"Name", "Word", "Tax ID", "House", "E-Mail", "Domain", "Phone", "Bank Account"}
	assert ("Tax ID", "811907980") in keys("Customer", customer.name)

	address.links = []
	address.save()
	frappe.delete_doc("Bank Account", account.name)
	contact.remove(contact.phone_nos[0])
	contact.save()
	frappe.get_doc("Customer", customer.name).update({"tax_id": ""}).save()
	kinds = {kind for kind, _value in keys("Customer", customer.name)}
	assert kinds == {"Name", "Word", "E-Mail", "Domain"}

	frappe.delete_doc("Contact", contact.name)
	assert "E-Mail" not in {kind for kind, _value in keys("Customer", customer.name)}
	customer.reload().run_method("on_trash")
	assert not keys("Customer", customer.name)


def test_ranked_over_customers_leads_and_prospects():
	words = name_of()
	customer = make.make_customer(name=f"{words} Ltd", tax_id="GB999888777")
	make_address(customer)
	lead = make.make_lead(company_name=words.upper(), email_id="info@zq-lead.example-c.de")
	prospect = frappe.get_doc(doctype="Prospect", company_name=f"{words} Limited").insert()
	stranger = make.make_customer(name=name_of(words="Brackwater Ironmongers"))
	assert set(found(customer)) == {lead.name, prospect.name}
	assert set(found(lead)) == {customer.name, prospect.name}
	make_address(prospect)
	first, second = duplicates.find("Customer", customer.name)
	assert (first.ref.party, second.ref.party) == (prospect.name, lead.name)
	assert first.match.score > second.match.score
	assert {reason.feature.value for reason in first.match.reasons} >= {"Name", "Address"}
	assert found(stranger) == []


def test_a_lead_is_no_duplicate_of_the_customer_it_became():
	lead = make.make_lead(company_name=name_of())
	customer = make.make_customer(name=lead.company_name, lead_name=lead.name)
	assert found(customer) == found(lead) == []


def test_a_dossier_tells_the_tax_id_of_a_lead():
	tax_id = f"EU{frappe.generate_hash(length=10)}"
	customer = make.make_customer(tax_id=tax_id)
	lead = make.make_lead(company_name=name_of())
	dossier = make.make_qualification(party_type="Lead", party=lead, tax_id=tax_id)
	first, *_rest = api.find_duplicates(qualification=dossier.name)
	assert first["party"] == customer.name
	assert first["reasons"][0]["feature"] == "Tax ID"


def test_whoever_enters_it_is_warned_and_it_is_saved():
	words = name_of()
	lead = {
		"lead_name": "Pat Doe",
		"company_name": f"{words} <b>Ltd</b>",
		"website": "https://zq.example-f.de",
	}
	frappe.get_doc(doctype="Lead", **lead).insert()
	frappe.clear_messages()
	copy = make.make_customer(name=f"{words} GmbH", website="zq.example-f.de")
	text = messages()
	assert frappe.db.exists("Customer", copy.name)
	assert "may be the same party" in text and f"{words}" in text
	assert "<b>Ltd" not in text
	make.make_customer(name=name_of(words="Dunmore Saltworks"))
	assert "same party" not in messages()


def test_an_identifier_of_an_active_customer_is_refused_where_the_settings_say_so():
	number, tax_id = iban(), f"NL{frappe.generate_hash(length=10)}"
	known = make.make_customer(name=name_of(), tax_id=tax_id)
	make_bank_account(known, iban=number)
	other = make.make_customer(name=name_of(words="Ostrich Plumes"), tax_id=tax_id)
	assert known.name in messages()
	other.update({"tax_id": ""}).save()
	frappe.db.set_single_value("CQS Settings", "duplicate_action", "Refuse")
	name = name_of(words="Velvet Anchors")
	with pytest.raises(DuplicateParty, match=known.name):
		make.make_customer(name=name, tax_id=tax_id)
	assert not frappe.db.exists("Customer", name), "refused before it was written"
	with pytest.raises(DuplicateParty, match="Bank Account"):
		make_bank_account(other, iban=number)
	with pytest.raises(DuplicateParty):
		other.update({"tax_id": tax_id}).save()
	make.make_customer(name=name_of(), tax_id="")
	frappe.db.set_value("Customer", known.name, "disabled", 1)
	make.make_customer(name=name, tax_id=tax_id)


def test_whom_the_user_may_not_read_has_no_name(as_user):
	words = name_of()
	territory = make.make_territory()
	hidden = make.make_customer(name=words, tax_id="SECRET-77-99", territory=territory.name)
	frappe.get_doc(doctype="User Permission", user=SALES, allow="Territory", for_value=make.TERRITORY).insert(
		ignore_permissions=True
	)
	frappe.clear_messages()
	with as_user(SALES):
		mine = make.make_customer(name=f"{words} Inc")
		text = messages()
		assert "another customer you may not see" in text and f">{words}<" not in text
		(one,) = api.find_duplicates("Customer", mine.name)
		with pytest.raises(frappe.PermissionError):
			api.find_duplicates("Customer", hidden.name)
	assert (one["party"], one["title"]) == ("", "another customer you may not see")
	assert not any(reason["theirs"] for reason in one["reasons"])


def test_an_error_in_the_search_blocks_nobody(monkeypatch):
	def broken(*_args, **_kwargs):
		raise RuntimeError("broken on purpose")

	monkeypatch.setattr(duplicates, "find_for", broken)
	monkeypatch.setattr(party_index, "read", broken)
	customer = make.make_customer(name=name_of())
	assert frappe.db.exists("Customer", customer.name)
	assert not keys("Customer", customer.name)
	monkeypatch.undo()
	party_index.refresh([Ref("Customer", customer.name)])
	assert keys("Customer", customer.name)


def test_the_index_can_be_made_anew():
	customer = make.make_customer(name=name_of(), tax_id="REBUILD-1234")
	before = keys("Customer", customer.name)
	frappe.db.delete("Party Key", {"party": customer.name})
	party_index._insert([("0" * 20, (Ref("Customer", "Gone Long Ago"), next(iter(_any_key()))))])
	party_index.fill_if_empty()
	assert not keys("Customer", customer.name), "not empty: nothing to do"
	party_index.rebuild(commit=False)
	assert keys("Customer", customer.name) == before
	assert not keys("Customer", "Gone Long Ago")


def _any_key():
	from cqs_app.engine.qualification.party_keys import KeyType

	return [(KeyType.WORD, "gone")]


def test_the_search_reads_candidates_only():
	"""A fixed number of queries, however many parties there are; and nothing is written by a save that changes nothing."""
	words = name_of()
	customer, *_others = [make.make_customer(name=f"{words} {form}") for form in ("Ltd", "GmbH", "Inc")]
	duplicates.find("Customer", customer.name)
	queries: list[str] = []
	plain = frappe.db.sql

	def counted(query, *args, **kwargs):
		queries.append(str(query))
		return plain(query, *args, **kwargs)

	frappe.db.sql = counted
	try:
		assert len(duplicates.find("Customer", customer.name)) == 2
		assert len(queries) <= 20
		queries.clear()
		party_index.refresh([Ref("Customer", customer.name)])
	finally:
		del frappe.db.sql
	assert not [query for query in queries if query.lstrip().lower().startswith(("insert", "delete"))]
