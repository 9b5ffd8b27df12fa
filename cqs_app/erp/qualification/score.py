"""The score of a dossier: its lines, its class and why, and the limit that follows from them."""

from frappe import _

from cqs_app.engine.credit.criteria import IfMissing
from cqs_app.engine.credit.policy import Policy
from cqs_app.engine.qualification.scorecard import Scored, ScoreLine
from cqs_app.engine.qualification.scorecard import score as work_out
from cqs_app.engine.qualification.stages import UNDER_WAY, Action, Stage
from cqs_app.erp.credit.policy import policy_for, policy_of
from cqs_app.erp.qualification import behaviour, limit
from cqs_app.erp.qualification.case import party_of
from cqs_app.erp.qualification.score_facts import facts_of
from cqs_app.erp.qualification.tables import plain

LONGEST_VALUE = 140
DECISIONS = (Action.APPROVE.value, Action.REJECT.value)
STILL_OPEN = {stage.value for stage in UNDER_WAY}


def settle(doc) -> None:
	"""Everything on the tab Score. Whoever approves decides on what was there, so an approval moves nothing."""
	if _approving(doc):
		return
	own = behaviour.own_behaviour(doc)
	behaviour.settle(doc, own)
	found = work_out(facts_of(doc, own), policy_of_score(doc))
	_write(doc, found)
	limit.settle(doc, own)


def missing(doc) -> list[str]:
	"""What keeps the dossier from a class. A class that two people agreed on needs no score."""
	policy = policy_of_score(doc)
	if not policy.score.criteria or confirmed_class(doc):
		return []
	found = work_out(facts_of(doc, behaviour.own_behaviour(doc)), policy)
	if found.needed:
		named = ", ".join(_(criterion.value) for criterion in found.needed)
		return [_("for a score: {0}").format(named)]
	if found.score is None:
		return [_("for a score: anything that the score card asks for")]
	if policy.limits.bands and not found.risk_class:
		return [_("a risk class; the policy has none for this score")]
	return []


def policy_of_score(doc) -> Policy:
	"""The policy whose card is used: the one for the customer or his segment in no class, because a policy for one
	class only cannot be what finds the class."""
	party = party_of(doc)
	return policy_for(party) if party else policy_of(doc.company, doc.customer_group, doc.territory)


def confirmed_class(doc) -> str:
	return (doc.override_class or "") if doc.override_confirmed_by else ""


def _approving(doc) -> bool:
	before = doc.get_doc_before_save()
	if not before or before.stage != Stage.CREDIT_APPROVAL.value:
		return False
	return doc.flags.cqs_action in DECISIONS or doc.stage not in STILL_OPEN


def _write(doc, found: Scored) -> None:
	"""Where there is no score, `score` is 0 like any empty figure, and `score_model` is empty."""
	has_score = found.score is not None
	doc.score = float(found.score or 0)
	doc.score_model = ""
	if has_score:
		doc.score_model = _("{0}, version {1}; {2}").format(found.policy, found.policy_version, found.model)
	doc.risk_class = confirmed_class(doc) or found.risk_class
	doc.reasons_up = "\n".join(map(_reason, found.reasons_up)) if has_score else ""
	doc.reasons_down = "\n".join(map(_reason, found.reasons_down)) if has_score else ""
	_write_lines(doc, found.lines)


def _write_lines(doc, lines: tuple[ScoreLine, ...]) -> None:
	"""Rows keep their names, so that a save which changes nothing changes no row."""
	names = [row.name for row in doc.score_lines]
	rows = [_row(line) for line in lines]
	for row, name in zip(rows, names, strict=False):
		row["name"] = name
	doc.set("score_lines", rows)


def _row(line: ScoreLine) -> dict:
	return {
		"criterion": line.criterion.value,
		"value": _value(line)[:LONGEST_VALUE],
		"points": float(line.points or 0),
		"weight": float(line.weight),
		"contribution": round(float(line.contribution), 2),
		"source": _treated(line) if line.treated else line.source,
	}


def _reason(line: ScoreLine) -> str:
	points = plain(line.points)
	return _("{0}: {1} ({2} points of 100, weight {3} %)").format(
		_(line.criterion.value), _value(line), points, plain(round(line.share * 100, 1))
	)


def _value(line: ScoreLine) -> str:
	if line.value is None:
		return _("not known")
	return line.value if isinstance(line.value, str) else plain(line.value)


def _treated(line: ScoreLine) -> str:
	return {
		IfMissing.NO_SCORE: _("No score until it is known (policy)"),
		IfMissing.LOWEST_POINTS: _("Not known: the lowest points (policy)"),
		IfMissing.LEAVE_OUT: _("Not known: left out (policy)"),
		IfMissing.NEUTRAL: _("Not known: neutral (policy)"),
	}[line.treated]
