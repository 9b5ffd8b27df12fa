"""What the gate would say to a document, writing nothing."""

from dataclasses import dataclass
from decimal import Decimal

import frappe

from cqs_app.engine.credit.decision import Decision, decide
from cqs_app.engine.credit.facts import Facts
from cqs_app.engine.findings import combined
from cqs_app.engine.money import ZERO, decimal
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import commitments, messages, releases
from cqs_app.erp.credit.facts import gather
from cqs_app.erp.credit.impact import Impact, impacts_of, parties_of
from cqs_app.erp.credit.policy import policy_for
from cqs_app.erp.credit.position import unopened
from cqs_app.ledger.links import Party


@dataclass(frozen=True)
class Expected:
	"""The decision that one account would get, and whether a release already covers it."""

	facts: Facts
	decision: Decision
	released: bool
	party: Party
	row: frappe._dict

	@property
	def refuses(self) -> bool:
		return self.decision.refuses and not self.released


def expected(doc, already: Decimal = ZERO) -> list[Expected]:
	"""One per customer that the document touches. `already` is exposure promised to others in the same run."""
	return [_expected(doc, impact, already) for impact in impacts_of(doc)]


def preview(parts: list[Expected]) -> dict:
	"""Outcome, findings as text, the document's increase of the exposure, and what cover grows with it; for JSON."""
	findings = [finding for part in parts for finding in part.decision.findings]
	return {
		"outcome": combined(findings).value,
		"released": any(part.released for part in parts) and not any(part.refuses for part in parts),
		"findings": [{**finding.as_dict(), "message": messages.text_of(finding)} for finding in findings],
		"covered": float(sum((_covered(part) for part in parts), ZERO)),
		"increase": float(sum((part.facts.document.increase for part in parts), ZERO)),
	}


def _covered(part: Expected) -> Decimal:
	"""By how much a guarantee that is bound to the document's order raises the limit with it."""
	without = part.facts.account.effective_limit(part.facts.as_of)
	if without is None or part.decision.limit is None:
		return ZERO
	return max(part.decision.limit - without, ZERO)


def _expected(doc, impact: Impact, already: Decimal) -> Expected:
	row = accounts.read(impact.party) or unopened(impact.party)
	policy = policy_for(impact.party, row.risk_class)
	stored = commitments.peek(impact.references)
	release = releases.find(doc, parties_of(doc))
	facts = gather(
		accounts.Locked(row, stale=False),
		impact,
		doc.name or "",
		policy,
		impact.commitments(),
		stored,
		own_reserve=releases.reserved(release, impact.party) - already,
	)
	decision = decide(facts, policy)
	released = decision.refuses and releases.covers(release, impact, facts, decision)
	# The position beside it must not count what the release keeps free for this very document.
	kept = releases.reserved(release, impact.party)
	shown = frappe._dict(row, reserved=decimal(row.reserved) - kept)
	return Expected(facts, decision, released, impact.party, shown)
