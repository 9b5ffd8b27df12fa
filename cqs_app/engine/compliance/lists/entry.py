"""One entry of a published list, the same whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from cqs_app.engine.compliance.lists.birth_date import BirthDate


class Schema(str, Enum):
	"""What an entry is. LEGAL_ENTITY: a company or an organisation, the list does not tell which; PARTY: not even
	whether it is a person."""

	PERSON = "Person"
	COMPANY = "Company"
	ORGANIZATION = "Organization"
	LEGAL_ENTITY = "LegalEntity"
	PARTY = "Party"
	VESSEL = "Vessel"
	AIRCRAFT = "Aircraft"
	OTHER = "Other"


class NameKind(str, Enum):
	"""PRIMARY: as listed. WEAK_ALIAS: the publisher itself says that it identifies nobody alone. SCRIPT: original script."""

	PRIMARY = "Primary"
	ALIAS = "Alias"
	WEAK_ALIAS = "Weak Alias"
	FORMER = "Former"
	SCRIPT = "Original Script"


class IdentifierKind(str, Enum):
	PASSPORT = "Passport"
	NATIONAL_ID = "National ID"
	TAX = "Tax"
	VAT = "VAT"
	REGISTRATION = "Registration"
	LEI = "LEI"
	SWIFT = "SWIFT"
	IMO = "IMO"
	MMSI = "MMSI"
	CALL_SIGN = "Call Sign"
	TAIL_NUMBER = "Tail Number"
	SERIAL_NUMBER = "Serial Number"
	SECURITY = "Security"
	CRYPTO_ADDRESS = "Crypto Address"
	WEBSITE = "Website"
	EMAIL = "Email"
	PHONE = "Phone"
	OTHER = "Other"


@dataclass(frozen=True, order=True)
class Name:
	text: str
	kind: NameKind = NameKind.PRIMARY
	language: str = ""


@dataclass(frozen=True, order=True)
class Identifier:
	"""`value` as printed; `country`: ISO code of who issued it, or empty; `label`: what the list calls it."""

	kind: IdentifierKind
	value: str
	country: str = ""
	label: str = ""


@dataclass(frozen=True, order=True)
class Address:
	"""`text` on one line without the country; `country`: ISO code, or the list's own words if it is none."""

	text: str = ""
	city: str = ""
	country: str = ""


@dataclass(frozen=True)
class Entry:
	"""`countries` and `nationalities`: ISO codes. `position`: file and line where it begins.

	`source_url` and `position` tell where it stands, not what it says: they are no part of its hash.
	"""

	entry_id: str
	schema: Schema
	names: tuple[Name, ...]
	countries: tuple[str, ...] = ()
	nationalities: tuple[str, ...] = ()
	birth_dates: tuple[BirthDate, ...] = ()
	birth_places: tuple[str, ...] = ()
	identifiers: tuple[Identifier, ...] = ()
	addresses: tuple[Address, ...] = ()
	programs: tuple[str, ...] = ()
	remarks: str = ""
	source_url: str = field(default="", compare=False)
	position: str = field(default="", compare=False)

	@property
	def primary_name(self) -> str:
		return self.names[0].text
