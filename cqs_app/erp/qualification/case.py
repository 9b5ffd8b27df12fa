"""A dossier as the engine sees it: where it stands, who did what, under which policy."""

import frappe
from frappe import _

from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.money import ZERO, decimal
from cqs_app.engine.qualification.people import People
from cqs_app.engine.qualification.stages import Case, ComplianceStatus, FinancialStatus, Stage
from cqs_app.erp.credit import account as accounts
from cqs_app.erp.credit import content
from cqs_app.erp.credit.approval import UNLIMITED
from cqs_app.erp.credit.policy import policy_for, policy_of
from cqs_app.erp.qualification.exceptions import NotPossibleNow
from cqs_app.ledger.links import Party

DOCTYPE = "Customer Qualification"
REQUEST = (
	"party_type",
	"party",
	"company",
	"requested_limit",
	"requested_terms",
	"customer_group",
	"territory",
)
FINANCIAL = (
	"financial_statements",
	"founded_on",
	"industry",
	"employees",
	"projected_revenue",
	"projected_margin",
	"contract_months",
	"retention_probability",
	"revenue_growth",
	"cross_sell_revenue",
	"cross_sell_probability",
	"acquisition_cost",
	"rebate_percent",
	"discount_rate",
)
COMPLIANCE = (
	"party_type",
	"party",
	"party_name",
	"customer",
	"beneficial_owners",
	"tax_id",
	"registration_number",
	"country",
	"entity_type",
	"bank_account_no",
	"no_owner_reason",
	"ownership_explanation",
	"number_explanation",
	"enhanced_due_diligence",
)
# What compliance adds to it: nothing is looked at again because of it, but it is fixed while somebody decides.
EVIDENCE = ("identity_documents",)
MOST_RENEWALS = 3
GRANTED = ("approved_limit", "approved_terms", "cash_only")


def case_of(doc) -> Case:
	"""Raises NotPossibleNow for a stage that the app does not know."""
	try:
		return Case(
			Stage(doc.stage or Stage.INQUIRY.value),
			FinancialStatus(doc.financial_status or FinancialStatus.NOT_STARTED.value),
			ComplianceStatus(doc.compliance_status or ComplianceStatus.NOT_STARTED.value),
			approved=bool(doc.approved_on),
		)
	except ValueError:
		frappe.throw(_("{0} is no stage of a qualification.").format(_(doc.stage)), NotPossibleNow)
		raise


def people_of(doc, *, deciding: bool = False) -> People:
	"""Who had which duty. `deciding`: for the approval, whoever wrote the figures or the limit, here or in the dossier that
	this one renews, or asked for another class, asked for it too."""
	asked = {doc.owner, doc.opened_by, *(doc.reopened_by or "").split("\n"), *_writers(doc, REQUEST)}
	if deciding:
		asked |= {doc.override_requested_by, *_writers(doc, (*FINANCIAL, *GRANTED))}
	return People(
		openers=frozenset(asked - {None, ""}),
		financial_reviewer=doc.financial_reviewer or "",
		compliance_reviewer=doc.compliance_reviewer or "",
		approver=doc.approved_by or "",
	)


def _writers(doc, fields: tuple[str, ...]) -> set[str]:
	"""Who changed one of the fields in the dossier; what came from the one before it was written there."""
	if not doc.name:
		return set()
	writers, previous = content.changed_by(doc.doctype, doc.name, fields), doc.previous
	for _step in range(MOST_RENEWALS if fields != REQUEST else 0):
		if not previous:
			break
		writers |= content.changed_by(doc.doctype, previous, fields)
		previous = frappe.db.get_value(doc.doctype, previous, "previous")
	return writers


def party_of(doc) -> Party | None:
	"""The credit account's party, None while there is no customer."""
	return Party(doc.customer, doc.company) if doc.customer else None


def policy_of_case(doc) -> Policy:
	"""That of the customer, or of the segment that the applicant will belong to."""
	risk_class = doc.risk_class or ""
	if party := party_of(doc):
		return policy_for(party, risk_class)
	return policy_of(doc.company, doc.customer_group, doc.territory, risk_class)


def approver_roles(doc) -> list[str]:
	"""Roles whose level reaches the limit that would be granted, lowest first."""
	limit = granted_limit(doc)
	return policy_of_case(doc).approver_roles(limit, max(limit - _limit_today(doc), ZERO))


def granted_limit(doc):
	"""What an approval puts in force (Decimal); before it is said, what is asked for."""
	if doc.cash_only:
		return ZERO
	return decimal(doc.approved_limit) or decimal(doc.requested_limit)


def _limit_today(doc):
	party = party_of(doc)
	row = accounts.read(party) if party else None
	if not row or not (row.is_assessed or row.is_unlimited):
		return ZERO
	return UNLIMITED if row.is_unlimited else decimal(row.credit_limit)
