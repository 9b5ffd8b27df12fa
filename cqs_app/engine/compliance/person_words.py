"""Words in the names of people that are no names: titles, generations, particles; and endings that tell something."""

from __future__ import annotations

import re

TITLES = frozenset(
	"mr mrs ms miss sir dr doctor prof professor eng engineer rev hon ambassador minister president general gen "
	"colonel col lt lieutenant maj major capt captain brigadier commander cmdr sgt admiral judge justice chief "
	"sheikh shaikh shaykh sheik cheikh chaykh sayyid sayed syed seyed sayyed seyyed hajj haj hajji haji hadji al-haj "
	"mullah mulla mawlawi maulvi maulana mawlana qari hafiz hafez ustad ayatollah hojjatoleslam imam emir "
	"prince princess king sultan don dona senor senora herr frau monsieur madame mme lord lady dame daw maulavi molvi mulavi comrade gospodin pan pani".split()
)
GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "hijo": "jr", "filho": "jr"}
# Articles, prepositions and `son of`: written, left out or glued as anybody likes.
PARTICLES = frozenset(
	"al el ul ad ar as at ash an az ben bin ibn ebn bint binte binti wuld ould ag ap de del della di da dos das do du la "
	"le les los van von der den ter ten zu y e i bar ur us aka".split()
)
PARTICLE_WEIGHT = 0.1
INITIAL_WEIGHT = 0.5
# The father's name is left out as often as it is written.
PATRONYMIC_WEIGHT = 0.7

_PATRONYMIC = re.compile(
	r".{3,}(?:ovich|evich|yovich|ievich|ovych|evych|avich|ovna|evna|ivna|avna|oglu|ogly|kyzy|kizi)"
)
_GLUED_ABD = re.compile(r"abd[aeiou]?(?:l|r(?=r)|s(?=s)|n(?=n)|d(?=d)|z(?=z))?(?=[a-z]{3})")
_ARTICLES = frozenset("al el ul ar er ur as es us an en un az uz ad ed ud ash at".split())
_ABD = frozenset("abd abdul abdel abdal abdol abdu abdo abdur abdus abdoul".split())
_ABU = frozenset("abu abou abi umm um bou".split())
_DIN = frozenset("din deen dine eddin eddine uddin".split())
_GLUED_DIN = re.compile(r"(?<=[a-z]{2})(?:u|e|a|i|ou)?d{1,2}(?:i|ee)ne?$")


def is_patronymic(word: str) -> bool:
	return bool(_PATRONYMIC.fullmatch(word))


def compounds(words: list[str]) -> list[str]:
	"""Arabic names of several words as one: `abd al rahman`, `abdul rahman`, `abdulrahman` -> abdrahman; `abu bakr`
	-> abubakr; `salah al din`, `salahuddin` -> salahdin. The article before a name stays a word of its own."""
	made: list[str] = []
	place = 0
	while place < len(words):
		word = words[place]
		after = place + 1
		if after < len(words) and words[after] in _ARTICLES and (word in _ABD or word in _ABU):
			after += 1
		if word in _ABD and after < len(words) and len(words[after]) > 2:
			made.append("abd" + _bare(words[after]))
			place = after + 1
		elif word in _ABU and after < len(words) and len(words[after]) > 2:
			made.append(("abu" if word[0] != "u" else "umm") + words[after])
			place = after + 1
		elif word in _DIN and made:
			_drop_article(made)
			made[-1:] = [made[-1] + "din"]
			place += 1
		else:
			made.append(_unglued(word))
			place += 1
	return made


def _drop_article(made: list[str]) -> None:
	if len(made) > 1 and made[-1] in _ARTICLES:
		made.pop()


def _bare(word: str) -> str:
	"""Without an article that is glued to its front: `allah` -> lah, `arrahman` -> rahman."""
	return re.sub(r"^[aeu](?:l(?=[a-z]{3})|l(?=lah)|([rsnzd])(?=\1))", "", word)


def _unglued(word: str) -> str:
	if word in _ABD or len(word) < 6:
		return word
	if match := _GLUED_ABD.match(word):
		rest = _bare(word[match.end() :])
		return "abd" + rest if len(rest) >= 3 else word
	if len(word) >= 8:
		return _GLUED_DIN.sub("din", word)
	return word


def genders_differ(one: str, other: str) -> bool:
	"""Two words that differ in the ending that tells a woman from a man: Ivanov, Ivanova; Petrovich, Petrovna."""
	short, long = sorted((one, other), key=len)
	if long == short + "a" and len(short) >= 5:
		return True
	man, woman = sorted((one, other))
	for male, female in (
		("ovich", "ovna"),
		("evich", "evna"),
		("skiy", "skaya"),
		("sky", "skaya"),
		("skyi", "ska"),
	):
		if man.endswith(male) and woman.endswith(female) and man[: -len(male)] == woman[: -len(female)]:
			return True
	return False
