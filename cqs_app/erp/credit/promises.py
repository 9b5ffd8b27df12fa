"""Promises to pay: taken down once, kept or broken by what is paid in time."""

from datetime import date, timedelta
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from cqs_app.engine.credit import promises as engine
from cqs_app.engine.credit.promises import REMEMBERED_DAYS, Excuse, Promised
from cqs_app.engine.credit.vocabulary import PromiseStatus
from cqs_app.engine.money import ZERO, NotANumber, cents, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import alerts, plan_invoices
from cqs_app.erp.credit.clock import today, today_of
from cqs_app.erp.credit.exceptions import NotEditable, WrongState
from cqs_app.erp.credit.messages import money
from cqs_app.ledger.links import Party

LONGEST = timedelta(days=3650)
OPEN, BROKEN = PromiseStatus.OPEN.value, PromiseStatus.BROKEN.value
FOLLOWED = (OPEN, PromiseStatus.KEPT.value, BROKEN)

# What was paid between the promise and its deadline: by posting date, and written down after it was made.
PAID_OF_INVOICE = """select -sum(amount) from `tabPayment Ledger Entry` where delinked = 0
	and against_voucher_type = 'Sales Invoice' and against_voucher_no = %(invoice)s and voucher_no != %(invoice)s
	and posting_date between %(first)s and %(last)s and creation >= %(made)s"""
PAID_ON_ACCOUNT = """select -sum(amount) from `tabPayment Ledger Entry` where delinked = 0
	and party_type = 'Customer' and party = %(customer)s and company = %(company)s and account_type = 'Receivable'
	and voucher_type in ('Payment Entry', 'Journal Entry')
	and posting_date between %(first)s and %(last)s and creation >= %(made)s"""


def check_new(promise) -> None:
	"""Complete a new promise; raise ValidationError for one that is back-dated or promises nothing."""
	party, day = Party(promise.customer, promise.company), today(promise.company)
	if promise.promised_on and getdate(promise.promised_on) != day:
		frappe.throw(
			_("A promise is written down on the day on which it is made: {0}.").format(formatdate(day))
		)
	until = getdate(promise.pay_by) if promise.pay_by else None
	if not until or until < day:
		frappe.throw(_("The promised date lies in the past."))
	if until > day + LONGEST:
		frappe.throw(_("The promised date lies too far ahead: {0}.").format(formatdate(until)))
	row = accounts.read(party)
	promise.update({"promised_on": day, "status": OPEN, "paid": 0, "taken_by": frappe.session.user})
	promise.update(dict.fromkeys(("withdrawal_reason", "withdrawn_by", "withdrawn_on")))
	promise.currency = frappe.get_cached_value("Company", promise.company, "default_currency")
	promise.account = row.name if row else None
	_check_invoices(promise, party)
	try:
		amount = decimal(promise.amount)
	except NotANumber:
		amount = ZERO
	if not 0 < amount <= 10**12:
		frappe.throw(_("Say which amount was promised."))


def refuse_changes(promise) -> None:
	"""What somebody promised is not rewritten afterwards."""
	before = promise.get_doc_before_save()
	if promise.flags.by_cqs or not before:
		return
	if _content(promise) != _content(before):
		frappe.throw(
			_("A promise is not edited once it is written down. Withdraw it and take a new one."), NotEditable
		)


def made(promise) -> None:
	from cqs_app.erp.credit import arrangements

	arrangements.refresh_account(Party(promise.customer, promise.company))


