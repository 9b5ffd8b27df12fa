"""Reads the name of a ship or an aircraft: the prefix and the IMO number out, numbers as digits."""

from __future__ import annotations

import re

from cqs_app.engine.compliance.numbers import number_in
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

_PREFIX = re.compile(
	r"^(?:the )?(?:m\W?[vtsy]|s\W?[sy]|f\W?v|t\W?s|lpgc?|lngc?|motor (?:vessel|tanker|yacht)|vessel|ship)\b\W+"
)
_IMO = re.compile(r"\bimo\W*(?:no\W*|number\W*)?(\d{7})\b")
_DIGITS_APART = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


def read_vessel(name: str) -> ParsedName:
	text = _IMO.sub(" ", plain(name)).strip()
	tokens = split_words(_DIGITS_APART.sub(" ", _PREFIX.sub("", text) or text))[:MOST_WORDS]
	words = tuple(_word(token, place == len(tokens) - 1 > 0) for place, token in enumerate(tokens))
	return ParsedName(name, Schema.VESSEL, words)


def _word(token: str, last: bool) -> Word:
	if number := number_in(token, last):
		return Word(number, token, Role.NUMBER, NUMBER_WEIGHT)
	return Word(token, token, Role.NAME, 1.0)


def imo_in(name: str) -> str:
	"""The IMO number that stands in a vessel's name; empty if there is none."""
	match = _IMO.search(plain(name))
	return match.group(1) if match else ""
