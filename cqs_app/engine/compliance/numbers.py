"""Numbers inside names: digits, ordinals, Roman and written out, all as digits."""

from __future__ import annotations

import re
from functools import lru_cache

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|eme|er|aya|iy|oy)")
# Single letters are Roman only behind a word; `I` and `X` alone are more often initials.
_ROMAN = {
	roman: str(value)
	for value, roman in enumerate(
		"i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), start=1
	)
}
_WORDS = {
	word: str(value)
	for value, words in enumerate(
		(
			"one first uno primero erste",
			"two second dos segundo zweite",
			"three third tres tercero dritte",
			"four fourth quatro cuatro",
			"five fifth",
			"six sixth",
			"seven seventh",
			"eight eighth",
			"nine ninth",
			"ten tenth",
			"eleven eleventh",
			"twelve twelfth",
		),
		start=1,
	)
	for word in words.split()
}


@lru_cache(maxsize=20_000)
def number_in(word: str, last: bool = False) -> str:
	"""`007`, `7th`, `VII`, `seven` -> 7; empty for another word. One Roman letter counts only as the last word."""
	if word.isdigit():
		return word.lstrip("0") or "0"
	if match := _ORDINAL.fullmatch(word):
		return match.group(1).lstrip("0") or "0"
	if word in _ROMAN and (len(word) > 1 or last):
		return _ROMAN[word]
	return _WORDS.get(word, "")
