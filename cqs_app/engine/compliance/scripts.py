"""Names of every script in plain lower-case ASCII words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# A name is at most this long; what follows is no name but a mistake or an attack.
MOST_LETTERS = 300

# Where letter by letter is not what people write: Arabic long vowels and the article, Greek digraphs, the umlauts'
# own letters, and letters that Unicode does not take apart in the way that passports do.
_ARABIC = str.maketrans(
	{
		"ا": "a",
		"أ": "a",
		"إ": "i",
		"آ": "a",
		"ٱ": "a",
		"ع": "a",
		"ة": "a",
		"ى": "a",
		"ئ": "i",
		"ؤ": "u",
		"ء": "",
		"و": "u",
		"ي": "i",
		"ی": "i",
		"ـ": "",
	}
)
_ALLAH = re.compile("(?<!\\w)(?:ال|ا)ل[ّ]?ه(?!\\w)")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(و?)ال(?=\w{2})")
_GREEK = (("ου", "u"), ("μπ", "b"), ("ντ", "nt"), ("γγ", "ng"), ("γκ", "gk"), ("αυ", "av"), ("ευ", "ev"))
# Characters that are syllables of their own: Han and Hangul. A blank beside each makes words of them.
_SYLLABLES = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af])")
# Legal forms that are written without a blank before them.
_UNSPACED_FORMS = re.compile(
	"(株式会社|有限会社|股份有限公司|有限责任公司|有限責任公司|有限公司|주식회사|\\(주\\)|㈜)"
)
_MARKS = re.compile("['`´‘’ʼʻ\"“”„«»<>]")


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
	"""ASCII, lower case, without accents and apostrophes; punctuation stays, blanks are single.

	`Müller` -> muller, `Щербаков` -> shcherbakov, `عبد الله` -> abd al lh, `习近平` -> xi jin ping.
	"""
	text = unicodedata.normalize("NFKC", text[:MOST_LETTERS])
	if not text.isascii():
		text = _spelled(text)
	return " ".join(_MARKS.sub("", text).lower().split())[:MOST_LETTERS]


def _spelled(text: str) -> str:
	text = _UNSPACED_FORMS.sub(" limited ", text)
	text = _ALLAH.sub(" allah ", text)
	text = _ARABIC_ARTICLE.sub(r"\1 al ", text).translate(_ARABIC)
	text = "".join(
		letter
		for letter in unicodedata.normalize("NFKD", text.casefold())
		if not unicodedata.combining(letter)
	)
	for digraph, spelled in _GREEK:
		text = text.replace(digraph, spelled)
	# NFKD took Hangul apart into its letters, and Cyrillic й; put them together before they are read.
	return anyascii(_SYLLABLES.sub(r" \1 ", unicodedata.normalize("NFC", text)))
