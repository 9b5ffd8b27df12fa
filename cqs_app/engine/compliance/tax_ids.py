"""Tax, registration and bank numbers checked by the rules of their country, with python-stdnum.

`valid` means: such a number can exist, its form and check digits are right. Whether it was given to anybody, and to
whom, only the register knows (VIES for VAT numbers of the EU). What has no rule is `Not Checked`, never valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

from cqs_app.engine.compliance.countries import country_code
from cqs_app.engine.compliance.tax_id_extra import EXTRA
from cqs_app.engine.compliance.tax_id_formats import FORMATS
from cqs_app.engine.compliance.tax_id_rules import TAX_ID_RULES

LONGEST = 64
# A number of a German register counts from one in each of its courts: without the court it names nobody.
_NO_COURT = re.compile(r"(HR[AB]|GNR|GSR|PR|VR)\s*[\d\s]{1,7}[A-Z]{0,2}", re.IGNORECASE)
# VAT numbers from there are British ones that VIES knows under these letters.
NORTHERN_IRELAND = "XI"


class Kind(str, Enum):
	VAT = "VAT"
	TAX = "Tax"
	REGISTRATION = "Registration"
	PERSONAL = "Personal"
	BANK = "Bank Account"
	LEI = "LEI"
	IBAN = "IBAN"
	BIC = "BIC"
	IMO = "IMO"


class Status(str, Enum):
	VALID = "Valid"
	INVALID = "Invalid"
	NOT_CHECKED = "Not Checked"


@dataclass(frozen=True)
class Result:
	"""`label`: the number's own name, `CUIT`; `value`: normalised if valid, else as given; `reason`: why it is invalid
	or not checked, or that only its form could be checked; `country`: by whose rule it was checked."""

	status: Status
	kind: str
	value: str
	reason: str = ""
	country: str = ""
	label: str = ""


class Validator(Protocol):
	def validate(self, number: str) -> str: ...
	def compact(self, number: str) -> str: ...


@dataclass(frozen=True)
class Rule:
	module: str
	country: str
	kinds: tuple[Kind, ...]
	lengths: tuple[int, ...] = ()

	@property
	def name(self) -> str:
		return self.module.rpartition(".")[2].rstrip("_")


_LETTERS = {"V": Kind.VAT, "T": Kind.TAX, "R": Kind.REGISTRATION, "P": Kind.PERSONAL, "B": Kind.BANK}
_RESERVED = {"IN": "in_", "IS": "is_"}
_WORLDWIDE = {
	Kind.LEI: Rule("stdnum.lei", "", (Kind.LEI,), (20,)),
	Kind.IBAN: Rule("stdnum.iban", "", (Kind.IBAN,)),
	Kind.BIC: Rule("stdnum.bic", "", (Kind.BIC,), (8, 11)),
	Kind.IMO: Rule("stdnum.imo", "", (Kind.IMO,), (7,)),
}
# Where a number is written with another prefix than the code of the country.
_PREFIXES = {"GR": ("EL", "GR"), "GB": ("GB", "XI")}
EU_MEMBERS = frozenset(
	"AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
_NATURE = (InvalidChecksum, InvalidComponent, InvalidLength, InvalidFormat)


def _read(table: str) -> dict[str, tuple[Rule, ...]]:
	rules: dict[str, tuple[Rule, ...]] = {}
	for line in table.splitlines():
		country, *parts = line.split()
		package = _RESERVED.get(country, country.lower())
		found = []
		for part in parts:
			name, kinds, lengths = (*part.split(":"), "")[:3]
			numbers = tuple(int(length) for length in lengths.split("/") if length)
			found.append(
				Rule(
					f"stdnum.{package}.{name}", country, tuple(_LETTERS[letter] for letter in kinds), numbers
				)
			)
		rules[country] = tuple(found)
	return rules


RULES = _read(TAX_ID_RULES)


def kinds_of(country: str) -> tuple[str, ...]:
	"""What can be checked for a country (code or name): the general kinds and the numbers' own names."""
	code = country_code(country) or country.upper()
	rules, formats = RULES.get(code, ()), FORMATS.get(code, ())
	general = (
		{kind for rule in rules for kind in rule.kinds}
		| {Kind(rule.kind) for rule in formats}
		| {*_WORLDWIDE}
	)
	return (*sorted(kind.value for kind in general), *(rule.name for rule in rules))


