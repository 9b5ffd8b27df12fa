"""One study: the history, the run that is shown, and the same history without the policy's enforcement."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Component, Mode
from cqs_app.engine.money import ZERO
from cqs_app.ledger.exposure import committed
from cqs_app.sandbox.aging import BUCKETS
from cqs_app.sandbox.history import History, Sale
from cqs_app.sandbox.metrics import PaymentMetrics, aging_at, payment_metrics
from cqs_app.sandbox.replay import Run
from cqs_app.sandbox.verdict import Outcome, Tally, Verdict, outcome_of, verdict_of


@dataclass(frozen=True)
class Study:
	"""`without`: the run in Observe when `run` is in Enforce, to compare. `notes`: assumptions for the report."""

	title: str
	subtitle: str
	currency: str
	policy: Policy
	history: History
	run: Run
	outcome: Outcome
	metrics: PaymentMetrics
	without: Run | None = None
	notes: tuple[str, ...] = ()
	proof: str = ""
	extra: dict[str, Any] = field(default_factory=dict)

	@property
	def observed(self) -> bool:
		return self.run.mode is Mode.OBSERVE

	def verdict(self, sale: Sale) -> Verdict:
		return verdict_of(sale, self.history)


def study_of(
	history: History, run: Run, policy: Policy, *, without: Run | None = None, **texts: Any
) -> Study:
	return Study(
		policy=policy,
		history=history,
		run=run,
		outcome=outcome_of(run, history),
		metrics=payment_metrics(history),
		without=without,
		proof=proof_of(history, run),
		**texts,
	)


def proof_of(history: History, run: Run) -> str:
	"""Compare, to the cent, what the replay went by with a recomputation over the whole ledger."""
	db, parties = run.ledger.db, [run.ledger.party(name) for name in run.accounts]
	cents = """select sum(cast(round(debit * 100) as integer) - cast(round(credit * 100) as integer)) as cents
		from `tabGL Entry` where party_type = 'Customer'"""
	receivables = Decimal(db.rows(cents, {})[0]["cents"] or 0) / 100
	orders = sum((committed(db, party)[Component.OPEN_ORDERS] for party in parties), ZERO)
	last = [run.gathering.components(name, history.as_of) for name in run.accounts]
	used = sum((found[Component.RECEIVABLE] for found in last), ZERO)
	used_orders = sum((found[Component.OPEN_ORDERS] for found in last), ZERO)
	text = f"Proof at the end: receivable {used:,.2f}, the general ledger added up again in whole cents {receivables:,.2f}"
	if run.gathering.policy.horizon_days:
		return text + "."
	return f"{text}; open orders {used_orders:,.2f}, added up again over all orders {orders:,.2f}."


def summary_of(study: Study) -> dict[str, Any]:
	"""JSON-ready; amounts are text with two decimals."""
	outcome, history = study.outcome, study.history
	return {
		"title": study.title,
		"mode": study.run.mode.value,
		"currency": study.currency,
		"policy": study.policy.name,
		"policy_version": study.policy.version,
		"first_sale": history.first_sale.isoformat(),
		"last_sale": history.last_sale.isoformat(),
		"as_of": history.as_of.isoformat(),
		"payment": study.metrics.as_dict(),
		"aging": {
			"at": history.last_sale.isoformat(),
			**{
				bucket: str(amount)
				for bucket, amount in zip(BUCKETS, aging_at(history, history.last_sale), strict=True)
			},
		},
		"checks": len(study.run.checks),
		"sales_judged": _tally(outcome.judged),
		"holds": {
			**_tally(outcome.holds),
			"by_status": {status.value: _tally(tally) for status, tally in outcome.by_status.items()},
			"by_history": {verdict.value: _tally(tally) for verdict, tally in outcome.by_verdict.items()},
			"late_share": outcome.late_share_of_holds,
			"late_share_of_sales_that_passed": outcome.late_share_of_passed,
		},
		"losses_avoided": str(outcome.losses_avoided),
		"sales_lost": str(outcome.sales_lost),
		"false_holds": _tally(outcome.false_holds),
		"alerts": len(study.run.alerts),
		"account_changes": len(study.run.changes),
		"peak_exposure": str(max((sample.exposure for sample in study.run.samples), default=ZERO)),
		"assumptions": list(study.notes),
		**study.extra,
	}


def _tally(tally: Tally) -> dict[str, object]:
	return {"count": tally.count, "amount": str(tally.amount)}
