"""Payment plans and promises of one account together: facts for the gate, what the account's row remembers of them,
and the jobs that follow them."""

from datetime import date

import frappe

from cqs_app.engine.credit.facts import AgedItem
from cqs_app.engine.credit.plans import Arrangements
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.promises import excused
from cqs_app.engine.credit.vocabulary import PlanStatus
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import plan_orders, plans, promises
from cqs_app.erp.credit.clock import today_of
from cqs_app.erp.credit.database import DATABASE
from cqs_app.ledger.links import Party
from cqs_app.ledger.overdue import overdue

NOTHING = Arrangements()


def arranged(row: frappe._dict) -> bool:
	"""Whether the account has any plan or promise that still matters; its row tells, without a query."""
	return bool(row.get("plan_status") or row.get("promise_status"))


def gather(locked: accounts.Locked, impact, as_of: date) -> Arrangements:
	"""Plans and promises at this moment, and of the document what the plans ask about."""
	row, party = locked.row, impact.party
	if not arranged(row):
		return NOTHING
	require_fresh(locked)
	found = plans.live(party, as_of) if row.get("plan_status") else ()
	asks = any(plan.milestones for plan in found)
	return Arrangements(
		plans=found,
		broken_promises=promises.broken_count(party, as_of) if row.get("promise_status") else 0,
		schedule=plan_orders.schedule_of(impact) if asks else None,
		prepayments=plan_orders.prepayments(impact, found) if asks else (),
	)


def overdue_of(row: frappe._dict, party: Party, policy: Policy, as_of: date) -> tuple[AgedItem, ...]:
	"""Overdue items as plans and honoured promises leave them: the rules and the credit position read the same."""
	honoured = {}
	if policy.honour_promises and row.get("promise_status"):
		honoured = excused(promises.excuses(party), as_of, policy.promise_max_days)
	has_plan = bool(row.get("plan_status"))
	return overdue(DATABASE, party, row.currency, as_of, arranged=has_plan, excused=honoured)


def require_fresh(locked: accounts.Locked) -> None:
	"""Plans and payments are read plainly, and a stale snapshot cannot be trusted with them: raise TryAgain."""
	if locked.stale and arranged(locked.row):
		accounts.raise_try_again(locked.row.customer)


def figures(party: Party, row: frappe._dict) -> dict:
	"""What the credit position tells of plans, promises and dunning."""
	filters = {"customer": party.customer, "docstatus": (">", 0)}
	return {
		"plan_status": row.get("plan_status") or "",
		"restructurings": frappe.db.count("Payment Plan", filters),
		"dunning_level": int(row.get("dunning_level") or 0),
		**promises.metrics(party),
	}


def columns(party: Party, as_of: date) -> dict[str, object]:
	"""What the account's row remembers, from the stored plans and promises."""
	statuses = {plan.head.status for plan in plans.stored(party, plans.FOLLOWED)}
	order = (PlanStatus.BROKEN, PlanStatus.ACTIVE, PlanStatus.COMPLETED)
	worst = next((status.value for status in order if status.value in statuses), "")
	return {"plan_status": worst, "promise_status": promises.summary_status(party, as_of)}


def refresh_account(party: Party) -> None:
	"""A plan or promise began or ended: write what the row remembers of them, and look at the holds again."""
	locked = accounts.lock(party)
	accounts.set_values(party, columns(party, today_of(locked.row)))


def follow(party: Party) -> None:
	"""Before a transaction that moved the customer's balance commits; only accounts with a plan or promise cost
	anything. What a stale snapshot does not show is left to a job."""
	if not accounts.is_arranged(party):
		return
	if accounts.is_stale(party):
		frappe.enqueue(
			"cqs_app.erp.credit.arrangements.reevaluate_account",
			queue="short",
			job_id=f"cqs-arranged-{accounts.account_key(party)}",
			deduplicate=True,
			enqueue_after_commit=True,
			customer=party.customer,
			company=party.company,
		)
		return
	reevaluate(party)


def reevaluate(party: Party) -> None:
	"""Write where plans and promises of an account that this transaction holds stand by now."""
	row = accounts.read(party)
	as_of = today_of(row)
	plans.reevaluate(party, as_of)
	promises.reevaluate(party, as_of)
	found = columns(party, as_of)
	if any((row.get(field) or "") != value for field, value in found.items()):
		accounts.set_values(party, found)


def reevaluate_account(customer: str, company: str) -> None:
	"""In a transaction of its own, whose snapshot is taken after the lock."""
	party = Party(customer, company)
	frappe.db.commit()
	accounts.lock_afresh([party])
	reevaluate(party)
	frappe.db.commit()


def every_hour() -> None:
	"""Scheduled: days pass at midnight of each company. One account that fails is logged and stops nobody else."""
	rows = frappe.db.sql(
		"""select customer, company from `tabCredit Account`
		where (plan_status in ('Active', 'Broken') or promise_status != '') and account_key != name order by name""",
		as_dict=True,
	)
	for row in rows:
		try:
			reevaluate_account(row.customer, row.company)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"CQS: plans of {row.customer} in {row.company} could not be evaluated")
			frappe.db.commit()
