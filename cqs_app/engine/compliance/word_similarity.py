"""How alike two words of names are: 1 for the same, about 0.9 for a spelling of it, 0 for another word."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from cqs_app.engine.compliance.given_names import is_short_for, name_of
from cqs_app.engine.compliance.sounds import first_sound, skeleton, sound

SAME_NAME = 0.96
SHORT_FORM = 0.88
# Two names that everybody knows are different, however alike they look: Hassan and Hussein.
OTHER_NAME = 0.5
BEGINNING = 0.7
# A typing error hits the first letter less often than the others.
FIRST_LETTER = 0.08
# A vowel that differs says less than a consonant, except in short words: they have nothing else.
VOWEL = 0.4
SHORT = 4
ADJECTIVE = 0.9
LEAST_BARE = 3
G_FOR_H = 0.92
_LONE_H = re.compile(r"(?<![ckpstzdgb])h")
_SLAVIC = re.compile(
	r"(?:(?<=...)(?:en|in|an|ov))?(?:s|ts)k(?:iy|yi|yy|ii|ij|i|y|aya|aia|a|oye|oe|oje|ogo|oho|oy|oi)$"
)
NONE = 0.5


@lru_cache(maxsize=50_000)
def personal(one: str, other: str) -> float:
	"""Of two words of people's names."""
	if one == other:
		return 1.0
	known, known_other = name_of(one), name_of(other)
	if known and known == known_other:
		return SAME_NAME
	if is_short_for(one, other) or is_short_for(other, one):
		return SHORT_FORM
	alike = max(
		spelling(*_distinct(one, other)),
		_without_article(one, other),
		_german_j(one, other),
		_russian_g(one, other),
	)
	return min(alike, OTHER_NAME) if known and known_other else alike


def _distinct(one: str, other: str) -> tuple[str, str]:
	"""What tells two compounds apart: `abdrahman`, `abdrahim` -> rahman, rahim."""
	for front in ("abd", "abu"):
		if one.startswith(front) and other.startswith(front) and min(len(one), len(other)) > 5:
			return one[3:], other[3:]
	return one, other


def _without_article(one: str, other: str) -> float:
	"""`alhassan` and `hassan`."""
	short, long = sorted((one, other), key=len)
	glued = len(short) >= 4 and len(long) - len(short) in (1, 2, 3) and long[:2] in ("al", "el")
	return 0.95 * spelling(long[2:], short) if glued and long[2:3] == short[:1] else 0.0


def _german_j(one: str, other: str) -> float:
	"""`jelzin` and `yeltsin`; `jamal` and `yamal` are no such pair, but nobody can tell."""
	if {one[0], other[0]} not in ({"j", "y"}, {"j", "i"}, {"j", "e"}):
		return 0.0
	return SHORT_FORM * spelling(*(f"y{word[1:]}" if word[0] == "j" else word for word in (one, other)))


def _russian_g(one: str, other: str) -> float:
	"""`haidukevich` and `gaidukevich`, `gamidov` and `hamidov`: Russian writes g for every h."""
	if ("g" in one) is ("g" in other) or min(len(one), len(other)) < 4:
		return 0.0
	return G_FOR_H * spelling(_LONE_H.sub("g", one), _LONE_H.sub("g", other))


@lru_cache(maxsize=50_000)
def general(one: str, other: str) -> float:
	"""Of two words of the names of organisations and vessels."""
	if one == other:
		return 1.0
	short, long = sorted((one, other), key=len)
	beginning = BEGINNING if len(short) >= 4 and long.startswith(short) else 0.0
	return max(spelling(one, other), beginning, _adjective(one, other))


def _adjective(one: str, other: str) -> float:
	"""`kerch` and `kerchenskaya`, `tula` and `tulskiy`: of the same place, in Slavic languages."""
	bare, bare_other = _SLAVIC.sub("", one), _SLAVIC.sub("", other)
	if (bare == one) is (bare_other == other):
		return 0.0
	bare, bare_other = (word.rstrip("aeiouy") for word in (bare, bare_other))
	return ADJECTIVE if bare == bare_other and len(bare) >= LEAST_BARE else 0.0


@lru_cache(maxsize=50_000)
def spelling(one: str, other: str) -> float:
	"""By letters and by sound, whichever is closer. Words with digits agree or do not."""
	if one == other:
		return 1.0
	if not (one.isalpha() and other.isalpha()):
		return 0.0
	if min(len(one), len(other)) < 3:
		return SAME_NAME if sound(one) == sound(other) else 0.0
	longest, shortest = max(len(one), len(other)), min(len(one), len(other))
	by_letter = 1 - OSA.distance(one, other) / longest if shortest > 3 else 0.0
	alike = max(by_letter, SAME_NAME * _by_sound(one, other))
	return max(alike - FIRST_LETTER * (first_sound(one) != first_sound(other)), 0.0)


def _by_sound(one: str, other: str) -> float:
	heard, heard_other = sound(one), sound(other)
	longest, shortest = max(len(heard), len(heard_other)), min(len(heard), len(heard_other))
	edits = OSA.distance(heard, heard_other)
	if shortest <= 3 and edits:
		return 0.0
	consonants = min(OSA.distance(skeleton(one), skeleton(other)), edits)
	vowel = VOWEL if shortest >= SHORT else 1.0
	return 1 - (consonants + vowel * (edits - consonants)) / longest
