"""Who is screened and who is listed: names, and what tells two bearers of one name apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from cqs_app.engine.compliance.schemas import Schema


class IdentifierKind(str, Enum):
	"""OTHER is a number of which nobody knows what it is; equal ones are a hint, no proof."""

	REGISTRATION = "registration number"
	TAX = "tax number"
	LEI = "LEI"
	BIC = "BIC"
	IMO = "IMO number"
	PASSPORT = "passport"
	NATIONAL_ID = "national id"
	OTHER = "identifier"


@dataclass(frozen=True, slots=True)
class Identifier:
	"""`country`: ISO code of two letters, upper case, empty when not known."""

	kind: IdentifierKind
	value: str
	country: str = ""

	@property
	def bare(self) -> str:
		"""Upper-case letters and digits only, without leading zeros."""
		return "".join(letter for letter in self.value.upper() if letter.isalnum()).lstrip("0")


@dataclass(frozen=True, slots=True)
class Alias:
	"""A name that somebody bears. `weak`: the list itself calls it so (OFAC `weak`, UN `Low`)."""

	text: str
	weak: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
	"""A party that is screened, or an entry of a list.

	`countries`: ISO codes of two letters, upper case (nationality, residence, registration).
	`born`: ISO dates, also only `1970` or `1970-04`; for an organisation or a ship when it was founded or built.
	`gender`: `male`, `female`, or empty.
	"""

	id: str
	schema: Schema
	names: tuple[Alias, ...]
	countries: frozenset[str] = frozenset()
	born: frozenset[str] = frozenset()
	identifiers: tuple[Identifier, ...] = field(default=())
	gender: str = ""


def subject(id: str, schema: Schema, name: str, aliases: Iterable[str] = ()) -> Subject:
	"""The short way for one that has names only."""
	return Subject(id, schema, (Alias(name), *(Alias(alias) for alias in aliases)))