def check(country: str, kind: str, value: str, is_person: bool = False) -> Result:
	"""`country`: code or name; `kind`: a `Kind` or a number's own name (`gstin`). An empty value is not checked.

	A tax number is what the country uses as one for a business, its VAT number included; for a person also his
	personal number. When a country has several, one that fits is enough.
	"""
	given = value.strip()
	kind = kind.value if isinstance(kind, Kind) else kind
	code = country_code(country) or country.strip().upper()
	nothing = Result(Status.NOT_CHECKED, kind, given, country=code)
	if not given:
		return replace(nothing, reason="no number given")
	rules = _rules(code, kind, is_person)
	if not rules:
		return _by_format(code, kind, nothing)
	if len(given) > LONGEST:
		return replace(
			nothing, status=Status.INVALID, reason=f"{len(given)} characters are more than any number has"
		)
	if code == "DE" and kind == Kind.REGISTRATION and _NO_COURT.fullmatch(given):
		return replace(nothing, reason="the court that keeps the register is missing: Hamburg HRB 1234")
	result = _best(rules, kind, given)
	if result.status is Status.INVALID and kind in (Kind.VAT, Kind.TAX):
		return _registered_abroad(code, given) or result
	if result.status is Status.VALID and code == "GB" and given.upper().startswith(NORTHERN_IRELAND):
		return replace(result, value=NORTHERN_IRELAND + result.value)
	return result


def _rules(code: str, kind: str, is_person: bool) -> Sequence[Rule]:
	if kind in (*_WORLDWIDE,):
		return (_WORLDWIDE[Kind(kind)],)
	rules = RULES.get(code, ())
	named = [rule for rule in rules if rule.name == kind.lower()]
	if named or kind not in (*Kind,):
		return named
	wanted = {Kind(kind)}
	if kind == Kind.TAX:
		wanted |= {Kind.VAT, Kind.PERSONAL} if is_person else {Kind.VAT}
	# The kind itself before what may stand for it, so that a reason speaks of the right number.
	fitting = [rule for rule in rules if wanted & {*rule.kinds}]
	return sorted(fitting, key=lambda rule: Kind(kind) not in rule.kinds)


def _best(rules: Sequence[Rule], kind: str, value: str) -> Result:
	"""The first that is valid; else the one that came furthest: a wrong check digit says more than a wrong form."""
	failures: list[tuple[int, Result]] = []
	for rule in rules:
		for written in _spellings(rule.country, value):
			result, depth = _checked(rule, kind, written)
			if result.status is Status.VALID:
				return result
			failures.append((depth, replace(result, value=value)))
	return min(failures, key=lambda failure: failure[0])[1]


def _spellings(country: str, value: str) -> Iterator[str]:
	"""As given, and without the country's letters before it (`NO864234232`)."""
	yield value
	letters = value.lstrip("( ").upper()
	for prefix in _PREFIXES.get(country, (country,)):
		if prefix and letters.startswith(prefix):
			yield letters[len(prefix) :].lstrip(") .-:")


