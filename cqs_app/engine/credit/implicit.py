"""Rules that bind where a policy is silent: what somebody decided for this very account is nobody's to forget."""

from __future__ import annotations

from decimal import Decimal

from cqs_app.engine.credit.policy import Policy, RuleRow
from cqs_app.engine.credit.vocabulary import Action, Checkpoint, RuleName

STATUS_ROW = RuleRow(RuleName.ACCOUNT_STATUS.value, Action.HOLD)
BROKEN_PROMISES = Decimal(2)
IMPLICIT = (
	STATUS_ROW,
	RuleRow(RuleName.COMPLIANCE.value, Action.HOLD),
	RuleRow(RuleName.QUALIFICATION.value, Action.HOLD, implicit=True),
	RuleRow(RuleName.LIMIT_EXPIRED.value, Action.HOLD),
	RuleRow(RuleName.GROUP_LIMIT.value, Action.HOLD),
	RuleRow(RuleName.LETTER_OF_CREDIT.value, Action.HOLD),
	RuleRow(RuleName.PAYMENT_PLAN.value, Action.HOLD, threshold=BROKEN_PROMISES),
)


def rows_at(policy: Policy, checkpoint: Checkpoint) -> list[RuleRow]:
	"""The policy's rows at a checkpoint, and the implicit ones that it does not name there."""
	rows = policy.rows_at(checkpoint)
	named = {row.rule for row in rows}
	return [*rows, *(row for row in IMPLICIT if row.rule not in named)]
