"""Who may do what around a hold: independence, identity of customers, and what a limited user may see."""

import frappe
import pytest

from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import approval, holds, identity
from cqs_app.erp.credit.cure import expire_releases
from cqs_app.erp.credit.exceptions import CreditRefused, NativeLimit, NotIndependent, WrongState
from tests.bench.client import HttpError
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, docstatus, give_limit, party_of

SALES, SALES2, ANALYST, MANAGER, MANAGER2, DIRECTOR, AUDITOR = (
	f"{name}@cqs.example"
	for name in ("sales", "sales2", "analyst", "manager", "manager2", "director", "auditor")
)


def held_by(doc, user, amount=9000):
	hold = frappe.new_doc("Credit Hold")
	hold.update({"reference_doctype": doc.doctype, "reference_name": doc.name, "customer": doc.customer})
	hold.update({"company": doc.company, "currency": "USD", "hold_type": "Policy", "status": "Open"})
	hold.update({"amount": amount, "increase": amount, "findings": "[]", "requested_by": user})
	hold.flags.by_cqs = True
	return hold.insert(ignore_permissions=True, set_name=make.unique("CH")).name


@pytest.fixture
def order(as_user):
	"""A draft of 9,000 by a sales user for a customer with a limit of 1,000; the manager may also sell."""
	customer = customer_with(limit=1000)
	frappe.get_doc("User", MANAGER).add_roles("Sales User")
	with as_user(SALES):
		return make.make_sales_order(customer=customer, amount=9000, submit=False)


def notified(user, order):
	filters = {"for_user": user, "document_name": order.name}
	return frappe.get_all("Notification Log", filters=filters, pluck="subject", order_by="creation desc")


def test_a_colleagues_request_does_not_make_the_submitter_independent(order, as_user):
	hold = held_by(order, MANAGER)
	with as_user(SALES2):
		holds.request_release(hold, "please")
	assert frappe.db.get_value("Credit Hold", hold, ["requested_by", "askers"]) == (MANAGER, SALES2)
	with as_user(MANAGER), pytest.raises(NotIndependent):
		holds.release_hold(hold, "mine", None, None)


def test_who_wrote_the_figures_does_not_release_them(order, as_user):
	hold = held_by(order, SALES)
	with as_user(MANAGER):
		written = frappe.get_doc("Sales Order", order.name)
		written.items[0].rate = 8000
		written.save()
	with as_user(SALES):
		frappe.get_doc("Sales Order", order.name).save()
	with as_user(MANAGER):
		for decide in (
			lambda: holds.release_hold(hold, "mine", None, None),
			lambda: holds.reject_hold(hold, "no"),
		):
			with pytest.raises(NotIndependent):
				decide()


def test_a_touched_limit_change_keeps_its_author(as_user):
	customer = customer_with(limit=1000)
	values = {"customer": customer.name, "company": COMPANY, "change_type": "Base Limit"}
	with as_user("sales.manager@cqs.example"):
		change = frappe.get_doc(doctype="Credit Limit Change", new_limit=2000, reason="x", **values).insert()
	with as_user(MANAGER):
		change = frappe.get_doc("Credit Limit Change", change.name)
		change.new_limit = 99_999
		change.save()
	with as_user("sales.manager@cqs.example"):
		frappe.get_doc("Credit Limit Change", change.name).save()
	with as_user(MANAGER), pytest.raises(NotIndependent):
		frappe.get_doc("Credit Limit Change", change.name).submit()


def test_screens_and_server_agree_on_the_askers(order, as_user):
	from cqs_app.erp.credit import rights

	hold = frappe.get_doc("Credit Hold", held_by(order, MANAGER))
	assert approval.askers_of(hold) == {SALES, MANAGER}
	for user, may_decide, may_ask in (
		(MANAGER, False, True),
		(MANAGER2, True, False),
		(SALES2, False, True),
		(AUDITOR, False, False),
	):
		with as_user(user):
			said = rights.of_hold(hold)
		assert (said["may_decide"], said["may_ask"]) == (may_decide, may_ask), user


def test_only_a_writer_of_the_document_asks(order, as_user):
	hold = held_by(order, SALES)
	with as_user(AUDITOR), pytest.raises(frappe.PermissionError):
		holds.request_release(hold, "please")


