"""References that answer through a private link, and what happens every day: reminders, expiry, errors."""

import json

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.credit.exceptions import NotIndependent, WrongState
from cqs_app.erp.qualification import document_jobs, links
from cqs_app.erp.qualification.plain_text import NotAccepted
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.documents import (
	REFEREE,
	asked_for,
	mails,
	make_outgoing_account,
	nothing_stored,
	page,
	reload,
	row_of,
	send,
	statuses,
	token_of,
)

SALES = "sales@cqs.example"
DOCTYPE = "Customer Qualification"


@pytest.fixture
def dossier():
	return make.make_qualification(by=SALES, documents=None, trade_references=[dict(REFEREE)])


# --- references -------------------------------------------------------------------------------------------------------

ANSWER = {
	"answered_by": "Rita Referee",
	"pays": "Slow",
	"recommends": "With Caution",
	"currency": "USD",
	"highest_credit": "12000.50",
	"terms_days": "30",
	"days_beyond_terms": "12",
	"customer_since": "2019-03-01",
	"comment": "Pays after a reminder",
}


@pytest.mark.committed
def test_a_referee_answers_once(dossier, http):
	(sent,) = api.request_references(dossier.name)
	token = token_of(sent["url"])
	shown = page("credit-reference", token)
	assert shown.status_code == 200 and dossier.party_name in shown.text
	for secret in ("20,000", "20000", dossier.name, "HRB 1234", dossier.contact_email):
		assert secret not in shown.text
	wrong = {
		"pays": ("Never", "cannot be chosen"),
		"comment": ("<script>alert(1)</script>", "plain text"),
		"answered_by": ("<b>Rita</b>", "plain text"),
		"highest_credit": ("-1", "must lie between"),
		"customer_since": ("2999-01-01", "future"),
	}
	for field, (value, said) in wrong.items():
		with nothing_stored(dossier):
			answer = send("answer_reference", token=token, **{**ANSWER, field: value})
		assert answer.status_code == 417 and said in answer.text, (field, answer.text)
	assert send("answer_reference", token=token, **ANSWER).json()["message"] == {"status": "Received"}
	row = reload(dossier).trade_references[0]
	assert (row.status, row.answered_by, row.pays, row.highest_credit) == (
		"Received",
		"Rita Referee",
		"Slow",
		12000.5,
	)
	assert send("answer_reference", token=token, **ANSWER).status_code == 403
	assert page("credit-reference", token).status_code == 403

	hidden = ("pays", "highest_credit", "comment", "recommends", "days_beyond_terms")
	client = http(SALES)
	read = client.get(f"/api/resource/{DOCTYPE}/{dossier.name}")["data"]["trade_references"][0]
	assert read["status"] == "Received" and not any(read.get(field) for field in hidden)
	for fields in (["name", "pays"], ["name", "`tabQualification Reference`.pays as x"]):
		try:
			listed = client.read(
				"frappe.client.get_list", doctype="Qualification Reference", parent=DOCTYPE, fields=fields
			)
			assert "Slow" not in json.dumps(listed)
		except HttpError as error:
			assert error.status in (403, 417)
	loaded = client.get("/api/method/frappe.desk.form.load.getdoc", doctype=DOCTYPE, name=dossier.name)
	assert loaded["docinfo"]["versions"]
	assert "Pays after a reminder" not in json.dumps(loaded) and "12,000" not in json.dumps(loaded)
	full = frappe.get_last_doc("Version", {"docname": f"{dossier.name} (full)"})
	assert "Pays after a reminder" in full.data


def test_a_referee_may_decline(dossier, as_user):
	(sent,) = api.request_references(dossier.name)
	fresh = reload(dossier)
	assert fresh.trade_references[0].passed_on_by == "Administrator", "no e-mail went out"
	with as_user(SALES), pytest.raises(NotIndependent):
		api.answer_reference(token_of(sent["url"]), answered_by="Rita", declines=1)
	frappe.set_user("Guest")
	with pytest.raises(NotAccepted, match="Say how they pay"):
		api.answer_reference(token_of(sent["url"]), answered_by="Rita")
	assert api.answer_reference(token_of(sent["url"]), answered_by="Rita", declines=1) == {
		"status": "Declined"
	}
	frappe.set_user("Administrator")
	row = reload(dossier).trade_references[0]
	assert (row.status, row.pays, row.answered_by) == ("Declined", None, "Rita")
	with pytest.raises(WrongState, match="answered already"):
		api.request_references(dossier.name, [fresh.trade_references[0].name])