def _checked(rule: Rule, kind: str, value: str) -> tuple[Result, int]:
	validator = _validator(rule.module)
	try:
		normal = validator.validate(value)
	except ValidationError as error:
		depth = next(
			(place for place, nature in enumerate(_NATURE) if isinstance(error, nature)), len(_NATURE)
		)
		return Result(
			Status.INVALID,
			kind,
			value,
			_in_words(rule, error, value, validator),
			rule.country,
			_label(rule.module),
		), depth
	except (ValueError, IndexError, KeyError, TypeError):
		# Some validators stumble over letters where they take digits for granted.
		reason = "it holds characters that this number does not have"
		return Result(Status.INVALID, kind, value, reason, rule.country, _label(rule.module)), len(_NATURE)
	if reason := EXTRA[rule.module](normal) if rule.module in EXTRA else "":
		return Result(Status.INVALID, kind, value, reason, rule.country, _label(rule.module)), 0
	return Result(Status.VALID, kind, _normal(rule, kind, normal), "", rule.country, _label(rule.module)), 0


def _normal(rule: Rule, kind: str, value: str) -> str:
	"""VAT numbers of the EU with the letters of the country, as VIES takes them."""
	if kind != Kind.VAT or rule.country not in EU_MEMBERS:
		return value
	prefix = _PREFIXES.get(rule.country, (rule.country,))[0]
	return value if value.startswith(prefix) else prefix + value


@lru_cache(maxsize=512)
def _validator(module: str) -> Validator:
	return cast(Validator, import_module(module))


@lru_cache(maxsize=512)
def _label(module: str) -> str:
	first = (import_module(module).__doc__ or "").strip().partition("\n")[0]
	return re.split(r" \(|, |\.$", first)[0].strip() or module.rpartition(".")[2].upper()


def _in_words(rule: Rule, error: ValidationError, value: str, validator: Validator) -> str:
	if isinstance(error, InvalidChecksum):
		return "the check digit is wrong"
	if isinstance(error, InvalidComponent):
		return "a part of it does not exist, such as a date, a region or a type"
	if isinstance(error, InvalidLength):
		return _length_in_words(rule, value, validator)
	# Some validators call a number of another length one of another form.
	digits = re.sub(r"[\s.\-/]", "", value)
	if rule.lengths and digits.isdecimal() and len(digits) not in rule.lengths:
		return _length_in_words(rule, digits, validator)
	return "it holds characters or parts that this number does not have"


def _length_in_words(rule: Rule, value: str, validator: Validator) -> str:
	try:
		compact = validator.compact(value)
	except (ValueError, IndexError, KeyError, TypeError):
		compact = value
	what = "digits" if compact.isdigit() else "characters"
	if not rule.lengths or len(compact) in rule.lengths:
		return f"{len(compact)} {what} are not as many as this number has"
	expected = " or ".join(map(str, rule.lengths))
	return f"{expected} {what} expected, {len(compact)} given"


def _registered_abroad(code: str, value: str) -> Result | None:
	"""A company may have a VAT number of another member of the EU: its letters tell by whose rule it is checked."""
	letters = value[:2].upper()
	other = next((member for member, prefixes in _PREFIXES.items() if letters in prefixes), letters)
	if other == code or (other not in EU_MEMBERS and letters != NORTHERN_IRELAND):
		return None
	rules = _rules(other, Kind.VAT, is_person=False)
	result = _best(rules, Kind.VAT.value, value) if rules else None
	return result if result and result.status is Status.VALID else None


def _by_format(code: str, kind: str, nothing: Result) -> Result:
	rules = [
		rule
		for rule in FORMATS.get(code, ())
		if kind == rule.kind or (kind == Kind.TAX and rule.kind == Kind.VAT)
	]
	if not rules:
		known = code in RULES or code in FORMATS
		return replace(
			nothing,
			reason=f"no rule for {kind} in {code}" if known else f"no rule for the country {code or '?'}",
		)
	compact = re.sub(r"[\s.\-/]", "", nothing.value).upper()
	for rule in rules:
		if re.fullmatch(rule.pattern, compact):
			reason = "only its form was checked: it has no check digit that is published"
			return replace(nothing, status=Status.VALID, value=compact, reason=reason, label=rule.label)
	return replace(
		nothing, status=Status.INVALID, reason=f"{rules[0].expected} expected", label=rules[0].label
	)
