"""Four people: who opens, who reviews the financials, who clears compliance, who approves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from cqs_app.engine.qualification.stages import Action


class Duty(str, Enum):
	"""What somebody did to a dossier, as the refusal names it."""

	OPENING = "opened it or asked for its limit"
	FINANCIALS = "reviewed its financials"
	COMPLIANCE = "reviewed its compliance"
	APPROVAL = "approved it"


DUTY_OF = {
	Action.PASS_FINANCIALS: Duty.FINANCIALS,
	Action.CLEAR_COMPLIANCE: Duty.COMPLIANCE,
	Action.APPROVE: Duty.APPROVAL,
	Action.REJECT: Duty.APPROVAL,
}


@dataclass(frozen=True, slots=True)
class People:
	"""User names. `openers`: who opened it and everybody who ever changed what is asked for."""

	openers: frozenset[str] = frozenset()
	financial_reviewer: str = ""
	compliance_reviewer: str = ""
	approver: str = ""

	def with_duty(self, duty: Duty) -> set[str]:
		if duty is Duty.OPENING:
			return set(self.openers)
		one = {
			Duty.FINANCIALS: self.financial_reviewer,
			Duty.COMPLIANCE: self.compliance_reviewer,
			Duty.APPROVAL: self.approver,
		}[duty]
		return {one} - {""}


def conflict(action: Action, user: str, people: People, *, segregate: bool) -> Duty | None:
	"""The duty of `user` that bars him from the action; None = he is independent.

	Who asks never approves nor rejects. With `segregate` no two of the four duties lie with one person; a review that
	runs again may be done by who did it before.
	"""
	duty = DUTY_OF.get(action)
	if duty is None:
		return None
	others: Iterable[Duty] = [one for one in Duty if one is not duty]
	if not segregate:
		others = [Duty.OPENING] if duty is Duty.APPROVAL else []
	if action is Action.REJECT:
		# A reviewer may reject what he reviews.
		others = [Duty.OPENING]
	return next((one for one in others if user in people.with_duty(one)), None)
