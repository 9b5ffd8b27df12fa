"""What an officer sees of a match, and the evidence that a regulator gets: complete, escaped, traced, for whom it is meant."""

import csv
import io
import json

import frappe
import pytest
from pypdf import PdfReader

from cqs_app import api
from cqs_app.erp.compliance import evidence, evidence_files, evidence_party, evidence_report, match_queue
from cqs_app.erp.credit.exceptions import NotEditable
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import customer_with
from tests.erp.screening import OFFICER, OFFICER2, matches_of, put_list, screen, second_officer

SALES, ANALYST, AUDITOR, DIRECTOR = (
	f"{name}@cqs.example" for name in ("sales", "analyst", "auditor", "director")
)
NAME = "Zorvex Petrochemical Trading"
ENTRIES = (("E-1", "Company", NAME, "ru"), ("E-2", "Person", "Maximilian Quarzberg", "", "1961-05-04"))
LOG = "Screening Evidence Log"


@pytest.fixture
def listed(site):
	second_officer()
	return put_list(*ENTRIES)


def hit(name=NAME):
	customer = customer_with(limit=10_000, name=make.unique("Zorvex"))
	frappe.db.set_value("Customer", customer.name, "customer_name", name)
	screen(customer)
	return customer.reload(), matches_of(customer)[0]


def as_(user, function, *args, **kwargs):
	frappe.set_user(user)
	try:
		return function(*args, **kwargs)
	finally:
		frappe.set_user("Administrator")


def content(response) -> bytes:
	return b"".join(response.response)


def table(customer, **values):
	answer = as_(AUDITOR, api.screening_evidence, "Customer", customer.name, format="CSV", **values)
	text = content(answer).decode("utf-8")
	assert text.startswith("\ufeff")
	return list(csv.DictReader(io.StringIO(text[1:])))


# --- the officer's screen --------------------------------------------------------------------------------------------


def test_both_sides_and_the_way_to_the_score(listed):
	_customer, match = hit()
	view = as_(OFFICER, api.look_at_match, match.name)
	rows = {row["label"]: row for row in view["rows"]}
	assert rows["Name"]["mine"] == [NAME] and rows["Name"]["theirs"] == [NAME]
	assert rows["Countries"]["theirs"] and not rows["Countries"]["mine"]
	assert view["steps"][-1]["after"] == pytest.approx(match.score, abs=0.001)
	assert view["rights"]["officers"] == 2 and "85.0 %" in view["rights"]["why"]
	assert json.dumps(view)


def test_who_may_decide_is_who_is_offered_to(listed):
	_customer, match = hit()

	def rights(user):
		found = as_(user, api.look_at_match, match.name)["rights"]
		return found["may_clear"], found["may_confirm"], bool(found["why_not"])

	assert rights(OFFICER) == (True, True, False)
	assert rights(AUDITOR) == rights(DIRECTOR) == (False, False, True)
	as_(OFFICER, api.decide_match, match.name, "Clear", "Another one")
	assert rights(OFFICER) == (False, True, True), "his own proposal waits for somebody else"
	assert rights(OFFICER2) == (True, True, False)
	for user in (SALES, ANALYST):
		with pytest.raises(frappe.PermissionError):
			as_(user, api.look_at_match, match.name)


def test_the_queue_goes_on_with_the_likeliest_and_leaves_out_own_proposals(listed):
	frappe.db.sql("update `tabScreening Match` set decision = 'Cleared' where decision = 'Open'")
	first, second = (hit()[1] for _number in range(2))
	names = sorted((first.name, second.name))
	assert as_(OFFICER, match_queue.around, names[0]) == {"left": 1, "next": names[1], "others": 0}
	assert as_(OFFICER, match_queue.around, names[1])["next"] == names[0], "and then from the top"
	as_(OFFICER, api.decide_match, names[1], "Clear", "Another one")
	assert as_(OFFICER, match_queue.around, names[0]) == {"left": 0, "next": None, "others": 1}


# --- evidence --------------------------------------------------------------------------------------------------------


def test_the_csv_tells_every_screening_and_both_officers(listed):
	customer, match = hit()
	as_(OFFICER, api.decide_match, match.name, "Clear", "=HYPERLINK(1)")
	as_(OFFICER2, api.decide_match, match.name, "Clear", "Another country")
	rows = table(customer)
	assert [row["Record"] for row in rows] == ["Screening"] + ["Decision"] * 3 + ["Verification"]
	screening = rows[0]
	assert (screening["Who"], screening["Result"], screening["Match"]) == (NAME, "Hit", match.name)
	assert f"{listed} v1" in screening["Lists and Versions"] and screening["Algorithm"]
	assert "Name: " in screening["What Was Asked"] and screening["Hash"]
	assert (screening["Decided By"], screening["Clearing Proposed By"]) == (OFFICER2, OFFICER)
	assert [row["Result"] for row in rows[1:4]] == ["Opened", "Clear Proposed", "Cleared"]
	assert rows[2]["Because"] == "'=HYPERLINK(1)", "no spreadsheet takes it for a formula"
	assert rows[-1]["Result"] == "Intact" and "4 rows" in rows[-1]["Note"]
	assert [row["Record"] for row in table(customer, to_date="2020-01-01")] == ["Verification"]


