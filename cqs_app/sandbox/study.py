"""One study: the history, the run that is shown, and the same history without the policy's enforcement."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.credit.vocabulary import Mode
from cqs_app.engine.money import ZERO
from cqs_app.sandbox.aging import BUCKETS
from cqs_app.sandbox.history import History
from cqs_app.sandbox.metrics import PaymentMetrics, aging_at, payment_metrics
from cqs_app.sandbox.replay import Run
from cqs_app.sandbox.verdict import Outcome, Tally, outcome_of


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
		proof=proof_of(run),
		**texts,
	)


def proof_of(run: Run) -> str:
	"""Recompute the receivables from the invoices' open amounts, and compare with the general ledger to the cent."""
	db = run.ledger.db
	cents = "cast(round({0} * 100) as integer)"
	gl = f"select sum({cents.format('debit')} - {cents.format('credit')}) as n from `tabGL Entry` where party_type = 'Customer'"
	open_sql = f"select sum({cents.format('outstanding_amount')}) as n from `tabSales Invoice` where docstatus = 1"
	balance = Decimal(db.rows(gl, {})[0]["n"] or 0) / 100
	items = Decimal(db.rows(open_sql, {})[0]["n"] or 0) / 100
	return f"general ledger {balance:,.2f}, open invoices {items:,.2f}, money on account {items - balance:,.2f}"


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
