"""Identity documents, tax and registration numbers, VAT numbers asked of VIES."""

import frappe
import pytest
from frappe.utils import add_days

from cqs_app import api
from cqs_app.erp.compliance import identity_jobs, vies
from cqs_app.erp.compliance.party_numbers import ImpossibleNumber
from cqs_app.erp.credit import clock, http_call
from cqs_app.erp.credit.exceptions import NotEditable, WrongState
from cqs_app.erp.qualification.exceptions import Incomplete
from tests.erp import factories as make
from tests.erp.stub_server import serving

SALES, COMPLIANCE = "sales@cqs.example", "compliance@cqs.example"
GERMAN, WRONG_GERMAN = "DE136695976", "DE136695977"
YES = {
	"countryCode": "DE",
	"vatNumber": "136695976",
	"requestDate": "2026-11-24T10:00:00Z",
	"valid": True,
	"requestIdentifier": "WAPIAAAA1234",
	"name": "Brook & <b>Sons</b> GmbH",
	"address": "Hauptstr. 1\n10115 Berlin",
}


def passport(**values):
	return {
		"holder": "Olivia Owner",
		"document_type": "Passport",
		"number": "C01X00T47",
		"country": "Germany",
		"issued_on": "2020-01-01",
		**values,
	}


def as_compliance(dossier, **values):
	frappe.set_user(COMPLIANCE)
	try:
		document = frappe.get_doc(dossier.doctype, dossier.name)
		document.update(values)
		document.save()
	finally:
		frappe.set_user("Administrator")
	return dossier.reload()


def missing(dossier) -> str:
	"""What a Compliance Officer reads."""
	frappe.set_user(COMPLIANCE)
	try:
		actions = api.qualification_rights(dossier.name)["actions"]
	finally:
		frappe.set_user("Administrator")
	return "; ".join(next(one["missing"] for one in actions if one["action"] == "Clear Compliance"))


@pytest.fixture
def in_review(as_user):
	def start(**values):
		dossier = make.make_qualification(by=SALES, **values)
		with as_user(SALES):
			api.act_on_qualification(dossier.name, "Start Review")
		return dossier.reload()

	return start


# --- identity documents -----------------------------------------------------------------------------------------------


def test_an_expired_document_keeps_compliance_from_being_cleared(in_review, as_user):
	dossier, today = in_review(), clock.today(make.COMPANY)
	as_compliance(dossier, identity_documents=[passport(expires_on=add_days(today, -1), is_verified=1)])
	(row,) = dossier.identity_documents
	assert row.finding.startswith("Expired on") and row.verified_by == COMPLIANCE
	assert "Passport of Olivia Owner expired" in missing(dossier)
	with as_user(COMPLIANCE), pytest.raises(Incomplete, match="expired"):
		api.act_on_qualification(dossier.name, "Clear Compliance")
	as_compliance(dossier, identity_documents=[passport(expires_on=add_days(today, 10))])
	assert dossier.identity_documents[0].finding == "Expires in 10 days."
	assert not missing(dossier)


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"issued_on": "2020-01-02", "expires_on": "2020-01-01"}, "before it was issued"),
		({"issued_on": "2190-01-01"}, "in the future"),
		({"expires_on": "9999-01-01"}, "outside the years"),
	],
)
def test_dates_that_cannot_be(values, said):
	dossier = make.make_qualification()
	with pytest.raises(frappe.ValidationError, match=said):
		as_compliance(dossier, identity_documents=[passport(**values)])


def test_numbers_are_checked_where_a_rule_knows_them():
	rows = [
		passport(document_type="Trade Register Extract", country="France", number="552 100 554"),
		passport(document_type="Trade Register Extract", country="France", number="552 100 555"),
		passport(document_type="National Identity Card", country="Spain", number="54362315Z"),
	]
	dossier = as_compliance(make.make_qualification(), identity_documents=rows)
	findings = [row.finding for row in dossier.identity_documents]
	assert findings[0].startswith("Number: Invalid") or findings[0].startswith("Number: Valid")
	assert "Invalid: the check digit is wrong" in findings[1]
	assert "may be the number of the card itself" in findings[2]


