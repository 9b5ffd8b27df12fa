"""Payment plans: checked when asked for, put in force by an approver, followed as payments arrive, ended by decision."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from cqs_app.engine.credit import plans as engine
from cqs_app.engine.credit.plans import HUNDRED, Installment, LivePlan, Milestone, Progress
from cqs_app.engine.credit.vocabulary import DueWhen, PlanStatus
from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import alerts, plan_invoices
from cqs_app.erp.credit.clock import today, today_of
from cqs_app.erp.credit.exceptions import WrongState
from cqs_app.erp.credit.messages import money
from cqs_app.ledger.links import Party

LIVE = (PlanStatus.ACTIVE.value, PlanStatus.BROKEN.value)
FOLLOWED = (*LIVE, PlanStatus.COMPLETED.value)
LAST_YEAR = 2200


class Stored(NamedTuple):
	"""A plan in force as the database holds it. `installments` are child rows in order of due date."""

	head: frappe._dict
	installments: list
	starts: dict[str, Decimal]


def check(plan, asked: bool) -> None:
	"""Raise ValidationError for what nobody could approve. `asked`: the plan is being written, not approved."""
	plan.currency = frappe.get_cached_value("Company", plan.company, "default_currency")
	plan.check_reason()
	if asked:
		plan.update({"status": PlanStatus.DRAFT.value, "paid": 0, "restructuring_no": _number(plan)})
		plan.update(dict.fromkeys(("began_on", "broken_on", "next_due_date", "end_reason", "ended_by")))
		plan_invoices.fill(plan)
		plan.open_amount = plan.total
	_check_installments(plan, asked)
	_check_requirements(plan)
	_check_previous(plan)
	_check_free(plan)


def put_in_force(plan) -> None:
	"""Under the account's lock: the invoices are as they were when it was asked for, and free."""
	party = Party(plan.customer, plan.company)
	locked = plan.locked[party]
	if locked.stale:
		accounts.raise_try_again(party.customer)
	plan_invoices.check_unmoved(plan)
	_check_previous(plan)
	_check_free(plan)
	if plan.previous_plan:
		frappe.db.set_value("Payment Plan", plan.previous_plan, "status", PlanStatus.REPLACED.value)
	as_of = today_of(locked.row)
	found = _progress_of(
		_in_memory(plan), as_of, {r.sales_invoice: decimal(r.outstanding) for r in plan.invoices}
	)
	plan.update({"account": locked.row.name, "began_on": as_of, "restructuring_no": _number(plan)})
	plan.update(_figures(found, plan.total, found.status, None))
	for row, line in zip(sorted(plan.installments, key=_due), found.lines, strict=True):
		row.update({"paid": float(line.paid), "status": line.status.value})


def end(plan, reason: str) -> None:
	"""An approver who did not ask for it ends a live plan; what it hid counts again, and the reason stays."""
	if plan.status not in LIVE:
		frappe.throw(_("Payment plan {0} is {1}.").format(plan.name, _(plan.status)), WrongState)
	if not (reason or "").strip():
		frappe.throw(_("Say why the plan ends: use End Plan, which asks for the reason."), WrongState)
	plan.update({"status": PlanStatus.CANCELLED.value, "end_reason": reason.strip()})
	plan.ended_by = frappe.session.user
	plan.next_due_date = None


def reevaluate(party: Party, as_of: date) -> None:
	"""Write where the plans of an account that this transaction holds stand by now; tell when one has broken."""
	for plan in stored(party, FOLLOWED):
		outstanding = plan_invoices.outstanding_of(party.company, list(plan.starts))
		found = _progress_of(plan, as_of, outstanding)
		status = engine.next_status(PlanStatus(plan.head.status), found.status)
		if plan.head.status == PlanStatus.COMPLETED.value and status is not PlanStatus.COMPLETED:
			if plan_invoices.in_live_plans(list(plan.starts), but=[plan.head.name]):
				continue
		_write(plan, found, status, as_of, outstanding)
		if status is PlanStatus.BROKEN and plan.head.status != PlanStatus.BROKEN.value:
			_tell_broken(party, plan, found)


