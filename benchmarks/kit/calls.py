"""Two hundred and more calls that nobody should make, each with the user who makes it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.kit import compliance_calls
from tests.erp import factories as make

SALES, BILLING, ANALYST = "sales@cqs.example", "billing@cqs.example", "analyst@cqs.example"
MANAGER, DIRECTOR, AUDITOR = "manager@cqs.example", "director@cqs.example", "auditor@cqs.example"
ADMINISTRATOR, GUEST = "Administrator", "Guest"
API = "/api/method/cqs_app.api."
NO_NAMES = (
	"no such name",
	"",
	None,
	0,
	-1,
	True,
	1.5,
	[],
	["a"],
	{"a": 1},
	{"name": ["like", "%"]},
	["!=", ""],
	"x" * 3000,
	"' or '1'='1",
	"'; drop table `tabCredit Check`; --",
	"<script>alert(1)</script>",
	"{{ frappe.db.sql('select 1') }}",
	"../../site_config.json",
	"\x00\x01",
	"%",
	"名前 🧨",
)
NO_AMOUNTS = (
	-1,
	-0.01,
	0,
	1e13,
	1e308,
	math.nan,
	math.inf,
	-math.inf,
	"NaN",
	"Infinity",
	"1e999",
	"1,000",
	"abc",
	"' or 1=1 --",
	[1],
	{"a": 1},
	"<b>5</b>",
)
NO_MOMENTS = (
	"tomorrow-ish",
	"0000-00-00",
	"9999-99-99",
	"2020-01-01",
	"2025-02-30 25:61:00",
	12,
	[],
	{"a": 1},
	"'; select 1",
)


@dataclass(frozen=True)
class Call:
	"""`records`: a refusal of the gate, which leaves its check (and hold) behind, and nothing else."""

	user: str
	verb: str
	path: str
	args: dict[str, Any] = field(default_factory=dict)
	records: bool = False

	def __str__(self) -> str:
		return f"{self.user.split('@')[0]}: {self.verb} {self.path} {str(self.args)[:150]}"


@dataclass(frozen=True)
class Targets:
	"""Names of real records to aim at."""

	customer: str
	other_customer: str
	narrow_user: str
	account: str
	check: str
	hold: str
	version: str
	policy: str
	commitment: str
	held_order: str
	small_order: str


def all_calls(on: Targets) -> list[Call]:
	return [
		*_names(on),
		*_amounts_and_dates(on),
		*_missing_and_wrong_verbs(on),
		*_not_yours(on),
		*_previews(on),
		*_records(on),
		*_forged(on),
		*(
			_call(user, method, verb, **args)
			for user, verb, method, args in compliance_calls.calls(on.customer)
		),
	]


def _call(user: str, method: str, verb: str = "POST", **args: Any) -> Call:
	return Call(user, verb, API + method, args)


def _names(on: Targets) -> Iterator[Call]:
	for at, name in enumerate(NO_NAMES):
		yield _call(SALES, "credit_position", customer=name, company=make.COMPANY)
		yield _call(ANALYST, "credit_position", customer=on.customer, company=name)
		method = ("release_hold", "reject_hold", "request_release", "hold_rights")[at % 4]
		args = {"reason": "please"} if at % 4 < 2 else {"note": "please"} if at % 4 == 2 else {}
		yield _call(MANAGER, method, hold=name, **args)
	for name in NO_NAMES[:9]:
		yield _call(MANAGER, "force_hold", customer=name, company=make.COMPANY, reason="because")
		yield _call(SALES, "preview", doctype="Sales Order", name=name)
	for component in ("", "no such", "receivable' union select 1", "name desc; --", ["open_orders"], None):
		yield _call(
			SALES, "documents_behind", customer=on.customer, company=make.COMPANY, component=component
		)


def _amounts_and_dates(on: Targets) -> Iterator[Call]:
	for amount in NO_AMOUNTS:
		yield _call(DIRECTOR, "release_hold", hold=on.hold, reason="fine", ceiling=amount)
	for moment in NO_MOMENTS:
		yield _call(DIRECTOR, "release_hold", hold=on.hold, reason="fine", valid_upto=moment)
	for reason in ("", "   ", None, [], {"a": 1}):
		yield _call(DIRECTOR, "release_hold", hold=on.hold, reason=reason)
		yield _call(MANAGER, "force_hold", customer=on.customer, company=make.COMPANY, reason=reason)
	for names, decision in (
		(on.hold, "release"),
		("[", "release"),
		("{}", "reject"),
		([1], "reject"),
		([[on.hold]], "release"),
		([on.hold], "delete"),
		([on.hold], ""),
		(None, "release"),
	):
		yield _call(DIRECTOR, "decide_holds", names=names, decision=decision, reason="fine")


def _missing_and_wrong_verbs(on: Targets) -> Iterator[Call]:
	for method in (
		"credit_position",
		"preview",
		"release_hold",
		"reject_hold",
		"decide_holds",
		"request_release",
		"force_hold",
		"lift_forced_hold",
		"documents_behind",
	):
		yield _call(MANAGER, method)
	party = {"customer": on.customer, "company": make.COMPANY}
	for method, args in (
		("release_hold", {"hold": on.hold, "reason": "fine"}),
		("reject_hold", {"hold": on.hold, "reason": "fine"}),
		("force_hold", {**party, "reason": "fine"}),
		("lift_forced_hold", {**party, "reason": "fine"}),
		("evaluate_holds", {}),
	):
		yield _call(DIRECTOR, method, verb="GET", **args)
	yield _call(MANAGER, "lift_forced_hold", **party, reason="it is not on hold")
	for method in ("_readable", "holds.release_hold", "frappe.db.sql", "endpoint", "no_such_method"):
		yield _call(DIRECTOR, method)
	for method in ("gate.on_submit", "account.set_values", "audit.verify", "releases.use", "holds.open_hold"):
		yield Call(DIRECTOR, "POST", f"/api/method/cqs_app.erp.credit.{method}", {})


def _not_yours(on: Targets) -> Iterator[Call]:
	party = {"customer": on.customer, "company": make.COMPANY}
	for user in (SALES, BILLING, AUDITOR, GUEST):
		yield _call(user, "release_hold", hold=on.hold, reason="mine")
		yield _call(user, "reject_hold", hold=on.hold, reason="mine")
		yield _call(user, "force_hold", **party, reason="mine")
		yield _call(user, "lift_forced_hold", **party, reason="mine")
		yield _call(user, "evaluate_holds")
	yield _call(ANALYST, "lift_forced_hold", **party, reason="mine")
	yield _call(GUEST, "credit_position", **party)
	yield _call(GUEST, "preview", doctype="Sales Order", name=on.small_order)
	for method, args in (
		("credit_position", party),
		("documents_behind", {**party, "component": "open_orders"}),
		("preview", {"doctype": "Sales Order", "name": on.small_order}),
		("request_release", {"hold": on.hold, "note": "mine"}),
		("hold_rights", {"hold": on.hold}),
	):
		yield _call(on.narrow_user, method, **args)


def _previews(on: Targets) -> Iterator[Call]:
	row = {"item_code": make.SERVICE, "qty": 1, "rate": 10}
	order = {
		"doctype": "Sales Order",
		"customer": on.customer,
		"company": make.COMPANY,
		"currency": "USD",
		"conversion_rate": 1,
		"plc_conversion_rate": 1,
		"items": [row],
	}
	for doctype in ("User", "Purchase Order", "Credit Check", "no such", "", None, ["Sales Order"]):
		yield _call(SALES, "preview", doctype=doctype, name="x")
	for doc in ("{", "[]", "[1]", "null", "12", '"text"', 12, [], True):
		yield _call(SALES, "preview", doctype="Sales Order", doc=doc)
	for change in (
		{"customer": "nobody"},
		{"customer": {"a": 1}},
		{"company": "nowhere"},
		{"items": "none"},
		{"items": [1, 2]},
		{"items": {"a": 1}},
		{"items": [{**row, "qty": "many"}]},
		{"items": [{**row, "rate": {"a": 1}}]},
		{"items": [{**row, "qty": math.nan}]},
		{"items": [{**row, "rate": math.inf}]},
		{"conversion_rate": "dear"},
		{"transaction_date": "someday"},
		{"payment_schedule": [{"due_date": "later"}]},
		{"items": [{**row, "delivery_date": "later"}]},
	):
		yield _call(SALES, "preview", doctype="Sales Order", doc={**order, **change})
	yield _call(BILLING, "preview", doctype="Sales Order", doc={**order, "customer": "nobody"})


def _records(on: Targets) -> Iterator[Call]:
	"""Writes to the app's records by every generic way that Frappe offers."""
	aims = {
		"Credit Check": (on.check, {"outcome": "Pass"}),
		"Credit Account": (on.account, {"credit_limit": 10**9}),
		"Credit Hold": (on.hold, {"status": "Released"}),
		"Credit Policy Version": (on.version, {"content": "{}"}),
		"Credit Commitment": (on.commitment, {"open_orders": 0}),
	}
	for doctype, (name, values) in aims.items():
		for user in (SALES, DIRECTOR, ADMINISTRATOR):
			yield Call(user, "PUT", f"/api/resource/{doctype}/{name}", values)
			yield Call(user, "POST", f"/api/resource/{doctype}", values)
		((fieldname, value),) = values.items()
		target = {"doctype": doctype, "name": name}
		yield Call(AUDITOR, "PUT", f"/api/resource/{doctype}/{name}", values)
		yield Call(ADMINISTRATOR, "DELETE", f"/api/resource/{doctype}/{name}")
		yield Call(MANAGER, "DELETE", f"/api/resource/{doctype}/{name}")
		yield Call(DIRECTOR, "PUT", f"/api/v2/document/{doctype}/{name}", values)
		yield Call(ADMINISTRATOR, "POST", f"/api/v2/document/{doctype}", values)
		yield Call(ADMINISTRATOR, "DELETE", f"/api/v2/document/{doctype}/{name}")
		for method, args in (
			("set_value", {**target, "fieldname": fieldname, "value": value}),
			("insert", {"doc": {"doctype": doctype, **values}}),
			("save", {"doc": {**target, **values}}),
			("delete", target),
			("rename_doc", {"doctype": doctype, "old_name": name, "new_name": "Mine"}),
			("cancel", target),
		):
			user = ADMINISTRATOR if method in ("save", "delete", "rename_doc") else DIRECTOR
			yield Call(user, "POST", f"/api/method/frappe.client.{method}", args)
		run = {
			"dt": doctype,
			"dn": name,
			"method": "db_set",
			"args": {"fieldname": fieldname, "value": value},
		}
		yield Call(DIRECTOR, "POST", "/api/method/run_doc_method", run)