def test_officers_are_reminded_once_before_and_once_after(monkeypatch):
	dossier = make.make_qualification()
	as_compliance(
		dossier, identity_documents=[passport(expires_on="2031-05-31"), passport(expires_on="2035-01-01")]
	)
	name, told = dossier.name, []
	for day in ("2031-04-01", "2031-05-02", "2031-05-20", "2031-06-01", "2031-06-02"):
		monkeypatch.setattr(clock, "today", lambda _company=None, day=day: frappe.utils.getdate(day))
		assert (name in identity_jobs.due()) is (day > "2031-05-01")
		told.append(identity_jobs.remind(name))
	assert told == [0, 1, 0, 1, 0]
	alerts = frappe.get_all(
		"Credit Alert", {"customer": dossier.customer}, ["alert_type", "assigned_role", "message"]
	)
	assert {(one.alert_type, one.assigned_role) for one in alerts} == {
		("Identity Document Expires", "Compliance Officer"),
		("Identity Document Expired", "Compliance Officer"),
	}
	assert "Olivia" not in str(alerts), "the alert names no person to those who may not read it"
	assert frappe.db.exists("Notification Log", {"for_user": COMPLIANCE, "document_name": name})


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("country", "kind", "value", "status", "said"),
	[
		("Germany", "Tax", GERMAN, "Valid", "Germany"),
		("Germany", "Tax", WRONG_GERMAN, "Invalid", "check digit"),
		("Germany", "Registration", "HRB 1234", "Not Checked", "the court"),
		("Nauru", "Tax", "123", "Not Checked", "no rule"),
		("?", "Tax", "123", "Not Checked", "no rule"),
	],
)
def test_a_number_as_it_is_typed(as_user, country, kind, value, status, said):
	with as_user(SALES):
		found = api.check_identifier(country, kind, value)
	assert (found["status"], said in found["said"]) == (status, True), found


@pytest.mark.parametrize(
	"args",
	[
		{"kind": "Nonsense"},
		{"kind": ["Tax"]},
		{"value": {"a": 1}},
		{"value": "1" * 300},
		{"country": "", "party_type": "User"},
		{"country": "", "party_type": "Customer", "party": "no such"},
	],
)
def test_a_malformed_question_is_refused(args):
	with pytest.raises((frappe.ValidationError, TypeError)):
		api.check_identifier(**{"country": "Germany", "kind": "Tax", "value": "1", **args})


def test_the_country_is_that_of_the_address_or_the_company():
	customer = make.make_customer()
	found = api.check_identifier("", "Tax", "12-3456789", party_type="Customer", party=customer.name)
	assert (found["country"], "no address" in found["country_from"]) == ("US", True)
	frappe.get_doc(
		doctype="Address",
		address_type="Billing",
		address_line1="Hauptstr. 1",
		city="Berlin",
		country="Germany",
		links=[{"link_doctype": "Customer", "link_name": customer.name}],
	).insert()
	found = api.check_identifier("", "Tax", GERMAN, party_type="Customer", party=customer.name)
	assert (found["status"], found["country"]) == ("Valid", "DE")


def test_a_wrong_number_is_kept_told_and_not_cleared(in_review):
	dossier = in_review(tax_id="12-345678")
	assert dossier.tax_id_check.startswith("Invalid: 9 digits expected, 8 given")
	assert "Tax ID 12-345678 cannot be one of United States" in missing(dossier)
	as_compliance(dossier, number_explanation="The certificate of the tax office was seen")
	assert (dossier.number_explanation_by, missing(dossier)) == (COMPLIANCE, "")
	as_compliance(dossier, tax_id="12-34567")
	assert "written for other findings" in missing(dossier)


def test_a_wrong_number_of_a_customer_is_told_or_refused():
	frappe.clear_messages()
	old = make.make_customer(tax_id="12-345678")
	assert "9 digits expected, 8 given" in str(frappe.get_message_log())
	frappe.db.set_single_value("CQS Settings", "invalid_tax_id", "Refuse")
	with pytest.raises(ImpossibleNumber, match="country is that of the company CQS Test Co"):
		make.make_customer(tax_id="12-345679")
	old.reload().website = "https://old.example"
	old.save()
	old.tax_id = "12-34"
	with pytest.raises(ImpossibleNumber):
		old.save()


# --- VIES -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def service(monkeypatch):
	monkeypatch.setattr(http_call, "BACKOFF_SECONDS", 0.01)
	with serving((200, YES, {})) as server:
		settings = frappe.get_single("CQS Settings")
		settings.update({"vies_enabled": 1, "vies_url": server.url})
		settings.save()
		frappe.db.set_value("Company", make.COMPANY, {"country": "France", "tax_id": "FR40303265045"})
		frappe.clear_document_cache("Company", make.COMPANY)
		yield server
	frappe.clear_document_cache("Company", make.COMPANY)


