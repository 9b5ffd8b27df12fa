"""How a word sounds, roughly, in whichever alphabet and by whoever it was written down."""

from __future__ import annotations

import re
from functools import lru_cache

# In this order. Capitals are sounds of two letters, so that later lines do not take them apart.
_RULES = tuple(
	(re.compile(pattern), sound)
	for pattern, sound in (
		("schtsch|chtch|shch", "S"),
		("tsch", "C"),
		("dsch", "dj"),
		("sch", "S"),
		("ch(?=[bdfgklmnprstvz])", "k"),
		("tch|cz|ch", "C"),
		("sh", "S"),
		("(?<!d)j(?![aeiouy])|(?<=^[bfgklmnprstvwz])j(?=[aeiou])", "i"),
		("dj|dzh|zh", "j"),
		("kh", "h"),
		("gh", "g"),
		("ph", "f"),
		("th", "t"),
		("dh", "d"),
		("bh", "b"),
		("tz|ts", "T"),
		("ck|q", "k"),
		("c(?=[eiy])", "s"),
		("c", "k"),
		("x", "ks"),
		("w", "v"),
		("aou", "au"),
		("oo|ou|ue|eu", "u"),
		("oe|eo", "o"),
		("ae", "a"),
		("ee|iy|yi|ie|ij|ii", "i"),
		("[ae][iy]", "e"),
		("y", "i"),
		("(?<=.)h$", ""),
		(r"(.)\1+", r"\1"),
	)
)
# Consonants that transcriptions mix up (Qaddafi, Gadhafi, Kadhafi; Aziz, Asis) count as one in a skeleton.
MERGED = str.maketrans("gzvSCTj", "ksfsscs")
_NO_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
	"""`Yousseff` and `Yusuf` -> iusuf. Words with digits, and of one or two letters, stay as they are."""
	if len(word) < 3 or not word.isalpha():
		return word
	for pattern, replacement in _RULES:
		word = pattern.sub(replacement, word)
	return word


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
	"""The consonants of the sound, behind an `a` where the word begins with a vowel: what transcription leaves alone."""
	heard = sound(word)
	if len(heard) < 3 or not word.isalpha():
		return heard
	first = "a" if heard[0] in "aeiou" else heard[0]
	rest = heard[1:].translate(_NO_VOWELS)
	return re.sub(r"(.)\1+", r"\1", (first + rest).translate(MERGED))


@lru_cache(maxsize=50_000)
def first_sound(word: str) -> str:
	"""One letter: `q`, `g` and `k` begin alike, and so do all vowels."""
	letter = sound(word)[:1]
	return "a" if letter in "aeiou" else letter.translate(MERGED)
