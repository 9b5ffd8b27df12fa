"""What is missing for each step, asked of whoever owns that part of the dossier."""

from frappe import _

from cqs_app.engine.qualification.stages import Action, Stage
from cqs_app.erp.compliance import clearance
from cqs_app.erp.qualification import completeness, contract, documents, score, statements


def missing_for(doc, action: Action) -> list[str]:
	"""Plain sentences; empty when the step may be taken."""
	if action is Action.START_REVIEW:
		return [*completeness.missing(doc), *documents.missing(doc, action.value)]
	if action is Action.PASS_FINANCIALS:
		return [*documents.missing(doc, action.value), *statements.missing(doc), *score.missing(doc)]
	if action is Action.CLEAR_COMPLIANCE:
		return [*documents.missing(doc, action.value), *clearance.missing(doc)]
	if action is Action.APPROVE and not doc.approved_limit and not doc.cash_only:
		return [_("a limit to approve, or the decision for cash only")]
	if action is Action.ACTIVATE:
		return contract.open_items(doc)
	return []


def missing_now(doc) -> list[str]:
	"""What keeps the dossier from its next step, as sales may read it."""
	waiting = {
		Stage.INQUIRY: Action.START_REVIEW,
		Stage.INFORMATION_REQUESTED: Action.START_REVIEW,
		Stage.CONTRACT: Action.ACTIVATE,
	}
	action = waiting.get(Stage(doc.stage))
	if action:
		return missing_for(doc, action)
	if Stage(doc.stage) in (Stage.FINANCIAL_REVIEW, Stage.COMPLIANCE_REVIEW):
		return documents.missing(doc, Action.PASS_FINANCIALS.value)
	return []