def live(party: Party, as_of: date) -> tuple[LivePlan, ...]:
	"""Plans in force as the gate sees them, evaluated at this moment and not as they were stored last."""
	listed = []
	for plan in stored(party, LIVE):
		outstanding = plan_invoices.outstanding_of(party.company, list(plan.starts))
		found = _progress_of(plan, as_of, outstanding)
		status = engine.next_status(PlanStatus(plan.head.status), found.status)
		if status is PlanStatus.COMPLETED:
			continue
		late = next((line.due_date for line in found.lines if line.open > 0 and line.due_date < as_of), None)
		missed = found.missed or sum((line.open for line in found.lines if line.due_date < as_of), ZERO)
		listed.append(LivePlan(plan.head.name, status, missed, late, milestones(plan.head)))
	return tuple(listed)


def milestones(head) -> tuple[Milestone, ...]:
	"""What a plan asks of new orders."""
	rows = []
	if head.requires == "Milestones":
		fields = ["portion", "due_when", "credit_days", "payment_term", "description"]
		filters = {"parent": head.name, "parenttype": "Payment Plan"}
		rows = frappe.get_all("Payment Plan Milestone", filters=filters, fields=fields, order_by="idx")
	return engine.milestones_of(
		head.requires, decimal(head.prepayment_percent), [_milestone(row) for row in rows]
	)


def stored(party: Party, statuses) -> list[Stored]:
	heads = frappe.get_all(
		"Payment Plan",
		filters={
			"customer": party.customer,
			"company": party.company,
			"docstatus": 1,
			"status": ("in", statuses),
		},
		fields=[
			"name",
			"status",
			"total",
			"paid",
			"grace_days",
			"broken_on",
			"requires",
			"prepayment_percent",
		],
		order_by="approved_on desc, name desc",
	)
	return [Stored(head, _installments(head.name), _starts(head.name)) for head in heads]


def _installments(name: str) -> list:
	return frappe.get_all(
		"Payment Plan Installment",
		filters={"parent": name, "parenttype": "Payment Plan"},
		fields=["name", "due_date", "amount", "paid", "status"],
		order_by="due_date, idx",
	)


def _starts(name: str) -> dict[str, Decimal]:
	rows = frappe.get_all(
		"Payment Plan Invoice",
		filters={"parent": name, "parenttype": "Payment Plan"},
		fields=["sales_invoice", "outstanding"],
		order_by="idx",
	)
	return {row.sales_invoice: cents(decimal(row.outstanding)) for row in rows}


def _in_memory(plan) -> Stored:
	starts = {row.sales_invoice: cents(decimal(row.outstanding)) for row in plan.invoices}
	return Stored(plan, sorted(plan.installments, key=_due), starts)


def _progress_of(plan: Stored, as_of: date, outstanding: dict[str, Decimal]) -> Progress:
	listed = [Installment(_due(row), cents(decimal(row.amount))) for row in plan.installments]
	paid = engine.paid_of(plan.starts, outstanding)
	return engine.progress(listed, paid, as_of, int(plan.head.grace_days or 0))


def _figures(found: Progress, total: object, status: PlanStatus, broken_on: date | None) -> dict:
	return {
		"status": status.value,
		"paid": float(found.paid),
		"open_amount": float(decimal(total) - found.paid),
		"next_due_date": found.next_due,
		"broken_on": broken_on,
	}


def _write(plan: Stored, found: Progress, status: PlanStatus, as_of: date, outstanding: dict) -> None:
	broken_on = (plan.head.broken_on or as_of) if status is PlanStatus.BROKEN else plan.head.broken_on
	frappe.db.set_value("Payment Plan", plan.head.name, _figures(found, plan.head.total, status, broken_on))
	for row, line in zip(plan.installments, found.lines, strict=True):
		if cents(decimal(row.paid)) != line.paid or row.status != line.status.value:
			values = {"paid": float(line.paid), "status": line.status.value}
			frappe.db.set_value("Payment Plan Installment", row.name, values, update_modified=False)
	for name in plan.starts:
		filters = {"parent": plan.head.name, "sales_invoice": name}
		now = float(outstanding.get(name, ZERO))
		frappe.db.set_value("Payment Plan Invoice", filters, "outstanding_now", now, update_modified=False)


def _tell_broken(party: Party, plan: Stored, found: Progress) -> None:
	currency = frappe.get_cached_value("Company", party.company, "default_currency")
	text = _("Payment plan {0} is broken: {1} were not paid in time.").format(
		plan.head.name, money(float(found.missed), currency)
	)
	evidence = {"missed": float(found.missed), "paid": float(found.paid), "total": float(plan.head.total)}
	reference = ("Payment Plan", plan.head.name)
	alerts.raise_alert(party, "Payment Plan Broken", "High", text, evidence=evidence, reference=reference)
	frappe.get_doc("Payment Plan", plan.head.name).add_comment("Comment", text)