def asked(service, dossier, *answers):
	service.answers = [answer if isinstance(answer, tuple) else (200, answer, {}) for answer in answers]
	return api.check_vat_number(dossier.name)


def test_vies_answers_and_the_answer_is_kept(service, in_review):
	dossier = in_review(country="Germany", tax_id=GERMAN, registration_number="Hamburg HRB 12345")
	assert "VIES was not asked for the VAT number DE136695976 yet" in missing(dossier)
	kept = asked(service, dossier, YES)
	assert service.calls[0]["path"] == "/check-vat-number"
	assert service.calls[0]["body"] == {
		"countryCode": "DE",
		"vatNumber": "136695976",
		"requesterMemberStateCode": "FR",
		"requesterNumber": "40303265045",
	}
	row = frappe.get_doc("VAT Check", kept["name"])
	assert (row.status, row.consultation_number, row.requester) == ("Valid", "WAPIAAAA1234", "FR40303265045")
	assert (row.trader_address, row.customer) == ("Hauptstr. 1\n10115 Berlin", dossier.customer)
	dossier.reload()
	assert dossier.vat_check == row.name and "WAPIAAAA1234" in dossier.vat_status
	assert not missing(dossier)
	row.status = "Invalid"
	with pytest.raises(NotEditable):
		row.save()
	as_compliance(dossier, tax_id="DE129274202")
	assert not dossier.vat_check and "not asked" in missing(dossier), "another number, another question"


@pytest.mark.parametrize(
	("answer", "status", "said"),
	[
		({**YES, "valid": False, "requestIdentifier": ""}, "Invalid", ""),
		(
			{"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]},
			"Unavailable",
			"member state",
		),
		({"isValid": False, "userError": "TIMEOUT"}, "Unavailable", "in time"),
		({"valid": False, "userError": "MS_MAX_CONCURRENT_REQ"}, "Unavailable", "too many"),
		({"isValid": False, "userError": "INVALID"}, "Invalid", ""),
		({"valid": "yes"}, "Unavailable", "neither yes nor no"),
		([], "Unavailable", "none"),
		((500, {"error": "x"}, {}), "Unavailable", "500"),
		((200, b"<html>", {}), "Unavailable", "no JSON"),
		((404, {}, {}), "Unavailable", "none"),
	],
)
def test_what_is_no_answer_is_never_taken_for_one(service, in_review, answer, status, said):
	dossier = in_review(country="Germany", tax_id=GERMAN)
	kept = asked(service, dossier, answer)
	assert kept["status"] == status and said in kept["reason"], kept
	expected = "does not know" if status == "Invalid" else "could not say"
	assert expected in missing(dossier)


def test_a_no_is_not_covered_by_a_later_silence(service, in_review):
	dossier = in_review(country="Germany", tax_id=GERMAN)
	asked(service, dossier, {**YES, "valid": False})
	asked(service, dossier, {"userError": "MS_UNAVAILABLE"})
	assert "does not know" in missing(dossier.reload())


def test_the_review_asks_by_itself_and_nobody_is_asked_for_others(service, in_review, monkeypatch):
	queued = []
	monkeypatch.setattr(vies, "ask_later", lambda doc: queued.append(doc.name))
	dossier = in_review(country="Germany", tax_id=GERMAN)
	assert queued == [dossier.name]
	vies.ask_for(dossier.name)
	vies.ask_for(dossier.name)
	assert len(service.calls) == 1, "an answer that is there is not asked for again"
	vies.ask_for(in_review(tax_id="12-3456789").name)
	assert len(service.calls) == 1
	with pytest.raises(WrongState, match="no VAT number of the EU"):
		api.check_vat_number(make.make_qualification().name)
	frappe.db.set_single_value("CQS Settings", "vies_enabled", 0)
	with pytest.raises(WrongState, match="not switched on"):
		api.check_vat_number(dossier.name)


def test_a_renewal_brings_documents_but_nobody_has_seen_them_again(in_review):
	dossier = in_review()
	as_compliance(dossier, identity_documents=[passport(is_verified=1)], ownership_explanation="Seen")
	fresh = frappe.copy_doc(dossier, ignore_no_copy=False)
	(row,) = fresh.identity_documents
	assert (row.number, row.is_verified or 0, row.verified_by) == ("C01X00T47", 0, None)
	assert not fresh.ownership_explanation and not fresh.ownership and not fresh.vat_check
