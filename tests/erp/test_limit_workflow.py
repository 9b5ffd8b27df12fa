"""The workflow around a Credit Limit Change: what its states mean, whoever sets them and however."""

import json
import threading

import frappe
import pytest
from frappe.model.workflow import WorkflowTransitionError

from cqs_app import api
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent, WrongState
from cqs_app.erp.setup import workflow as seeds
from tests.bench.client import Client, HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, party_of

DOCTYPE = "Credit Limit Change"
ANALYST, MANAGER, MANAGER2, DIRECTOR, SALES_MANAGER = (
	f"{name}@cqs.example" for name in ("analyst", "manager", "manager2", "director", "sales.manager")
)


def make_change(new_limit=50_000, **values):
	customer = values.pop("customer", None) or make.make_customer().name
	return frappe.get_doc(
		doctype=DOCTYPE,
		customer=customer,
		company=COMPANY,
		change_type="Base Limit",
		new_limit=new_limit,
		reason="Annual review",
		**values,
	).insert()


def act(change, action, **posted):
	stored = json.loads(frappe.get_doc(DOCTYPE, change.name).as_json())
	return api.apply_workflow(json.dumps({**stored, **posted}), action)


@pytest.fixture
def pending(as_user):
	with as_user(SALES_MANAGER):
		return act(make_change(), "Request Approval")


def state_of(change):
	return frappe.db.get_value(DOCTYPE, change.name, ["docstatus", "workflow_state"])


def limit_of(change):
	row = accounts.read(party_of(customer=change.customer))
	return row.credit_limit if row else None


# --- states ---------------------------------------------------------------------------------------------------


def test_from_request_to_approval(as_user, pending):
	assert (pending.approval_level, pending.requested_by) == ("Credit Manager", SALES_MANAGER)
	with as_user(MANAGER):
		act(pending, "Approve")
	assert state_of(pending) == (1, "Approved")
	assert limit_of(pending) == 50_000


def test_a_direct_submit_ends_in_the_state_of_submitted_documents(as_user):
	change = make_change()
	assert state_of(change) == (0, "Draft")
	with as_user(MANAGER):
		change.submit()
	assert state_of(change) == (1, "Approved")


@pytest.mark.parametrize("state", ["Approved", "Rejected"])
def test_nobody_types_a_state(as_user, state):
	change = make_change()
	with as_user(MANAGER):
		change.workflow_state = state
		with pytest.raises(frappe.ValidationError):
			change.save()


def test_approved_is_no_state_of_a_draft(as_user, pending):
	with as_user(MANAGER):
		change = frappe.get_doc(DOCTYPE, pending.name)
		change.workflow_state = "Approved"
		with pytest.raises(WrongState, match="may be decided by: Credit Manager, Credit Director"):
			change.save()


def test_a_forged_state_puts_nothing_in_force(as_user):
	"""`frappe.client.bulk_update` swallows exceptions without rolling back."""
	change = make_change()
	with as_user(MANAGER):
		posted = {"doctype": DOCTYPE, "docname": change.name, "docstatus": 1, "workflow_state": "Nonsense"}
		frappe.get_attr("frappe.client.bulk_update")(json.dumps([posted]))
	assert state_of(change)[0] == 0
	assert limit_of(change) in (None, 0)
	assert not frappe.db.exists("Credit Limit History", {"customer": change.customer})


def test_what_was_changed_since_the_form_showed_it_is_not_approved(as_user, pending):
	shown = json.loads(frappe.get_doc(DOCTYPE, pending.name).as_json())
	with as_user(SALES_MANAGER):
		changed = frappe.get_doc(DOCTYPE, pending.name)
		changed.new_limit = 90_000
		changed.save()
	with as_user(MANAGER), pytest.raises(frappe.TimestampMismatchError):
		api.apply_workflow(json.dumps(shown), "Approve")
	assert state_of(pending) == (0, "Pending Approval")


