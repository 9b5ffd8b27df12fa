"""The application for credit: a stranger fills it in on the web, bit by bit, and it becomes a dossier."""

import json

import frappe
import pytest

from cqs_app.erp.credit.exceptions import NotEditable
from cqs_app.erp.qualification import application, application_form
from cqs_app.erp.qualification.plain_text import NotAccepted
from cqs_app.erp.setup import documents as seeds
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.documents import get

DOCTYPE, DOSSIER, FORM = "Credit Application", "Customer Qualification", "credit-application"
COMPLETE = {
	"company_name": "Newcomer Ltd",
	"entity_type": "Limited Liability Company",
	"registration_number": "HRB 99",
	"founded_on": "2020-02-29",
	"country": "Germany",
	"address_line1": "Hauptstr. 1",
	"city": "Berlin",
	"contact_name": "Nina New",
	"contact_email": "nina@newcomer.example",
	"contact_phone": "+49 30 1234",
	"requested_limit": 15_000,
	"requested_terms": "60 days",
	"purpose": "Spare parts",
	"bank_name": "House Bank",
	"owners": [{"owner_name": "Nina New", "ownership_percent": 60, "country": "Germany"}],
	"trade_references": [{"referee": "Old Supplier", "email": "ref@supplier.example"}],
}
ACCEPTED = {"terms_accepted": 1, "terms_accepted_by": "Nina New"}
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def no_gravatar(monkeypatch):
	monkeypatch.setattr("erpnext.crm.doctype.lead.lead.has_gravatar", lambda email: "")


def make_applicant(**values):
	email = f"{frappe.generate_hash(length=10)}@applicant.example"
	user = frappe.get_doc(
		doctype="User",
		email=email,
		first_name="Nina",
		user_type="Website User",
		send_welcome_email=0,
		new_password=make.PASSWORD,
		**values,
	)
	user.flags.no_welcome_mail = True
	return user.insert(ignore_permissions=True).name


@pytest.fixture
def applicant(as_user, no_gravatar):
	name = make_applicant()
	with as_user(name):
		yield name


def make_contact(user, customer):
	contact = frappe.get_doc(doctype="Contact", first_name="Nina", user=user)
	contact.append("links", {"link_doctype": "Customer", "link_name": customer.name})
	return contact.insert()


def apply(**values):
	return frappe.get_doc({"doctype": DOCTYPE, **COMPLETE, **values}).insert()


def dossier_of(doc):
	return frappe.get_doc(DOSSIER, doc.reload().qualification)


def test_a_draft_is_saved_and_resumed_until_it_is_complete(applicant):
	doc = frappe.get_doc(doctype=DOCTYPE, company_name="Newcomer Ltd").insert()
	assert doc.status == "Draft" and "Requested Limit is missing." in doc.missing
	doc.update({**COMPLETE, "city": "", **ACCEPTED})
	doc.save()
	assert doc.status == "Draft" and doc.missing == "City is missing."
	assert (
		"fill in"
		in json.loads(
			frappe.local.message_log[-1]
			if isinstance(frappe.local.message_log[-1], str)
			else json.dumps(frappe.local.message_log[-1])
		)["message"]
	)
	assert not doc.terms_accepted_on
	doc.city = "Berlin"
	doc.save()
	assert (doc.status, doc.submitted_by, doc.missing) == ("Submitted", applicant, "")
	assert doc.terms_accepted_on and "complete and true" in doc.terms_text and "<p>" not in doc.terms_text
	doc.reload()
	doc.requested_limit = 999_999
	with pytest.raises(NotEditable, match="was sent on"):
		doc.save()


