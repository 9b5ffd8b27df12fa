"""Documents of a dossier: rules, private links, uploads from strangers, decisions, reminders, references."""

import json

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.credit.exceptions import NotAnApprover, NotEditable, NotIndependent, WrongState
from cqs_app.erp.qualification import documents, links, uploads
from tests.erp import factories as make
from tests.erp.documents import (
	REFEREE,
	REGISTRATION,
	asked_for,
	get,
	mails,
	make_outgoing_account,
	nothing_stored,
	page,
	picture,
	reload,
	row_of,
	send,
	statuses,
	stored,
	token_of,
)
from tests.files import make_docx, make_pdf, make_xlsx

SALES, ANALYST, MANAGER, COMPLIANCE, AUDITOR = (
	f"{name}@cqs.example" for name in ("sales", "analyst", "manager", "compliance", "auditor")
)
DOCTYPE = "Customer Qualification"


@pytest.fixture
def dossier():
	return make.make_qualification(by=SALES, documents=None, owners=(), trade_references=[dict(REFEREE)])


# --- rules ------------------------------------------------------------------------------------------------------------


def test_rows_follow_the_rules(dossier, as_user):
	assert row_of(dossier).is_mandatory and row_of(dossier).why == "Because it is asked of everybody"
	assert "Audited Statements" not in statuses(dossier)
	with as_user(SALES):
		dossier.requested_limit = 60_000
		dossier.save()
		assert (
			row_of(dossier, "Audited Statements").why
			== "Because the requested limit 60,000 is at least 50,000"
		)
		assert "not known" in row_of(dossier, "Identity of Owners").why
		dossier.requested_limit = 20_000
		dossier.append("documents", {"document_type": "Credit Insurance Confirmation", "status": "Verified"})
		dossier.save()
	assert statuses(dossier)["Audited Statements"] == "Not Needed"
	assert statuses(dossier)["Credit Insurance Confirmation"] == "Required"
	assert reload(dossier).save().modified and statuses(dossier)["Audited Statements"] == "Not Needed"


def test_sales_do_not_read_who_owns_how_much(as_user):
	owned = make.make_qualification(
		by=SALES, documents=None, owners=({"owner_name": "Olga", "ownership_percent": 83},)
	)
	with as_user(SALES):
		owned.save()
	why = row_of(owned, "Identity of Owners").why
	assert "who owns the party" in why and "83" not in why


def test_what_is_needed_or_happened_cannot_be_deleted_or_renamed(dossier, as_user):
	row = row_of(dossier)
	frappe.db.set_value(row.doctype, row.name, {"status": "Received", "file": "/private/files/x.pdf"})
	answered = dossier.trade_references[0]
	frappe.db.set_value(answered.doctype, answered.name, {"status": "Received", "pays": "Very Slow"})
	with as_user(SALES):
		fresh = reload(dossier)
		fresh.documents, fresh.trade_references = [], []
		fresh.save()
		again = row_of(reload(dossier))
		assert (again.name, again.status, again.file) == (row.name, "Received", "/private/files/x.pdf")
		assert "Tax Certificate" in statuses(dossier)
		fresh = reload(dossier)
		row_of(fresh).document_type = "Bank Letter"
		fresh.trade_references[0].referee = "Friendly Supplier"
		fresh.save()
	fresh = reload(dossier)
	assert row_of(fresh).name == row.name
	assert [(one.name, one.referee, one.pays) for one in fresh.trade_references] == [
		(answered.name, "Old Supplier", "Very Slow")
	]


def test_what_is_missing_for_each_step(dossier):
	row = row_of(dossier)
	expected = {
		"Required": (["Company Registration is not received yet."], 1),
		"Refused": (["Company Registration was refused and is needed again."], 1),
		"Received": ([], 1),
		"Verified": ([], 0),
	}
	for status, (start, waiting) in expected.items():
		row.status = status
		assert documents.missing(dossier) == start
		assert len(documents.missing(dossier, "Pass Financials")) == waiting
		assert documents.missing(dossier, "Clear Compliance") == []


@pytest.mark.parametrize(
	("condition", "said"),
	[
		(("Country", "=", "Germny"), "not known as Country"),
		(("Entity Type", "in", "Corporation, Corp"), "not known as Entity Type"),
		(("Requested Limit", ">", "50k"), "is no number"),
	],
)
def test_a_rule_that_would_never_be_met_is_not_saved(condition, said):
	field, operator, value = condition
	requirement = frappe.get_doc(
		doctype="Document Requirement",
		document_name=make.unique("Paper"),
		conditions=[{"field": field, "operator": operator, "value": value}],
	)
	with pytest.raises(frappe.ValidationError, match=said):
		requirement.insert()