def _check_installments(plan, asked: bool) -> None:
	days = [getdate(row.due_date) for row in plan.installments]
	if any(not day or day.year > LAST_YEAR for day in days):
		frappe.throw(_("Each installment needs a due date before the year {0}.").format(LAST_YEAR + 1))
	if any(later <= earlier for earlier, later in pairwise(days)):
		frappe.throw(_("Each installment must be due later than the one before it."))
	if asked and days and days[0] < today(plan.company):
		frappe.throw(_("The first installment lies in the past: {0}.").format(formatdate(days[0])))
	for row in plan.installments:
		row.currency = plan.currency
		row.amount = float(cents(decimal(row.amount)))
		if row.amount <= 0:
			frappe.throw(_("Installment {0}: the amount must be more than 0.").format(row.idx))
		if asked:
			row.update({"paid": 0, "status": "Open"})
	total = sum((decimal(row.amount) for row in plan.installments), ZERO)
	if total != cents(decimal(plan.total)):
		frappe.throw(
			_("The installments sum to {0}, the open invoices to {1}. Use Propose Installments.").format(
				money(float(total), plan.currency), money(plan.total, plan.currency)
			)
		)


def _check_requirements(plan) -> None:
	if plan.requires == "Prepayment" and not 0 < decimal(plan.prepayment_percent) <= HUNDRED:
		frappe.throw(_("The prepayment must lie between 0 and 100 percent."))
	if plan.requires != "Milestones":
		return
	if not plan.milestones:
		frappe.throw(_("Say which milestones new orders must have."))
	if any(not 0 < decimal(row.portion) <= HUNDRED for row in plan.milestones):
		frappe.throw(_("Each milestone must be a portion of the order."))
	if sum((decimal(row.portion) for row in plan.milestones), ZERO) != HUNDRED:
		frappe.throw(_("The portions of the milestones must sum to 100 percent."))


def _check_previous(plan) -> None:
	"""A plan that replaces a live one leaves none of its open invoices behind."""
	if not plan.previous_plan:
		return
	fields = ["customer", "company", "status", "docstatus"]
	old = frappe.db.get_value("Payment Plan", plan.previous_plan, fields, as_dict=True)
	if not old or Party(old.customer, old.company) != Party(plan.customer, plan.company):
		frappe.throw(_("The plan to be replaced belongs to somebody else."))
	if old.docstatus != 1 or old.status not in LIVE:
		frappe.throw(_("Only a live plan is replaced; {0} is {1}.").format(plan.previous_plan, _(old.status)))
	outstanding = plan_invoices.outstanding_of(plan.company, list(_starts(plan.previous_plan)))
	mine = {row.sales_invoice for row in plan.invoices}
	left = [name for name, amount in outstanding.items() if amount > 0 and name not in mine]
	if left:
		frappe.throw(
			_("{0} must take over what is still open of {1}: {2}.").format(
				_("This plan"), plan.previous_plan, ", ".join(left)
			)
		)


def _check_free(plan) -> None:
	"""An invoice is in one live plan only, and one live plan at a time tells new orders what to look like."""
	but = [plan.name, plan.previous_plan or ""]
	taken = plan_invoices.in_live_plans([row.sales_invoice for row in plan.invoices], but=but)
	if taken:
		named = ", ".join(f"{invoice} ({other})" for invoice, other in sorted(taken.items()))
		frappe.throw(
			_("In a live payment plan already: {0}. Name it as the previous plan to replace it.").format(
				named
			)
		)
	if plan.requires == "None":
		return
	filters = {"customer": plan.customer, "company": plan.company, "docstatus": 1, "status": ("in", LIVE)}
	filters |= {"requires": ("!=", "None"), "name": ("not in", but)}
	if other := frappe.db.get_value("Payment Plan", filters):
		frappe.throw(_("Payment plan {0} says already what new orders require.").format(other))


def _number(plan) -> int:
	filters = {"customer": plan.customer, "docstatus": (">", 0), "name": ("!=", plan.name or "")}
	return frappe.db.count("Payment Plan", filters) + 1


def _milestone(row) -> Milestone:
	name = row.description or row.payment_term or ""
	return Milestone(decimal(row.portion), DueWhen(row.due_when), int(row.credit_days or 0), name)


def _due(row) -> date:
	return getdate(row.due_date)