def test_it_becomes_a_dossier_of_the_applicant(applicant):
	doc = apply(**ACCEPTED)
	dossier = dossier_of(doc)
	assert (dossier.party_type, dossier.party, dossier.stage) == ("Lead", doc.lead, "Inquiry")
	assert (dossier.opened_by, dossier.owner, dossier.application) == (applicant, applicant, doc.name)
	assert (dossier.requested_limit, dossier.company, dossier.currency) == (15_000, make.COMPANY, "USD")
	assert (dossier.terms_accepted_by, dossier.terms_accepted_on) == ("Nina New", doc.terms_accepted_on)
	assert dossier.reason == "Spare parts\nRequested payment terms: 60 days"
	assert [(row.owner_name, row.ownership_percent) for row in dossier.beneficial_owners] == [
		("Nina New", 60)
	]
	assert [(row.reference_type, row.referee, row.status) for row in dossier.trade_references] == [
		("Trade", "Old Supplier", "Named"),
		("Bank", "House Bank", "Named"),
	]
	assert dossier.party_name == "Newcomer Ltd" and dossier.contact_email == "nina@newcomer.example"
	lead = frappe.get_doc("Lead", doc.lead)
	assert (lead.email_id, lead.lead_owner or "") == (applicant, "")
	told = frappe.get_all("Notification Log", filters={"document_name": dossier.name}, pluck="for_user")
	assert {"sales.manager@cqs.example", "analyst@cqs.example"} <= set(told)
	frappe.set_user("Administrator")
	dossier.stage = "Rejected"
	application.follow(dossier)
	assert doc.reload().status == "Declined"


@pytest.mark.parametrize(
	("change", "field"),
	[
		({"company_name": MARKUP}, "Company Name"),
		({"purpose": "javascript:alert(1)"}, "Purpose"),
		({"requested_terms": "<img src=x onerror=y>"}, "Requested Payment Terms"),
		({"owners": [{"owner_name": MARKUP}]}, "Owners, 1: Name"),
		({"trade_references": [{"referee": "A", "email": "x"}]}, "E-Mail"),
		({"owners": [{"owner_name": "A", "ownership_percent": 70}] * 2}, "Owners"),
		({"requested_limit": -1}, "Requested Limit"),
		({"founded_on": "2999-01-01"}, "Founded On"),
		({"contact_email": "nobody"}, "E-Mail"),
	],
)
def test_what_is_wrong_is_not_stored_at_all(applicant, change, field):
	before = frappe.db.count(DOCTYPE), frappe.db.count("Lead"), frappe.db.count(DOSSIER)
	with pytest.raises(NotAccepted, match=field):
		apply(**ACCEPTED, **change)
	assert (frappe.db.count(DOCTYPE), frappe.db.count("Lead"), frappe.db.count(DOSSIER)) == before


def test_only_the_server_says_what_it_has_become(no_gravatar, as_user):
	other = make.make_qualification()
	with as_user(make_applicant()):
		doc = apply(
			status="Accepted",
			qualification=other.name,
			terms_accepted_on="2001-01-01",
			submitted_by="Administrator",
		)
	assert (doc.status, doc.qualification, doc.terms_accepted_on, doc.submitted_by) == (
		"Draft",
		None,
		None,
		None,
	)


def test_nobody_has_more_drafts_than_he_can_need(applicant, monkeypatch):
	monkeypatch.setattr(application_form, "MOST_DRAFTS", 1)
	apply()
	with pytest.raises(frappe.ValidationError, match="drafts"):
		apply()


def test_only_what_is_verified_links_to_a_customer(no_gravatar, as_user):
	user, stranger = make_applicant(), make_applicant()
	customer = make.make_customer()
	contact = make_contact(user, customer)
	assert application.verified_party(user) == ("Customer", customer.name)
	with as_user(user):
		dossier = dossier_of(apply(**ACCEPTED))
	assert (dossier.party_type, dossier.party, dossier.customer) == ("Customer", customer.name, customer.name)
	with as_user(stranger):
		# Frappe lets everybody make contacts of his own, and link them to any customer.
		make_contact(stranger, customer)
		assert application.verified_party(stranger) is None
		dossier = dossier_of(apply(**ACCEPTED, contact_email=user, company_name=customer.name))
	assert dossier.party_type == "Lead" and not dossier.customer
	assert frappe.db.get_value("Lead", dossier.party, "email_id") == stranger
	contact.append("links", {"link_doctype": "Customer", "link_name": make.make_customer().name})
	contact.save()
	assert application.verified_party(user) is None, (
		"who belongs to two customers is none of them for certain"
	)
	assert application.verified_party("Administrator") is None


