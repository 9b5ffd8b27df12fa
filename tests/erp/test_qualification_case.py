"""One whole case over HTTP by five people, from the web form to a Sales Order; at every stage everybody tries everything.

The allowed steps are written down here by hand and not taken from the engine, so that both can be wrong only together.
"""

import json

import frappe
import pytest

from cqs_app.engine.qualification.stages import Action
from tests.bench.client import HttpError
from tests.erp import factories as make

SALES, SALES2, BILLING, STOCK, ANALYST, MANAGER, DIRECTOR, COMPLIANCE, AUDITOR = (
	f"{name}@cqs.example"
	for name in (
		"sales",
		"sales2",
		"billing",
		"stock",
		"analyst",
		"manager",
		"director",
		"compliance",
		"auditor",
	)
)
EVERYBODY = (SALES, SALES2, BILLING, STOCK, ANALYST, MANAGER, DIRECTOR, COMPLIANCE, AUDITOR)
DOCTYPE = "Customer Qualification"
LIMIT = 20_000

REVIEWERS, SELLERS = {ANALYST, MANAGER, DIRECTOR}, {SALES, SALES2}
# At each stage of the case: who may take which action. Everything else is refused. The applicant opened the dossier, and
# the analyst typed the limit, so that he asked for it.
ALLOWED = {
	"Inquiry": {
		"Start Review": SELLERS | REVIEWERS,
		"Request Information": SELLERS | REVIEWERS,
		"Reject": REVIEWERS,
	},
	"Information Requested": {"Start Review": SELLERS | REVIEWERS, "Reject": REVIEWERS},
	"Financial Review": {
		"Pass Financials": REVIEWERS,
		"Clear Compliance": {COMPLIANCE},
		"Request Information": REVIEWERS | {COMPLIANCE},
		"Reject": REVIEWERS | {COMPLIANCE},
	},
	"Compliance Review": {
		"Clear Compliance": {COMPLIANCE},
		"Request Information": REVIEWERS | {COMPLIANCE},
		"Reject": REVIEWERS | {COMPLIANCE},
	},
	"Credit Approval": {
		"Approve": {MANAGER, DIRECTOR},
		"Request Information": REVIEWERS | {COMPLIANCE},
		"Reject": {MANAGER, DIRECTOR},
	},
	"Active": {},
}
WAY = (
	("Request Information", SALES, "Information Requested"),
	("Start Review", SALES, "Financial Review"),
	("Pass Financials", ANALYST, "Compliance Review"),
	("Clear Compliance", COMPLIANCE, "Credit Approval"),
	("Approve", MANAGER, "Active"),
)


@pytest.fixture
def applicant():
	email = f"{frappe.generate_hash(length=8)}@applicant.example"
	user = frappe.get_doc(
		doctype="User",
		email=email,
		first_name="Pat Applicant",
		user_type="Website User",
		send_welcome_email=0,
		new_password=make.PASSWORD,
	)
	user.flags.no_welcome_mail = True
	user.insert()
	return email


def application(**values) -> dict:
	return {
		"doctype": "Credit Application",
		"company_name": make.unique("Brook & Sons"),
		"entity_type": "Corporation",
		"registration_number": "HRB 4711",
		"tax_id": "12-3456789",
		"country": "United States",
		"founded_on": "2012-04-01",
		"address_line1": "1 Main Street",
		"city": "Springfield",
		"pincode": "12345",
		"contact_name": "Pat Applicant",
		"contact_email": "pat@brook.example",
		"contact_phone": "+1 212 555 0100",
		"requested_limit": LIMIT,
		"owners": [{"owner_name": "Pat Applicant", "ownership_percent": 100}],
		"purpose": "Spare parts",
		**values,
	}


def send(client, values: dict) -> dict:
	accept = "frappe.website.doctype.web_form.web_form.accept"
	return client.call(accept, web_form="credit-application", data=json.dumps(values))


def shown(dossier: str) -> tuple:
	fields = ["stage", "financial_status", "compliance_status", "modified", "approved_by"]
	return frappe.db.get_value(DOCTYPE, dossier, fields)