def test_a_ceiling_below_the_document_is_refused(order, as_user):
	hold = held_by(order, SALES)
	with as_user(MANAGER2), pytest.raises(WrongState, match=r"worth .*9,000.00.* ceiling is .*8,999.99"):
		holds.release_hold(hold, "some of it", holds.decimal("8999.99"), None)


@pytest.mark.committed
def test_the_refused_user_is_an_asker_and_the_first_requester_stays(http):
	customer = customer_with(limit=1000)
	draft = make.make_sales_order(customer=customer, amount=2000, submit=False)
	for user in (SALES, SALES2):
		with pytest.raises(HttpError):
			http(user).put(f"/api/resource/Sales Order/{draft.name}", docstatus=1)
	draft.reload()
	values = frappe.db.get_value("Credit Hold", draft.cqs_credit_hold, ["requested_by", "askers"])
	assert values == (SALES, f"{SALES}\n{SALES2}")


@pytest.mark.committed
def test_an_approvers_failed_submit_asks_for_nothing(http):
	customer = customer_with(limit=1000)
	draft = make.make_sales_order(customer=customer, amount=2000, submit=False)
	with pytest.raises(HttpError):
		http(SALES).put(f"/api/resource/Sales Order/{draft.name}", docstatus=1)
	draft.reload()
	hold = draft.cqs_credit_hold
	past = frappe.utils.add_days(frappe.utils.today(), -5)
	give_limit(customer=customer, limit=1000, limit_valid_upto=past)
	frappe.db.commit()
	release = {"hold": hold, "reason": "ok", "submit_document": 1}
	with pytest.raises(HttpError) as refusal:
		http(MANAGER).call("cqs_app.api.release_hold", **release)
	assert refusal.value.exc_type == "CreditRefused"
	assert frappe.db.get_value("Credit Hold", hold, ["status", "askers"]) == ("Open", SALES)
	http(MANAGER).call("cqs_app.api.release_hold", **release)
	assert docstatus(draft) == 1


# --- customers that are joined or deleted ---------------------------------------------------------------------


def test_a_merge_keeps_the_stricter_account():
	gone, kept = customer_with(limit=0), make.make_customer()
	holds.force_hold(party_of(customer=gone), "insolvent")
	make.make_quotation(customer=kept, amount=1)
	for doctype in ("Credit Account", "Credit Commitment", "Credit Hold"):
		frappe.db.set_value(doctype, {"customer": gone.name}, "customer", kept.name)
	identity.follow_rename("customer", kept.name)
	row = accounts.read(party_of(customer=kept))
	assert (row.status, row.status_reason, row.is_assessed) == ("Forced Hold", "insolvent", 1)


def test_a_deleted_customers_forced_hold_is_closed():
	customer = customer_with(limit=0)
	holds.force_hold(party_of(customer=customer), "fraud")
	customer.reload()
	customer.delete()
	assert frappe.db.get_value("Credit Hold", {"customer": customer.name}, "status") == "Cancelled"


@pytest.mark.parametrize("scoped", [True, False])
def test_a_customer_is_not_moved_out_of_his_rules(as_user, scoped):
	customer = customer_with(limit=1000)
	group = make.make_customer_group()
	frappe.db.set_value("Credit Policy", {"customer_group": ("is", "set")}, "enabled", 0)
	if scoped:
		settings = frappe.get_single("CQS Settings")
		settings.append("default_limits", {"company": COMPANY, "customer_group": group, "credit_limit": 5})
		settings.save()
	frappe.get_doc("User", SALES).add_roles("Sales Manager")
	with as_user(SALES):
		moved = frappe.get_doc("Customer", customer.name)
		moved.customer_group = group
		moved.flags.ignore_permissions = True
		if scoped:
			with pytest.raises(NativeLimit, match="Credit rules depend on"):
				moved.save()
		else:
			moved.save()


def test_approval_levels_name_credit_roles_only():
	policy = frappe.get_doc("Credit Policy", frappe.db.get_single_value("CQS Settings", "default_policy"))
	policy.append("approval_levels", {"up_to_amount": 0, "role": "Sales User"})
	with pytest.raises(frappe.ValidationError, match="no credit role"):
		policy.save()


