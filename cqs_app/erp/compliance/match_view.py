"""What the screen of a match shows: the party and the list entry side by side, how the score comes about, who decides."""

import json

import frappe
from frappe import _

from cqs_app.engine.compliance import known_facts
from cqs_app.engine.compliance.features import Effect, Feature
from cqs_app.engine.compliance.known_facts import BORN, COUNTRIES, GENDER, NAME, NUMBERS, Facts
from cqs_app.engine.compliance.lists.entry_json import from_json
from cqs_app.engine.compliance.score_steps import steps
from cqs_app.engine.compliance.subjects import IdentifierKind
from cqs_app.erp.compliance import bands, decisions, match_queue, notices, registry
from cqs_app.erp.compliance.matches import CLEARED, CONFIRMED
from cqs_app.erp.compliance.party_records import CUSTOMER, DOSSIER, Ref
from cqs_app.erp.credit.settings import allows_self_approval

ENTRY = "Screening Entry"
COMPARED = {
	"country": COUNTRIES,
	"birth date": BORN,
	"gender": GENDER,
	**{kind.value: NUMBERS for kind in IdentifierKind},
}
AGREES, DIFFERS = "agrees", "differs"


def of(match) -> dict:
	"""`rows`: label, mine, theirs, effect; `steps` of the score; `rights` of the user; `queue`; `party` and `dossiers`."""
	ref = Ref(match.party_type, match.party)
	features = features_of(match)
	return {
		"rows": _rows(_facts_of_party(match), _facts_of_entry(match), features),
		"steps": [_step(step) for step in steps(features)],
		"threshold": bands.of(ref).threshold,
		"upper": bands.of(ref).upper,
		"rights": rights(match, ref),
		"is_outdated": _is_outdated(match),
		"party_title": title_of(ref),
		"dossiers": _dossiers(ref),
		"queue": match_queue.around(match.name),
	}


def features_of(match) -> list[Feature]:
	return [
		Feature(one["name"], one["weight"], one["score"], one["mine"], one["theirs"], Effect(one["effect"]))
		for one in json.loads(match.features or "[]")
	]


def rights(match, ref: Ref) -> dict:
	"""may_clear, may_confirm, may_reopen; `why_not` for who may do nothing; how many officers clear it, and why."""
	refused = decisions.refusal(ref)
	two = decisions.needs_two(match, ref)
	proposed_by_me = match.proposed_by == frappe.session.user and not allows_self_approval()
	is_confirmed = match.decision == CONFIRMED
	return {
		"may_clear": not refused and match.decision != CLEARED and not (two and proposed_by_me),
		"may_confirm": not refused and (not is_confirmed or bool(match.proposed_by)),
		"may_reopen": not refused and match.decision == CLEARED,
		"why_not": refused or (_own_proposal() if proposed_by_me and match.decision != CLEARED else ""),
		"officers": 2 if two else 1,
		"why": _why(match, ref, two),
	}


def _own_proposal() -> str:
	return _("You proposed to clear it; a second {0} decides.").format(_(notices.OFFICER))


def _why(match, ref: Ref, two: bool) -> str:
	limits = bands.of(ref)
	if match.decision == CONFIRMED:
		return _("Two officers take back a confirmation.")
	if match.score >= limits.upper:
		return _("{0} is at or above {1}, from where two officers clear a match.").format(
			_percent(match.score), _percent(limits.upper)
		)
	if two:
		return _("It was found as {0}; a later, milder policy does not change that.").format(_(match.band))
	return _("{0} is below {1}, from where two officers clear a match.").format(
		_percent(match.score), _percent(limits.upper)
	)


def _percent(score: float) -> str:
	return known_facts.percent(score)


def _rows(mine: Facts, theirs: Facts, features: list[Feature]) -> list[dict]:
	effects = {}
	for feature in features:
		label = COMPARED.get(feature.name)
		if label and feature.weight:
			effects[label] = DIFFERS if feature.effect is Effect.LOWERS else AGREES
	return _names_compared(mine, theirs, features) + [
		{
			"label": label,
			"mine": mine.get(label, []),
			"theirs": theirs.get(label, []),
			"effect": effects.get(label, ""),
			"is_asked": label in known_facts.ASKED,
		}
		for label in known_facts.LABELS
		if mine.get(label) or theirs.get(label)
	]


def _names_compared(mine: Facts, theirs: Facts, features: list[Feature]) -> list[dict]:
	"""The pair of names that agrees best, where it is not that of the main names."""
	best = next((one for one in features if one.effect is Effect.BASE), None)
	if not best or (mine.get(NAME) == [best.mine] and theirs.get(NAME) == [best.theirs]):
		return []
	values = {"mine": [best.mine], "theirs": [best.theirs], "effect": "", "is_asked": True}
	return [{"label": "Compared As", **values}]


def _step(step) -> dict:
	one = step.feature
	return {
		"name": one.name,
		"effect": one.effect.value,
		"mine": one.mine,
		"theirs": one.theirs,
		"score": one.score,
		"change": round(step.change, 4),
		"after": round(step.after, 4),
	}


def _facts_of_party(match) -> Facts:
	"""What was compared, which is what was asked at the screening that found it."""
	query = frappe.db.get_value("Screening Check", match.last_check, "query") if match.last_check else None
	query = query or frappe.db.get_value(registry.SUBJECT, match.subject, "query")
	return known_facts.of_query(json.loads(query)) if query else {NAME: [match.subject_name]}


def _facts_of_entry(match) -> Facts:
	"""Of what a live provider found there is no entry here: its name, and what it was compared by."""
	content = frappe.db.get_value(ENTRY, match.entry, "content") if match.entry else None
	if content:
		return known_facts.of_entry(from_json(json.loads(content)))
	facts = {
		NAME: [match.entry_name],
		known_facts.KIND: [known_facts.kind_in_words(match.entry_schema or "")],
	}
	facts[known_facts.PROGRAMMES] = [match.programs]
	for feature in features_of(match):
		if feature.name in COMPARED and feature.theirs:
			facts.setdefault(COMPARED[feature.name], []).append(feature.theirs)
	return {label: [value for value in values if value] for label, values in facts.items()}


def _is_outdated(match) -> bool:
	known = frappe.db.get_value(registry.SUBJECT, match.subject, "query_hash")
	return bool(known) and known != match.query_hash


def title_of(ref: Ref) -> str:
	field = {CUSTOMER: "customer_name", "Lead": "title", "Prospect": "company_name"}[ref.party_type]
	return frappe.db.get_value(ref.party_type, ref.party, field) or ref.party


def _dossiers(ref: Ref) -> list[dict]:
	filters = (
		{"customer": ref.party}
		if ref.party_type == CUSTOMER
		else {"party_type": ref.party_type, "party": ref.party}
	)
	if not frappe.has_permission(DOSSIER, "read"):
		return []
	return frappe.get_list(
		DOSSIER, filters=filters, fields=["name", "stage"], order_by="creation desc", limit_page_length=5
	)
