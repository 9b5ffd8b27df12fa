"""Chinese and Korean names in Latin letters: short syllables, each of which makes another name when a letter changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from cqs_app.engine.compliance.sounds import sound

# One family name a line, Pinyin or Revised Romanisation first, then Wade-Giles, McCune-Reischauer, Cantonese.
_FAMILIES = """
li lee yi ri rhee
wang wong
zhang chang cheung
liu liou lau
chen chan
yang young yeung
zhao chao chiu
huang hwang
zhou chou chow
wu woo
xu hsu
sun
hu
zhu chu
gao kao
lin lam
he ho
guo kuo kwok
ma
luo lo
liang leung
song sung
zheng cheng
xie hsieh tse
han
tang
feng fung
yu
dong tung
xiao hsiao siu
cai tsai choi
deng teng
mao
ye yeh
peng
zeng tseng
yan yen
yuan
bai pai
ren jen
shi shih
kong kung
hou
ding ting
su
pan
jin chin
zhong chung
qiu chiu
qin
nie nieh
xi hsi
jiang chiang
lu
wei
du
qian chien
kim gim
pak park bak
choe choi
jong jung jeong chong chung
kang gang
jo cho
yun yoon
jang
im lim rim
o oh
so suh
sin shin
kwon gwon
hong
ko go koh
mun moon
son sohn
paek baek paik
ryu yoo yu
no roh noh
ryang
thae tae
"""
_SYLLABLE = (
	"(?:zh|ch|sh|ts|tz|hs|sz|ky|kw|ry|my|py|hy|ny|[bpmfdtnlgkhjqxzcsryw])?"
	"(?:iang|iong|ueh|ieh|ien|ung|ih|eh|uang|yang|yo?ng|eong|eung|ang|eng|ing|ong|ung|iao|ian|uai|uan|yeo|yae|wae|eon|eok|eol|eul|eun|"
	"ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ue|ui|un|ae|oe|eo|eu|ya|ye|yo|yu|wa|we|wo|wi|ok|ol|ak|al|il|ik|uk|ul|om|am|im|um|"
	"yok|yol|yon|yom|on|a|o|e|i|u)"
)
_WORD = re.compile(f"(?:{_SYLLABLE}){{1,2}}")


def _families() -> dict[str, frozenset[str]]:
	found: dict[str, frozenset[str]] = {}
	for line in _FAMILIES.strip().splitlines():
		for word in line.split():
			found[word] = found.get(word, frozenset()) | {line.split()[0]}
	return found


_FAMILY = _families()
# What Wade-Giles, McCune-Reischauer and the official romanisations write apart, in this order.
_MERGED = tuple(
	(re.compile(pattern), one)
	for pattern, one in (
		("hs|x|sh", "S"),
		("ts|tz|c(?!h)|z(?!h)", "Z"),
		("zh|ch|j|q", "C"),
		("b", "p"),
		("d", "t"),
		("(?<!n)g", "k"),
		("ung", "ong"),
		("ien", "ian"),
		("ieh", "ie"),
		("eo", "o"),
		("eu", "u"),
		("(?<=[CSZr])ih", "i"),
		("uo", "o"),
		("eh", "e"),
	)
)
OTHER = 0.5
OTHER_ROMANISATION = 0.85
SAME_FAMILY = 0.94
SAME_SOUND = 0.92


def families_of(word: str) -> frozenset[str]:
	"""The family names that it may spell; none for another word."""
	return _FAMILY.get(word, frozenset())


def is_syllabic(words: Sequence[str]) -> bool:
	"""Two to four short words, all of them such syllables, the first or last one a family name."""
	return (
		2 <= len(words) <= 4
		and (words[0] in _FAMILY or words[-1] in _FAMILY)
		and all(word in _FAMILY or (len(word) > 1 and _WORD.fullmatch(word)) for word in words)
	)


@lru_cache(maxsize=20_000)
def _romanised(word: str) -> str:
	for pattern, one in _MERGED:
		word = pattern.sub(one, word)
	return word


@lru_cache(maxsize=50_000)
def syllables_agree(one: str, other: str) -> float:
	"""The same, the same family name in another romanisation, the same sound, or another name."""
	if one == other:
		return 1.0
	if families_of(one) & families_of(other):
		return SAME_FAMILY
	if sound(one) == sound(other):
		return SAME_SOUND
	if _romanised(one) == _romanised(other):
		return OTHER_ROMANISATION
	longest = max(len(one), len(other))
	return min(OTHER, 1 - OSA.distance(one, other) / longest)
