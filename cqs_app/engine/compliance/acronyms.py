"""Acronyms: `IRISL` for Islamic Republic of Iran Shipping Lines, also inside a longer name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cqs_app.engine.compliance.parsed_names import Role, Word

# A strong hint and no proof: several organisations share most acronyms.
WHOLE_NAME = 0.78
# Three letters stand for thousands of names.
SHORT = 3
SIMILARITY = 0.85
LEAST_LETTERS, MOST_LETTERS = 3, 8
# Of a whole name two words make one: HP.
LEAST_WORDS = 2
# Company, Co, Limited.
FORMS = ("", "c", "co", "l")
# Small words that acronyms keep where they leave out others: AQI for Al-Qaida in Iraq.
ARTICLES = frozenset(("al", "el"))


def could_be_one(word: Word) -> bool:
	return (
		word.role is Role.NAME and LEAST_LETTERS <= len(word.shown) <= MOST_LETTERS and word.shown.isalpha()
	)


def runs_for(acronym: Word, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
	"""Where in `words` its letters begin as many words, small words left out or not. Ends are exclusive."""
	for start in range(len(words)):
		for with_particles in (True, False):
			if end := _end_of(acronym.shown, words, start, with_particles):
				yield start, end


def _end_of(letters: str, words: Sequence[Word], start: int, with_particles: bool) -> int:
	found = 0
	for place in range(start, len(words)):
		word = words[place]
		if word.role is Role.PARTICLE and not with_particles:
			if place == start:
				return 0
			continue
		if word.shown[0] != letters[found]:
			return 0
		found += 1
		if found == len(letters):
			return place + 1
	return 0


def stands_for(short: Sequence[Word], long: Sequence[Word]) -> bool:
	"""Whether the only word of `short` is the acronym of the whole of `long`."""
	told = [word for word in short if word.role is not Role.PARTICLE]
	return len(told) == 1 and told[0].role is Role.NAME and told[0].shown in acronyms_of(long)


def is_short(one: Sequence[Word], other: Sequence[Word]) -> bool:
	"""Of two names of which one stands for the other: whether it has three letters or less."""
	short = min(one, other, key=len)
	return max(len(word.shown) for word in short) <= SHORT


def acronyms_of(words: Sequence[Word]) -> frozenset[str]:
	"""Initials of all words and of the main ones, of two at least, with and without the form that was taken off."""
	initials = "".join(word.shown[0] for word in words)
	main = "".join(word.shown[0] for word in words if word.role is not Role.PARTICLE)
	if len(main) < LEAST_WORDS:
		return frozenset()
	named = "".join(
		word.shown[0] for word in words if word.role is not Role.PARTICLE or word.shown in ARTICLES
	)
	found = {stem + form for stem in (initials, main, named) for form in FORMS}
	return frozenset(letters for letters in found if len(letters) <= MOST_LETTERS)
