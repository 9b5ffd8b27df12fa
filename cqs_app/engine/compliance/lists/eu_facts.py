"""What the EU's list says about an entity, from the attributes of its XML or the columns of its CSV, which are the same."""

from __future__ import annotations

from collections.abc import Mapping

from cqs_app.engine.compliance.lists.birth_date import BirthDate, birth_date, partial_date
from cqs_app.engine.compliance.lists.draft import Draft
from cqs_app.engine.compliance.lists.entry import IdentifierKind, NameKind, Schema

Facts = Mapping[str, str]
# A part of the type's code or description -> kind; the first that fits.
_IDENTIFIERS = (
	("passport", IdentifierKind.PASSPORT),
	("imo", IdentifierKind.IMO),
	("swift", IdentifierKind.SWIFT),
	("vat", IdentifierKind.VAT),
	("fiscal", IdentifierKind.TAX),
	("tax", IdentifierKind.TAX),
	("reg", IdentifierKind.REGISTRATION),
	("trade", IdentifierKind.REGISTRATION),
	("ssn", IdentifierKind.NATIONAL_ID),
	("national id", IdentifierKind.NATIONAL_ID),
	("id", IdentifierKind.NATIONAL_ID),
)
_DOUBTS = (
	("knownExpired", "expired"),
	("knownFalse", "known to be false"),
	("reportedLost", "reported lost"),
	("revokedByIssuer", "revoked"),
)


def schema_of(code: str, classification: str) -> Schema:
	is_person = code.lower() == "person" or classification.upper() in ("P", "PERSON")
	return Schema.PERSON if is_person else Schema.LEGAL_ENTITY


def add_name(draft: Draft, facts: Facts) -> None:
	"""The first name is the primary one, so the order of the file is kept."""
	parts = (facts.get(key, "") for key in ("firstName", "middleName", "lastName"))
	text = facts.get("wholeName", "") or " ".join(part for part in parts if part)
	kind = NameKind.WEAK_ALIAS if facts.get("strong", "").lower() == "false" else NameKind.PRIMARY
	draft.name(text, kind, facts.get("nameLanguage", "").lower())
	draft.remark(facts.get("title"), "Title")
	draft.remark(facts.get("function"), "Function")


def add_birth(draft: Draft, facts: Facts) -> None:
	is_circa = facts.get("circa", "").lower() == "true"
	first, last = (partial_date(facts.get(key, "")) for key in ("yearRangeFrom", "yearRangeTo"))
	day = facts.get("birthdate", "") or facts.get("birthDate", "")
	if day or not (first and last):
		draft.birth_date(birth_date(day or _from_parts(facts) or first or last, is_circa))
	else:
		draft.birth_date(BirthDate(min(first, last), max(first, last), is_circa))
	country = facts.get("countryDescription", "")
	place = [facts.get(key, "") for key in ("place", "city", "region")]
	place.append("" if country.upper() == "UNKNOWN" else country)
	draft.birth_place(", ".join(dict.fromkeys(part for part in place if part)))


def _from_parts(facts: Facts) -> str:
	"""`1971`, `1971-2`, `1971-2-15`; a day without its month is left out."""
	year = facts.get("year", "")
	month = facts.get("monthOfYear", "") or facts.get("month", "")
	day = facts.get("dayOfMonth", "") or facts.get("day", "")
	return "-".join(part for part in (year, month, month and day) if part)


def add_citizenship(draft: Draft, facts: Facts) -> None:
	draft.nationality(country_of(facts))


def add_address(draft: Draft, facts: Facts) -> None:
	parts = [facts.get(key, "") for key in ("street", "poBox", "zipCode", "place", "region")]
	draft.address(*parts, city=facts.get("city"), country=country_of(facts))
	draft.remark(facts.get("contactInfo"), "Contact")


def add_identifier(draft: Draft, facts: Facts) -> None:
	code = facts.get("identificationTypeCode", "") or facts.get("typeCode", "")
	label = facts.get("identificationTypeDescription", "") or facts.get("typeDescription", "") or code
	kind = next(
		(
			kind
			for part, kind in _IDENTIFIERS
			if part in code.lower() or (len(part) > 3 and part in label.lower())
		),
		IdentifierKind.OTHER,
	)
	doubts = [words for key, words in _DOUBTS if facts.get(key, "").lower() == "true"]
	label = f"{label} ({', '.join(doubts)})" if doubts else label
	number = facts.get("number", "") or facts.get("latinNumber", "")
	draft.identifier(kind, number, country_of(facts), label)


def country_of(facts: Facts) -> str:
	"""`00` with the description UNKNOWN is the EU's way to say that it does not know."""
	code = facts.get("countryIso2Code", "")
	if code and code != "00":
		return code
	words = facts.get("countryDescription", "")
	return "" if words.upper() == "UNKNOWN" else words