def test_an_approved_change_is_not_approved_again(as_user, pending):
	with as_user(MANAGER):
		act(pending, "Approve")
	again = frappe.get_doc(DOCTYPE, pending.name)
	with as_user(MANAGER2), pytest.raises(WrongState, match="in force already"):
		again.save()
	with as_user(MANAGER2), pytest.raises(NotAnApprover, match="may be decided by"):
		act(pending, "Approve")


def test_other_doctypes_meet_frappes_own_workflow_call():
	customer = make.make_customer()
	with pytest.raises(Exception) as ours:
		api.apply_workflow(json.dumps({"doctype": "Customer", "name": customer.name}), "Approve")
	with pytest.raises(Exception) as frappes:
		frappe.get_attr("frappe.model.workflow.apply_workflow")(
			json.dumps({"doctype": "Customer", "name": customer.name}), "Approve"
		)
	assert (type(ours.value), str(ours.value)) == (type(frappes.value), str(frappes.value))
	assert not isinstance(ours.value, WorkflowTransitionError)


# --- rejection ------------------------------------------------------------------------------------------------


def test_a_rejection_is_remembered_and_ends_approval_until_it_is_reopened(as_user, pending):
	with as_user(MANAGER):
		act(pending, "Reject", rejection_reason="Sued by <b>two</b> suppliers")
	rejected = frappe.get_doc(DOCTYPE, pending.name)
	assert (rejected.docstatus, rejected.workflow_state) == (0, "Rejected")
	assert (rejected.rejected_by, rejected.rejection_reason) == (MANAGER, "Sued by <b>two</b> suppliers")
	assert rejected.rejected_on and rejected.requested_by == SALES_MANAGER
	comments = frappe.get_all("Comment", {"reference_name": pending.name}, pluck="content")
	assert any("Sued by &lt;b&gt;two" in comment for comment in comments)
	with as_user(DIRECTOR):
		with pytest.raises(WrongState, match=r"reopen it first; then .*: Credit Manager, Credit Director"):
			rejected.submit()
		with pytest.raises(NotAnApprover, match="may be decided by: Credit Manager, Credit Director"):
			act(pending, "Approve")
	with as_user(SALES_MANAGER):
		edited = frappe.get_doc(DOCTYPE, pending.name)
		edited.new_limit = 20_000
		with pytest.raises(WrongState, match="reopen it before you change it"):
			edited.save()
		act(pending, "Reopen")
		act(pending, "Request Approval")
	assert not frappe.db.get_value(DOCTYPE, pending.name, "rejected_by")
	with as_user(MANAGER):
		act(pending, "Approve")
	assert state_of(pending) == (1, "Approved")


@pytest.mark.parametrize("user", [ANALYST, SALES_MANAGER])
def test_who_may_not_approve_does_not_reject(as_user, pending, user):
	with (
		as_user(user),
		pytest.raises((NotAnApprover, NotIndependent), match="Credit Manager, Credit Director"),
	):
		act(pending, "Reject", rejection_reason="no")
	assert state_of(pending) == (0, "Pending Approval")


def test_a_rejection_cannot_be_forged_or_wiped_by_a_save(as_user, pending):
	with as_user(SALES_MANAGER):
		change = frappe.get_doc(DOCTYPE, pending.name)
		change.update({"rejected_by": DIRECTOR, "rejection_reason": "x", "approval_level": "Credit Analyst"})
		change.save()
		change.reload()
		assert (change.rejected_by, change.rejection_reason) == (None, None)
		assert change.approval_level == "Credit Manager"
	with as_user(MANAGER):
		act(pending, "Reject", rejection_reason="no")
	with as_user(SALES_MANAGER):
		change.reload()
		change.rejected_by = None
		change.save()
	assert frappe.db.get_value(DOCTYPE, pending.name, "rejected_by") == MANAGER


def test_bulk_actions_tell_each_reason(as_user, pending):
	small = act(make_change(5000), "Request Approval")
	with as_user(ANALYST):
		frappe.clear_messages()
		api.bulk_workflow_approval([small.name, pending.name], DOCTYPE, "Approve")
		said = str(frappe.get_message_log())
	assert state_of(small) == (1, "Approved") and state_of(pending) == (0, "Pending Approval")
	assert "1 done, 1 refused" in said and "Credit Manager, Credit Director" in said


