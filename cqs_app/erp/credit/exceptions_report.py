"""Terms Exceptions: accounts whose agreed terms differ from their policy's standard, since when and by whom."""

from collections.abc import Mapping

import frappe
from frappe import _

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.money import decimal
from cqs_app.erp.credit.limits import TERMS
from cqs_app.erp.credit.policy import policy_for
from cqs_app.ledger.links import Party

ACCOUNT = """name customer customer_name company currency risk_class payment_terms_template invoicing_cycle
	limits_discount max_discount_percent exposure""".split()
OWN = {"payment_terms_template": ("is", "set"), "invoicing_cycle": ("is", "set"), "limits_discount": 1}


def columns() -> list[dict]:
	"""Links only to what every reader of the report may read: Frappe refuses the whole report otherwise."""
	return [
		_column("customer", _("Customer"), "Link", "Customer", 150),
		_column("customer_name", _("Customer Name"), "Data", "", 150),
		_column("credit_policy", _("Credit Policy"), "Link", "Credit Policy", 130),
		_column("agreed", _("Agreed"), "Data", "", 180),
		_column("standard", _("Standard"), "Data", "", 180),
		_column("exposure", _("Exposure"), "Currency", "currency", 120),
		_column("since", _("Since"), "Date", "", 120),
		_column("approved_by", _("Approved By"), "Data", "", 180),
		_column("requested_by", _("Requested By"), "Data", "", 180),
		_column("reason", _("Reason"), "Data", "", 200),
		_column("change", _("Credit Limit Change"), "Link", "Credit Limit Change", 160),
		_column("company", _("Company"), "Link", "Company", 140),
		_column("currency", _("Currency"), "Data", "", 80),
	]


def rows(filters: Mapping) -> list[dict]:
	"""Largest exposure first; only accounts that the user may see."""
	wanted = {field: filters[field] for field in ("customer", "company") if filters.get(field)}
	listed = frappe.get_list(
		"Credit Account",
		filters={**wanted, "status": ("!=", "Closed")},
		or_filters=OWN,
		fields=ACCOUNT,
		order_by="exposure desc, name",
		limit=0,
	)
	found = []
	for account in listed:
		policy = policy_for(Party(account.customer, account.company), account.risk_class)
		pairs = _differences(account, policy)
		if pairs and filters.get("credit_policy") in (None, "", policy.name):
			found.append(_row(account, policy, pairs))
	return found


def _differences(account: frappe._dict, policy: Policy) -> list[tuple[str, str]]:
	"""What the account has of its own, beside the policy's standard, in words."""
	none = _("none")
	pairs = []
	own = account.payment_terms_template
	if own and own != policy.standard_terms:
		pairs.append((own, policy.standard_terms or none))
	cycle = policy.invoicing_cycle.value if policy.invoicing_cycle else ""
	if account.invoicing_cycle and account.invoicing_cycle != cycle:
		pairs.append((_(account.invoicing_cycle), _(cycle) if cycle else none))
	percent = decimal(account.max_discount_percent)
	if account.limits_discount and percent != policy.max_discount:
		pairs.append(
			(_discount(percent), none if policy.max_discount is None else _discount(policy.max_discount))
		)
	return pairs


def _row(account: frappe._dict, policy: Policy, pairs: list[tuple[str, str]]) -> dict:
	change = _last_change(account.name)
	return {
		**{
			field: account[field]
			for field in ("customer", "customer_name", "company", "currency", "exposure")
		},
		"credit_policy": policy.name,
		"agreed": ", ".join(own for own, _standard in pairs),
		"standard": ", ".join(standard for _own, standard in pairs),
		"since": change.happened_on,
		"requested_by": change.requested_by,
		"approved_by": change.approved_by,
		"reason": change.reason,
		"change": change.reference_name,
	}


def _last_change(account: str) -> frappe._dict:
	found = frappe.get_all(
		"Credit Limit History",
		filters={"account": account, "change_type": TERMS},
		fields=["happened_on", "requested_by", "approved_by", "reason", "reference_name"],
		order_by="chain_index desc",
		limit=1,
	)
	return found[0] if found else frappe._dict()


def _discount(percent) -> str:
	return _("discount up to {0} %").format(f"{percent.normalize():f}")


def _column(name: str, label: str, kind: str, options: str, width: int) -> dict:
	return {"fieldname": name, "label": label, "fieldtype": kind, "options": options, "width": width}
