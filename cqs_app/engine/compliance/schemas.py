"""What kind of thing bears a name; each kind has rules of its own for it."""

from __future__ import annotations

from enum import Enum


class Schema(str, Enum):
	PERSON = "Person"
	ORGANISATION = "Organization"
	VESSEL = "Vessel"
	# A legal entity is either of the first two; so is what nobody said anything about.
	ANY = "LegalEntity"


_BY_WORD = {
	"person": Schema.PERSON,
	"individual": Schema.PERSON,
	"company": Schema.ORGANISATION,
	"organization": Schema.ORGANISATION,
	"organisation": Schema.ORGANISATION,
	"publicbody": Schema.ORGANISATION,
	"entity": Schema.ANY,
	"legalentity": Schema.ANY,
	"thing": Schema.ANY,
	"": Schema.ANY,
	"vessel": Schema.VESSEL,
	"aircraft": Schema.VESSEL,
	"airplane": Schema.VESSEL,
	"vehicle": Schema.VESSEL,
}


def schema_from(text: str) -> Schema:
	"""`Company`, `individual`, `Public Body` ...; a word that nobody knows is ANY."""
	return _BY_WORD.get("".join(text.split()).lower().replace("_", ""), Schema.ANY)


def schemas_meet(one: Schema, other: Schema) -> bool:
	"""Whether a thing of the one kind can be a thing of the other: a person is no vessel."""
	return one == other or (Schema.ANY in (one, other) and Schema.VESSEL not in (one, other))