def test_a_second_one_while_the_first_is_under_way(applicant):
	apply(**ACCEPTED)
	with pytest.raises(frappe.ValidationError, match="under way"):
		apply(**ACCEPTED)


def test_the_web_form_is_seeded_once_and_goes_with_the_app():
	form = frappe.get_doc("Web Form", {"doc_type": DOCTYPE})
	flags = ("login_required", "allow_edit", "allow_multiple", "allow_incomplete", "show_list", "published")
	assert all(form.get(flag) for flag in flags) and not form.is_standard
	assert (form.route, form.allow_delete) == (FORM, 0)
	form.title = "Ask Us for Credit"
	form.save()
	seeds.seed()
	assert frappe.get_all("Web Form", filters={"doc_type": DOCTYPE}, pluck="title") == ["Ask Us for Credit"]
	count = frappe.db.count("Document Requirement")
	assert count >= len(seeds.REQUIREMENTS)
	seeds.remove()
	assert not frappe.db.exists("Web Form", {"doc_type": DOCTYPE})


@pytest.mark.committed
def test_over_the_web(http):
	"""One applicant saves, resumes and sends; another one sees nothing of it; guests do not get in."""
	mine, other = make_applicant(), make_applicant()
	frappe.db.commit()
	client, stranger = http(mine), http(other)

	def accept(who, **data):
		return who.call(
			"frappe.website.doctype.web_form.web_form.accept", web_form=form, data=json.dumps(data)
		)

	form = frappe.db.get_value("Web Form", {"doc_type": DOCTYPE})
	draft = accept(client, company_name=make.unique("Newcomer"))
	with pytest.raises(HttpError) as refused:
		accept(client, **{**COMPLETE, "purpose": MARKUP, "name": draft["name"]})
	assert "Purpose" in str(refused.value)
	page = client.session.get(f"{client.url}/{FORM}/{draft['name']}/edit", timeout=60)
	assert page.status_code == 200 and draft["name"] in page.text
	listed = client.read("frappe.www.list.get_list_data", doctype=DOCTYPE, web_form_name=form)
	assert [row["name"] for row in listed] == [draft["name"]]

	attempts = {
		"read": lambda: stranger.get(f"/api/resource/{DOCTYPE}/{draft['name']}"),
		"write": lambda: stranger.put(f"/api/resource/{DOCTYPE}/{draft['name']}", company_name="Mine"),
		"form": lambda: accept(stranger, name=draft["name"], company_name="Mine"),
		"data": lambda: stranger.read(
			"frappe.website.doctype.web_form.web_form.get_form_data",
			doctype=DOCTYPE,
			docname=draft["name"],
			web_form_name=form,
		),
	}
	for kind, attempt in attempts.items():
		with pytest.raises(HttpError) as denied:
			attempt()
		assert denied.value.status == 403, kind
	assert stranger.get(f"/api/resource/{DOCTYPE}")["data"] == []
	seen = stranger.session.get(f"{client.url}/{FORM}/{draft['name']}", timeout=60)
	assert seen.status_code == 403 and "Newcomer" not in seen.text
	guest = get(f"/{FORM}/{draft['name']}")
	assert guest.status_code == 403 or "/login" in guest.url

	sent = accept(
		client, **{**COMPLETE, **ACCEPTED, "company_name": draft["company_name"], "name": draft["name"]}
	)
	assert sent["status"] == "Submitted"
	doc = frappe.get_doc(DOCTYPE, draft["name"])
	assert (doc.owner, dossier_of(doc).opened_by) == (mine, mine)
	for path in (f"/api/resource/{DOSSIER}/{doc.qualification}", f"/api/resource/Lead/{doc.lead}"):
		with pytest.raises(HttpError) as denied:
			client.get(path)
		assert denied.value.status == 403, path
	with pytest.raises(HttpError, match="was sent on"):
		accept(client, name=doc.name, company_name="Other")
	frappe.db.rollback()
	assert frappe.db.get_value(DOCTYPE, doc.name, "company_name") == draft["company_name"]
