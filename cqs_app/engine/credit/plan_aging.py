"""Open items as live payment plans make them due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cqs_app.engine.credit.aging import OpenItem
from cqs_app.engine.credit.plans import Installment, covered_of, paid_of, progress
from cqs_app.engine.credit.vocabulary import PlanStatus
from cqs_app.engine.money import ZERO


@dataclass(frozen=True, slots=True)
class Covering:
	"""A plan as the ageing reads it: `starts` are its invoices with what stood open when it began."""

	installments: tuple[Installment, ...]
	starts: Mapping[str, Decimal]
	grace_days: int = 0


def rearranged(items: Mapping[str, OpenItem], plans: Sequence[Covering], as_of: date) -> list[OpenItem]:
	"""The open items as live plans make them due: a plan's part of its invoices counts by the installments. A plan
	that is broken by `as_of` arranges nothing, so that its invoices count by their own due dates."""
	left = dict(items)
	outstanding = {name: item.outstanding for name, item in items.items()}
	for plan in plans:
		paid = paid_of(plan.starts, outstanding)
		if progress(plan.installments, paid, as_of, plan.grace_days).status is PlanStatus.BROKEN:
			continue
		covered = {name: covered_of(name, start, outstanding) for name, start in plan.starts.items()}
		for name in covered.keys() & left.keys():
			left[name] = replace(left[name], outstanding=left[name].outstanding - covered[name])
		parts = tuple((one.due_date, one.amount) for one in plan.installments)
		left[f"\0{len(left)}"] = OpenItem(parts[0][0], sum(covered.values(), ZERO), parts)
	return [item for item in left.values() if item.outstanding > 0]
