"""Credit Limit Batch: many limits with one approval, resumed after its job was killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import frappe
import pytest

from cqs_app import api
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import audit, batch_run, batches
from cqs_app.erp.credit.exceptions import NotAnApprover, NotIndependent, WrongState
from tests.erp import factories as make
from tests.erp.credit import COMPANY, customer_with, give_limit, party_of

BATCH, ROW = "Credit Limit Batch", batches.ROW
ANALYST, MANAGER, MANAGER2, DIRECTOR = (
	f"{name}@cqs.example" for name in ("analyst", "manager", "manager2", "director")
)


@pytest.fixture
def group():
	return make.make_customer_group().name


def portfolio(group, limits):
	"""A customer of the group for each limit."""
	return [customer_with(limit=limit, group=group).name for limit in limits]


def make_batch(group, **values):
	values = {
		"customer_group": group,
		"method": "Percent",
		"value": 10,
		"change_type": "Base Limit",
		**values,
	}
	return frappe.get_doc(doctype=BATCH, company=COMPANY, reason="Yearly review", **values).insert()


def previewed(group, as_user, asker=ANALYST, **values):
	with as_user(asker):
		batch = make_batch(group, **values)
		api.preview_batch(batch.name)
	return frappe.get_doc(BATCH, batch.name)


def asked(group, as_user, asker=ANALYST, **values):
	batch = previewed(group, as_user, asker, **values)
	with as_user(asker):
		return api.apply_workflow(batch.as_json(), "Request Approval")


def rows_of(batch):
	fields = ["name", "customer", "account", "old_limit", "new_limit", "status", "message"]
	return frappe.get_all(ROW, filters={"batch": batch.name}, fields=fields, order_by="position")


def new_limits(batch):
	return sorted((row.old_limit, row.new_limit) for row in rows_of(batch))


def limit_of(customer):
	return accounts.read(party_of(customer=customer)).credit_limit


# --- preview --------------------------------------------------------------------------------------------------


def test_the_preview_shows_what_would_change_and_changes_nothing(group, as_user):
	customers = portfolio(group, [1000, 2050, 0])
	batch = previewed(group, as_user, round_to=100, rounding="Up", cap=2200)
	assert new_limits(batch) == [(1000, 1100), (2050, 2200)], "what stays the same is no row"
	assert (batch.selected_accounts, batch.total_rows) == (3, 2)
	assert (batch.total_before, batch.total_after) == (3050, 3300)
	assert (batch.highest_limit, batch.largest_increase) == (2200, 150)
	assert [limit_of(customer) for customer in customers] == [1000, 2050, 0]


def test_filters(group, as_user):
	parent = make.make_customer_group(is_group=1).name
	child = make.make_customer_group(parent=parent).name
	area = make.make_territory().name
	portfolio(group, [1000])
	portfolio(child, [2000, 3000])
	there = customer_with(limit=4000, group=child, territory=area)
	give_limit(customer=there, limit=4000, risk_class="B", overdue_amount=10)
	give_limit(customer=make.make_customer(group=child), limit=0, is_unlimited=1)
	for filters, found in (
		({"customer_group": parent}, [2000, 3000, 4000]),
		({"territory": area}, [4000]),
		({"risk_class": "B"}, [4000]),
		({"limit_from": 3000}, [3000, 4000]),
		({"limit_from": 2000, "limit_to": 3000}, [2000, 3000]),
		({"overdue": "With Overdue"}, [4000]),
		({"overdue": "Without Overdue"}, [2000, 3000]),
	):
		batch = previewed(parent, as_user, **filters)
		assert [old for old, _new in new_limits(batch)] == found, filters


def test_automatic_takes_the_models_proposal(group, as_user):
	from cqs_app.erp.credit.proposal import proposal_for

	(customer,) = portfolio(group, [987_654])
	batch = previewed(group, as_user, method="Automatic")
	proposed, _policy = proposal_for(party_of(customer=customer))
	assert new_limits(batch) == [(987_654, float(proposed.limit))]


@pytest.mark.parametrize(
	"values",
	[
		{"cap": 5, "floor": 6},
		{"method": "Set To", "value": -1},
		{"change_type": "Temporary Limit"},
		{"reason": " "},
		{"valid_upto": "2020-01-01"},
		{"round_to": -1},
	],
)
def test_nonsense_is_refused(group, values):
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(
			{"doctype": BATCH, "company": COMPANY, "method": "Percent", "value": 1, "reason": "x"} | values
		).insert()


def test_other_filters_void_the_preview(group, as_user):
	portfolio(group, [1000])
	batch = previewed(group, as_user)
	with as_user(ANALYST):
		batch.value = 20
		batch.save()
	assert not batch.total_rows and not batch.rows_hash and rows_of(batch) == []
	with as_user(ANALYST), pytest.raises(WrongState, match="Preview it first"):
		api.apply_workflow(batch.as_json(), "Request Approval")


def test_rows_are_frozen_once_approval_is_requested(group, as_user):
	portfolio(group, [1000])
	batch = asked(group, as_user)
	with as_user(ANALYST):
		with pytest.raises(WrongState, match="frozen"):
			api.preview_batch(batch.name)
		with pytest.raises(WrongState, match="frozen"):
			batch.value = 90
			batch.save()
	row = rows_of(batch)[0]
	frappe.db.set_value(ROW, row.name, "new_limit", 9000)
	with as_user(MANAGER), pytest.raises(WrongState, match="not those of its last preview"):
		frappe.get_doc(BATCH, batch.name).submit()
	with as_user(ANALYST), pytest.raises(frappe.PermissionError):
		stored = frappe.get_doc(ROW, row.name)
		stored.new_limit = 1
		stored.save()


def test_figures_cannot_be_forged(group, as_user):
	portfolio(group, [50_000])
	batch = previewed(group, as_user)
	with as_user(ANALYST):
		batch.update({"highest_limit": 1, "largest_increase": 0, "approval_level": "Credit Analyst"})
		batch.update({"rows_hash": "x", "total_rows": 7})
		batch.save()
	assert (batch.highest_limit, batch.total_rows, batch.approval_level) == (55_000, 1, "Credit Manager")
	assert batch.rows_hash == batches.hash_of(batch.name)


# --- approval -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("highest", "approver", "allowed"),
	[
		(9000, "analyst2", True),
		(9500, "analyst2", False),
		(9500, MANAGER, True),
		(91_000, MANAGER, False),
		(91_000, DIRECTOR, True),
	],
)
def test_the_highest_limit_of_the_batch_decides(group, as_user, highest, approver, allowed):
	portfolio(group, [100, 200, highest])
	batch = asked(group, as_user, asker=MANAGER2)
	with as_user(ANALYST if approver == "analyst2" else approver):
		if allowed:
			api.apply_workflow(batch.as_json(), "Approve")
		else:
			with pytest.raises(NotAnApprover, match="may be decided by: Credit"):
				api.apply_workflow(batch.as_json(), "Approve")
			with pytest.raises(NotAnApprover, match="may only be decided by: Credit"):
				frappe.get_doc(BATCH, batch.name).submit()
	values = frappe.db.get_value(BATCH, batch.name, ["docstatus", "run_status"])
	assert values == ((1, "Running") if allowed else (0, None))


def test_the_largest_increase_decides_too(group, as_user):
	default = frappe.db.get_single_value("CQS Settings", "default_policy")
	policy = frappe.copy_doc(frappe.get_doc("Credit Policy", default))
	policy.update({"policy_name": make.unique("Batch"), "customer_group": group, "priority": 9})
	for level in policy.approval_levels:
		level.up_to_increase = {"Credit Analyst": 50, "Credit Manager": 200}.get(level.role, 0)
	policy.insert()
	portfolio(group, [1000, 100])
	batch = asked(group, as_user, asker=MANAGER2)
	assert batch.approval_level == "Credit Manager"
	with as_user(ANALYST), pytest.raises(NotAnApprover, match="Credit Manager, Credit Director"):
		frappe.get_doc(BATCH, batch.name).submit()


@pytest.mark.parametrize("asker", [MANAGER, DIRECTOR, "Administrator"])
def test_nobody_approves_his_own_batch(group, as_user, asker):
	portfolio(group, [1000])
	batch = asked(group, as_user, asker=asker)
	with as_user(asker):
		for approve in (
			lambda: api.apply_workflow(batch.as_json(), "Approve"),
			lambda: frappe.get_doc(BATCH, batch.name).submit(),
		):
			with pytest.raises(NotIndependent):
				approve()


# --- carrying it out ------------------------------------------------------------------------------------------


def approve(batch, as_user, approver=MANAGER):
	with as_user(approver):
		api.apply_workflow(frappe.get_doc(BATCH, batch.name).as_json(), "Approve")


@pytest.mark.committed
def test_a_batch_is_carried_out_once_and_recorded(group, as_user, run_jobs):
	customers = portfolio(group, [1000, 2000, 3000])
	batch = asked(group, as_user)
	approve(batch, as_user)
	changed, closed, _untouched = customers
	give_limit(customer=changed, limit=1, limit_valid_upto="2027-01-01")
	run_jobs()
	assert [limit_of(customer) for customer in customers] == [1, 2200, 3300]
	row = next(row for row in rows_of(batch) if row.customer == changed)
	assert row.status == "Skipped" and "changed since the preview" in row.message
	found = frappe.get_doc(BATCH, batch.name)
	assert (found.run_status, found.done_rows, found.skipped_rows) == ("Completed", 2, 1)
	history = frappe.get_all(
		"Credit Limit History",
		filters={"reference_name": batch.name},
		fields=["customer", "requested_by", "approved_by", "reason", "old_limit", "new_limit"],
	)
	assert sorted(row.customer for row in history) == sorted([closed, _untouched])
	assert {(row.requested_by, row.approved_by, row.reason) for row in history} == {
		(ANALYST, MANAGER, "Yearly review")
	}
	batch_run.run(batch.name)
	assert frappe.db.count("Credit Limit History", {"reference_name": batch.name}) == 2
	with pytest.raises(WrongState, match="Nothing of it is left"):
		api.resume_batch(batch.name)
	told = frappe.get_all("Notification Log", {"document_name": batch.name}, pluck="for_user")
	assert {ANALYST, MANAGER} <= set(told)


@pytest.mark.committed
def test_a_base_limit_keeps_its_last_day_and_a_temporary_one_gets_its_own(group, as_user, run_jobs):
	customer = customer_with(limit=1000, group=group)
	give_limit(customer=customer, limit=1000, limit_valid_upto="2027-05-31")
	approve(asked(group, as_user), as_user)
	run_jobs()
	row = accounts.read(party_of(customer=customer))
	assert (row.credit_limit, str(row.limit_valid_upto)) == (1100, "2027-05-31")
	last = frappe.utils.add_days(frappe.utils.today(), 30)
	approve(asked(group, as_user, change_type="Temporary Limit", valid_upto=last, value=50), as_user)
	run_jobs()
	row = accounts.read(party_of(customer=customer))
	assert (row.credit_limit, row.temporary_limit, str(row.temporary_limit_upto)) == (1100, 1650, last)


class Worker:
	"""A real background worker in a process group of its own."""

	def __init__(self) -> None:
		argv = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "worker", "--burst"]
		self.process = subprocess.Popen(
			[*argv, "--queue", "short,default,long"],
			cwd=os.environ["CQS_SITES"],
			start_new_session=True,
			stdout=subprocess.DEVNULL,
			stderr=subprocess.DEVNULL,
		)

	def kill(self) -> None:
		with contextlib.suppress(ProcessLookupError):
			os.killpg(self.process.pid, signal.SIGKILL)
		self.process.wait()


def counts(batch) -> tuple[int, int]:
	"""Done rows, and rows of the history."""
	frappe.db.commit()
	return (
		frappe.db.count(ROW, {"batch": batch.name, "status": "Done"}),
		frappe.db.count("Credit Limit History", {"reference_name": batch.name}),
	)


def until(condition, patience=120):
	"""Waits for another process; the deadline only ends a test that is broken."""
	deadline = time.monotonic() + patience
	while not condition():
		assert time.monotonic() < deadline, "waited in vain"
		time.sleep(0.05)


@contextlib.contextmanager
def held(account):
	"""Another connection holds the account, so that the job stops before it."""
	import pymysql

	connection = pymysql.connect(
		host=os.environ["CQS_DB_HOST"],
		port=int(os.environ["CQS_DB_PORT"]),
		user=os.environ["CQS_DB_ROOT_USER"],
		password=os.environ["CQS_DB_ROOT_PASSWORD"],
		database=frappe.conf.db_name,
	)
	with contextlib.closing(connection), connection.cursor() as cursor:
		cursor.execute("select name from `tabCredit Account` where name = %s for update", account)
		yield
		connection.rollback()


@pytest.mark.committed
def test_a_killed_job_is_resumed_none_twice_none_missed(group, as_user, run_jobs):
	customers = portfolio(group, range(1000, 1060))
	batch = asked(group, as_user)
	approve(batch, as_user)
	frappe.db.commit()
	rows = rows_of(batch)
	assert len(rows) == 60
	with held(rows[batch_run.CHUNK + 5].account):
		worker = Worker()
		until(lambda: counts(batch)[0] == batch_run.CHUNK)
		worker.kill()
	assert counts(batch) == (batch_run.CHUNK, batch_run.CHUNK)
	assert frappe.db.get_value(BATCH, batch.name, "run_status") == "Running"
	with as_user(ANALYST):
		api.resume_batch(batch.name)
	run_jobs()
	assert counts(batch) == (60, 60)
	assert frappe.db.get_value(BATCH, batch.name, ["run_status", "done_rows"]) == ("Completed", 60)
	per_customer = frappe.get_all(
		"Credit Limit History", filters={"reference_name": batch.name}, pluck="customer"
	)
	assert sorted(per_customer) == sorted(customers)
	assert [limit_of(row.customer) for row in rows] == [row.new_limit for row in rows]
	assert [found for customer in customers for found in audit.verify(customer)[2]] == []


@pytest.mark.committed
def test_two_jobs_at_once_do_no_row_twice(group, as_user, snapshot_isolation):
	portfolio(group, range(1000, 1060))
	batch = asked(group, as_user)
	approve(batch, as_user)
	frappe.db.commit()
	batch_run.start(batch.name)
	frappe.db.commit()
	workers = [Worker(), Worker()]
	for worker in workers:
		assert worker.process.wait(timeout=300) == 0
	assert counts(batch) == (60, 60)
	values = frappe.db.get_value(BATCH, batch.name, ["run_status", "done_rows", "total_rows"])
	assert values == ("Completed", 60, 60)


@pytest.mark.committed
def test_the_scheduler_resumes_a_batch_that_was_not_heard_of(group, as_user, run_jobs):
	portfolio(group, [1000])
	batch = asked(group, as_user)
	with as_user(MANAGER):
		frappe.get_doc(BATCH, batch.name).submit()
	frappe.db.after_commit.reset()
	frappe.db.commit()
	run_jobs()
	assert counts(batch) == (0, 0), "its job was lost"
	batch_run.resume_dead()
	run_jobs()
	assert counts(batch) == (0, 0), "it may still be at work"
	long_ago = frappe.utils.add_to_date(None, minutes=-batch_run.DEAD_AFTER_MINUTES - 1)
	frappe.db.set_value(BATCH, batch.name, "heartbeat", long_ago)
	batch_run.resume_dead()
	run_jobs()
	assert counts(batch) == (1, 1)


@pytest.mark.committed
def test_many_accounts_are_previewed_by_a_job(group, as_user, run_jobs, monkeypatch):
	portfolio(group, [1000, 2000])
	monkeypatch.setattr(batches, "SMALL", 1)
	with as_user(ANALYST):
		batch = make_batch(group)
		said = api.preview_batch(batch.name)
	assert (said["preview_status"], said["total_rows"]) == ("Running", 0)
	run_jobs()
	said = api.batch_progress(batch.name)
	assert (said["preview_status"], said["total_rows"]) == ("Ready", 2)


def test_who_may_not_write_it_neither_previews_nor_resumes(group, as_user):
	portfolio(group, [1000])
	batch = previewed(group, as_user)
	with as_user("auditor@cqs.example"):
		assert api.batch_progress(batch.name)["total_rows"] == 1
		for step in (api.preview_batch, api.resume_batch):
			with pytest.raises(frappe.PermissionError):
				step(batch.name)
	with as_user("sales@cqs.example"), pytest.raises(frappe.PermissionError):
		api.batch_progress(batch.name)
	assert json.loads(batch.as_json())["docstatus"] == 0