def attempt(client, dossier: str, action: str, by_workflow: bool) -> HttpError | None:
	"""Through the endpoint, or as the form's Actions menu does it."""
	try:
		if by_workflow:
			posted = {"doctype": DOCTYPE, "name": dossier, "cqs_note": "because"}
			client.call("frappe.model.workflow.apply_workflow", doc=json.dumps(posted), action=action)
		else:
			client.call(
				"cqs_app.api.act_on_qualification", qualification=dossier, action=action, note="because"
			)
	except HttpError as refusal:
		return refusal
	return None


def everybody_tries_everything(clients: dict, dossier: str, stage: str) -> int:
	"""Everything that ALLOWED does not list is refused with a 4xx and changes nothing. Returns how much was tried."""
	before, tried = shown(dossier), 0
	for user, client in clients.items():
		for action in Action:
			if user in ALLOWED[stage].get(action.value, ()):
				continue
			refusal = attempt(client, dossier, action.value, by_workflow=tried % 2 == 1)
			tried += 1
			where = f"{action.value} by {user} in {stage}"
			assert refusal is not None, f"{where} was let through"
			assert 400 <= refusal.status < 500, f"{where}: {refusal}"
			assert refusal.messages or refusal.status == 403, f"{where} does not explain itself"
	frappe.db.rollback()
	assert shown(dossier) == before, stage
	return tried


def complete(clients: dict, dossier: str) -> None:
	"""What the reviews need: documents, the note of compliance, and the limit that the analyst would give."""
	document = frappe.get_doc(DOCTYPE, dossier)
	for row in document.documents:
		if row.is_mandatory:
			frappe.db.set_value(row.doctype, row.name, "status", "Verified")
	frappe.db.commit()
	clients[COMPLIANCE].put(f"/api/resource/{DOCTYPE}/{dossier}", compliance_note="Searched by hand")
	doc = clients[ANALYST].get(f"/api/resource/{DOCTYPE}/{dossier}")["data"]
	clients[ANALYST].put(f"/api/resource/{DOCTYPE}/{dossier}", approved_limit=LIMIT, modified=doc["modified"])


def test_from_the_web_form_to_a_refused_and_a_passed_order(applicant, http, capsys):
	everyone = (applicant, *EVERYBODY)
	clients = {user: http(user) for user in everyone}
	draft = send(clients[applicant], application())
	assert draft["status"] == "Draft"
	sent = send(clients[applicant], {**draft, "terms_accepted": 1, "terms_accepted_by": "Pat Applicant"})
	assert sent["status"] == "Submitted"
	dossier = frappe.db.get_value("Credit Application", sent["name"], "qualification")
	assert frappe.db.get_value(DOCTYPE, dossier, "stage") == "Inquiry"
	tried, ready = 0, False
	for action, user, following in WAY:
		stage = frappe.db.get_value(DOCTYPE, dossier, "stage")
		if stage == "Information Requested" and not ready:
			complete(clients, dossier)
			ready = True
		tried += everybody_tries_everything(clients, dossier, stage)
		refusal = attempt(clients[user], dossier, action, by_workflow=True)
		assert refusal is None, f"{action} by {user}: {refusal}"
		frappe.db.rollback()
		assert frappe.db.get_value(DOCTYPE, dossier, "stage") == following
	tried += everybody_tries_everything(clients, dossier, "Active")
	customer = frappe.db.get_value(DOCTYPE, dossier, "customer")
	order_within_and_beyond(clients[SALES], customer)
	with capsys.disabled():
		print(f"\n{tried} forbidden steps by {len(everyone)} users at {len(WAY) + 1} stages: all refused")


def order_within_and_beyond(client, customer: str) -> None:
	order = make.make_sales_order(customer=customer, amount=LIMIT + 1, submit=False)
	order.db_set("owner", SALES)
	frappe.db.commit()
	doc = client.get(f"/api/resource/Sales Order/{order.name}")["data"]
	with pytest.raises(HttpError) as refusal:
		client.call("frappe.client.submit", doc=doc)
	assert refusal.value.status == 417
	assert "more than the credit limit" in " ".join(refusal.value.messages)
	doc = client.get(f"/api/resource/Sales Order/{order.name}")["data"]
	for row in doc["items"]:
		row["rate"] = row["price_list_rate"] = LIMIT
	saved = client.put(f"/api/resource/Sales Order/{order.name}", items=doc["items"])["data"]
	client.call("frappe.client.submit", doc=saved)
	frappe.db.rollback()
	assert frappe.db.get_value("Sales Order", order.name, "docstatus") == 1
