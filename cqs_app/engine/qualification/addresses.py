"""Addresses made comparable: house numbers, street words without their kind, postal code, city, country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from cqs_app.engine.qualification.party_names import fold

_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)\s*[-–/]\s*(\d+)")
_STREET_WITH_NUMBER = re.compile(r"^(\d+)(st|nd|rd|th)$")
_WORDS = re.compile(r"[^\W_]+")
# Words that say which kind of way it is, and what follows a unit within the house.
KINDS = frozenset(
	"st street str strasse straße ave av avenue rd road blvd boulevard dr drive ln lane ct court pl place plaza sq "
	"square ter terrace way hwy highway pkwy parkway cir circle rue via calle carrera avenida rua weg allee platz "
	"straat laan gasse chaussee".split()
)
UNITS = frozenset(
	"suite ste unit apt apartment room rm floor fl bldg building no nr nummer box po etage mc dept level".split()
)
DIRECTIONS = {"north": "n", "south": "s", "east": "e", "west": "w", "n": "n", "s": "s", "e": "e", "w": "w"}
SAME_NAME = 0.9


@dataclass(frozen=True, slots=True)
class PartyAddress:
	"""An address as somebody typed it; any part may be empty."""

	street: str = ""
	postal_code: str = ""
	city: str = ""
	country: str = ""

	def __str__(self) -> str:
		return ", ".join(part for part in (self.street, self.postal_code, self.city, self.country) if part)


@dataclass(frozen=True, slots=True)
class NormalAddress:
	"""`numbers`: what may be the house number, most likely first; `street`: the other words of the street."""

	numbers: tuple[str, ...]
	street: tuple[str, ...]
	direction: str
	postal_code: str
	city: str
	country: str
	text: str = ""

	@property
	def says_where(self) -> bool:
		"""Whether it names a house or a street; a city alone tells no party from another."""
		return bool(self.street)


@lru_cache(maxsize=20_000)
def normal_address(address: PartyAddress) -> NormalAddress:
	text = fold(address.street)
	tokens: list[str] = _WORDS.findall(_RANGE.sub(r"\1", text.replace(".", " ")))
	numbers, street, direction = _parts(tokens)
	return NormalAddress(
		numbers=tuple(dict.fromkeys(numbers)),
		street=tuple(dict.fromkeys(street)),
		direction=direction,
		postal_code=postal_code(address.postal_code),
		city=" ".join(_WORDS.findall(fold(address.city))),
		country=" ".join(_WORDS.findall(fold(address.country))),
		text=str(address),
	)


def postal_code(text: str) -> str:
	"""Letters and digits; of a US ZIP+4 the first five."""
	code = "".join(_WORDS.findall(fold(text)))
	return code[:5] if code.isdigit() and len(code) == 9 else code


def _parts(tokens: list[str]) -> tuple[list[str], list[str], str]:
	"""House numbers, words of the street, and the direction before its name (`E` of `27 E Main St`)."""
	numbers: list[str] = []
	street: list[str] = []
	direction = ""
	in_unit = False
	for token in tokens:
		if in_unit and (token.isdigit() or len(token) <= 2):
			in_unit = False
		elif token in UNITS:
			in_unit = bool(numbers or street)
		elif match := _STREET_WITH_NUMBER.match(token):
			street.append(match.group(1))
		elif token in DIRECTIONS and not direction and len(street) < 2:
			direction = DIRECTIONS[token]
		elif token.isdigit() or (_NUMBER.match(token) and len(token) <= 5):
			(numbers if not numbers or street else street).append(_house(token))
		elif token not in KINDS:
			street.append(_without_kind(token))
	if not street and len(numbers) > 1:
		street.append(numbers.pop())
	return numbers, street, direction


def _house(token: str) -> str:
	"""12a and 12 are neighbours within one house number."""
	match = _NUMBER.match(token)
	return match.group().lstrip("0") or "0" if match else token


def _without_kind(word: str) -> str:
	"""`Hauptstrasse` and `Hauptstr` are the same street."""
	for ending in ("strasse", "straat", "str", "weg", "platz", "gasse"):
		if word.endswith(ending) and len(word) > len(ending) + 2:
			return word[: -len(ending)]
	return word


def address_similarity(one: NormalAddress, other: NormalAddress) -> float | None:
	"""1 = the same house, about 0.5 = the same street, 0 = elsewhere; None when one of them says too little.

	The postal code and the city only weigh against: what differs there makes the same street another one.
	"""
	if not (one.says_where and other.says_where):
		return None
	street = _street_similarity(one, other)
	if street < SAME_NAME - 0.1:
		return 0.0
	place = _place_factor(one, other)
	if one.direction and other.direction and one.direction != other.direction:
		place *= 0.5
	if not (one.numbers and other.numbers):
		return 0.7 * street * place
	return street * place * _number_similarity(one.numbers, other.numbers)


def _street_similarity(one: NormalAddress, other: NormalAddress) -> float:
	"""The best word for word agreement of the street's first words, since a unit or a place may follow."""
	if one.street == other.street:
		return 1.0
	short, long = sorted((one.street, other.street), key=len)
	return min(max((_word(word, match) for match in long), default=0.0) for word in short)


@lru_cache(maxsize=100_000)
def _word(one: str, other: str) -> float:
	if one == other:
		return 1.0
	if one.isdigit() or other.isdigit():
		return 0.0
	return JaroWinkler.similarity(one, other)


def _number_similarity(one: tuple[str, ...], other: tuple[str, ...]) -> float:
	if one[0] == other[0]:
		return 1.0
	if one[0] in other or other[0] in one:
		return 0.9
	near = abs(int(one[0]) - int(other[0])) if one[0].isdigit() and other[0].isdigit() else 10**6
	return 0.6 if near <= 10 else 0.5 if near <= 100 else 0.3


def _place_factor(one: NormalAddress, other: NormalAddress) -> float:
	if one.country and other.country and one.country != other.country:
		return 0.3
	if one.postal_code and other.postal_code and one.postal_code != other.postal_code:
		return 0.9 if _alike_code(one.postal_code, other.postal_code) else 0.6
	if one.city and other.city and JaroWinkler.similarity(one.city, other.city) < SAME_NAME:
		return 0.6
	return 1.0


def _alike_code(one: str, other: str) -> bool:
	"""One digit off, or the same first digits: a typing error, or the next delivery office."""
	differing = sum(a != b for a, b in zip(one, other, strict=False))
	return len(one) == len(other) and (differing == 1 or one[:3] == other[:3])
