"""Published policies, and which of them applies to an account."""

import json
from functools import lru_cache

import frappe
from frappe import _

from cqs_app.engine.credit.match import Scope, Subject, best_match
from cqs_app.engine.credit.policy import Policy, policy_from_dict
from cqs_app.engine.credit.rules import RULES, Rule, register
from cqs_app.ledger.links import Party

CACHE_KEY = "cqs_published_policies"


def known_rules() -> list[str]:
	"""Own rules and those that other apps add through the hook `cqs_credit_rules` (dotted paths to a Rule)."""
	for path in frappe.get_hooks("cqs_credit_rules"):
		rule = frappe.get_attr(path)
		if isinstance(rule, Rule):
			register(rule)
	return list(RULES)


def policy_for(party: Party, risk_class: str | None = None) -> Policy:
	"""The most specific published policy. Raises when there is none, so that the gate holds the document."""
	published = _published()
	scopes = [Scope(**scope) for scope in published["scopes"]]
	name = best_match(scopes, _subject(party, risk_class or "", scopes)) or published["default"]
	if name not in published["contents"]:
		frappe.throw(_("No Credit Policy matches customer {0} in {1}").format(party.customer, party.company))
	known_rules()
	return _parsed(published["contents"][name])


def policy_of(
	company: str, customer_group: str | None, territory: str | None, risk_class: str = ""
) -> Policy:
	"""The same for somebody who is no customer yet, by the segment that he will belong to."""
	published = _published()
	scopes = [Scope(**scope) for scope in published["scopes"]]
	subject = Subject(
		company, _path("Customer Group", customer_group), _path("Territory", territory), risk_class
	)
	name = best_match(scopes, subject) or published["default"]
	if name not in published["contents"]:
		frappe.throw(_("No Credit Policy matches in {0}").format(company))
	known_rules()
	return _parsed(published["contents"][name])


def published(name: str) -> Policy:
	"""A published policy by its name. Raises where it is published no longer."""
	contents = _published()["contents"]
	if name not in contents:
		frappe.throw(_("Credit Policy {0} is no longer published.").format(name))
	known_rules()
	return _parsed(contents[name])


def clear() -> None:
	"""Forget the published policies: now, and once the change is known to be committed or undone, because another
	process may have read the old ones in between."""
	_forget()
	frappe.db.after_commit.add(_forget)
	frappe.db.after_rollback.add(_forget)


def _forget() -> None:
	frappe.cache.delete_value(CACHE_KEY)


def _published() -> dict:
	return frappe.cache.get_value(CACHE_KEY, _load)


def _load() -> dict:
	policies = frappe.get_all(
		"Credit Policy",
		filters={"enabled": 1},
		fields=[
			"name",
			"version",
			"company",
			"customer_group",
			"territory",
			"risk_class",
			"priority",
		],
		order_by="name",
	)
	contents = {}
	for policy in policies:
		content = frappe.db.get_value(
			"Credit Policy Version", {"policy": policy.name, "version": policy.version}, "content"
		)
		if content:
			contents[policy.name] = content
	default = frappe.db.get_single_value("CQS Settings", "default_policy")
	scopes = [
		{
			"policy": policy.name,
			"company": policy.company or "",
			"customer_group": policy.customer_group or "",
			"territory": policy.territory or "",
			"risk_class": policy.risk_class or "",
			"priority": policy.priority or 0,
		}
		for policy in policies
		if policy.name in contents and policy.name != default
	]
	return {"scopes": scopes, "contents": contents, "default": default}


@lru_cache(maxsize=128)
def _parsed(content: str) -> Policy:
	return policy_from_dict(json.loads(content), list(RULES))


def _subject(party: Party, risk_class: str, scopes: list[Scope]) -> Subject:
	groups: list[str] = []
	territories: list[str] = []
	if any(scope.customer_group or scope.territory for scope in scopes):
		customer = frappe.db.get_value(
			"Customer", party.customer, ["customer_group", "territory"], as_dict=True
		)
		if customer:
			groups = _path("Customer Group", customer.customer_group)
			territories = _path("Territory", customer.territory)
	return Subject(party.company, groups, territories, risk_class)


def _path(doctype: str, name: str | None) -> list[str]:
	"""From a node of a tree up to its root."""
	if not name:
		return []
	node = frappe.db.get_value(doctype, name, ["lft", "rgt"], as_dict=True)
	if not node or not node.lft:
		return [name]
	filters = {"lft": ("<=", node.lft), "rgt": (">=", node.rgt)}
	return frappe.get_all(doctype, filters=filters, pluck="name", order_by="lft desc")