def _forged(on: Targets) -> Iterator[Call]:
	"""Orders beyond the limit, dressed up as harmless."""
	row = {"item_code": make.SERVICE, "qty": 1, "rate": 50_000, "warehouse": make.warehouse()}
	order = {
		"doctype": "Sales Order",
		"customer": on.customer,
		"company": make.COMPANY,
		"currency": "USD",
		"selling_price_list": make.PRICE_LIST,
		"ignore_pricing_rule": 1,
		"transaction_date": make.POSTING_DATE,
		"delivery_date": make.POSTING_DATE,
		"items": [row],
		"docstatus": 1,
	}
	for forged in (
		{"per_billed": 100},
		{"cqs_credit_status": "Released"},
		{"cqs_credit_hold": on.hold},
		{"base_grand_total": -1, "grand_total": 0.01, "base_rounded_total": 1},
		{"conversion_rate": 0.0000001},
		{"status": "Closed"},
		{"flags": {"ignore_validate": 1, "cqs_checks": []}},
		{"advance_paid": 10**9},
	):
		yield Call(SALES, "POST", "/api/resource/Sales Order", {**order, **forged}, records=True)
	for forged in ({"docstatus": 1}, {"docstatus": 1, "cqs_credit_status": "Released", "per_billed": 100}):
		yield Call(SALES, "PUT", f"/api/resource/Sales Order/{on.held_order}", forged, records=True)
	yield Call(SALES, "PUT", f"/api/resource/Sales Order/{on.held_order}", {"docstatus": 2})
	yield Call(SALES, "PUT", f"/api/resource/Sales Order/{on.held_order}", {"docstatus": 7})
	limits = [{"company": make.COMPANY, "credit_limit": 10**9, "bypass_credit_limit_check": 1}]
	for user in (SALES, ADMINISTRATOR):
		yield Call(user, "PUT", f"/api/resource/Customer/{on.customer}", {"credit_limits": limits})
		yield Call(user, "PUT", f"/api/resource/Customer/{on.customer}", {"is_frozen": 1})
	yield Call(
		ADMINISTRATOR,
		"PUT",
		"/api/resource/Accounts Settings/Accounts Settings",
		{"credit_controller": "Sales User"},
	)
	change = {"customer": on.customer, "company": make.COMPANY, "change_type": "Base Limit"}
	for amount in (-1, math.nan, math.inf, 1e300, "much"):
		yield Call(
			ANALYST,
			"POST",
			"/api/resource/Credit Limit Change",
			{**change, "new_limit": amount, "reason": "more"},
		)
	for forged in (
		{"change_type": "Give Me All", "new_limit": 1, "reason": "more"},
		{"customer": "nobody", "new_limit": 1, "reason": "more"},
		{"company": "nowhere", "new_limit": 1, "reason": "more"},
		{"new_limit": 5, "reason": "more", "docstatus": 1},
		{"new_limit": 5, "docstatus": 2, "reason": "more"},
	):
		yield Call(ANALYST, "POST", "/api/resource/Credit Limit Change", {**change, **forged})
