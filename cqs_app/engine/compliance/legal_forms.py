"""Legal forms: found in a name in whichever language, taken out of it, and told apart by their kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from cqs_app.engine.compliance.legal_form_table import (
	COMPANY,
	NO_FORM,
	ONLY_AT_AN_END,
	ONLY_BEHIND,
	PHRASES,
	WORDS,
)

_KINDS: Mapping[str, str] = {word: kind for kind, words in WORDS for word in words.split()}
# Written out, with a typing error: the longer the word, the surer.
_TYPED = tuple(word for word in _KINDS if len(word) >= 7)
_PHRASE = tuple((re.compile(rf"\b(?:{pattern})\b"), kind) for pattern, kind in PHRASES)


def without_forms(text: str) -> tuple[str, frozenset[str]]:
	"""The name without its legal forms, and the kinds of these. Words are separated by one blank.

	A name that has nothing else (`Limited`) is kept as it is, without a kind.
	"""
	rest = text
	kinds: set[str] = set()
	for pattern, kind in _PHRASE:
		shorter = pattern.sub(" ", rest)
		if shorter != rest and shorter.strip():
			rest = shorter
			kinds.add(kind)
	words = rest.split()
	forms = [_form_at(place, words) for place in range(len(words))]
	kept = [word for word, form in zip(words, forms, strict=True) if not form]
	if not kept:
		return " ".join(words), frozenset(kinds)
	return " ".join(kept), frozenset(kinds.union(forms)) - {""}


def _form_at(place: int, words: list[str]) -> str:
	word = words[place]
	last = len(words) - 1
	if (word in ONLY_AT_AN_END and 0 < place < last) or (word in ONLY_BEHIND and place < last):
		return ""
	return form_of(word)


@lru_cache(maxsize=20_000)
def form_of(word: str) -> str:
	"""The kind that a word stands for, also with a typing error when it is long enough; empty for another word."""
	if kind := _KINDS.get(word):
		return kind
	if len(word) < 6 or word in NO_FORM:
		return ""
	for form in _TYPED:
		if abs(len(form) - len(word)) <= 2:
			most = 2 if len(form) >= 12 else 1
			if word[0] == form[0] and OSA.distance(word, form, score_cutoff=most) <= most:
				return _KINDS[form]
	return ""


def forms_agree(one: frozenset[str], other: frozenset[str]) -> bool | None:
	"""None when one of them names no kind that could disagree."""
	mine, theirs = one - {COMPANY}, other - {COMPANY}
	if not mine or not theirs:
		return None
	return bool(mine & theirs)
