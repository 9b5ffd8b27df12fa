"""Who may put a Credit Limit Change in force: every asker, every approver, every level, every channel.

The table below is written by hand and knows nothing of the code: a band's approvers are those whose level reaches it,
and nobody approves what he asked for. A refusal has to name the roles that may, whatever the channel.

Every asker, approver and band is tried each time, through some of the channels in turn; through all of them with
CQS_WHOLE_MATRIX=1 (three times as long).
"""

import csv
import json
import os
from collections import Counter

import frappe
import pytest
from frappe.utils import strip_html

from cqs_app.erp.credit import account as accounts
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, give_limit, party_of

pytestmark = pytest.mark.committed

DOCTYPE = "Credit Limit Change"
SALES, SALES_MANAGER, ANALYST, MANAGER, MANAGER2, DIRECTOR, AUDITOR = (
	f"{name}@cqs.example"
	for name in ("sales", "sales.manager", "analyst", "manager", "manager2", "director", "auditor")
)
ADMINISTRATOR, HIMSELF = "Administrator", "the asker himself"
ASKERS = (SALES_MANAGER, ANALYST, MANAGER, DIRECTOR, ADMINISTRATOR)
APPROVERS = (SALES, ANALYST, MANAGER, MANAGER2, DIRECTOR, AUDITOR, ADMINISTRATOR, HIMSELF)
LEVELS = [
	{"up_to_amount": 10_000, "role": "Credit Analyst", "up_to_increase": 5_000},
	{"up_to_amount": 100_000, "role": "Credit Manager", "up_to_increase": 20_000},
	{"up_to_amount": 0, "role": "Credit Director", "up_to_increase": 0},
]
# band: (limit today, limit asked for, who reaches it, the roles that a refusal has to name)
FROM_ANALYST = {ANALYST, MANAGER, MANAGER2, DIRECTOR, ADMINISTRATOR}
FROM_MANAGER = {MANAGER, MANAGER2, DIRECTOR, ADMINISTRATOR}
FROM_DIRECTOR = {DIRECTOR, ADMINISTRATOR}
BANDS = {
	"analyst": (7_000, 10_000, FROM_ANALYST, "Credit Analyst, Credit Manager, Credit Director"),
	"manager": (90_000, 100_000, FROM_MANAGER, "Credit Manager, Credit Director"),
	"director": (100_000, 100_001, FROM_DIRECTOR, "Credit Director"),
	"increase of an analyst's amount": (1_000, 9_000, FROM_MANAGER, "Credit Manager, Credit Director"),
}


def is_allowed(asker: str, approver: str, band: str) -> bool:
	return approver != asker and approver in BANDS[band][2]


# --- the world ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def group():
	"""Customers of this group fall under a policy with these levels."""
	return make.unique("Matrix")


@pytest.fixture
def world(site, group):
	if not frappe.db.exists("Customer Group", group):
		make.make_customer_group(name=group)
		default = frappe.db.get_single_value("CQS Settings", "default_policy")
		policy = frappe.copy_doc(frappe.get_doc("Credit Policy", default))
		policy.update({"policy_name": make.unique("Matrix"), "customer_group": group, "priority": 9})
		policy.set("approval_levels", LEVELS)
		policy.insert()
	yield group
	frappe.set_user("Administrator")
	frappe.db.set_value("Credit Policy", {"customer_group": group}, "enabled", 0)
	from cqs_app.erp.credit import policy as policies

	policies.clear()
	frappe.db.commit()


@pytest.fixture
def enabled(world):
	frappe.db.set_value("Credit Policy", {"customer_group": world}, "enabled", 1)
	from cqs_app.erp.credit import policy as policies

	policies.clear()
	frappe.db.commit()
	return world


CUSTOMERS: dict[tuple[str, str], str] = {}


def asked(group: str, asker: str, band: str) -> str:
	"""A change that waits for approval, asked for by `asker` through the workflow; the limit is as at the start."""
	today, new_limit, _approvers, _roles = BANDS[band]
	frappe.set_user("Administrator")
	if (asker, band) not in CUSTOMERS:
		CUSTOMERS[asker, band] = make.make_customer(group=group).name
	customer = CUSTOMERS[asker, band]
	give_limit(customer=customer, limit=today)
	frappe.set_user(asker)
	change = frappe.get_doc(
		doctype=DOCTYPE,
		customer=customer,
		company=COMPANY,
		change_type="Base Limit",
		new_limit=new_limit,
		reason=band,
	).insert()
	change = workflow_action(change.name, "Request Approval")
	frappe.set_user("Administrator")
	return change.name


