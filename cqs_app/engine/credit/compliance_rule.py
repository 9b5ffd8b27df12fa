"""What the screening of a customer says about selling to him. The words tell nobody what the match is: whoever reads
them may be the customer's friend, and warning him of a report is an offence in many countries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from cqs_app.engine.credit.vocabulary import RuleName
from cqs_app.engine.findings import Finding, Outcome


class ComplianceStatus(str, Enum):
	"""Of a party and everybody behind it. NONE: never screened."""

	NONE = ""
	PENDING = "Pending"
	CLEAR = "Clear"
	HIT = "Under Review"
	CONFIRMED = "Forbidden"
	FAILED = "Failed"

	@property
	def blocks(self) -> bool:
		"""Nothing is sold, and nobody releases it, until a Compliance Officer has decided."""
		return self in (ComplianceStatus.HIT, ComplianceStatus.CONFIRMED)


# The worst first.
ORDER = (
	ComplianceStatus.CONFIRMED,
	ComplianceStatus.HIT,
	ComplianceStatus.FAILED,
	ComplianceStatus.PENDING,
	ComplianceStatus.CLEAR,
	ComplianceStatus.NONE,
)
TEXTS = {
	ComplianceStatus.CONFIRMED: "Compliance has forbidden business with {customer}. Ask a Compliance Officer",
	ComplianceStatus.HIT: "Compliance has to look at {customer} first: a Compliance Officer decides, then submit again",
	ComplianceStatus.FAILED: "{customer} could not be screened: neither the provider nor a list could answer. {note}",
	ComplianceStatus.PENDING: "{customer} is being screened since data about him has changed. Try again in a minute",
	ComplianceStatus.NONE: "{customer} was never screened",
}


@dataclass(frozen=True, slots=True)
class Found:
	text: str
	blocks: bool
	at_least_hold: bool


def worst(statuses: set[ComplianceStatus]) -> ComplianceStatus:
	"""Of a whole party, from those of its subjects; NONE of none."""
	return next((status for status in ORDER if status in statuses), ComplianceStatus.NONE)


def forbids(findings: Iterable[Finding]) -> bool:
	"""Whether compliance blocks the document, which binds also where a company only observes."""
	return any(one.rule == RuleName.COMPLIANCE.value and one.outcome is Outcome.BLOCK for one in findings)


def found(status: ComplianceStatus, must_be_screened: bool) -> Found | None:
	"""None where nothing speaks against selling. Who was never screened counts only where the policy asks for it."""
	if status is ComplianceStatus.CLEAR or (status is ComplianceStatus.NONE and not must_be_screened):
		return None
	waits = status in (ComplianceStatus.FAILED, ComplianceStatus.PENDING)
	return Found(TEXTS[status], status.blocks, waits)