# --- the emergency setting and the workflow agree -------------------------------------------------------------


@pytest.mark.parametrize("allowed", [False, True])
def test_the_emergency_setting_reaches_the_workflow(as_user, allowed):
	frappe.db.set_single_value("CQS Settings", "allow_self_approval", int(allowed))
	customer = make.make_customer().name
	with as_user(MANAGER):
		change = act(make_change(customer=customer), "Request Approval")
		shown = [row.action for row in frappe.get_attr("frappe.model.workflow.get_transitions")(change)]
		assert ("Approve" in shown) is allowed
		if allowed:
			act(change, "Approve")
		else:
			with pytest.raises(NotIndependent, match="Credit Manager, Credit Director"):
				act(change, "Approve")
	assert state_of(change)[0] == int(allowed)


@pytest.mark.parametrize(
	("user", "shown"), [(ANALYST, False), (MANAGER, True), (DIRECTOR, True), (SALES_MANAGER, False)]
)
def test_approve_is_shown_to_those_who_may(as_user, pending, user, shown):
	with as_user(user):
		transitions = frappe.get_attr("frappe.model.workflow.get_transitions")(pending)
	assert (len([row for row in transitions if row.action == "Approve"]) > 0) is shown


# --- seeds ----------------------------------------------------------------------------------------------------


def test_a_users_workflow_is_not_touched_by_migrate():
	workflow = frappe.get_doc("Workflow", DOCTYPE)
	workflow.transitions = workflow.transitions[:-1]
	workflow.save()
	seeds.seed()
	assert len(frappe.get_doc("Workflow", DOCTYPE).transitions) == len(workflow.transitions)


def test_uninstall_removes_our_workflow_and_keeps_what_others_use():
	other = frappe.get_doc(doctype="Workflow Document State", parent="Other", parenttype="Workflow")
	other.update({"parentfield": "states", "state": "Draft", "doc_status": "0", "allow_edit": "All"})
	other.db_insert()
	seeds.remove()
	assert not frappe.db.exists("Workflow", {"document_type": DOCTYPE})
	assert frappe.db.exists("Workflow State", "Draft") and frappe.db.exists("Workflow State", "Approved")
	assert not frappe.db.exists("Workflow State", "Pending Approval")
	assert not frappe.db.exists("Workflow Action Master", "Request Approval")


# --- two at once ----------------------------------------------------------------------------------------------

CALLS = {
	"workflow": lambda client, doc: client.call(
		"frappe.model.workflow.apply_workflow", doc=json.dumps(doc), action="Approve"
	),
	"submit": lambda client, doc: client.call("frappe.client.submit", doc=json.dumps(doc)),
	"rest": lambda client, doc: client.put(f"/api/resource/{DOCTYPE}/{doc['name']}", docstatus=1),
}


@pytest.mark.committed
@pytest.mark.parametrize("call", CALLS)
def test_two_approvals_at_once_count_once(as_user, committed, snapshot_isolation, call):
	clients = [Client(user=user, password=make.PASSWORD) for user in (MANAGER, MANAGER2)]
	for _round in range(3):
		with as_user(SALES_MANAGER):
			change = act(make_change(), "Request Approval")
		document = json.loads(frappe.get_doc(DOCTYPE, change.name).as_json())
		committed()
		gate, outcomes = threading.Barrier(2), []

		def approve(client, gate=gate, outcomes=outcomes, document=document):
			gate.wait()
			try:
				CALLS[call](client, document)
				outcomes.append("approved")
			except HttpError as refusal:
				outcomes.append(refusal.exc_type)

		threads = [threading.Thread(target=approve, args=(client,)) for client in clients]
		for thread in threads:
			thread.start()
		for thread in threads:
			thread.join()
		committed()
		assert outcomes.count("approved") == 1, outcomes
		assert frappe.db.count("Credit Limit History", {"reference_name": change.name}) == 1
		assert state_of(change) == (1, "Approved")
		assert audit.verify(change.customer)[2] == []
