"""Reads the name of a person: titles out, given names before the family, Arabic compounds as one word."""

from __future__ import annotations

import re
from dataclasses import replace

from cqs_app.engine.compliance import given_names, person_words
from cqs_app.engine.compliance.numbers import number_in
from cqs_app.engine.compliance.parsed_names import MOST_WORDS, ParsedName, Role, Word, split_words
from cqs_app.engine.compliance.schemas import Schema
from cqs_app.engine.compliance.scripts import plain
from cqs_app.engine.compliance.syllabic_names import is_syllabic
from cqs_app.engine.compliance.unvocalised import is_unvocalised

_BRACKETS = re.compile(r"[()]")
_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)$")


def read_person(name: str) -> ParsedName:
	given, family, generation = _halves(_BRACKETS.sub(" ", plain(name)))
	tokens = person_words.compounds(given + family)[:MOST_WORDS]
	# `Samad, Abdul` is Abdul Samad, one name; it is the family name then.
	family_at = min(len(person_words.compounds(given)), len(tokens) - 1) if given else 0
	words = [_word(token, place >= family_at > 0) for place, token in enumerate(tokens)]
	if not any(word.role is Role.NAME for word in words):
		words = [Word(word.text, word.shown, Role.NAME, 1.0) for word in words]
	return ParsedName(
		name,
		Schema.PERSON,
		tuple(_essentials_marked(words, family_at)),
		generation=generation,
		unvocalised=is_unvocalised(name),
		syllabic=is_syllabic([word.text for word in words]),
	)


def _halves(text: str) -> tuple[list[str], list[str], str]:
	"""Given names, family name, generation. Without a comma nobody knows which is which: all is family then."""
	front, comma, back = text.partition(",")
	family, given = split_words(front), split_words(back)
	generation, given = _generation(given)
	if comma and not given:
		family = split_words(text.replace(",", " "))
	if not generation:
		generation, family = _generation(family) if len(family) > 2 else ("", family)
	elif not given:
		family = split_words(front)
	given = [token for token in given if token not in person_words.TITLES]
	untitled = [token for token in family if token not in person_words.TITLES]
	family = untitled or ([] if given else family)
	return given[: MOST_WORDS // 2], family[:MOST_WORDS], generation


def _generation(tokens: list[str]) -> tuple[str, list[str]]:
	"""`jr`, `sr`, or the number behind a name, and the words without it."""
	for token in tokens:
		roman = (len(token) > 1 and not token.strip("iv")) or bool(_ORDINAL.match(token))
		found = person_words.GENERATIONS.get(token) or (number_in(token) if roman else "")
		if found:
			return found, [other for other in tokens if other != token]
	return "", tokens


def _word(token: str, inherited: bool) -> Word:
	if token in person_words.PARTICLES:
		return Word(token, token, Role.PARTICLE, person_words.PARTICLE_WEIGHT)
	if len(token) == 1:
		return Word(token, token, Role.INITIAL, person_words.INITIAL_WEIGHT)
	if not inherited and person_words.is_patronymic(token):
		return Word(token, token, Role.PATRONYMIC, person_words.PATRONYMIC_WEIGHT)
	weight = given_names.USUAL_WEIGHT if given_names.is_usual(token) else 1.0
	return Word(token, token, Role.NAME, weight)


def _essentials_marked(words: list[Word], family_at: int) -> list[Word]:
	"""The first name, unless it is one of those that people drop (Mohammad Javad), and the first of the family."""
	names = [place for place, word in enumerate(words) if word.role is Role.NAME]
	family = [place for place in names if place >= family_at > 0]
	essential = set(family[:1])
	if names and not given_names.is_usual(words[names[0]].text):
		essential.add(names[0])
	return [replace(word, essential=True) if place in essential else word for place, word in enumerate(words)]