def withdraw(promise, reason: str) -> None:
	"""End an open promise, leaving who and why. One whose time is over can no longer be withdrawn."""
	from cqs_app.erp.credit import arrangements

	if not (reason or "").strip():
		frappe.throw(_("Say why the promise is withdrawn."), WrongState)
	party = Party(promise.customer, promise.company)
	locked = accounts.lock(party)
	promise = frappe.get_doc("Promise to Pay", promise.name, for_update=True)
	status = _evaluated(promise.as_dict(), today_of(locked.row))[0]
	if promise.status != OPEN or status is not PromiseStatus.OPEN:
		named = promise.status if promise.status != OPEN else status.value
		frappe.throw(_("Promise {0} is {1}.").format(promise.name, _(named)), WrongState)
	promise.flags.by_cqs = True
	promise.update({"status": PromiseStatus.WITHDRAWN.value, "withdrawal_reason": reason.strip()})
	promise.update({"withdrawn_by": frappe.session.user, "withdrawn_on": now_datetime()})
	promise.save()
	promise.add_comment("Comment", _("Withdrawn: {0}").format(frappe.utils.escape_html(reason.strip())))
	arrangements.refresh_account(party)


def reevaluate(party: Party, as_of: date) -> None:
	"""Write which promises of an account that this transaction holds were kept or broken by now."""
	for promise in _remembered(party, as_of):
		status, paid = _evaluated(promise, as_of)
		if status.value == promise.status and cents(paid) == cents(decimal(promise.paid)):
			continue
		values = {"status": status.value, "paid": float(paid)}
		frappe.db.set_value("Promise to Pay", promise.name, values)
		if status is PromiseStatus.BROKEN and promise.status != BROKEN:
			_tell_broken(party, promise, paid)


def broken_count(party: Party, as_of: date) -> int:
	"""Promises whose deadline passed unkept in the last 90 days, by what is paid at this moment."""
	found = [_evaluated(promise, as_of)[0] for promise in _remembered(party, as_of)]
	return sum(status is PromiseStatus.BROKEN for status in found)


def summary_status(party: Party, as_of: date) -> str:
	"""What the account remembers: Broken, Open or Kept promises that still matter, or nothing."""
	statuses = {promise.status for promise in _remembered(party, as_of)}
	return next((status for status in (BROKEN, OPEN, "Kept") if status in statuses), "")


def excuses(party: Party) -> dict[str, Excuse]:
	"""By invoice the first promise that ever named it: each invoice is excused once at most."""
	rows = frappe.db.sql(
		"""select line.sales_invoice, line.amount, promise.name, promise.promised_on, promise.pay_by, promise.status,
			promise.creation
		from `tabPromise to Pay Invoice` line join `tabPromise to Pay` promise on promise.name = line.parent
		where promise.customer = %s and promise.company = %s order by promise.creation, promise.name""",
		(party.customer, party.company),
		as_dict=True,
	)
	found: dict[str, Excuse] = {}
	for row in rows:
		if row.sales_invoice in found:
			continue
		is_open = row.status == OPEN
		left = decimal(row.amount) - (_paid_of_invoice(row.sales_invoice, row) if is_open else ZERO)
		found[row.sales_invoice] = Excuse(max(left, ZERO), row.promised_on, row.pay_by, is_open)
	return found


def metrics(party: Party) -> dict:
	"""Kept and broken promises of all time, the next date and what is promised until then."""
	rows = frappe.db.sql(
		"""select status, count(*) as number, min(pay_by) as next_on, sum(amount - paid) as due
		from `tabPromise to Pay` where customer = %s and company = %s group by status""",
		(party.customer, party.company),
		as_dict=True,
	)
	by_status = {row.status: row for row in rows}
	number = {status: row.number for status, row in by_status.items()}
	waiting = by_status.get(OPEN)
	return {
		"promises_kept": number.get(PromiseStatus.KEPT.value, 0),
		"promises_broken": number.get(BROKEN, 0),
		"next_promise_on": waiting.next_on if waiting else None,
		"promised_amount": float(waiting.due) if waiting else 0.0,
	}


