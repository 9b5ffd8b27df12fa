"""Gathers the facts that a decision needs, each only when a rule of the policy asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import frappe

from cqs_app.engine.credit.commitments import Commitment
from cqs_app.engine.credit.compliance_rule import ComplianceStatus
from cqs_app.engine.credit.cover import Guarantee
from cqs_app.engine.credit.exposure import exposure_of
from cqs_app.engine.credit.facts import Account, Document, Facts
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.qualification_rule import Qualified
from cqs_app.engine.credit.rules import needed_facts
from cqs_app.engine.credit.terms import Agreed, Offer, differences
from cqs_app.engine.credit.vocabulary import AccountStatus, Checkpoint, Component
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import arrangements, commitments, groups, guarantees, terms
from cqs_app.erp.credit.clock import today, today_of
from cqs_app.erp.credit.commitments import Reference, Stored
from cqs_app.erp.credit.components import components_of, horizon_of
from cqs_app.erp.credit.impact import Impact
from cqs_app.erp.credit.offers import approved
from cqs_app.ledger.links import Party


def gather(
	locked: accounts.Locked,
	impact: Impact,
	name: str,
	policy: Policy,
	new: dict[Reference, Commitment],
	stored: dict[Reference, Stored],
	own_reserve: Decimal = ZERO,
	ledger_applied: Decimal = ZERO,
) -> Facts:
	"""Facts of one account and one document.

	`own_reserve` is what a released hold of this very document keeps free for it; `ledger_applied` is the part of
	the document that the GL balance already holds (after submit).
	"""
	as_of = today_of(locked.row)
	wanted = needed_facts(policy, impact.checkpoint)
	horizon = horizon_of(policy, as_of)
	components = components_of(locked, policy, as_of)
	components[Component.RESERVED] -= own_reserve
	components[Component.RECEIVABLE] -= ledger_applied
	moved = commitments.changes(new, stored, horizon)
	moved[Component.RECEIVABLE] = impact.ledger
	cover = guarantees.of_account(locked.row, as_of, policy, exclude=name, stale=locked.stale)
	growth = guarantees.order_growth(cover, impact, new, stored, policy, as_of)
	agreed = terms.agreed(locked.row, policy) if impact.offer and "terms" in wanted else None
	document = _document(impact, name, policy, moved, agreed, as_of)
	document = replace(document, orders=guarantees.orders_of(cover, impact), order_growth=growth)
	elsewhere = impact.elsewhere if ledger_applied == ZERO else None
	party = impact.party
	if "overdue" in wanted:
		arrangements.require_fresh(locked)
	return Facts(
		as_of=as_of,
		account=replace(
			account_facts(locked.row, party, as_of, elsewhere=elsewhere, cover=cover), agreed=agreed
		),
		document=document,
		components=components,
		overdue=arrangements.overdue_of(locked.row, party, policy, as_of) if "overdue" in wanted else None,
		dunning_level=int(locked.row.get("dunning_level") or 0) if "dunning_level" in wanted else None,
		portfolio_exposure=_portfolio(party.company) if "portfolio_exposure" in wanted else None,
		arrangements=arrangements.gather(locked, impact, as_of) if "arrangements" in wanted else None,
	)


def account_facts(
	row: frappe._dict,
	party: Party,
	as_of: date,
	elsewhere: Mapping[Party, Decimal] | None = None,
	cover: tuple[Guarantee, ...] | None = None,
) -> Account:
	"""The account as the engine sees it; its guarantees are read unless the caller has them (`cover`). `elsewhere`: see
	`groups.facts_of`."""
	return Account(
		customer=row.customer,
		company=row.company,
		currency=row.currency,
		status=AccountStatus(row.status),
		status_reason=row.status_reason or "",
		risk_class=row.risk_class or "",
		is_assessed=bool(row.is_assessed),
		is_unlimited=bool(row.is_unlimited),
		credit_limit=decimal(row.credit_limit),
		temporary_limit=decimal(row.temporary_limit),
		temporary_limit_from=row.temporary_limit_from,
		temporary_limit_upto=row.temporary_limit_upto,
		limit_valid_upto=row.limit_valid_upto,
		group=groups.facts_of(row, as_of, elsewhere),
		guarantees=guarantees.of_account(row, as_of) if cover is None else cover,
		qualified=_qualified(row),
		compliance=ComplianceStatus(row.compliance_status or ""),
		compliance_note=row.compliance_note or "",
	)


def _qualified(row: frappe._dict) -> Qualified | None:
	if not row.qualification:
		return None
	return Qualified(
		row.qualification, row.qualification_stage or "", row.qualified_upto, row.qualification_note or ""
	)


def _document(impact, name, policy, moved, agreed, as_of) -> Document:
	from cqs_app.erp.credit.upstream import is_released, is_shipped

	increase = exposure_of({**moved}, policy).total
	continues = impact.continues and increase <= 0
	return Document(
		checkpoint=impact.checkpoint,
		name=name,
		amount=impact.amount,
		increase=increase,
		continues=impact.continues,
		rate=impact.rate,
		market_rate=impact.market_rate,
		shipped=continues and impact.checkpoint is Checkpoint.SALES_INVOICE and is_shipped(impact),
		released_upstream=continues and is_released(impact),
		never_refused=impact.exemption,
		changes=moved,
		ships_on=impact.ships_on,
		offer=_offer(impact, agreed, as_of) if agreed else None,
	)


def _offer(impact: Impact, agreed: Agreed, as_of: date) -> Offer | None:
	"""What the document offers. Its date may be the site's today, where the company's has not begun."""
	day, with_discount = max(as_of, today()), agreed.max_discount is not None
	found = impact.offer(day, with_discount)
	if found is None or not differences(agreed, found):
		return found
	return replace(found, approved=approved(impact.upstream, day, with_discount))


def _portfolio(company: str) -> Decimal:
	total = frappe.db.sql(
		"select sum(greatest(exposure, 0)) from `tabCredit Account` where company = %s", company
	)
	return decimal(total[0][0])
