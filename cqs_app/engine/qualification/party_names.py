"""Names of parties made comparable: letters without marks, no legal forms, abbreviations written out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from rapidfuzz.distance import JaroWinkler

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
	{"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = re.compile("['`´‘’ʼ]")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?|\b\w(?:\.\w)+\b")
# Legal forms that are written without a blank: limited companies of Japan, China and Korea.
_UNSPACED_FORMS = re.compile("株式会社|有限会社|股份有限公司|有限责任公司|有限公司|주식회사")
_NO_WORD = re.compile(r"[\W_]+")

FILLERS = frozenset(
	"the and co of for de la le les der die das und et y e van von du del di do da at in".split()
)
# What stands for the legal form at the end of a name (or, in some countries, at its beginning).
LEGAL_FORMS = frozenset(
	"inc incorporated corp corporation co company ltd limited llc lllp llp lp plc pllc pc gmbh mbh ggmbh ag kg kgaa "
	"ohg gbr ug ev eg se sa sas sasu sarl sca scs snc eurl srl srls spa sapa bv bvba nv cv vof oy oyj ab as asa aps "
	"is ks hf ehf pty pvt pte pt tbk private proprietary sdn bhd kk gk yk ooo oao zao pao ao too tov doo dd ad ood "
	"eood kft zrt nyrt rt sro spol zoo spzoo sp spk jsc pjsc ojsc cjsc fzco fze fzc dmcc wll est ltda eireli sab sapi "
	"oo z rl slu sl slne scoop coop uab sia ou tas sti kgmbh holding holdings".split()
)
ABBREVIATIONS: Mapping[str, str] = {
	"intl": "international",
	"int": "international",
	"internat": "international",
	"natl": "national",
	"nat": "national",
	"assn": "association",
	"assoc": "associates",
	"associated": "associates",
	"bros": "brothers",
	"gebr": "gebruder",
	"ctr": "center",
	"cntr": "center",
	"cent": "center",
	"centre": "center",
	"centers": "center",
	"mfg": "manufacturing",
	"mfrs": "manufacturers",
	"mgmt": "management",
	"mgt": "management",
	"svc": "services",
	"svcs": "services",
	"serv": "services",
	"service": "services",
	"tech": "technologies",
	"technology": "technologies",
	"sys": "systems",
	"system": "systems",
	"ind": "industries",
	"inds": "industries",
	"industry": "industries",
	"eng": "engineering",
	"engg": "engineering",
	"elec": "electric",
	"dev": "development",
	"dist": "distribution",
	"distrib": "distribution",
	"equip": "equipment",
	"fin": "financial",
	"grp": "group",
	"gp": "group",
	"univ": "university",
	"acad": "academy",
	"inst": "institute",
	"hosp": "hospital",
	"sch": "school",
	"schools": "school",
	"soc": "society",
	"comm": "community",
	"commun": "community",
	"dept": "department",
	"govt": "government",
	"st": "saint",
	"ste": "saint",
	"mt": "mount",
	"ft": "fort",
	"n": "north",
	"s": "south",
	"e": "east",
	"w": "west",
	"prod": "products",
	"prods": "products",
	"product": "products",
	"solution": "solutions",
	"trdg": "trading",
	"transp": "transport",
	"pharm": "pharmaceuticals",
	"chem": "chemicals",
	"chemical": "chemicals",
	"constr": "construction",
	"const": "construction",
	"ent": "enterprises",
	"enterprise": "enterprises",
	"amer": "american",
	"usa": "us",
}


def fold(text: str) -> str:
	"""Lower case, without accents and other marks; letters of other scripts stay."""
	decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
	return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def name_tokens(name: str) -> tuple[str, ...]:
	"""The words that tell a party from another, in their order: `Müller & Co. Int'l GmbH` -> muller, international.

	A name that consists of legal forms and fillers only is kept as it is. Empty for a name without a letter or digit.
	"""
	text = _UNSPACED_FORMS.sub(" ", unicodedata.normalize("NFKC", name))
	text = _APOSTROPHES.sub("", fold(text)).replace("&", " and ").replace("+", " and ")
	text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
	words = _NO_WORD.sub(" ", text).split()
	kept = _without_legal_forms([word for word in words if word not in FILLERS]) or words
	return tuple(dict.fromkeys(ABBREVIATIONS.get(word, word) for word in kept))


def _without_legal_forms(words: list[str]) -> list[str]:
	"""Forms at the end go, then those at the beginning, as long as a word is left."""
	end = len(words)
	while end > 0 and words[end - 1] in LEGAL_FORMS:
		end -= 1
	start = 0
	while start < end - 1 and words[start] in LEGAL_FORMS:
		start += 1
	return words[start:end]


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
	"""The word as it sounds to a careless typist: first letter and consonants, doubles once. Short words stay."""
	if len(word) < 4 or not word.isalpha() or not word.isascii():
		return word
	rest = re.sub("[aeiouyh]", "", word[1:])
	return re.sub(r"(.)\1+", r"\1", word[0] + rest)


class Rarity:
	"""How much a word says: a word that every third party bears says less than one that two share.

	`counts`: in how many of `total` parties a skeleton occurs. Without figures every word weighs the same.
	"""

	def __init__(self, counts: Mapping[str, int] | None = None, total: int = 0) -> None:
		self.counts = counts or {}
		self.total = total

	def weight(self, word: str) -> float:
		if self.total <= 0:
			return 1.0
		seen = min(max(self.counts.get(skeleton(word), 1), 1), self.total)
		return max(log((1 + self.total) / seen), 0.1)


EVERY_WORD = Rarity()
WORD_FLOOR = 0.86


@lru_cache(maxsize=200_000)
def word_similarity(one: str, other: str) -> float:
	"""1 for the same word, less for a spelling of it or its initial, 0 for another word."""
	if one == other:
		return 1.0
	if one.isdigit() or other.isdigit():
		return 0.0
	short, long = sorted((one, other), key=len)
	if len(short) == 1:
		return 0.6 if long.startswith(short) else 0.0
	if len(short) >= 4 and long.startswith(short):
		return 0.92
	close = JaroWinkler.similarity(one, other, score_cutoff=WORD_FLOOR)
	return close if len(short) >= 4 else 0.0


def name_similarity(one: Sequence[str], other: Sequence[str], rarity: Rarity = EVERY_WORD) -> float:
	"""0..1 for two lists of words, whatever their order; each word weighs what it says.

	Two thirds of it is the share of the common words in both names together (Dice), a third their share in the name
	that says less: `Hull House Parkway` is contained in `Hull House Association - Parkway Community Center`.
	"""
	if not one or not other:
		return 0.0
	if joined_equal(one, other):
		return 1.0
	mine = {word: rarity.weight(word) for word in one}
	theirs = {word: rarity.weight(word) for word in other}
	common_mine, common_theirs = _common(mine, theirs)
	total_mine, total_theirs = sum(mine.values()), sum(theirs.values())
	dice = (common_mine + common_theirs) / (total_mine + total_theirs)
	contained = max(common_mine / total_mine, common_theirs / total_theirs)
	return min(1.0, (2 * dice + contained) / 3)


def joined_equal(one: Sequence[str], other: Sequence[str]) -> bool:
	"""`Data Soft` and `DataSoft`."""
	return "".join(one) == "".join(other)


def _common(mine: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[float, float]:
	"""Weight of the words of each side that the other has too, the closest pairs first, each word once."""
	pairs = [
		(similarity, word, match)
		for word in mine
		for match in theirs
		if (similarity := word_similarity(word, match)) > 0
	]
	pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
	found_mine: dict[str, float] = {}
	found_theirs: dict[str, float] = {}
	for similarity, word, match in pairs:
		if word not in found_mine and match not in found_theirs:
			found_mine[word] = similarity * mine[word]
			found_theirs[match] = similarity * theirs[match]
	return sum(found_mine.values()), sum(found_theirs.values())
