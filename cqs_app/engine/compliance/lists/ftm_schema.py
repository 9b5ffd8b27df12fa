"""FollowTheMoney's schemata and properties in the words of an entry. https://followthemoney.tech/explorer/"""

from __future__ import annotations

import unicodedata

from cqs_app.engine.compliance.lists.entry import IdentifierKind, NameKind, Schema

ENTITY_URL = "https://www.opensanctions.org/entities/"
SCHEMAS = {
	"Person": Schema.PERSON,
	"Company": Schema.COMPANY,
	"Organization": Schema.ORGANIZATION,
	"PublicBody": Schema.ORGANIZATION,
	"LegalEntity": Schema.PARTY,
	"Vessel": Schema.VESSEL,
	"Airplane": Schema.AIRCRAFT,
	"Vehicle": Schema.OTHER,
	"CryptoWallet": Schema.OTHER,
	"Security": Schema.OTHER,
	"Asset": Schema.OTHER,
}
NAMES = {
	"name": NameKind.ALIAS,
	"alias": NameKind.ALIAS,
	"abbreviation": NameKind.WEAK_ALIAS,
	"weakAlias": NameKind.WEAK_ALIAS,
	"previousName": NameKind.FORMER,
}
IDENTIFIERS = {
	"passportNumber": IdentifierKind.PASSPORT,
	"idNumber": IdentifierKind.NATIONAL_ID,
	"socialSecurityNumber": IdentifierKind.NATIONAL_ID,
	"taxNumber": IdentifierKind.TAX,
	"innCode": IdentifierKind.TAX,
	"vatCode": IdentifierKind.VAT,
	"registrationNumber": IdentifierKind.REGISTRATION,
	"ogrnCode": IdentifierKind.REGISTRATION,
	"kppCode": IdentifierKind.REGISTRATION,
	"okpoCode": IdentifierKind.REGISTRATION,
	"uscCode": IdentifierKind.REGISTRATION,
	"npiCode": IdentifierKind.REGISTRATION,
	"leiCode": IdentifierKind.LEI,
	"swiftBic": IdentifierKind.SWIFT,
	"imoNumber": IdentifierKind.IMO,
	"mmsi": IdentifierKind.MMSI,
	"callSign": IdentifierKind.CALL_SIGN,
	"serialNumber": IdentifierKind.SERIAL_NUMBER,
	"isin": IdentifierKind.SECURITY,
	"isinCode": IdentifierKind.SECURITY,
	"publicKey": IdentifierKind.CRYPTO_ADDRESS,
	"dunsCode": IdentifierKind.OTHER,
	"uniqueEntityId": IdentifierKind.OTHER,
	"wikidataId": IdentifierKind.OTHER,
	"website": IdentifierKind.WEBSITE,
	"email": IdentifierKind.EMAIL,
	"phone": IdentifierKind.PHONE,
}
COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
NATIONALITIES = ("nationality", "citizenship")
REMARKS = ("position", "title", "summary", "notes", "description", "sector", "legalForm", "type", "topics")


def alias_kind(text: str, primary: str, otherwise: NameKind) -> NameKind:
	"""Lists of this format do not mark the original script: it is what has no Latin letter beside a Latin name."""
	return NameKind.SCRIPT if _is_latin(primary) and not _is_latin(text) else otherwise


def _is_latin(text: str) -> bool:
	letters = [letter for letter in text if letter.isalpha()]
	return not letters or any(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