# --- asking and deciding -------------------------------------------------------------------------------------------


def test_a_request_leaves_a_fingerprint_and_no_secret(dossier, as_user):
	with as_user(SALES):
		sent = api.request_documents(dossier.name)
	assert not sent["mailed"], "the site has no account to send from"
	assert set(statuses(dossier).values()) == {"Requested"}
	row = row_of(reload(dossier))
	assert (row.requested_from, bool(row.requested_on)) == (dossier.contact_email, True)
	link = frappe.get_last_doc(links.DOCTYPE, {"qualification": dossier.name})
	assert token_of(sent["url"]) not in link.as_json()
	assert link.requested_by == SALES
	with pytest.raises(NotEditable):
		link.save()
	with as_user(SALES), pytest.raises(frappe.PermissionError):
		frappe.get_doc(links.DOCTYPE, link.name).check_permission("read")
	with as_user(AUDITOR), pytest.raises(frappe.PermissionError):
		api.request_documents(dossier.name)


def test_requests_that_make_no_sense_are_refused(dossier):
	for email in ("nobody", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"):
		with pytest.raises(frappe.InvalidEmailAddressError):
			api.request_documents(dossier.name, email=email)
	for days in (0, 91, "x"):
		with pytest.raises(frappe.ValidationError, match="valid for"):
			api.request_documents(dossier.name, days=days)
	with pytest.raises(frappe.DoesNotExistError):
		api.request_documents(dossier.name, ["no such row"])
	assert not frappe.db.exists(links.DOCTYPE, {"qualification": dossier.name})


def test_an_email_carries_the_link(dossier):
	make_outgoing_account()
	sent = api.request_documents(dossier.name)
	assert sent["mailed"]
	(text,) = mails(dossier)
	assert token_of(sent["url"]) in text and REGISTRATION in text
	(asked,) = api.request_references(dossier.name)
	assert asked["mailed"] and asked["url"] is None, "who asks cannot answer in the referee's name"
	assert "credit-reference?token=" in mails(dossier)[1]
	assert "20,000" not in "".join(mails(dossier)) and "20000" not in "".join(mails(dossier))


def test_a_colleague_attaches_and_another_one_decides(dossier, as_user):
	with as_user(ANALYST):
		file = frappe.get_doc(
			doctype="File",
			file_name="register.pdf",
			content=make_pdf(),
			is_private=1,
			attached_to_doctype=DOCTYPE,
			attached_to_name=dossier.name,
		).insert()
		name = row_of(dossier).name
		received = api.attach_document(dossier.name, name, file.file_url)
		assert (received["status"], received["uploaded_by"]) == ("Received", ANALYST)
		with pytest.raises(NotIndependent):
			api.verify_document(dossier.name, name, "Verified")
	for user in (SALES, COMPLIANCE, AUDITOR):
		with as_user(user), pytest.raises(NotAnApprover, match="Credit Analyst"):
			api.verify_document(dossier.name, name, "Verified")
	with as_user(MANAGER):
		with pytest.raises(frappe.ValidationError, match="Say why"):
			api.verify_document(dossier.name, name, "Refused", "  ")
		refused = api.verify_document(dossier.name, name, "Refused", "Older than three months")
		assert (refused["status"], refused["verified_by"]) == ("Refused", MANAGER)
	for attack in (lambda stored: stored.delete(), lambda stored: stored.update({"is_private": 0}).save()):
		for user in (SALES, ANALYST):
			with as_user(user), pytest.raises(frappe.PermissionError):
				attack(frappe.get_doc("File", file.name))
	with pytest.raises(NotEditable, match="was received for"):
		frappe.get_doc("File", file.name).update({"is_private": 0}).save()
	with as_user(ANALYST), pytest.raises(uploads.UploadRefused, match="very file"):
		api.attach_document(dossier.name, name, file.file_url)
	api.request_documents(dossier.name, [name])
	assert statuses(dossier)[REGISTRATION] == "Requested"


def test_validity_follows_the_requirement(dossier, as_user):
	row = row_of(dossier, "Tax Certificate")
	frappe.db.set_value(row.doctype, row.name, {"status": "Received", "file": "/private/files/tax.pdf"})
	with as_user(ANALYST):
		for day in ("2020-01-01", "9999-12-31"):
			with pytest.raises(frappe.ValidationError, match="Valid Until"):
				api.verify_document(dossier.name, row.name, "Verified", valid_upto=day)
		verified = api.verify_document(dossier.name, row.name, "Verified")
		in_a_year = frappe.utils.add_months(frappe.utils.getdate(), 12)
		assert frappe.utils.getdate(verified["valid_upto"]) == in_a_year
		with pytest.raises(WrongState, match="nothing to ask for"):
			api.request_documents(dossier.name, [row.name])
	with as_user(SALES):
		fresh = reload(dossier)
		row_of(fresh, "Tax Certificate").valid_upto = "2199-01-01"
		fresh.save()
	assert row_of(reload(dossier), "Tax Certificate").valid_upto == in_a_year


def test_a_file_of_somebody_else_is_not_attached(dossier, as_user):
	other = make.make_qualification(by=SALES)
	files = [
		frappe.get_doc(doctype="File", file_name=name, content=content, is_private=private).insert()
		for name, content, private in (
			("own.pdf", make_pdf(extra=b"<< /A 1 >>"), 1),
			("open.pdf", make_pdf(extra=b"<< /B 1 >>"), 0),
		)
	]
	name = row_of(dossier).name
	with as_user(SALES):
		with pytest.raises(frappe.PermissionError):
			api.attach_document(dossier.name, name, files[0].file_url)
		with pytest.raises(uploads.UploadRefused, match="private"):
			api.attach_document(dossier.name, name, files[1].file_url)
		with pytest.raises(frappe.DoesNotExistError):
			api.attach_document(other.name, name, files[1].file_url)
	assert statuses(dossier)[REGISTRATION] == "Required"


def test_the_same_file_for_two_dossiers_is_attached_without_a_word_of_the_other(as_user):
	content = make_pdf(extra=b"<< /Twice 1 >>")
	for user in (ANALYST, SALES):
		dossier = make.make_qualification(by=SALES, documents=None)
		to = {"attached_to_doctype": dossier.doctype, "attached_to_name": dossier.name}
		with as_user(user):
			file = frappe.get_doc(doctype="File", file_name="same.pdf", content=content, is_private=1, **to)
			url = file.insert().file_url
			frappe.clear_messages()
			api.attach_document(dossier.name, row_of(dossier).name, url)
		assert frappe.get_message_log() == []
		assert statuses(dossier)[REGISTRATION] == "Received"


# --- strangers --------------------------------------------------------------------------------------------------------


@pytest.mark.committed
def test_an_upload_through_the_link(dossier):
	token, name = asked_for(dossier), row_of(dossier).name
	shown = page("credit-documents", token)
	assert shown.status_code == 200
	assert REGISTRATION in shown.text and make.COMPANY in shown.text
	for secret in ("20,000", "20000", dossier.party_name, dossier.name, "Tax Certificate", "HRB 1234"):
		assert secret not in shown.text
	assert shown.headers["Referrer-Policy"] == "no-referrer"
	assert "no-store" in shown.headers["Cache-Control"]
	assert "noindex" in shown.headers["X-Robots-Tag"]
	assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
	assert "http://" not in shown.text.replace(dossier.name, "") and "https://" not in shown.text

	before = stored()
	content = make_pdf(extra=b"<< /Title (%s) >>" % dossier.name.encode())
	answer = send("upload_document", token=token, row=name, file=("../../Register <b>.pdf", content))
	assert answer.json()["message"] == {"status": "Received", "new": True}, answer.text
	row = row_of(reload(dossier))
	assert (row.status, row.received_from, row.uploaded_by) == ("Received", dossier.contact_email, None)
	file = frappe.get_doc("File", {"file_url": row.file})
	assert (file.is_private, file.attached_to_doctype) == (1, "Qualification File")
	assert frappe.db.get_value("Qualification File", file.attached_to_name, "qualification") == dossier.name
	assert not file.has_permission("read", user=SALES), "sales see that it came, not what is in it"
	assert file.has_permission("read", user=ANALYST)
	assert file.file_name.startswith("Register _b_")
	assert (stored()[0] - before[0], len(stored()[1]) - len(before[1])) == (1, 1)

	again = send("upload_document", token=token, row=name, file=("again.pdf", content))
	assert again.json()["message"] == {"status": "Received", "new": False}
	assert stored()[0] - before[0] == 1
	better = send("upload_document", token=token, row=name, file=("scan.jpg", picture("JPEG", shade=7)))
	assert better.json()["message"]["new"], better.text
	assert row_of(reload(dossier)).file != row.file
	other_row = row_of(dossier, "Tax Certificate").name
	assert send("upload_document", token=token, row=other_row, file=("a.pdf", content)).status_code == 403

	assert not frappe.get_doc("File", file.name).has_permission("read", user="stock@cqs.example")
	assert get(file.file_url).status_code == 403


BAD_FILES = {
	"cut short pdf": ("a.pdf", make_pdf()[:-40], 417),
	"cut short png": ("a.png", picture()[:-30], 417),
	"cut short jpeg": ("a.jpg", picture("JPEG")[:-200], 417),
	"jpeg that lies": ("a.jpg", picture("JPEG")[:-300] + b"\xff\xd9", 417),
	"script in pdf": ("a.pdf", make_pdf(extra=b"<< /S /JavaScript /JS (x) >>"), 417),
	"html": ("a.html", b"<script>alert(1)</script>", 417),
	"svg as png": ("a.png", b"<svg onload='alert(1)'/>", 417),
	"program": ("a.pdf", b"MZ" + b"\1" * 500, 417),
	"macro": ("a.xlsx", make_xlsx(**{"xl/vbaProject.bin": b"x"}), 417),
	"bomb": ("a.docx", make_docx(**{"word/x.xml": b"0" * 5_000_000}), 417),
	"nothing": ("a.pdf", b"", 417),
	"12 MB": ("a.pdf", b"%PDF-1.4" + b"\0" * 12_000_000, 413),
	"60 MB": ("a.pdf", b"%PDF-1.4" + b"\0" * 60_000_000, 413),
	"no file": (None, None, 417),
}


@pytest.mark.committed
def test_bad_uploads_leave_nothing_behind(dossier):
	token, name = asked_for(dossier), row_of(dossier).name
	for kind, (file_name, content, status) in BAD_FILES.items():
		file = (file_name, content) if file_name else None
		with nothing_stored(dossier):
			answer = send("upload_document", token=token, row=name, file=file)
		assert answer.status_code == status, (kind, answer.text)
		assert "Traceback" not in answer.text
	assert statuses(dossier)[REGISTRATION] == "Requested"


@pytest.mark.committed
def test_links_that_open_nothing_look_all_the_same(dossier):
	tokens = {kind: asked_for(dossier) for kind in ("expired", "revoked", "closed")}
	name = row_of(dossier).name
	by_kind = {
		kind: frappe.db.get_value(links.DOCTYPE, {"token_hash": links.fingerprint(token)})
		for kind, token in tokens.items()
	}
	frappe.db.set_value(links.DOCTYPE, by_kind["expired"], "expires_on", "2025-01-01")
	api.revoke_link(by_kind["revoked"])
	tokens |= {"forged": "A" * 43, "long": "A" * 2000, "empty": "", "list": "['x']"}
	reference = token_of(api.request_references(dossier.name)[0]["url"])
	tokens["other purpose"] = reference
	frappe.db.commit()
	texts, answers = set(), set()
	for kind, token in tokens.items():
		if kind == "closed":
			continue
		with nothing_stored(dossier):
			shown = page("credit-documents", token)
			answer = send("upload_document", token=token, row=name, file=("a.pdf", make_pdf()))
		assert (shown.status_code, answer.status_code) == (403, 403), kind
		texts.add(shown.text)
		answers.add(json.loads(json.loads(answer.json()["_server_messages"])[0])["message"])
	assert len(texts) == len(answers) == 1
	frappe.db.set_value(DOCTYPE, dossier.name, "stage", "Rejected")
	assert page("credit-documents", tokens["closed"]).status_code == 403


def test_another_app_may_refuse_what_it_finds(dossier, monkeypatch):
	seen = []

	def scanner(file_name, content, qualification):
		seen.append((file_name, len(content), qualification))
		frappe.throw("a virus")

	monkeypatch.setattr(frappe, "get_hooks", lambda name: ["scanner"] if name == "cqs_upload_checks" else [])
	monkeypatch.setattr(frappe, "get_attr", lambda path: scanner)
	with pytest.raises(frappe.ValidationError, match="a virus"):
		uploads.check("a.pdf", make_pdf(), dossier.name)
	assert seen == [("a.pdf", len(make_pdf()), dossier.name)]
