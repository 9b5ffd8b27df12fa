"""Who stands behind a dossier's party: worked out on each save, and what compliance has to mend or explain."""

import json
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import escape_html

from cqs_app.engine.compliance.ownership import Ownership, analyse
from cqs_app.engine.compliance.ownership_graph import Holding, Issue, IssueKind
from cqs_app.engine.money import NotANumber, decimal
from cqs_app.erp.compliance import explanations
from cqs_app.erp.credit import content
from cqs_app.erp.credit.policy import policy_for, policy_of
from cqs_app.ledger.links import Party

FIELD, EXPLANATION, REASON = "beneficial_owners", "ownership_explanation", "no_owner_reason"
# Findings that keep compliance from being cleared. The others are told.
GRAVE = (IssueKind.OVER_100, IssueKind.CLOSED_CYCLE, IssueKind.BAD_PERCENT)
MOST_SHOWN = 100
RESTRICTED = 2


def settle(doc) -> None:
	"""Fill `ownership` (JSON), `ownership_summary`, and who explained it. Raises ValidationError for a share that is no
	number."""
	found = analysed(doc)
	problems = problems_of(doc, found)
	doc.ownership = json.dumps(as_dict(found, problems), separators=(",", ":")) if found else None
	doc.ownership_summary = "\n".join(in_words(found)) if found else None
	explanations.note(doc, EXPLANATION, problems, REASON)
	_say(doc, problems)


def missing(doc) -> list[str]:
	"""What keeps compliance from being cleared; for those who read permission level 2."""
	found = analysed(doc)
	if found is None and not doc.get(REASON):
		label = _(doc.meta.get_label(REASON))
		return [_("no owner and no director is named: enter them, or say why in {0}").format(label)]
	return explanations.lacking(doc, EXPLANATION, problems_of(doc, found))


def analysed(doc) -> Ownership | None:
	"""None where nobody is named."""
	rows = [_holding(row) for row in doc.get(FIELD) or [] if (row.owner_name or "").strip()]
	return analyse(doc.get("party_name") or "", rows, threshold_of(doc)) if rows else None


def threshold_of(doc) -> Decimal:
	"""Percent, from the policy of the customer or of the segment that he will belong to."""
	risk_class = doc.get("risk_class") or ""
	if doc.get("customer"):
		policy = policy_for(Party(doc.customer, doc.company), risk_class)
	else:
		policy = policy_of(doc.company, doc.get("customer_group"), doc.get("territory"), risk_class)
	return _as_typed(policy.ownership_threshold)


def problems_of(doc, found: Ownership | None) -> list[str]:
	"""Sentences, each with its figures."""
	if found is None:
		reason = _(doc.get(REASON) or "")
		return [_("no owner is named: {0}").format(reason)] if reason else [_("no owner is named")]
	problems = [_(issue.message) for issue in found.issues if _is_grave(found, issue)]
	if found.unknown >= found.threshold:
		text = _("no person is known behind {0} % of the shares; from {1} % on an owner may be hidden there")
		problems.append(text.format(f"{found.unknown:f}", f"{found.threshold:f}"))
	if not found.beneficial_owners:
		problems.append(_("nobody is a beneficial owner, and no director is named in his place"))
	return problems


def as_dict(found: Ownership, problems: list[str]) -> dict:
	"""For the screen: percentages as text. Owners by share, the largest first."""
	return {
		"threshold": f"{found.threshold:f}",
		"unknown": f"{found.unknown:f}",
		"problems": problems,
		"owners": [
			{
				"name": owner.name,
				"percent": f"{owner.percent:f}",
				"is_person": owner.is_person,
				"is_nominee": owner.is_nominee,
				"reasons": [reason.value for reason in owner.reasons],
				"paths": [str(path) for path in owner.paths],
			}
			for owner in found.owners[:MOST_SHOWN]
		],
		"more_owners": max(len(found.owners) - MOST_SHOWN, 0),
		"issues": [
			{"kind": issue.kind.value, "message": issue.message, "grave": _is_grave(found, issue)}
			for issue in found.issues[:MOST_SHOWN]
		],
		"tree": found.tree.as_dict(),
	}


def in_words(found: Ownership) -> list[str]:
	lines = []
	for owner in found.owners[:MOST_SHOWN]:
		reasons = ", ".join(_(reason.value) for reason in owner.reasons) or _("no beneficial owner")
		lines.append(f"{owner.name}: {owner.percent:f} % ({reasons})")
		lines += [f"- {path}" for path in owner.paths if len(path.names) > 2]
	lines += [f"{_(issue.kind.value)}: {issue.message}" for issue in found.issues[:MOST_SHOWN]]
	return lines


def _is_grave(found: Ownership, issue: Issue) -> bool:
	if issue.kind is IssueKind.NOMINEE:
		beneficial = {owner.name for owner in found.beneficial_owners if owner.is_nominee}
		return issue.entity in beneficial
	return issue.kind in GRAVE


def _holding(row) -> Holding:
	try:
		percent = _as_typed(decimal(row.ownership_percent))
	except NotANumber as error:
		frappe.throw(_("Owners, row {0}: {1}").format(row.idx, error))
	return Holding(
		owner=row.owner_name,
		owned=row.owned_entity or "",
		percent=percent,
		is_person=(row.owner_type or "Person") == "Person",
		has_control=bool(row.has_control),
		is_nominee=bool(row.is_nominee),
		is_director=bool(row.is_director),
	)


def _as_typed(percent: Decimal) -> Decimal:
	"""25 and not 25.0, so that messages say it as somebody wrote it."""
	return Decimal(f"{percent.normalize():f}")


def _say(doc, problems: list[str]) -> None:
	"""To whoever changed the owners and may read them."""
	before = doc.get_doc_before_save()
	rows = doc.get(FIELD)
	if (
		not rows
		or not problems
		or doc.flags.by_cqs
		or (before and not content.differing(doc, before, [FIELD]))
	):
		return
	if RESTRICTED not in doc.meta.get_permlevel_access("read"):
		return
	items = "".join(f"<li>{escape_html(problem)}</li>" for problem in problems)
	text = _("Saved. Compliance cannot be cleared before this is mended or explained:")
	frappe.msgprint(f"{text}<ul>{items}</ul>", title=_("Owners"), indicator="orange")
