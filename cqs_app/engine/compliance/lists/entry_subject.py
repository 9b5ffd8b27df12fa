"""An entry of a published list as the matcher compares it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cqs_app.engine.compliance import schemas, subjects
from cqs_app.engine.compliance.lists.birth_date import BirthDate
from cqs_app.engine.compliance.lists.entry import Entry, Identifier, IdentifierKind, NameKind, Schema
from cqs_app.engine.compliance.subjects import Alias, Subject

_SCHEMAS = {
	Schema.PERSON: schemas.Schema.PERSON,
	Schema.COMPANY: schemas.Schema.ORGANISATION,
	Schema.ORGANIZATION: schemas.Schema.ORGANISATION,
	Schema.LEGAL_ENTITY: schemas.Schema.ORGANISATION,
	Schema.PARTY: schemas.Schema.ANY,
	Schema.VESSEL: schemas.Schema.VESSEL,
	Schema.AIRCRAFT: schemas.Schema.VESSEL,
	Schema.OTHER: schemas.Schema.ANY,
}
# Numbers that tell one bearer of a name from another. Call signs, tail and serial numbers are given anew.
_KINDS = {
	IdentifierKind.PASSPORT: subjects.IdentifierKind.PASSPORT,
	IdentifierKind.NATIONAL_ID: subjects.IdentifierKind.NATIONAL_ID,
	IdentifierKind.TAX: subjects.IdentifierKind.TAX,
	IdentifierKind.VAT: subjects.IdentifierKind.TAX,
	IdentifierKind.REGISTRATION: subjects.IdentifierKind.REGISTRATION,
	IdentifierKind.LEI: subjects.IdentifierKind.LEI,
	IdentifierKind.SWIFT: subjects.IdentifierKind.BIC,
	IdentifierKind.IMO: subjects.IdentifierKind.IMO,
	IdentifierKind.MMSI: subjects.IdentifierKind.OTHER,
	IdentifierKind.OTHER: subjects.IdentifierKind.OTHER,
}
# A longer range of birth years says next to nothing.
MOST_YEARS = 30
_GENDER = re.compile(r"\bGender:? (male|female)\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2}")


def subject_of(entry: Entry) -> Subject:
	"""All its names, the primary one first. What is no ISO code is no country; what no two could have in common
	(addresses, web sites, programmes) is left out."""
	gender = _GENDER.search(entry.remarks)
	return Subject(
		id=entry.entry_id,
		schema=_SCHEMAS[entry.schema],
		names=tuple(Alias(name.text, name.kind is NameKind.WEAK_ALIAS) for name in entry.names),
		countries=frozenset(filter(_CODE.fullmatch, (*entry.countries, *entry.nationalities))),
		born=frozenset(_dates(entry.birth_dates)),
		identifiers=tuple(_identifiers(entry.identifiers)),
		gender=gender[1].lower() if gender else "",
	)


def _dates(born: Iterable[BirthDate]) -> Iterator[str]:
	"""Of a range each year; of a date that is only about right the year."""
	for one in born:
		first, last = int(one.first[:4]), int(one.last[:4])
		if one.first == one.last:
			yield one.first[:4] if one.is_circa else one.first
		elif last - first <= MOST_YEARS:
			yield from (f"{year:04d}" for year in range(first, last + 1))


def _identifiers(found: Iterable[Identifier]) -> Iterator[subjects.Identifier]:
	for one in found:
		if one.kind in _KINDS:
			country = one.country if _CODE.fullmatch(one.country) else ""
			yield subjects.Identifier(_KINDS[one.kind], one.value, country)