# --- channels: each calls the function behind the endpoint, and returns what the user would read ---------------


def stored(name: str) -> dict:
	return json.loads(frappe.get_doc(DOCTYPE, name).as_json())


def desk_save(name: str) -> None:
	from frappe.desk.form.save import savedocs

	savedocs(json.dumps(stored(name)), "Submit")


def rest(name: str) -> None:
	from frappe.api.v1 import update_doc

	frappe.local.form_dict = frappe._dict(data=json.dumps({"docstatus": 1}))
	update_doc(DOCTYPE, name)


def client_submit(name: str) -> None:
	frappe.get_attr("frappe.client.submit")(json.dumps(stored(name)))


def workflow_action(name: str, action: str = "Approve"):
	method = frappe.override_whitelisted_method("frappe.model.workflow.apply_workflow")
	return frappe.get_attr(method)(json.dumps(stored(name)), action)


def bulk_workflow(name: str) -> None:
	method = frappe.override_whitelisted_method("frappe.model.workflow.bulk_workflow_approval")
	frappe.get_attr(method)(json.dumps([name]), DOCTYPE, "Approve")


def bulk_submit(name: str) -> None:
	from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs

	submit_cancel_or_update_docs(DOCTYPE, json.dumps([name]), "submit")


ROLLED_BACK = (desk_save, rest, client_submit, workflow_action, bulk_workflow)
COMMITTING = (bulk_submit,)
WHOLE = bool(os.environ.get("CQS_WHOLE_MATRIX"))


def in_turn(channels: tuple, at: int, share: int) -> tuple:
	"""Every `share`-th of the channels, beginning elsewhere each time; all of them in the whole matrix."""
	return tuple(channel for place, channel in enumerate(channels) if WHOLE or (place + at) % share == 0)


def attempt(channel, name: str, approver: str) -> str:
	"""What the approver reads."""
	frappe.clear_messages()
	frappe.set_user(approver)
	try:
		channel(name)
		error = ""
	except (frappe.ValidationError, frappe.PermissionError) as refusal:
		error = str(refusal)
	finally:
		frappe.set_user("Administrator")
	said = " ".join([error, *(str(message.get("message")) for message in frappe.get_message_log())])
	frappe.clear_messages()
	return strip_html(said)


def import_submitted(names: list[str], approver: str, tmp_path) -> dict[str, str]:
	"""Data Import, updating `Document Status` to 1. Returns what its log says of each."""
	from frappe.core.doctype.data_import.importer import Importer

	path = tmp_path / "changes.csv"
	with open(path, "w", newline="") as out:
		csv.writer(out).writerows([["ID", "Document Status"], *([name, 1] for name in names)])
	data_import = frappe.get_doc(
		doctype="Data Import",
		reference_doctype=DOCTYPE,
		import_type="Update Existing Records",
	).insert()
	frappe.db.commit()
	frappe.set_user(approver)
	Importer(DOCTYPE, data_import=data_import, file_path=str(path), console=True).import_data()
	frappe.set_user("Administrator")
	log = frappe.get_all(
		"Data Import Log",
		filters={"data_import": data_import.name},
		fields=["row_indexes", "messages", "exception"],
		order_by="log_index",
	)
	said = {json.loads(row.row_indexes)[0]: strip_html(f"{row.messages}") for row in log}
	return {name: said[line] for line, name in enumerate(names, 2)}


# --- the table ------------------------------------------------------------------------------------------------


class Table:
	def __init__(self) -> None:
		self.count: Counter = Counter()
		self.wrong: list[str] = []

	def judge(self, channel: str, asker: str, approver: str, band: str, name: str, said: str) -> None:
		who = asker if approver == HIMSELF else approver
		values = frappe.db.get_value(
			DOCTYPE, name, ["docstatus", "workflow_state", "approved_by", "customer"], as_dict=True
		)
		limit = accounts.read(party_of(customer=values.customer)).credit_limit
		due = is_allowed(asker, who, band)
		today, new_limit, _approvers, roles = BANDS[band]
		expected = (1, "Approved", who, new_limit) if due else (0, "Pending Approval", None, today)
		found = (values.docstatus, values.workflow_state, values.approved_by, limit)
		case = f"{channel}: {asker} asked, {approver} approves, {band}"
		self.count["combinations"] += 1
		self.count["allowed" if values.docstatus else "refused"] += 1
		if found != expected:
			self.wrong.append(f"{case}: {found} instead of {expected}; said {said!r}")
		if not values.docstatus and f": {roles}." in said:
			self.count["named"] += 1
		elif not values.docstatus:
			self.wrong.append(f"{case}: the refusal does not name {roles}: {said!r}")


