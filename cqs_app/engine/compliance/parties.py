"""Who is screened with a party, and what is known of each: read from records, made into subjects that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from html import unescape
from typing import Any

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.legal_forms import without_forms
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
_SIGNS = re.compile(r"[^\w]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
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
	"""`kind`: what ERPNext calls it (Company, Individual, Partnership, Sole Proprietorship). Somebody chose it, and Company
	is what ERPNext proposes: without a legal form in its name it may be a person's or a firm's. None without a name."""
	known = _codes(countries)
	home = known[0] if known else ""
	numbers = [
		*(Identifier(IdentifierKind.REGISTRATION, number, home) for number in _texts(registration_numbers)),
		*(Identifier(IdentifierKind.TAX, number, home) for number in _texts(tax_ids)),
	]
	names = [*names]
	is_firm = kind.lower() not in _ONE_PERSON and all(_is_firm(name) for name in _texts(names))
	schema = Schema.ORGANISATION if is_firm or role is Role.BANK else Schema.ANY
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
	"""`papers`: rows with document_type, number and issuing_country. `number`: of a kind that nobody noted. Owners are
	Person where nobody chose anything else, so theirs may be a firm's name."""
	known = _codes(countries)
	numbers = [Identifier(IdentifierKind.OTHER, text, "") for text in _texts([number])]
	for paper in papers:
		kind = _PAPERS.get(str(paper.get("document_type") or "").lower(), IdentifierKind.OTHER)
		issued = country_code(str(paper.get("issuing_country") or ""))
		numbers += [Identifier(kind, text, issued) for text in _texts([paper.get("number")])]
	birth = [str(born)] if born else []
	schema = Schema.PERSON if role is Role.CONTACT else Schema.ANY
	return _screened(role, source, schema, names, known, birth, numbers)


def joined(one: Screened, other: Screened) -> Screened:
	"""Two records of the same role and name as one, that asks with what either of them knows."""
	mine, theirs = one.subject, other.subject
	subject = replace(
		mine,
		schema=mine.schema if mine.schema is theirs.schema else Schema.ANY,
		names=tuple(dict.fromkeys((*mine.names, *theirs.names))),
		countries=mine.countries | theirs.countries,
		born=mine.born | theirs.born,
		identifiers=tuple(dict.fromkeys((*mine.identifiers, *theirs.identifiers))),
	)
	return replace(one, subject=subject)


def is_readable(subject: Subject) -> bool:
	"""Whether there is anything to compare: a name of signs only is like nothing on any list."""
	return any(letter.isalnum() for name in subject.names for letter in _TAG.sub("", name.text))


def _screened(
	role: Role,
	source: tuple[str, str],
	schema: Schema,
	names: Iterable[str],
	countries: Iterable[str],
	born: Iterable[str],
	numbers: Iterable[Identifier],
) -> Screened | None:
	written = tuple(Alias(text) for text in _names(names))
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


def _is_firm(name: str) -> bool:
	_rest, kinds = without_forms(_SIGNS.sub(" ", name.lower()).strip())
	return bool(kinds)


def _names(values: Iterable[object]) -> list[str]:
	"""As they are read, not as a form may have stored them: without tags and entities; and without what stands in brackets
	behind a name, which would make it unlike."""
	whole = _texts(_TAG.sub(" ", unescape(str(value or ""))) for value in values)
	without = (_BRACKETS.sub(" ", text) for text in whole)
	return _texts([*whole, *(text for text in without if len(text.split()) > 1)]) or _texts(values)


def _codes(countries: Iterable[str]) -> list[str]:
	return list(dict.fromkeys(code for country in countries if (code := country_code(str(country or "")))))


def _texts(values: Iterable[object]) -> list[str]:
	"""In their order, each once, without the ones that are empty."""
	written = (_BLANKS.sub(" ", str(value or "")).strip() for value in values)
	return list(dict.fromkeys(text for text in written if text))
