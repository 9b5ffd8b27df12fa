"""A name taken apart into weighted words, by the rules of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from cqs_app.engine.compliance import given_names, person_words, places
from cqs_app.engine.compliance.legal_forms import without_forms
from cqs_app.engine.compliance.numbers import number_in
from cqs_app.engine.compliance.organisation_words import STOP_WORDS, is_usual, meaning_of, usual_weight
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.scripts import plain
from cqs_app.engine.compliance.unvocalised import is_unvocalised

MOST_WORDS = 24
NUMBER_WEIGHT = 0.5
STOP_WEIGHT = 0.05


class Role(str, Enum):
	"""What a word does in the name."""

	NAME = "name"
	USUAL = "usual"
	NUMBER = "number"
	INITIAL = "initial"
	PARTICLE = "particle"
	PLACE = "place"
	PATRONYMIC = "patronymic"


@dataclass(frozen=True, slots=True)
class Word:
	"""`text` as compared, `shown` as written (in ASCII). `weight`: how much it says, 1 for an ordinary name."""

	text: str
	shown: str
	role: Role
	weight: float


@dataclass(frozen=True, slots=True)
class ParsedName:
	"""`forms`: kinds of its legal form; `generation`: jr, sr or a number behind a person's name, else empty."""

	text: str
	schema: Schema
	words: tuple[Word, ...]
	forms: frozenset[str] = frozenset()
	generation: str = ""
	unvocalised: bool = False

	@property
	def numbers(self) -> frozenset[str]:
		return frozenset(word.text for word in self.words if word.role is Role.NUMBER)

	@property
	def joined(self) -> str:
		return "".join(word.text for word in self.words if word.role is not Role.PARTICLE)


_APART = re.compile(r"[^a-z0-9]+")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_VESSEL_PREFIX = re.compile(
	r"^(?:the )?(?:m\W?v|m\W?t|m\W?s|m\W?y|s\W?s|f\W?v|s\W?y|t\W?s|l\W?p\W?g\W?c|motor vessel|motor tanker|vessel|ship)\b\W*"
)
_IMO = re.compile(r"\bimo\W*(\d{7})\b")
_DIGITS_APART = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)$")


@lru_cache(maxsize=100_000)
def parsed(name: str, schema: Schema) -> ParsedName:
	"""Empty (no words) where the text has no letter and no digit. ANY is read as an organisation."""
	text = plain(name)
	if schema is Schema.PERSON:
		return _person(name, text)
	if schema is Schema.VESSEL:
		return _vessel(name, text)
	return _organisation(name, text, schema)


def _organisation(name: str, text: str, schema: Schema) -> ParsedName:
	text = _SLASHED.sub(r"\1\2", text.replace("&", " and ").replace("+", " and "))
	text = _DOTTED.sub(lambda match: re.sub(r"[\s.]", "", match.group()) + " ", text)
	rest, forms = without_forms(" ".join(_APART.sub(" ", text).split()))
	tokens = _single_letters_joined(rest.split()[:MOST_WORDS])
	words = [_organisation_word(token, place == len(tokens) - 1 > 0) for place, token in enumerate(tokens)]
	return ParsedName(name, schema, tuple(words), forms, unvocalised=is_unvocalised(name))


def _organisation_word(token: str, last: bool) -> Word:
	if number := number_in(token, last):
		return Word(number, token, Role.NUMBER, NUMBER_WEIGHT)
	if token in STOP_WORDS:
		return Word(token, token, Role.PARTICLE, STOP_WEIGHT)
	if place := places.place_of(token):
		return Word(place, token, Role.PLACE, places.PLACE_WEIGHT)
	meaning = meaning_of(token)
	if is_usual(meaning):
		return Word(meaning, token, Role.USUAL, usual_weight(meaning))
	return Word(meaning, token, Role.NAME, 1.0)


def _single_letters_joined(tokens: list[str]) -> list[str]:
	"""`n p c international` -> npc international; a single letter alone stays."""
	joined: list[str] = []
	run: list[str] = []
	for token in [*tokens, ""]:
		if len(token) == 1 and token.isalpha():
			run.append(token)
			continue
		if run:
			joined.append("".join(run))
		run = []
		if token:
			joined.append(token)
	return joined


def _vessel(name: str, text: str) -> ParsedName:
	text = _IMO.sub(" ", text)
	text = _VESSEL_PREFIX.sub("", text) or text
	tokens = _DIGITS_APART.sub(" ", " ".join(_APART.sub(" ", text).split()))
	words = []
	parts = tokens.split()[:MOST_WORDS]
	for place, token in enumerate(parts):
		if number := number_in(token, place == len(parts) - 1 > 0):
			words.append(Word(number, token, Role.NUMBER, NUMBER_WEIGHT))
		elif token in ("the", "of"):
			words.append(Word(token, token, Role.PARTICLE, STOP_WEIGHT))
		else:
			words.append(Word(token, token, Role.NAME, 1.0))
	return ParsedName(name, Schema.VESSEL, tuple(words))


def imo_in(name: str) -> str:
	"""The IMO number that stands in a vessel's name; empty if there is none."""
	match = _IMO.search(plain(name))
	return match.group(1) if match else ""


def _person(name: str, text: str) -> ParsedName:
	text = _BRACKETS.sub(r" \1 ", text)
	family, comma, given = text.partition(",")
	if comma and "," in given:
		given = given.replace(",", " ")
	family_tokens = _APART.sub(" ", family).split()
	tokens = [*_APART.sub(" ", given).split(), *family_tokens] if comma and given.strip() else family_tokens
	generation, tokens = _generation(tokens)
	untitled = [token for token in tokens if token not in person_words.TITLES]
	tokens = person_words.compounds((untitled or tokens)[:MOST_WORDS])
	inherited = frozenset(person_words.compounds(family_tokens)) if comma and given.strip() else frozenset()
	words = [_person_word(token, token in inherited) for token in tokens]
	if not any(word.role is Role.NAME for word in words):
		words = [Word(word.text, word.shown, Role.NAME, 1.0) for word in words]
	return ParsedName(name, Schema.PERSON, tuple(words), generation=generation, unvocalised=is_unvocalised(name))


def _generation(tokens: list[str]) -> tuple[str, list[str]]:
	for token in tokens[1:]:
		found = person_words.GENERATIONS.get(token) or (
			number_in(token) if len(token) > 1 and (token.strip("iv") == "" or _ORDINAL.match(token)) else ""
		)
		if found and len(tokens) > 2:
			return found, [other for other in tokens if other != token]
	return "", tokens


def _person_word(token: str, inherited: bool) -> Word:
	if token in person_words.PARTICLES:
		return Word(token, token, Role.PARTICLE, person_words.PARTICLE_WEIGHT)
	if len(token) == 1:
		return Word(token, token, Role.INITIAL, person_words.INITIAL_WEIGHT)
	if person_words.is_patronymic(token) and not inherited:
		return Word(token, token, Role.PATRONYMIC, person_words.PATRONYMIC_WEIGHT)
	weight = given_names.USUAL_WEIGHT if given_names.is_usual(token) else 1.0
	return Word(token, token, Role.NAME, weight * (person_words.FAMILY_WEIGHT if inherited else 1.0))
