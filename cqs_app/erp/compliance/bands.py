"""From where a name on a list is looked at, and from where two persons decide: the strictest of the party's policies."""

from typing import NamedTuple

import frappe

from cqs_app.engine.credit.policy import SCREENING_THRESHOLD, SCREENING_UPPER, Policy
from cqs_app.erp.compliance.party_records import CUSTOMER, DOSSIER, Ref
from cqs_app.erp.credit.policy import policy_for, policy_of
from cqs_app.ledger.links import Party

POSSIBLE, LIKELY = "Possible", "Likely"


class Bands(NamedTuple):
	"""Scores from 0 to 1."""

	threshold: float
	upper: float

	def band_of(self, score: float) -> str:
		return LIKELY if score >= self.upper else POSSIBLE


USUAL = Bands(float(SCREENING_THRESHOLD) / 100, float(SCREENING_UPPER) / 100)


def of(ref: Ref) -> Bands:
	policies = _policies(ref)
	if not policies:
		return USUAL
	return Bands(
		min(float(policy.screening_threshold) for policy in policies) / 100,
		min(float(policy.screening_upper) for policy in policies) / 100,
	)


def _policies(ref: Ref) -> list[Policy]:
	if ref.party_type == CUSTOMER:
		accounts = frappe.get_all(
			"Credit Account",
			filters={"customer": ref.party, "status": ("!=", "Closed")},
			fields=["company", "risk_class"],
			order_by="name",
		)
		return [policy_for(Party(ref.party, row.company), row.risk_class) for row in accounts]
	dossiers = frappe.get_all(
		DOSSIER,
		filters={"party_type": ref.party_type, "party": ref.party},
		fields=["company", "customer_group", "territory"],
		order_by="name",
	)
	return [policy_of(row.company, row.customer_group, row.territory) for row in dossiers]