def test_every_combination(enabled, tmp_path, capsys):
	table = Table()
	cases = [(asker, band) for asker in ASKERS for band in BANDS]
	for at, (asker, band) in enumerate(cases):
		name = asked(enabled, asker, band)
		for place, approver in enumerate(APPROVERS):
			for channel in in_turn(ROLLED_BACK, at + place, 3):
				frappe.db.savepoint("matrix_case")
				said = attempt(channel, name, asker if approver == HIMSELF else approver)
				table.judge(channel.__name__, asker, approver, band, name, said)
				frappe.db.rollback(save_point="matrix_case")
	for place, approver in enumerate(APPROVERS):
		for channel in COMMITTING:
			for asker, band in in_turn(tuple(cases), place, 4):
				name = asked(enabled, asker, band)
				frappe.db.commit()
				said = attempt(channel, name, asker if approver == HIMSELF else approver)
				table.judge(channel.__name__, asker, approver, band, name, said)
		for asker in ASKERS if approver == HIMSELF else (None,):
			these = [case for case in cases if asker in (None, case[0])]
			names = [asked(enabled, *case) for case in these]
			frappe.db.commit()
			said = import_submitted(names, asker or approver, tmp_path)
			for case, name in zip(these, names, strict=True):
				table.judge("import", case[0], approver, case[1], name, said[name])
	with capsys.disabled():
		print(
			"\napproval matrix: {combinations} combinations, {allowed} allowed, {refused} refused, "
			"{named} refusals that name who may approve".format(**table.count)
		)
	assert table.wrong == []
	triples = len(ASKERS) * len(BANDS) * len(APPROVERS)
	channels = len(ROLLED_BACK) + len(COMMITTING) + 1
	assert table.count["combinations"] >= triples * (channels if WHOLE else 2.5)


def over_http(client, name: str, channel: str):
	if channel == "rest":
		return client.put(f"/api/resource/{DOCTYPE}/{name}", docstatus=1)
	if channel == "rest v2":
		return client._send("PATCH", f"/api/v2/document/{DOCTYPE}/{name}", json={"docstatus": 1})
	document = json.dumps({**stored(name), "docstatus": 0})
	if channel == "desk":
		return client.call("frappe.desk.form.save.savedocs", doc=document, action="Submit")
	if channel == "client":
		return client.call("frappe.client.submit", doc=document)
	if channel == "workflow":
		return client.call("frappe.model.workflow.apply_workflow", doc=document, action="Approve")
	if channel == "bulk workflow":
		arguments = {"docnames": json.dumps([name]), "doctype": DOCTYPE, "action": "Approve"}
		return client.post("/api/method/frappe.model.workflow.bulk_workflow_approval", **arguments)
	method = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	return client.post(f"/api/method/{method}", doctype=DOCTYPE, docnames=json.dumps([name]), action="submit")


HTTP_CHANNELS = ("rest", "rest v2", "desk", "client", "workflow", "bulk workflow", "bulk submit")


@pytest.mark.parametrize("channel", HTTP_CHANNELS)
def test_over_http(enabled, http, channel):
	table = Table()
	for band in ("analyst", "increase of an analyst's amount"):
		for approver in (SALES, ANALYST, MANAGER, AUDITOR, HIMSELF):
			name = asked(enabled, MANAGER2, band)
			client = http(MANAGER2 if approver == HIMSELF else approver)
			try:
				said = json.dumps(over_http(client, name, channel))
			except HttpError as refusal:
				assert refusal.status == 403, str(refusal)
				said = f"{refusal} {json.dumps(refusal.body)}"
			frappe.db.commit()
			table.judge(channel, MANAGER2, approver, band, name, strip_html(said.replace("\\", "")))
	assert table.wrong == []