def test_a_customer_brings_the_evidence_of_the_lead_that_it_was(listed):
	lead = make.make_lead()
	owners = ({"owner_name": "Maximilian Quarzberg", "ownership_percent": 60},)
	dossier = make.make_qualification(party_type="Lead", party=lead.name, by=SALES, owners=owners)
	screen(lead)
	customer = make.make_customer()
	frappe.db.set_value(dossier.doctype, dossier.name, "customer", customer.name)
	rows = table(customer)
	assert {row["Party"] for row in rows if row["Record"] == "Screening"} == {lead.name}
	assert {"Owner", "Number"} <= {row["Record"] for row in rows}
	refs = evidence_party.refs_of("Customer Qualification", dossier.name)
	assert [ref.party for ref in refs] == [customer.name, lead.name]


def test_the_pdf_is_read_and_fetches_nothing(listed):
	customer, _match = hit()
	frappe.db.set_value(
		"Customer", customer.name, "customer_name", "<img src='http://127.0.0.1:9/x.png'><b>Ромашка"
	)
	answer = as_(OFFICER, api.screening_evidence, "Customer", customer.name)
	data = content(answer)
	assert data.startswith(b"%PDF") and answer.mimetype == "application/pdf"
	text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
	assert "<img" in text and "Ромашка" in text and NAME in text
	assert "none was changed, removed or slipped in" in text
	log = frappe.get_last_doc(LOG, filters={"party": customer.name})
	assert (log.drawn_by, log.format, log.is_intact) == (OFFICER, "PDF", 1)
	assert log.file_hash == evidence_files.sha256(data).hexdigest()
	log.drawn_by = SALES
	with pytest.raises(NotEditable):
		log.save()


def test_tampering_is_told_in_the_report(listed):
	customer, _match = hit()
	check = frappe.get_last_doc("Screening Check", filters={"customer": customer.name})
	frappe.db.set_value("Screening Check", check.name, "result", "Clear", update_modified=False)
	assert "was changed" in table(customer)[-1]["Note"]
	frappe.db.set_value("Screening Check", check.name, "result", "Hit", update_modified=False)
	frappe.db.sql("update `tabScreening Check` set party = 'Elsewhere' where name = %s", check.name)
	assert "another party" in evidence.verify("Customer", customer.name)[1][0]
	frappe.db.sql("update `tabScreening Check` set party = %s where name = %s", (customer.name, check.name))
	frappe.db.sql("delete from `tabScreening Subject` where name = %s", check.subject)
	assert "is gone" in evidence.verify("Customer", customer.name)[1][0]


@pytest.mark.parametrize("user", [SALES, ANALYST, DIRECTOR])
def test_others_draw_nothing(listed, user):
	customer, _match = hit()
	with pytest.raises(frappe.PermissionError):
		as_(user, api.screening_evidence, "Customer", customer.name)
	assert not frappe.db.exists(LOG, {"party": customer.name})


def test_the_report_over_the_base_has_the_same_rows(listed):
	customer, match = hit()
	as_(OFFICER, api.decide_match, match.name, "Confirm", "It is he")
	wanted = {"party": customer.name}
	rows = as_(AUDITOR, evidence_report.rows, wanted)
	assert [row["record"] for row in rows] == ["Screening", "Decision", "Decision"]
	assert as_(AUDITOR, evidence_report.rows, {**wanted, "result": "Clear"}) == []
	assert len(as_(AUDITOR, evidence_report.rows, {**wanted, "officer": OFFICER})) == 1
	assert as_(AUDITOR, evidence_report.rows, {**wanted, "screening_list": "Other"}) == []
	with pytest.raises(frappe.ValidationError):
		evidence_report.rows({"from_date": "2026-02-01", "to_date": "2026-01-01"})


def test_analysts_who_ask_for_a_screening_learn_its_status_only(listed):
	customer, _match = hit()
	assert as_(ANALYST, api.screen_party, "Customer", customer.name) == {"status": "Under Review"}
	assert as_(OFFICER, api.screen_party, "Customer", customer.name)["matches"]


def test_over_http_for_whom_it_is_meant(listed, http, committed):
	customer, _match = hit()
	committed()
	body = {"party_type": "Customer", "party": customer.name, "format": "CSV"}
	client = http(AUDITOR)
	try:
		answer = client.session.post(f"{client.url}/api/method/cqs_app.api.screening_evidence", json=body)
		committed()
		assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
		assert "Intact" in answer.content.decode().splitlines()[-1]
		assert frappe.db.count(LOG, {"party": customer.name}) == 1
		for wrong in ({"format": "XLS"}, {"party": "Nobody"}, {"party_type": "User"}, {"from_date": "soon"}):
			with pytest.raises(HttpError) as info:
				client.call("cqs_app.api.screening_evidence", **{**body, **wrong})
			assert 400 <= info.value.status < 500
		for user, counted in ((SALES, []), (OFFICER, [1])):
			linked = http(user).call(
				"frappe.desk.notifications.get_open_count",
				doctype="Customer",
				name=customer.name,
				items=["Screening Match"],
			)["count"]["external_links_found"]
			assert [row["count"] for row in linked] == counted, user
	finally:
		frappe.db.set_value("Screening List", listed, "enabled", 0)
		committed()
