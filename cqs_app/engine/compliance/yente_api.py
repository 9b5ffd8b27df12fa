"""What yente's `/match` is asked of a party, and what its answer says. https://www.opensanctions.org/docs/yente/

Its scores are its own: they follow other rules than ours, and a match says which algorithm made it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cqs_app.engine.compliance.explanation import shortened
from cqs_app.engine.compliance.features import Effect, Feature
from cqs_app.engine.compliance.matcher import ListMatch
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import IdentifierKind, Subject

NAME = "yente"
_SCHEMAS = {
	Schema.PERSON: "Person",
	Schema.ORGANISATION: "Organization",
	Schema.VESSEL: "Vessel",
	Schema.ANY: "LegalEntity",
}
_BORN = {Schema.PERSON: "birthDate", Schema.VESSEL: "buildDate"}
_NUMBERS = {
	IdentifierKind.REGISTRATION: "registrationNumber",
	IdentifierKind.TAX: "taxNumber",
	IdentifierKind.LEI: "leiCode",
	IdentifierKind.BIC: "swiftBic",
	IdentifierKind.IMO: "imoNumber",
	IdentifierKind.PASSPORT: "passportNumber",
	IdentifierKind.NATIONAL_ID: "idNumber",
	IdentifierKind.OTHER: "idNumber",
}
_NOT_SAID = frozenset(("first_seen", "last_seen", "last_change", "referents", "datasets"))
MOST_NAMES = 20
MOST_FEATURES = 12


class WrongAnswer(ValueError):
	"""The answer is not what yente sends; the message tells what is missing, in words that follow a colon."""


@dataclass(frozen=True)
class Listed:
	"""An entity that yente found. `hash`: of its properties; it changes when the publisher changes the entry."""

	id: str
	hash: str
	name: str
	schema: str
	programs: str
	match: ListMatch


def query(party: Subject) -> dict[str, Any]:
	"""An example entity in FollowTheMoney's words."""
	properties: dict[str, set[str]] = {"name": set(), "weakAlias": set()}
	for name in party.names[:MOST_NAMES]:
		properties["weakAlias" if name.weak else "name"].add(name.text)
	properties["country"] = {country.lower() for country in party.countries}
	properties[_BORN.get(party.schema, "incorporationDate")] = set(party.born)
	if party.schema is Schema.PERSON and party.gender:
		properties["gender"] = {party.gender}
	for one in party.identifiers:
		properties.setdefault(_NUMBERS[one.kind], set()).add(one.value)
	return {
		"schema": _SCHEMAS[party.schema],
		"properties": {key: sorted(values) for key, values in properties.items() if values},
	}


def queries(parties: Sequence[Subject]) -> dict[str, Any]:
	"""The body of one request; each party goes by its place."""
	return {"queries": {str(place): query(party) for place, party in enumerate(parties)}}


def answers(
	answer: object, parties: Sequence[Subject], threshold: float, algorithm: str
) -> list[list[Listed]]:
	"""For each party what reaches the threshold, best first. Raises WrongAnswer: a party without an answer was not
	screened, whatever the others say."""
	responses = answer.get("responses") if isinstance(answer, Mapping) else None
	if not isinstance(responses, Mapping):
		raise WrongAnswer("it has no responses")
	found = []
	for place, party in enumerate(parties):
		response = responses.get(str(place))
		told = response if isinstance(response, Mapping) else {}
		results = told.get("results")
		if not isinstance(results, list) or told.get("status", 200) != 200:
			raise WrongAnswer("a party has no results")
		listed = [_listed(result, party, algorithm) for result in results]
		reached = [one for one in listed if one.match.score >= threshold]
		found.append(sorted(reached, key=lambda one: (-one.match.score, one.id)))
	return found


def _listed(result: object, party: Subject, algorithm: str) -> Listed:
	if not isinstance(result, Mapping):
		raise WrongAnswer("a result is no object")
	id, score, properties = result.get("id"), result.get("score"), result.get("properties")
	if not isinstance(id, str) or not id:
		raise WrongAnswer("a result has no id")
	if not isinstance(score, int | float) or isinstance(score, bool) or not math.isfinite(score):
		raise WrongAnswer("a result has no score")
	if not isinstance(properties, Mapping):
		raise WrongAnswer("a result has no properties")
	name = str(result.get("caption") or next(iter(_texts(properties, "name")), id))
	programs = [*_texts(properties, "programId"), *_texts(properties, "program")]
	datasets = result.get("datasets")
	if not programs and isinstance(datasets, list):
		programs = [str(dataset) for dataset in datasets]
	return Listed(
		id=id,
		hash=sha256(json.dumps(_sorted(properties), sort_keys=True).encode()).hexdigest(),
		name=name,
		schema=str(result.get("schema") or ""),
		programs=", ".join(dict.fromkeys(programs)),
		match=_match(id, min(max(float(score), 0.0), 1.0), party, name, result, algorithm),
	)


def _match(
	id: str, score: float, party: Subject, name: str, result: Mapping[str, Any], algorithm: str
) -> ListMatch:
	"""The score counts as a whole; its features are told and change nothing."""
	mine = shortened(party.names[0].text) if party.names else party.id
	base = Feature(algorithm, 1.0, score, mine, shortened(name), Effect.BASE)
	told = _features(result)
	reasons = ", ".join(f"{one.name} {one.score:.2f}" for one in told)
	sentence = f'{score:.2f}: "{mine}" and "{shortened(name)}" by {algorithm}'
	return ListMatch(id, score, (base, *told), f"{sentence}: {reasons}" if reasons else sentence, algorithm)


def _features(result: Mapping[str, Any]) -> tuple[Feature, ...]:
	"""`explanations` as newer versions give them (feature -> score, detail, query, candidate), else `features` (feature
	-> score). Those that found nothing are left out."""
	told = result.get("explanations") or result.get("features")
	found = []
	for name, value in told.items() if isinstance(told, Mapping) else ():
		detail = value if isinstance(value, Mapping) else {"score": value}
		score = detail.get("score")
		if isinstance(score, int | float) and math.isfinite(score) and score:
			mine = str(detail.get("query") or "")
			theirs = str(detail.get("candidate") or detail.get("detail") or "")
			found.append(
				Feature(str(name), 0.0, float(score), shortened(mine), shortened(theirs), Effect.RAISES)
			)
	return tuple(sorted(found, key=lambda one: (-one.score, one.name))[:MOST_FEATURES])


def _texts(properties: Mapping[str, Any], key: str) -> list[str]:
	values = properties.get(key)
	return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _sorted(value: Any) -> Any:
	"""The order in which values come says nothing, nor does when a nested entity was looked at last."""
	if isinstance(value, Mapping):
		return {key: _sorted(part) for key, part in value.items() if key not in _NOT_SAID}
	if isinstance(value, list):
		return sorted((_sorted(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
	return value
