"""Reads the name of an organisation: legal forms out, usual words and places weighed, numbers as digits."""

from __future__ import annotations

import re

from cqs_app.engine.compliance import places
from cqs_app.engine.compliance.legal_forms import without_forms
from cqs_app.engine.compliance.numbers import number_in
from cqs_app.engine.compliance.organisation_words import STOP_WORDS, is_usual, meaning_of, usual_weight
from cqs_app.engine.compliance.parsed_names import (
	MOST_WORDS,
	NUMBER_WEIGHT,
	ParsedName,
	Role,
	Word,
	split_words,
)
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.scripts import plain
from cqs_app.engine.compliance.unvocalised import is_unvocalised

STOP_WEIGHT = 0.05

_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")
# AT&T, P&G, A & P: letters, no words.
_LETTERS_AND = re.compile(r"\b([a-z]{1,2})&([a-z])\b|\b([a-z]) & ([a-z])\b")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?")
_POSSESSIVE = re.compile(r"(?<=\w\w)['’`]s\b", re.IGNORECASE)
_DOTS = re.compile(r"[\s.]")


def read_organisation(name: str, schema: Schema) -> ParsedName:
	text = _LETTERS_AND.sub(_joined, _SLASHED.sub(r"\1\2", plain(_POSSESSIVE.sub("", name))))
	text = text.replace("&", " and ").replace("+", " and ").replace("hong kong", "hongkong")
	text = _DOTTED.sub(lambda match: _DOTS.sub("", match.group()) + " ", text)
	rest, forms = without_forms(" ".join(_single_letters_joined(split_words(text))))
	tokens = _without_own_acronym(rest.split())[:MOST_WORDS]
	words = tuple(_word(token, place == len(tokens) - 1 > 0) for place, token in enumerate(tokens))
	return ParsedName(name, schema, words, forms, unvocalised=is_unvocalised(name))


def _joined(letters: re.Match[str]) -> str:
	return "".join(letter for letter in letters.groups() if letter)


def _without_own_acronym(tokens: list[str]) -> list[str]:
	"""`yazd metallurgy industries ymi`: the last word says the others once more."""
	told = [token for token in tokens[:-1] if token not in STOP_WORDS]
	initials = "".join(token[0] for token in told)
	return tokens[:-1] if len(told) > 2 and tokens[-1] == initials else tokens


def _word(token: str, last: bool) -> Word:
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
	run = ""
	for token in [*tokens, ""]:
		if len(token) == 1 and token.isalpha():
			run += token
			continue
		joined += [part for part in (run, token) if part]
		run = ""
	return joined