def _remembered(party: Party, as_of: date) -> list[frappe._dict]:
	promises = frappe.get_all(
		"Promise to Pay",
		filters={
			"customer": party.customer,
			"company": party.company,
			"status": ("in", FOLLOWED),
			"pay_by": (">=", as_of - timedelta(days=REMEMBERED_DAYS)),
		},
		fields=[
			"name",
			"customer",
			"company",
			"status",
			"amount",
			"paid",
			"promised_on",
			"pay_by",
			"creation",
		],
		order_by="creation, name",
	)
	for promise in promises:
		filters = {"parent": promise.name, "parenttype": "Promise to Pay"}
		promise.invoices = frappe.get_all(
			"Promise to Pay Invoice", filters=filters, fields=["sales_invoice", "amount"], order_by="idx"
		)
	return promises


def _evaluated(promise, as_of: date) -> tuple[PromiseStatus, Decimal]:
	lines = _lines(promise)
	in_time = as_of <= engine.deadline(getdate(promise.pay_by))
	return engine.status_of(lines, getdate(promise.pay_by), as_of), engine.paid_of(lines, in_time)


def _lines(promise) -> list[Promised]:
	if not promise.invoices:
		return [Promised(decimal(promise.amount), _paid(PAID_ON_ACCOUNT, promise))]
	names = [row.get("sales_invoice") for row in promise.invoices]
	outstanding = plan_invoices.outstanding_of(promise.company, names)
	return [
		Promised(
			decimal(row.get("amount")),
			_paid_of_invoice(row.get("sales_invoice"), promise),
			outstanding.get(row.get("sales_invoice"), ZERO) <= 0,
		)
		for row in promise.invoices
	]


def _paid_of_invoice(invoice: str, promise) -> Decimal:
	return _paid(PAID_OF_INVOICE, promise, invoice=invoice)


def _paid(sql: str, promise, **more: str) -> Decimal:
	window = {"first": promise.promised_on, "last": engine.deadline(getdate(promise.pay_by))}
	params = {**window, "made": promise.creation, "customer": promise.get("customer"), **more}
	found = frappe.db.sql(sql, {**params, "company": promise.get("company")})
	return decimal(found[0][0])


def _tell_broken(party: Party, promise: frappe._dict, paid: Decimal) -> None:
	currency = frappe.get_cached_value("Company", party.company, "default_currency")
	text = _("{0} were promised until {1}; {2} arrived.").format(
		money(promise.amount, currency), formatdate(promise.pay_by), money(float(paid), currency)
	)
	evidence = {"promised": float(promise.amount), "paid": float(paid), "pay_by": str(promise.pay_by)}
	reference = ("Promise to Pay", promise.name)
	alerts.raise_alert(party, "Promise Broken", "Medium", text, evidence=evidence, reference=reference)


def _check_invoices(promise, party: Party) -> None:
	names = [row.sales_invoice for row in promise.invoices]
	if len(set(names)) < len(names):
		frappe.throw(_("An invoice stands in the promise twice."))
	for row in promise.invoices:
		found = plan_invoices.readable(party, row.sales_invoice)
		row.update({"currency": promise.currency, "outstanding": float(found.outstanding)})
		row.amount = float(cents(decimal(row.amount))) or row.outstanding
		if not 0 < decimal(row.amount) <= found.outstanding:
			frappe.throw(
				_("Of {0} {1} are open; more cannot be promised.").format(
					frappe.bold(row.sales_invoice), money(row.outstanding, promise.currency)
				)
			)
	if promise.invoices:
		promise.amount = float(sum((decimal(row.amount) for row in promise.invoices), ZERO))


def _content(promise) -> list:
	"""Everything that is stored of it, as comparable text."""
	fields = [
		field
		for field in promise.meta.fields
		if field.fieldtype not in ("Table", "Section Break", "Column Break")
	]
	rows = [
		(row.sales_invoice, cents(decimal(row.amount)), cents(decimal(row.outstanding)))
		for row in promise.invoices
	]
	return [*(_text(field, promise.get(field.fieldname)) for field in fields), rows]


def _text(field, value: object) -> str:
	return str(cents(decimal(value))) if field.fieldtype == "Currency" else str(value or "")
