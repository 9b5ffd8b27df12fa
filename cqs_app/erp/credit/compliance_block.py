"""What the screening of a customer does to his accounts: it stands on each of them, under its lock, and a match blocks
them in every company until a Compliance Officer has decided. What the account was before comes back then."""

import frappe
from frappe import _

from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.engine.credit.vocabulary import AccountStatus
from cqs_app.erp.credit import account as accounts
from cqs_app.ledger.links import Party

BLOCKED, CLOSED = AccountStatus.BLOCKED.value, AccountStatus.CLOSED.value


def put(customer: str, status: ComplianceStatus, note: str = "") -> None:
	"""Write the status to all open accounts of the customer, and block or unblock them."""
	# As they are now: an account may have been opened since this transaction began.
	sql = "select company from `tabCredit Account` where customer = %s and status != %s for update"
	companies = [row[0] for row in frappe.db.sql(sql, (customer, CLOSED))]
	locked = accounts.lock_all(Party(customer, company) for company in companies)
	for party, held in locked.items():
		accounts.set_values(party, _values(accounts.fresh(held), status, note))


def values_of_new(customer: str, *, opened: bool = True) -> dict[str, object]:
	"""Of an account that is opened now: what was said of the customer before holds in every company. Waits for whoever
	says something else at this moment, but for an account that is only shown as it would be (`opened` False)."""
	waits = "lock in share mode" if opened else ""
	said = frappe.db.sql(
		f"""select party_status, note from `tabScreening Subject`
		where customer = %s and role = 'Party' and is_current = 1 order by creation desc limit 1
		{waits}""",
		customer,
	)
	if not said or not said[0][0]:
		return {}
	nothing = frappe._dict(status=AccountStatus.ACTIVE.value)
	return _values(nothing, ComplianceStatus(said[0][0]), said[0][1] or "")


def _values(row: frappe._dict, status: ComplianceStatus, note: str) -> dict[str, object]:
	values: dict[str, object] = {"compliance_status": status.value, "compliance_note": note}
	if status.blocks and row.status != BLOCKED:
		values |= {
			"status": BLOCKED,
			"status_reason": _("Compliance"),
			"status_before_block": row.status,
			"status_reason_before_block": row.status_reason or "",
		}
	elif not status.blocks and row.status == BLOCKED and row.status_before_block:
		values |= {
			"status": row.status_before_block,
			"status_reason": row.status_reason_before_block or "",
			"status_before_block": "",
			"status_reason_before_block": "",
		}
	return values
