"""Collects what a parser finds about one entry, cleans it and drops what is said twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.lists.birth_date import BirthDate
from cqs_app.engine.compliance.lists.entry import (
	Address,
	Entry,
	Identifier,
	IdentifierKind,
	Name,
	NameKind,
	Schema,
)


@dataclass
class Notes:
	"""What is known of a file beside its entries. `expected`: how many entries the publisher says there are."""

	published: str = ""
	expected: int | None = None
	warnings: list[str] = field(default_factory=list)


def clean(text: str | None) -> str:
	return " ".join((text or "").split())


def code_or_words(text: str) -> str:
	"""The ISO code of a country; words that name none stay as they are, so that nothing is lost."""
	return country_code(text) or clean(text)


class Draft:
	def __init__(self, entry_id: str, schema: Schema, position: str) -> None:
		self.entry_id = entry_id
		self.schema = schema
		self.position = position
		self.source_url = ""
		self._names: dict[tuple[str, NameKind], Name] = {}
		self._lists: dict[str, dict[str, None]] = {}
		self._births: dict[BirthDate, None] = {}
		self._identifiers: dict[Identifier, None] = {}
		self._addresses: dict[Address, None] = {}
		self._remarks: dict[str, None] = {}

	def name(self, text: str | None, kind: NameKind = NameKind.PRIMARY, language: str = "") -> None:
		"""A second primary name is an alias: an entry has one."""
		text = clean(text)
		if not text:
			return
		if kind is NameKind.PRIMARY and any(found is NameKind.PRIMARY for _text, found in self._names):
			kind = NameKind.ALIAS
		if not any((text, other) in self._names for other in (NameKind.PRIMARY, kind)):
			self._names[text, kind] = Name(text, kind, language)

	def _add(self, where: str, text: str) -> None:
		if text:
			self._lists.setdefault(where, {})[text] = None

	def country(self, text: str | None) -> None:
		self._add("countries", code_or_words(clean(text)))

	def nationality(self, text: str | None) -> None:
		self._add("nationalities", code_or_words(clean(text)))

	def birth_place(self, text: str | None) -> None:
		self._add("birth_places", clean(text))

	def program(self, text: str | None) -> None:
		self._add("programs", clean(text))

	def birth_date(self, born: BirthDate | None) -> None:
		if born:
			self._births[born] = None

	def identifier(self, kind: IdentifierKind, value: str | None, country: str = "", label: str = "") -> None:
		value = clean(value)
		if value:
			self._identifiers[Identifier(kind, value, code_or_words(country), clean(label))] = None

	def address(self, *parts: str | None, city: str | None = "", country: str | None = "") -> None:
		"""`parts` before the city, which is put after them; the country of an address is one of the entry's."""
		text = ", ".join(dict.fromkeys(part for part in (*map(clean, parts), clean(city)) if part))
		found = Address(text, clean(city), code_or_words(clean(country)))
		if found != Address():
			self._addresses[found] = None
			self.country(country)

	def remark(self, text: str | None, label: str = "") -> None:
		if clean(text):
			self._remarks[f"{label}: {clean(text)}" if label else clean(text)] = None

	def finish(self, notes: Notes) -> Entry:
		if not self._names:
			notes.warnings.append(
				f"{self.entry_id} ({self.position}) has no name; it is found by its identifiers only"
			)
			self.name(self.entry_id)
		primary_first = sorted(self._names.values(), key=lambda name: name.kind is not NameKind.PRIMARY)
		return Entry(
			entry_id=self.entry_id,
			schema=self.schema,
			names=tuple(primary_first),
			countries=tuple(self._lists.get("countries", ())),
			nationalities=tuple(self._lists.get("nationalities", ())),
			birth_dates=tuple(self._births),
			birth_places=tuple(self._lists.get("birth_places", ())),
			identifiers=tuple(self._identifiers),
			addresses=tuple(self._addresses),
			programs=tuple(self._lists.get("programs", ())),
			remarks="; ".join(self._remarks),
			source_url=self.source_url,
			position=self.position,
		)
