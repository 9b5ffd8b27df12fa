"""What happens to accounts when customers and companies are renamed, merged or deleted."""

import frappe
from frappe import _
from frappe.utils import now

from cqs_app.engine.credit.vocabulary import AccountStatus, HoldStatus
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import day_change, guarantee_decisions, history
from cqs_app.erp.credit.reconcile import rebuild
from cqs_app.ledger.links import Party

STRICTNESS = [
	status.value for status in (AccountStatus.ACTIVE, AccountStatus.FORCED_HOLD, AccountStatus.BLOCKED)
]
BEFORE_BLOCK = ("status_before_block", "status_reason_before_block")
GROUP = ("credit_group", "group_version")
QUALIFIED = ("qualification", "qualification_stage", "qualified_upto", "qualification_note")
IN_FORCE = ("Active", "Review Due")
ASSESSMENT = ("is_assessed", "is_unlimited", "credit_limit", "limit_valid_upto")


def follow_rename(field: str, new: str) -> None:
	"""`field` (customer or company) of some accounts now reads `new`: give them its key, and join twins.

	Of two accounts for the same customer and company, the one that was there under the new name stays, with its
	limit if it was assessed; the stricter status survives. The other is retired with its audit trail.
	"""
	rows = frappe.get_all(
		"Credit Account",
		filters={field: new, "status": ("!=", "Closed")},
		fields=[
			"name",
			"account_key",
			"customer",
			"company",
			"status",
			"status_reason",
			*BEFORE_BLOCK,
			*GROUP,
			*ASSESSMENT,
			*QUALIFIED,
		],
		order_by="creation",
	)
	groups: dict[Party, list] = {}
	for row in rows:
		groups.setdefault(Party(row.customer, row.company), []).append(row)
	for party, twins in groups.items():
		key = accounts.account_key(party)
		keeper = next((twin for twin in twins if twin.account_key == key), twins[0])
		for twin in twins:
			if twin.name != keeper.name:
				accounts.retire(twin.name)
		values = {"account_key": key, **_strictest(keeper, twins)}
		frappe.db.set_value("Credit Account", keeper.name, values, update_modified=False)
		frappe.db.sql(
			"update `tabCredit Hold` set account = %s where customer = %s and company = %s",
			(keeper.name, party.customer, party.company),
		)
		accounts.lock(party)
		guarantee_decisions.renew_identities(party)
		_inherit(party, keeper, twins)
		rebuild(party)


def retire_customer(customer: str) -> None:
	"""A customer of the same name, made later, must not inherit the limit; nothing of his is left to decide."""
	frappe.db.sql(
		"""update `tabCredit Hold` set status = %s, reserved = 0, modified = %s where customer = %s
		and (status = 'Open' or (status = 'Released' and used_on is null))""",
		(HoldStatus.CANCELLED.value, now(), customer),
	)
	for name in frappe.get_all(
		"Credit Account", filters={"customer": customer}, pluck="name", order_by="name"
	):
		accounts.retire(name)


def _strictest(keeper: frappe._dict, twins: list[frappe._dict]) -> dict[str, object]:
	"""The worst status of all twins, and the worst of what comes back when compliance ends its block."""
	known = [keeper, *twins]
	worst = max(known, key=lambda row: STRICTNESS.index(row.status))
	values = {"status": worst.status, "status_reason": worst.status_reason}
	if worst.status != AccountStatus.BLOCKED.value:
		return values
	status, reason = max((_without_block(row) for row in known), key=lambda own: STRICTNESS.index(own[0]))
	if status != AccountStatus.BLOCKED.value:
		values |= dict(zip(BEFORE_BLOCK, (status, reason), strict=True))
	return values


def _without_block(row: frappe._dict) -> tuple[str, str]:
	if row.status_before_block:
		return row.status_before_block, row.status_reason_before_block or ""
	return row.status, row.status_reason or ""


def _qualification(keeper: frappe._dict, twins: list[frappe._dict]) -> dict[str, object]:
	"""That of the keeper; but one that is not in force, of whichever twin, is not lost by joining."""
	known = [twin for twin in [keeper, *twins] if twin.qualification]
	if not known:
		return {}
	worst = next((twin for twin in known if twin.qualification_stage not in IN_FORCE), known[0])
	return {field: worst[field] for field in QUALIFIED}


def _inherit(party: Party, keeper: frappe._dict, twins: list[frappe._dict]) -> None:
	"""A group that any of them belonged to, the cover of all, and an assessment if the keeper has none; the history says
	from where."""
	values: dict[str, object] = {}
	grouped = next((twin for twin in [keeper, *twins] if twin.credit_group), None)
	if grouped:
		values |= {"credit_group": grouped.credit_group, "group_version": (grouped.group_version or 0) + 1}
	values |= _qualification(keeper, twins)
	assessed = next((twin for twin in twins if twin.is_assessed), None)
	if assessed and not keeper.is_assessed:
		values |= {field: assessed[field] for field in ASSESSMENT}
	if len(twins) < 2:
		accounts.set_values(party, values)
		return
	day_change.catch_up(party)
	before = history.state(party)
	accounts.set_values(party, values)
	guarantee_decisions.rebuild(party)
	after = history.state(party)
	if values or after != before:
		reason = _("Two accounts of {0} in {1} were joined").format(party.customer, party.company)
		history.write(party, history.Change("Merge", reason, approval=_("Customers merged")), before, after)