# --- every day --------------------------------------------------------------------------------------------------------


def long_ago(dossier, days):
	then = frappe.utils.add_days(frappe.utils.now_datetime(), -days)
	for row in reload(dossier).documents:
		frappe.db.set_value(row.doctype, row.name, "requested_on", then)
	for row in dossier.trade_references:
		frappe.db.set_value(row.doctype, row.name, "requested_on", then)


def test_whoever_does_not_answer_is_reminded(dossier):
	make_outgoing_account()
	frappe.db.set_single_value("CQS Settings", "document_reminder_days", "3, 7, x, 9, 11")
	assert document_jobs.reminder_days() == [3, 7, 9]
	frappe.db.set_single_value("CQS Settings", "document_reminder_days", "3, 7")
	token = asked_for(dossier)
	api.request_references(dossier.name)
	counts = []
	for days in (2, 3, 4, 7, 30):
		long_ago(dossier, days)
		document_jobs.remind_applicant(reload(dossier))
		document_jobs.remind_referees(reload(dossier))
		fresh = reload(dossier)
		counts.append((row_of(fresh).reminders, fresh.trade_references[0].reminders, len(mails(dossier))))
	assert counts == [(0, 0, 2), (1, 1, 4), (1, 1, 4), (2, 2, 6), (2, 2, 6)]
	assert "reminder" in mails(dossier)[-1]
	first = links.find(token, links.DOCUMENTS)
	reminder = frappe.get_last_doc(links.DOCTYPE, {"first_link": first.name})
	assert str(reminder.expires_on) == str(first.expires_on)
	links.revoke(first)
	assert frappe.db.get_value(links.DOCTYPE, reminder.name, "revoked")


def test_a_referee_who_never_answers(dossier):
	api.request_references(dossier.name)
	link = frappe.get_last_doc(links.DOCTYPE, {"qualification": dossier.name})
	frappe.db.set_value(links.DOCTYPE, link.name, "expires_on", "2025-01-01")
	document_jobs.remind_referees(reload(dossier))
	assert reload(dossier).trade_references[0].status == "No Answer"


def test_documents_expire_and_are_asked_for_anew(dossier):
	row = row_of(dossier, "Tax Certificate")
	today = frappe.utils.getdate()
	known = {"status": "Verified", "file": "/private/files/tax.pdf"}
	frappe.db.set_value(row.doctype, row.name, {**known, "valid_upto": frappe.utils.add_days(today, 30)})
	alerts = {"customer": dossier.customer, "reference_name": dossier.name}
	for _ in range(2):
		document_jobs.expire(reload(dossier))
	assert statuses(dossier)["Tax Certificate"] == "Verified"
	assert frappe.get_all("Credit Alert", filters=alerts, pluck="alert_type") == ["Document Expires"]
	frappe.db.set_value(row.doctype, row.name, "valid_upto", frappe.utils.add_days(today, -1))
	document_jobs.expire(reload(dossier))
	assert statuses(dossier)["Tax Certificate"] == "Expired"
	assert frappe.db.count("Credit Alert", {**alerts, "alert_type": "Document Expired"}) == 1
	make_outgoing_account()
	frappe.db.set_value(row.doctype, row.name, known)
	document_jobs.expire(reload(dossier))
	assert statuses(dossier)["Tax Certificate"] == "Requested"
	assert "Tax Certificate" in mails(dossier)[0]


@pytest.mark.committed
def test_one_broken_dossier_stops_no_other():
	names = [make.make_qualification(by=SALES).name for _ in range(2)]
	frappe.db.commit()
	done = []

	def work(doc):
		if doc.name == names[0]:
			raise ValueError("broken")
		done.append(doc.name)

	document_jobs._each(names, work)
	assert done == names[1:]
	assert frappe.db.exists("Error Log", {"method": f"CQS: documents of {names[0]}"})