# --- what people are told -------------------------------------------------------------------------------------


@pytest.mark.committed
def test_a_refusal_promises_no_hold_that_will_not_be_there():
	customer = customer_with(limit=100)
	frappe.db.commit()
	order = make.make_sales_order(customer=customer, amount=900, submit=False)
	with pytest.raises(CreditRefused) as refusal:
		order.submit()
	frappe.db.rollback()
	assert not frappe.db.exists("Sales Order", order.name)
	assert "waits as a draft" not in str(refusal.value)


def test_a_forced_hold_says_who_ends_it():
	customer = customer_with(limit=1000)
	holds.force_hold(party_of(customer=customer), "Fraud <case>")
	with pytest.raises(CreditRefused) as refusal:
		make.make_sales_order(customer=customer, amount=10)
	said = str(refusal.value)
	assert "are on hold: Fraud &lt;case&gt;. It ends when a credit manager lifts it." in said
	assert "payment" not in said


@pytest.mark.parametrize("decide", [holds.reject_hold, lambda *args: holds.release_hold(*args, None, None)])
def test_requester_and_owner_are_told_of_the_decision(order, as_user, decide):
	hold = held_by(order, SALES2)
	with as_user(MANAGER2):
		decide(hold, "Because <b>so</b>")
	for user in (SALES, SALES2):
		assert "Because &lt;b&gt;so&lt;/b&gt;" in notified(user, order)[0]


def test_they_are_told_that_a_release_expired(order, as_user):
	hold = held_by(order, SALES2)
	with as_user(MANAGER2):
		holds.release_hold(hold, "ok", None, None)
	past = frappe.utils.add_days(frappe.utils.now_datetime(), -1)
	frappe.db.set_value("Credit Hold", hold, "release_valid_upto", past)
	expire_releases()
	assert any("expired" in subject for subject in notified(SALES, order))


# --- what a limited user may see ------------------------------------------------------------------------------


@pytest.fixture
def limited(http):
	"""A seller and bookkeeper who may see one customer only: (his, another's, his client)."""
	mine, theirs = customer_with(limit=1000), customer_with(limit=777)
	user = f"{frappe.generate_hash(length=8)}@cqs.example"
	doc = frappe.get_doc(
		doctype="User", email=user, first_name="Limited", send_welcome_email=0, new_password=make.PASSWORD
	)
	doc.flags.no_welcome_mail = True
	doc.insert()
	doc.add_roles("Sales User", "Accounts User")
	permission = {"allow": "Customer", "for_value": mine.name, "apply_to_all_doctypes": 1}
	frappe.get_doc(doctype="User Permission", user=user, **permission).insert()
	frappe.db.commit()
	return mine, theirs, http(user)


@pytest.mark.committed
def test_preview_tells_nothing_of_a_hidden_customers_hold(limited, http):
	mine, theirs, client = limited
	draft = make.make_sales_order(customer=theirs, amount=5000, submit=False)
	with pytest.raises(HttpError):
		http(SALES).put(f"/api/resource/Sales Order/{draft.name}", docstatus=1)
	own = make.make_sales_order(customer=mine, amount=1, submit=False).as_json()
	answer = client.call("cqs_app.api.preview", doctype="Sales Order", name=draft.name, doc=own)
	assert not answer["hold"]
	assert http(SALES).call("cqs_app.api.preview", doctype="Sales Order", name=draft.name)["hold"]


@pytest.mark.committed
@pytest.mark.parametrize("doctype", ["Quotation", "Journal Entry"])
def test_preview_of_a_hidden_customer_is_refused(limited, doctype):
	mine, theirs, client = limited
	if doctype == "Quotation":
		doc = make.make_quotation(customer=theirs, amount=5000, submit=False).as_dict()
		doc["customer"] = mine.name
	else:
		rows = [{"account": make.account(name="Debtors"), "debit": 5000, "customer": theirs}]
		rows.append({"account": make.account(name="Sales"), "credit": 5000})
		doc = make.make_journal(rows=rows, submit=False).as_dict()
	with pytest.raises(HttpError) as refusal:
		client.call("cqs_app.api.preview", doctype=doctype, doc=frappe.as_json(doc))
	assert refusal.value.status == 403
