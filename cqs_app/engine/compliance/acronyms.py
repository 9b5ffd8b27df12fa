"""Acronyms: `IRISL` for Islamic Republic of Iran Shipping Lines."""

from __future__ import annotations

from cqs_app.engine.compliance.parsed_names import ParsedName, Role

# An acronym is a strong hint, and no proof: several organisations share most of them.
ACRONYM = 0.78
LEAST_LETTERS = 3


def stands_for(short: ParsedName, long: ParsedName) -> bool:
	"""Whether the one word of `short` is made of the initials of `long`, with or without its small words and form."""
	told = [word for word in short.words if word.role is not Role.PARTICLE]
	if len(told) != 1 or len(long.words) < LEAST_LETTERS:
		return False
	letters = told[0].shown
	if not LEAST_LETTERS <= len(letters) <= 8 or not letters.isalpha():
		return False
	initials = "".join(word.shown[0] for word in long.words)
	main = "".join(word.shown[0] for word in long.words if word.role is not Role.PARTICLE)
	return letters in {stem + form for stem in (initials, main) for form in ("", "c", "co")}
