"""Names from scripts that write consonants only."""

from __future__ import annotations

import re

from cqs_app.engine.compliance.sounds import skeleton

_ABJAD = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
SAME_CONSONANTS = 0.93


def is_unvocalised(name: str) -> bool:
	"""Whether it is written in Arabic or Hebrew letters."""
	return bool(_ABJAD.search(name))


def consonants_agree(one: str, other: str) -> float:
	"""For a pair of which one was written without its vowels: `mamr`, `muammar`."""
	bones, other_bones = (skeleton(word).replace("h", "").lstrip("a") for word in (one, other))
	return SAME_CONSONANTS if bones == other_bones and len(bones) >= 2 else 0.0
