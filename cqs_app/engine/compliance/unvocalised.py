"""Names from scripts that write consonants only."""

from __future__ import annotations

import re
from functools import lru_cache

from cqs_app.engine.compliance.sounds import MERGED, sound

_ABJAD = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
SAME_CONSONANTS = 0.93


def is_unvocalised(name: str) -> bool:
	"""Whether it is written in Arabic or Hebrew letters."""
	return bool(_ABJAD.search(name))


def consonants_agree(one: str, other: str) -> float:
	"""For a pair of which one was written without its vowels: `mamr`, `muammar`."""
	if one[:3] == other[:3] == "abd":
		one, other = one[3:], other[3:]
	return 0.0 if bones(one).isdisjoint(bones(other)) else SAME_CONSONANTS


@lru_cache(maxsize=20_000)
def bones(word: str) -> frozenset[str]:
	"""Without what such scripts leave out or write as a vowel: y, w and a breath. `dh` is read as d and as z."""
	spelled = word.replace("j", "zh")
	readings = {sound(spelled), sound(spelled.replace("dh", "z"))}
	return frozenset(
		re.sub(r"[aeiouhv]|(.)(?=\1)", "", reading).translate(MERGED) or word for reading in readings
	)
