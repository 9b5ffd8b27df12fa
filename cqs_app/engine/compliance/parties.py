"""Who is screened with a party, and what is known of each: read from records, made into subjects that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.subjects import Alias, Identifier, IdentifierKind, Subject


class Role(str, Enum):
	"""Why somebody is screened with a party."""

	PARTY = "Party"
	OWNER = "Beneficial Owner"
	DIRECTOR = "Director"
	CONTACT = "Contact"
	BANK = "Bank"
	GUARANTOR = "Guarantor"


@dataclass(frozen=True, slots=True)
class Screened:
	"""`source`: DocType and name of the record that names him. Two records of one name are two subjects."""

	role: Role
	source: tuple[str, str]
	subject: Subject

	@property
	def name(self) -> str:
		return self.subject.names[0].text


_BLANKS = re.compile(r"\s+")
_ONE_PERSON = frozenset({"individual", "sole proprietorship", "proprietorship"})
_PAPERS = {
	"passport": IdentifierKind.PASSPORT,
	"national identity card": IdentifierKind.NATIONAL_ID,
	"residence permit": IdentifierKind.OTHER,
	"driving licence": IdentifierKind.OTHER,
	"trade register extract": IdentifierKind.REGISTRATION,
}


def company(
	role: Role,
	source: tuple[str, str],
	names: Iterable[str],
	*,
	countries: Iterable[str] = (),
	registration_numbers: Iterable[str] = (),
	tax_ids: Iterable[str] = (),
	kind: str = "",
) -> Screened | None:
	"""`kind`: what ERPNext calls it (Company, Individual, Partnership, Sole Proprietorship); an individual's name may be a
	person's or a firm's. None without a name."""
	known = _codes(countries)
	home = known[0] if known else ""
	numbers = [
		*(Identifier(IdentifierKind.REGISTRATION, number, home) for number in _texts(registration_numbers)),
		*(Identifier(IdentifierKind.TAX, number, home) for number in _texts(tax_ids)),
	]
	schema = Schema.ANY if kind.lower() in _ONE_PERSON else Schema.ORGANISATION
	return _screened(role, source, schema, names, known, (), numbers)


def person(
	role: Role,
	source: tuple[str, str],
	names: Iterable[str],
	*,
	countries: Iterable[str] = (),
	born: object = None,
	papers: Iterable[Mapping[str, Any]] = (),
	number: str = "",
) -> Screened | None:
	"""`papers`: rows with document_type, number and issuing_country. `number`: of a kind that nobody noted."""
	known = _codes(countries)
	numbers = [Identifier(IdentifierKind.OTHER, text, "") for text in _texts([number])]
	for paper in papers:
		kind = _PAPERS.get(str(paper.get("document_type") or "").lower(), IdentifierKind.OTHER)
		issued = country_code(str(paper.get("issuing_country") or ""))
		numbers += [Identifier(kind, text, issued) for text in _texts([paper.get("number")])]
	birth = [str(born)] if born else []
	return _screened(role, source, Schema.PERSON, names, known, birth, numbers)


def _screened(
	role: Role,
	source: tuple[str, str],
	schema: Schema,
	names: Iterable[str],
	countries: Iterable[str],
	born: Iterable[str],
	numbers: Iterable[Identifier],
) -> Screened | None:
	written = tuple(Alias(text) for text in _texts(names))
	if not written:
		return None
	found = Subject(
		"/".join(source),
		schema,
		written,
		frozenset(countries),
		frozenset(born),
		tuple(dict.fromkeys(numbers)),
	)
	return Screened(role, source, found)


def _codes(countries: Iterable[str]) -> list[str]:
	return list(dict.fromkeys(code for country in countries if (code := country_code(str(country or "")))))


def _texts(values: Iterable[object]) -> list[str]:
	"""In their order, each once, without the ones that are empty."""
	written = (_BLANKS.sub(" ", str(value or "")).strip() for value in values)
	return list(dict.fromkeys(text for text in written if text))
