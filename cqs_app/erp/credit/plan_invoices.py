"""The open invoices that a payment plan restructures, in company currency."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import getdate

from cqs_app.engine.money import ZERO, cents, decimal
from cqs_app.erp.credit.messages import money
from cqs_app.ledger.links import Party

# outstanding_amount is kept in the currency of the receivable account.
OPEN = """select invoice.name, invoice.posting_date, invoice.due_date, invoice.customer, invoice.company, invoice.docstatus,
	invoice.outstanding_amount
	* case when invoice.party_account_currency = %(currency)s then 1 else invoice.conversion_rate end as outstanding
	from `tabSales Invoice` invoice"""


class Invoice(NamedTuple):
	due_date: date
	outstanding: Decimal


def open_invoices(party: Party) -> list[dict]:
	"""What the customer has not paid, the longest overdue first; without what a live plan covers already."""
	rows = frappe.db.sql(
		f"""{OPEN} where invoice.customer = %(customer)s and invoice.company = %(company)s and invoice.docstatus = 1
			and invoice.outstanding_amount > 0 order by invoice.due_date, invoice.posting_date, invoice.name""",
		{"currency": _currency(party.company), "customer": party.customer, "company": party.company},
		as_dict=True,
	)
	taken = in_live_plans([row.name for row in rows])
	return [
		{
			"sales_invoice": row.name,
			"due_date": row.due_date or row.posting_date,
			"outstanding": float(cents(decimal(row.outstanding))),
		}
		for row in rows
		if row.name not in taken
	]


def outstanding_of(company: str, names: Sequence[str]) -> dict[str, Decimal]:
	"""Outstanding by invoice as this transaction sees it; one that was cancelled owes nothing."""
	if not names:
		return {}
	rows = frappe.db.sql(
		f"{OPEN} where invoice.name in %(names)s",
		{"currency": _currency(company), "names": tuple(names)},
		as_dict=True,
	)
	return {row.name: cents(decimal(row.outstanding)) if row.docstatus == 1 else ZERO for row in rows}


def readable(party: Party, name: str) -> Invoice:
	"""One invoice that may be restructured or promised; raises ValidationError for any other."""
	rows = frappe.db.sql(
		f"{OPEN} where invoice.name = %(name)s",
		{"currency": _currency(party.company), "name": name},
		as_dict=True,
	)
	found = rows[0] if rows else None
	# One sentence for what does not exist and what belongs to others: names of others' invoices are not told.
	if not found or found.docstatus != 1 or Party(found.customer, found.company) != party:
		frappe.throw(
			_("{0} is no submitted invoice of {1} in {2}.").format(
				frappe.bold(frappe.utils.escape_html(str(name))), party.customer, party.company
			)
		)
	outstanding = cents(decimal(found.outstanding))
	if outstanding <= 0:
		frappe.throw(_("Invoice {0} has nothing open.").format(frappe.bold(found.name)))
	return Invoice(getdate(found.due_date or found.posting_date), outstanding)


def fill(plan) -> None:
	"""Complete the plan's rows with what stands open of each invoice, and their sum."""
	party, currency = Party(plan.customer, plan.company), _currency(plan.company)
	names = [row.sales_invoice for row in plan.invoices]
	if len(set(names)) < len(names):
		frappe.throw(_("An invoice stands in the plan twice."))
	for row in plan.invoices:
		found = readable(party, row.sales_invoice)
		row.update({"due_date": found.due_date, "currency": currency})
		row.outstanding = row.outstanding_now = float(found.outstanding)
	plan.total = float(sum((decimal(row.outstanding) for row in plan.invoices), ZERO))


def check_unmoved(plan) -> None:
	"""What is approved is what stands open at this moment."""
	now = outstanding_of(plan.company, [row.sales_invoice for row in plan.invoices])
	for row in plan.invoices:
		found = now.get(row.sales_invoice, ZERO)
		if found != cents(decimal(row.outstanding)):
			frappe.throw(
				_(
					"Meanwhile {0} stands open with {1}, not with {2}. Save the plan with new installments first."
				).format(
					frappe.bold(row.sales_invoice),
					money(float(found), plan.currency),
					money(row.outstanding, plan.currency),
				)
			)


def in_live_plans(names: Sequence[str], but: Sequence[str] = ()) -> dict[str, str]:
	"""Which of these invoices a live plan covers already, with its name; plans in `but` do not count."""
	if not names:
		return {}
	rows = frappe.db.sql(
		"""select covered.sales_invoice, plan.name from `tabPayment Plan Invoice` covered
		join `tabPayment Plan` plan on plan.name = covered.parent
		where covered.sales_invoice in %(names)s and plan.docstatus = 1 and plan.status in ('Active', 'Broken')
			and plan.name not in %(but)s""",
		{"names": tuple(names), "but": tuple(but) or ("",)},
	)
	return dict(rows)


def _currency(company: str) -> str:
	return frappe.get_cached_value("Company", company, "default_currency")
