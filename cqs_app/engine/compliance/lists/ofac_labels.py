"""What OFAC calls a document or number -> what kind of identifier it is. The longest label that fits wins."""

from __future__ import annotations

import re

from cqs_app.engine.compliance.lists.entry import IdentifierKind as Kind

_LABELS: tuple[tuple[Kind, str], ...] = (
	(
		Kind.PASSPORT,
		"Passport|Diplomatic Passport|Stateless Person Passport|British National Overseas Passport",
	),
	(
		Kind.NATIONAL_ID,
		"Cedula No.|National ID No.|C.U.R.P.|D.N.I.|Personal ID Card|SSN|I.F.E.|Identification Number|"
		"Electoral Registry No.|Driver's License No.|Credencial electoral|Cedula de Ciudadania|Cedula de Extranjeria|"
		"Cartilla de Servicio Militar Nacional|National Foreign ID Number|Residency Number|Kenyan ID No.|"
		"Turkish Identification Number|Birth Certificate Number|Stateless Person ID Card|Tarjeta Profesional|"
		"Refugee ID Card|Citizen's Card Number|Interpol: Red Notice. File No.|Serial No.|Tazkira National ID Card|"
		"CNP (Personal Numerical Code)|Romanian Permanent Resident|Bosnian Personal ID No.|Permit Number|VisaNumberID|"
		"Moroccan Personal ID No.|Immigration No.|Travel Document Number|Numero de Identidad|C.U.I.|Turkish Identificiation Number|UAE Identification|Military Registration Number|N.I.E.|CUI",
	),
	(
		Kind.TAX,
		"Tax ID No.|NIT #|R.F.C.|RFC|RUC #|RIF #|Italian Fiscal Code|C.U.I.T.|Fiscal Code|RTN|C.U.I.P.|NIT|"
		"Tax ID|D.U.I.|Paraguayan tax identification number|US FEIN|Numero Unico de Identificacao Tributaria (NUIT)|"
		"Pakistani NTN|C.I.F.|RSIN|Romanian Tax Registration",
	),
	(Kind.VAT, "V.A.T. Number|VAT Number"),
	(
		Kind.REGISTRATION,
		"Registration ID|Registration Number|Folio Mercantil No.|Matricula Mercantil No|Commercial Registry Number|"
		"Company Number|Business Registration Document #|Business Registration Number|Public Registration Number|"
		"UK Company Number|Legal Entity Number|Unified Social Credit Code (USCC)|Government Gazette Number|"
		"Chamber of Commerce Number|C.R. No.|Trade License No.|Business Number|Registered Charity No.|Istanbul Chamber "
		"of Comm. No.|Economic Register Number (CBLS)|Certificate of Incorporation Number|Enterprise Number|License|"
		"File Number|Afghan Money Service Provider License Number|Central Registration Number|Dubai Chamber of "
		"Commerce Membership No.|Registration Certificate Number (Dubai)|Organization Code|Unique Identification "
		"Number|Company ID|NIT Number|Nonprofit ID|Bulgarian Registration Number|Branch Unit Number|United Social Credit Code Certificate (USCCC)|"
		"GovernmentGazette Number|Romanian C.R.|Vessel Registration Identification|Central Registration System Number|MSB Registration Number|"
		"Croatian Registration Number",
	),
	(Kind.LEI, "LE Number|LEI|Legal Entity Identifier"),
	(Kind.SWIFT, "SWIFT/BIC"),
	(Kind.OTHER, "BIK (RU)|D-U-N-S Number|Chinese Commercial Code|Equity Ticker|Telegram Address"),
	(Kind.IMO, "Vessel Registration Identification IMO|Company Number IMO|Identification Number IMO|IMO"),
	(Kind.MMSI, "MMSI|Maritime Mobile Service Identity"),
	(Kind.CALL_SIGN, "Vessel Call Sign|Other Vessel Call Sign|Call Sign"),
	(Kind.TAIL_NUMBER, "Aircraft Tail Number|Previous Aircraft Tail Number"),
	(
		Kind.SERIAL_NUMBER,
		"Aircraft Manufacturer's Serial Number (MSN)|Aircraft Construction Number (also called L/N or S/N or F/N)|"
		"Aircraft Mode S Transponder Code|Aircraft Serial Identification",
	),
	(Kind.SECURITY, "ISIN|Equity ISIN|Debt ISIN|Issuer Name"),
	(Kind.WEBSITE, "Website"),
	(Kind.EMAIL, "Email Address|Email"),
	(Kind.PHONE, "Phone Number|Phone No.|Telephone|Fax"),
)
KIND_OF_LABEL: dict[str, Kind] = {
	label: kind for kind, labels in _LABELS for label in labels.split("|") if label != "Issuer Name"
}
_LONGEST_FIRST = sorted(KIND_OF_LABEL, key=len, reverse=True)
_STARTS = re.compile(
	"|".join(re.escape(label) for label in _LONGEST_FIRST) + r"|Digital Currency Address(?: - \w+)?"
)
_VALUE = re.compile(r"(?P<value>.+?)(?: \((?P<country>[^()]*)\))?(?: (?:issued|expires|date of issue) .*)?")


def labelled(text: str) -> tuple[Kind, str, str, str] | None:
	"""`Passport A12 (Iran) expires 3 May 2003` -> Passport, A12, Iran, `Passport`; None for what begins otherwise.

	`IMO 9187629` in a company's or vessel's number is an IMO number whatever stands before it.
	"""
	found = _STARTS.match(text)
	if not found or not text[found.end() :].startswith((" ", ":")):
		return None
	match = _VALUE.fullmatch(text[found.end() :].strip(" :"))
	if not match:
		return None
	return kind_of(found.group()), match["value"].removeprefix("# "), match["country"] or "", found.group()


def kind_of(label: str) -> Kind:
	"""Of a label on its own, as the XML gives it. `Other` for one that is not known."""
	if label.startswith("Digital Currency Address"):
		return Kind.CRYPTO_ADDRESS
	found = _STARTS.match(label)
	return KIND_OF_LABEL.get(found.group(), Kind.OTHER) if found else Kind.OTHER
